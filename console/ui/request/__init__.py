"""The request builder."""
