"""Other people's files coming in."""
