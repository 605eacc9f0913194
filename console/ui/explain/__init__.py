"""What a pasted log says: its errors, found and explained while it is typed."""
