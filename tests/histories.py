"""Random small lists and random histories of commands, as Hypothesis strategies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal, NamedTuple

import yaml
from hypothesis import strategies as st

from anquan_cli.tasklist.plan import Plan, sort_key
from anquan_cli.tasklist.validate import validate

Status = Literal["todo", "doing", "done", "verified", "paused", "na"]
STATUSES: tuple[Status, ...] = ("todo", "doing", "done", "verified", "paused", "na")

OFFICE = "县安委办"
UNITS = ("县甲局", "县乙局", "县丙局", "县丁局")
TOWNSHIPS = ("东社镇人民政府", "西坡乡人民政府")  # the first is registered
VIEWERS = (None, None, None, *UNITS, *TOWNSHIPS, *TOWNSHIPS, OFFICE)  # None: the office's view of the whole
HEAD: dict[str, Any] = {
    "title": "某县2025年安全生产重点工作任务清单",
    "year": 2025,
    "id": "random-2025",
    "lights": {"yellow_days": 5},
    "units": [{"name": name} for name in (OFFICE, *UNITS, TOWNSHIPS[0])],
    "groups": [
        {"name": "成员单位", "phrases": ["各成员单位", "有关成员单位"], "members": list(UNITS[:3])},
        {"name": "监管部门", "phrases": ["负有监管职责的部门"], "among": "成员单位"},
        {"name": "乡镇", "phrases": ["各乡（镇）人民政府", "有关乡镇"], "pattern": "(乡|镇)(人民政府)?$"},
    ],
}
PHRASES = (
    "县甲局", "县甲局牵头，县丁局配合", "县乙局、县丙局", "县甲局、县乙局、县丙局、县丁局", OFFICE + "、县丙局",
    "各成员单位", "有关成员单位", "县丁局牵头，各成员单位配合", "负有监管职责的部门", "县乙局牵头，有关成员单位配合",
    "各乡（镇）人民政府", "县丁局、各乡（镇）人民政府", "有关部门", "县甲局牵头，有关部门配合", "东社镇人民政府、县乙局",
)  # fmt: skip
DEADLINES = (
    "3月底前", "9月20日前", "6月底前/12月底前", "3月底前/6月底前/9月底前", "全年", "上半年", "7月9日至17日",
    "每季度", "每月15日前", "每半年", "适时", "持续推进",
)  # fmt: skip


class Command(NamedTuple):
    """One command as a person gives it; `today` is the day on which it is given."""

    op: Literal["mark", "note", "undo"]
    today: date
    ids: tuple[str, ...] = ()
    status: Status | None = None
    unit: str | None = None
    stages: tuple[int, ...] | Literal["all"] | None = None  # None: as the rule says
    percent: int | None = None
    count: int | None = None  # type: ignore[assignment]  # hides tuple.count, on purpose
    on: date | None = None  # the day of work, where it is not today
    undoes: int | None = None  # number of the entry that an undo takes back

    @property
    def argv(self) -> list[str]:
        """The command as it is typed after `anquan`."""
        if self.op == "undo":
            return ["undo", str(self.undoes)]
        words = [self.op, *self.ids]
        words += ["情况报告"] if self.op == "note" else [str(self.status), "--note", "说明"]
        words += ["--unit", self.unit] if self.unit else []
        if self.stages == "all":
            words.append("--all-stages")
        elif self.stages:
            words += ["--stage", ",".join(map(str, self.stages))]
        given = (("--percent", self.percent), ("--count", self.count), ("--on", self.on))
        return words + [part for key, value in given if value is not None for part in (key, str(value))]


class History(NamedTuple):
    """A list, what is done on it, and the day and unit that one looks from."""

    text: str  # the list file
    plan: Plan
    commands: tuple[Command, ...]
    today: date
    unit: str | None


def _chance(one_in: int) -> st.SearchStrategy[bool]:
    """True once in so many, False when it shrinks."""
    return st.integers(0, one_in - 1).map(lambda n: n == one_in - 1)


@st.composite
def _measures(draw: st.DrawFn) -> list[str | dict[str, Any]]:
    found: list[str | dict[str, Any]] = []
    for number in range(draw(st.integers(0, 3))):
        said: dict[str, Any] = {"text": f"要点{number}"}
        if draw(st.booleans()):
            said["units"] = draw(st.sampled_from(PHRASES))
        if draw(st.booleans()):
            said["deadline"] = draw(st.sampled_from(DEADLINES))
        if not draw(_chance(3)):
            said["target"] = {"count": draw(st.sampled_from((1, 3, 7, 10))), "unit": "项"}
            said["target"] |= {"per": "unit"} if draw(st.booleans()) else {}
        found.append(said if len(said) > 1 else said["text"])
    return found


@st.composite
def _tasks(draw: st.DrawFn) -> list[dict[str, Any]]:
    found = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        task: dict[str, Any] = {
            "number": number,
            "title": f"任务{number}",
            "units": draw(st.sampled_from(PHRASES)),
            "deadline": draw(st.sampled_from(DEADLINES)),
        }
        if draw(st.integers(0, 4)) == 0:
            task["parts"] = [
                {"sector": sector, "units": draw(st.sampled_from(PHRASES)), "measures": draw(_measures())}
                for sector in ("煤矿", "消防")
            ]
        else:
            task["measures"] = draw(_measures())
        found.append(task)
    return found


@st.composite
def list_texts(draw: st.DrawFn) -> str:
    """A list file of one to three tasks: members, townships, own units, dates and targets of measures."""
    tasks = draw(_tasks())
    said: dict[str, Any] = {**HEAD, "categories": [{"number": "一", "title": "全部", "tasks": tasks}]}
    if not draw(_chance(3)):
        said["standing"] = {
            "from": draw(st.sampled_from((1, 1, 2, 3))),
            "group": "乡镇",
            "text": "均需各乡镇落实",
        }
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False)


@cache
def plan_of(text: str) -> Plan:
    """The plan of a list file."""
    plan, faults, _, _ = validate(text)
    assert plan is not None, faults
    return plan


@st.composite
def _command(draw: st.DrawFn, plan: Plan, today: date, before: int) -> Command:
    """One command; now and then one that the program must refuse."""
    if before and draw(_chance(8)):
        return Command("undo", today, undoes=draw(st.integers(1, before)))
    ids = {*(r.id for r in plan.rows), *(str(r.number) for r in plan.rows)}
    ids |= {m.id for r in plan.rows for m in r.measures}
    chosen = draw(st.lists(st.sampled_from(sorted(ids, key=sort_key)), min_size=1, max_size=2, unique=True))
    units = st.sampled_from(VIEWERS)
    on = today - timedelta(draw(st.integers(1, 120))) if draw(_chance(4)) else None
    base = Command("note", today, tuple(chosen), unit=draw(units), on=on)
    if draw(_chance(8)):
        return base
    status = draw(st.sampled_from(("doing", "doing", "done", "done", *STATUSES)))
    stages: tuple[int, ...] | Literal["all"] | None = None
    if draw(_chance(4)):
        numbers = st.lists(st.integers(1, 3), min_size=1, max_size=2, unique=True)
        stages = draw(st.one_of(st.just("all"), numbers.map(lambda n: tuple(sorted(n)))))
    doing = status == "doing"
    return base._replace(
        op="mark",
        status=status,
        stages=stages,
        percent=draw(st.sampled_from((0, 33, 60, 99))) if doing and draw(_chance(3)) else None,
        count=draw(st.sampled_from((0, 1, 2, 5, 12))) if doing and draw(_chance(2)) else None,
    )


@st.composite
def histories(draw: st.DrawFn, lists: Callable[[], st.SearchStrategy[str]] = list_texts) -> History:
    """A list and up to fifteen commands on days that go forward, and where one looks from."""
    text = draw(lists())
    plan = plan_of(text)
    today = date(2025, 1, 1) + timedelta(draw(st.integers(0, 250)))
    commands: list[Command] = []
    for _ in range(draw(st.integers(0, 15))):
        today = min(today + timedelta(draw(st.sampled_from((0, 0, 1, 7, 30)))), date(2025, 12, 31))
        commands.append(draw(_command(plan, today, len(commands))))
    days = st.integers(-90, 30).map(
        lambda n: min(max(today + timedelta(n), date(2025, 1, 1)), date(2025, 12, 31))
    )
    unit = draw(st.sampled_from(VIEWERS))
    return History(text, plan, tuple(commands), draw(days), unit)
