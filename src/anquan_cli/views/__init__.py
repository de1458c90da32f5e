"""Reports to text or bytes: one format, one file; a registry resolves them on use."""
