"""Editions: read, written as lines, checked, compared, reviewed and published."""
