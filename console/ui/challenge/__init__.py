"""The challenge wizard."""
