"""What figures and results show beyond the scoring method; as pure as the engine."""
