"""The chance of matching, estimated from published summaries."""
