"""A fuzz of every input (模糊试验): `python -m tests.fuzz`; the gate tries a sample and all that was ever found."""
