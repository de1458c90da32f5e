"""Every command's JSON against its schema in docs/schema, empty and after a history."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from tests.conftest import Run
from tests.views.once import Once

pytestmark = pytest.mark.elsewhere

FOLDER = Path(__file__).parents[1] / "docs" / "schema"
SCHEMAS = {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in FOLDER.glob("*.json")}
REGISTRY: Registry = Registry().with_resources(
    (f"{name}.json", Resource.from_contents(schema)) for name, schema in SCHEMAS.items()
)

READING = [
    ("list",), ("list", "--measures"), ("list", "--unit", "应急局"), ("list", "--sector", "矿山"),
    pytest.param(("list", "--status", "done"), marks=pytest.mark.watched), ("due", "--all", "--before", "2025-12-31"), ("due", "--unit", "应急局"),
    ("show", "12"), ("show", "11"), ("show", "4.3"), ("show", "11.1.2"), ("log",), ("status",),
    ("status", "--unit", "应急局"), ("units",), ("units", "应急局"), pytest.param(("list", "--measures", "--unit", "林业局"), marks=pytest.mark.watched),
    ("sectors",), ("check",), ("where",), ("verify",), ("summary",), ("summary", "--month", "1"),
    ("summary", "--unit", "应急局"), ("summary", "--since", "2025-01-01"),
]  # fmt: skip


RECORDED = Once(
    ("mark", "12", "done", "--note", "办结", "--evidence", "文件1"),
    ("mark", "6", "done", "--unit", "应急局"),
    ("mark", "4.6", "doing", "--count", "3", "--problem", "经费", "--next", "报批", "--expected", "9月1日"),
    ("undo",),
    ("note", "16", "情况", "--unit", "林业局"),
    today="2025-01-01",
)  # fmt: skip


def hold(name: str, value: object) -> None:
    validator = Draft202012Validator(SCHEMAS[name], registry=REGISTRY)
    errors = [f"{list(e.absolute_path)}: {e.message[:200]}" for e in validator.iter_errors(value)]
    assert not errors, errors[:5]


@pytest.mark.parametrize("argv", READING, ids=" ".join)
def test_reading_commands_keep_to_their_schema(run: Run, workspace: Path, argv: tuple[str, ...]) -> None:
    hold(argv[0], run(*argv, "--json").json)
    RECORDED.ledger(run, workspace / "home")
    hold(argv[0], run(*argv, "--json", today="2025-07-01").json)


@pytest.mark.watched
def test_recording_commands_keep_to_their_schema(run: Run) -> None:
    hold("mark", run("mark", "6", "11", "doing", "--percent", "30", "--json").json)
    run("mark", "16", "done", "--unit", "林业局")
    touching = run("mark", "16", "verified", "--json").json
    assert touching["touched"]
    hold("mark", touching)
    hold("note", run("note", "6", "说明", "--json").json)
    hold("undo", run("undo", "--json").json)


def test_the_exported_list_keeps_to_its_schema(run: Run) -> None:
    run("mark", "12", "done", "--note", "办结")
    hold("export", run("export", "--format", "json").json)


def test_every_schema_is_itself_valid() -> None:
    for schema in SCHEMAS.values():
        Draft202012Validator.check_schema(schema)
