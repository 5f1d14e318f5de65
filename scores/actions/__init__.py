"""Writes: each an atomic act with a name, and nothing else in the project writes."""
