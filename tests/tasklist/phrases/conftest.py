"""Phrases are read without a list."""

from datetime import date

import pytest


def day(text: str) -> date:
    """A day as the tables have it, of 2025 where they name no year."""
    return date.fromisoformat(text if len(text) == 10 else f"2025-{text}")


@pytest.fixture(autouse=True)
def workspace() -> None:
    """None, instead of a folder for each of thousands of phrases."""
