"""Requests to pages: each a form or a look-up, the engine, and a template."""
