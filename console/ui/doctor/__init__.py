"""The check of this workstation, in the window."""
