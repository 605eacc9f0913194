"""Looks a person up: what the pool knows of the user, and in what two users differ."""
