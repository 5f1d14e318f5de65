"""Each view reads a form or a query, asks the engine, and renders a template."""
