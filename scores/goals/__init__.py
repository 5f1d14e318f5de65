"""Shared goals: their links, and whatever writes, shows or verifies them."""
