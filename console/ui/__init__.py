"""What the console shows: panels, Qt models, delegates and dialogs."""
