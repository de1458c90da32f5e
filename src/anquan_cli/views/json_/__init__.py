"""Reports as plain values for scripts."""
