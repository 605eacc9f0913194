"""Help, shortcuts, and the report of a bug."""
