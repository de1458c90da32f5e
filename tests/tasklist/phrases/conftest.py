"""Phrases are read without a list."""

import pytest


@pytest.fixture(autouse=True)
def workspace() -> None:
    """None, instead of a folder for each of thousands of phrases."""
