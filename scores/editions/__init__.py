"""Reads, checks, compares, reviews and publishes editions, and writes them as lines."""
