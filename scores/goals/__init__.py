"""Shared goals: opening, writing, redacting and verifying them."""
