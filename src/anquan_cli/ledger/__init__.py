"""What has happened (台账): an append-only file of sealed events, and the small interface around it."""
