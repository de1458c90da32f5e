"""Random histories of commands: the program answers what the second opinion says, figure by figure."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from anquan_cli.dates import Period
from anquan_cli.errors import UsageError
from anquan_cli.ledger.events import Details
from anquan_cli.party import Unit
from anquan_cli.queries import overview
from anquan_cli.queries.due import Due, due
from anquan_cli.queries.item import shown
from anquan_cli.queries.rows import Query, listed
from anquan_cli.settings import Options
from anquan_cli.tasklist.plan import Plan
from anquan_cli.use_cases import record as use_case
from anquan_cli.views.json_ import values
from anquan_cli.workspace import Workspace
from tests.histories import Command, History, histories
from tests.progress import second_opinion as opinion

Answers = dict[str, Any]


def answers(plan: Plan, commands: Sequence[Command], today: date, unit: str | None) -> Answers:
    """What the program says after these commands, as of a day: the one seam between the two.

    Every command is given on its own `today`, by one and the same person, through the use cases and the
    store (or `command.argv` through the command line); one that is refused records nothing and the next
    goes on. An undo's number is the entry's `seq`; where there is none of that number it is refused.

    Returns:
        entries: the ledger's records as mappings (`seq id ts op on unit targets set undoes`), in order.
        recorded: for each command, the record's `seq`, or None where it was refused (exit 2).
        list, due, units: the documents of `list --measures --json`, `due --all --before 2026-12-31 --json`
            and `units --json`, the first two with `--unit` where `unit` is given.
        overdue, late: those of `due --overdue --json` and `due --late --json`, with `--unit` likewise.
        late_rows: that of `list --late --json`, with `--unit` likewise.
        show: for every id of a row, of a task with parts and of a measure, that of `show ID --json`.
    """
    with tempfile.TemporaryDirectory() as folder:
        options = Options(
            home=folder, ledger=f"{folder}/ledger.jsonl", tasks=f"{folder}/tasks.yaml", by="某",
            today=today.isoformat(),
        )  # fmt: skip
        numbers = [_recorded(plan, options, command) for command in commands]
        seen = _opened(plan, options)
        progress, whose = seen.progress, Unit(unit) if unit else None
        query = Query(unit=whose)
        before = Period(date.min, date(2026, 12, 31))
        lines = Path(folder, "ledger.jsonl")
        entries = (
            [json.loads(line) for line in lines.read_text("utf-8").splitlines()[1:]] if lines.exists() else []
        )
        ids = dict.fromkeys(i for r in plan.rows for i in (r.id, str(r.number), *(m.id for m in r.measures)))

        def dues(**how: Any) -> Any:
            asked = how.pop("query", query)
            return values.due_list(Due(plan, whose, tuple(due(progress, asked, **how))))

        return {
            "entries": entries,
            "recorded": numbers,
            "list": values.rows(listed(progress, query, measures=True)),
            "due": dues(within=before, closed=True),
            "units": values.units_list(overview.Units(plan, tuple(overview.units(progress)))),
            "overdue": dues(within=None, overdue=True),
            "late": dues(query=query._replace(late=True), within=None, overdue=True),
            "late_rows": values.rows(listed(progress, query._replace(late=True))),
            "show": {i: values.items(shown(progress, i)) for i in ids},
        }


def _opened(plan: Plan, options: Options) -> Workspace:
    workspace = Workspace(options)
    workspace.__dict__["plan"] = plan  # compiled once
    return workspace


def _recorded(plan: Plan, options: Options, command: Command) -> int | None:
    workspace = _opened(plan, options._replace(today=command.today.isoformat(), unit=command.unit))
    try:
        if command.op == "undo":
            return use_case.undo(workspace, str(command.undoes)).event.seq
        stages = command.stages if isinstance(command.stages, tuple) else ()
        entry = use_case.Entry(
            command.ids, workspace.author, command.on or command.today, command.status, stages,
            command.stages == "all", command.percent, command.count, Details("说明"),
        )  # fmt: skip
        return use_case.record(workspace, [entry]).event.seq
    except UsageError:
        return None


def kept(said: Any, expected: Any) -> Any:
    """What is said, without the fields and keys that the opinion has no view on."""
    if isinstance(expected, dict) and isinstance(said, dict):
        return {k: kept(said[k], v) if k in said else "absent" for k, v in expected.items()}
    if isinstance(expected, list) and isinstance(said, list) and len(said) == len(expected):
        return [kept(s, e) for s, e in zip(said, expected, strict=True)]
    return said


def in_order(lines: Sequence[Any], *keys: str) -> list[Any]:
    return sorted(lines, key=lambda line: [str(line[k]) for k in keys])


def state(history: History, said: Answers) -> opinion.State:
    return opinion.state_of(history.plan, said["entries"], history.today)


def same_list(history: History, said: Answers) -> None:
    expected = opinion.list_json(state(history, said), history.unit, measures=True)
    assert kept(said["list"], expected) == expected


def same_due(history: History, said: Answers) -> None:
    seen = state(history, said)
    expected = in_order(opinion.due_json(seen, history.unit), "id", "stage")
    assert kept(in_order(said["due"], "id", "stage"), expected) == expected
    overdue = sorted((d["id"], d["stage"]) for d in said["overdue"])
    assert overdue == sorted(opinion.overdue(seen, history.unit))
    late = sorted((d["id"], d["stage"]) for d in said["late"])
    assert late == sorted((i, s) for i, s, _ in opinion.late(seen, history.unit))
    assert [r["id"] for r in said["late_rows"]] == opinion.late_rows(seen, history.unit)


def same_units(history: History, said: Answers) -> None:
    seen, lines = state(history, said), {u["unit"]: u for u in said["units"]}
    expected = {u: opinion.unit_json(seen, u) for u in opinion.known_units(seen)}
    owing = {u for u, line in expected.items() if any(line["obligations"].values())}
    assert owing <= {*lines} <= {*expected}
    expected = {u: expected[u] for u in lines}
    assert kept(lines, expected) == expected


def same_show(history: History, said: Answers) -> None:
    seen = state(history, said)
    for item, document in said["show"].items():
        expected = opinion.show_json(seen, item)
        for part, told in zip(*(d.get("parts", [d]) for d in (document, expected)), strict=True):
            for answer in (part, told):
                answer["columns"] = {c["unit"]: c for c in answer["columns"]}
        assert kept(document, expected) == expected, item


def same_settling(history: History, said: Answers) -> None:
    """Refused alike, and settled on the same cells: which stage, and whom a mark reopens."""
    for number, (command, seq) in enumerate(zip(history.commands, said["recorded"], strict=True)):
        if command.op != "mark":
            continue
        if command.count is not None and any(_targets(history.plan, ident) > 1 for ident in command.ids):
            continue  # which of them is meant nobody knows: the program refuses
        before = [e for e in said["entries"] if seq is None or e["seq"] < seq]
        if seq is None:
            later = [s for s in said["recorded"][number:] if s is not None]
            before = [e for e in said["entries"] if not later or e["seq"] < later[0]]
        try:
            expected = opinion.settle(history.plan, before, asked(command), command.on or command.today)
        except opinion.Refused as refusal:
            assert seq is None, f"{command.argv}: {refusal}"
            continue
        assert seq is not None, f"{command.argv}: {expected}"
        record = next(e for e in said["entries"] if e["seq"] == seq)
        assert settled(history.plan, record) == settled(history.plan, expected), command.argv


def _targets(plan: Plan, ident: str) -> int:
    """How many measures under an id count towards a target."""
    return sum(
        m.target is not None for r in plan.rows for m in r.measures if ident in (m.id, r.id, str(r.number))
    )


def asked(command: Command) -> dict[str, Any]:
    stages = command.stages if command.stages in (None, "all") else list(command.stages or ())
    return {**command._asdict(), "ids": list(command.ids), "stages": stages}


def settled(plan: Plan, record: Any) -> tuple[set[opinion.Place], set[opinion.Place]]:
    """The cells that a record's targets mean, and those of them that it reopens: however it writes ids."""
    means, opens = set(), set()
    for target in record["targets"]:
        under = opinion.places_under(plan, target["id"], target["stage"])
        means |= {*under}
        opens |= {*under} if target["id"] in (record["set"].get("reopen") or ()) else set()
    return means, opens


SAME = (same_list, same_due, same_units, same_show, same_settling)


@settings(
    max_examples=25,
    derandomize=True,
    phases=(Phase.generate,),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(history=histories())
def test_two_ways_of_counting_agree(history: History) -> None:
    said = answers(history.plan, history.commands, history.today, history.unit)
    for same in SAME:
        same(history, said)


# --- the opinion alone: its own answers keep what the rule promises ------------------------------


def recorded(history: History) -> list[dict[str, Any]]:
    """The entries that the commands come to, settled by the opinion."""
    entries: list[dict[str, Any]] = []
    for command in history.commands:
        seq = len(entries) + 1
        entry: dict[str, Any] = {
            "seq": seq, "id": f"e{seq:03}", "ts": f"{command.today}T08:00:{seq:02}Z", "op": command.op,
            "on": str(command.on or command.today), "unit": command.unit, "set": {}, "undoes": None,
            "targets": [{"id": i, "stage": None} for i in command.ids],
        }  # fmt: skip
        if command.op == "undo":
            if (command.undoes or 0) > len(entries):
                continue
            entry["undoes"] = f"e{command.undoes:03}"
        if command.op == "mark":
            try:
                day = command.on or command.today
                entry |= opinion.settle(history.plan, entries, asked(command), day)
            except opinion.Refused:
                continue
        entries.append(entry)
    return entries


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories())
def test_the_opinion_keeps_its_promises(history: History) -> None:
    entries = recorded(history)
    seen = opinion.state_of(history.plan, entries, history.today)
    listed = opinion.list_json(seen, history.unit, measures=True)
    # the order of recording is no matter
    again = opinion.state_of(history.plan, entries[::-1], history.today)
    assert opinion.list_json(again, history.unit, measures=True) == listed
    for row in listed:
        # 100.0 exactly when all that applies is closed
        for of in (row, *row["measures"], row["match"]):
            assert (of["percent"] == 100.0) == (of["status"] in ("done", "verified")), of
            assert of["percent"] is None or 0 <= of["percent"] <= 100
        assert (row["light"] == "red") == (row["overdue_days"] is not None)
        if row["parties"]:
            assert row["parties"]["closed"] + len(row["parties"]["missing"]) <= row["parties"]["total"]
    # what is overdue in `due` is overdue in `list`, with and without a unit
    late = {str(i).rsplit(".", 1)[0] if "." in i else i for i, _ in opinion.overdue(seen, history.unit)}
    own = [r for r in listed if (r["match"] if history.unit else r)["overdue_days"] is not None]
    assert {r["id"].split(".")[0] for r in own} == {i.split(".")[0] for i in late}
