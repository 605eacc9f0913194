"""The connection test of a profile."""
