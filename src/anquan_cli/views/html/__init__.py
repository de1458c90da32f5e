"""HTML in one file that asks for nothing."""
