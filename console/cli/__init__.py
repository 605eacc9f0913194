"""The headless commands, on the same core as the window."""
