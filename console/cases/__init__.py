"""Attempts as files: one file per format, and a registry by name."""
