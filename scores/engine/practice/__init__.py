"""From practice tests to a distribution of the actual score."""
