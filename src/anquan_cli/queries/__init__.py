"""Questions to a list and its progress, answered with small frozen reports; pure.

Imports `progress` and what is below it (the layers in `pyproject.toml`): no document, no terminal, no clock.
"""
