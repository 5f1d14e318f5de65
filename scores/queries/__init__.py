"""Reads: from rows to engine values, and from one edition to another."""
