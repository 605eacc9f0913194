"""From an attempt to a file."""
