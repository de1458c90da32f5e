"""The two grammars: who is responsible, and by when."""
