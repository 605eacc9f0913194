"""The check of the workstation: what is found out, and how each thing found is judged."""
