"""People who edit or review, and their second factors."""
