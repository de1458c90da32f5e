"""Deadline phrases to due dates."""
