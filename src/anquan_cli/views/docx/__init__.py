"""Word documents in the layout of GB/T 9704-2012."""
