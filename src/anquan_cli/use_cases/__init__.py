"""What changes something: recording, a new workspace."""
