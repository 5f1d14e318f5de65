"""From readings of practice tests to a distribution of the actual score."""
