"""What figures and results tell by themselves, outside the method: pure, like the engine."""
