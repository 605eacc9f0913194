"""Profiles, and which desk uses which."""
