"""The ledger as a local file in JSON Lines."""
