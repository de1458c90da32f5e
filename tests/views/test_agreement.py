"""One set of figures: whatever the history, every format says what `--json` says, and its shares close."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from anquan_cli.dates import Period
from anquan_cli.party import Unit
from anquan_cli.progress import fold
from anquan_cli.queries.bulletin import bulletin
from anquan_cli.queries.listing import listing
from anquan_cli.views.registry import BULLETINS, EXPORTS, renderer
from anquan_cli.vocabulary import LIGHT_WORDS, STATUS_WORDS
from tests.documents.test_bulletin import envelopes
from tests.histories import History, histories
from tests.progress.test_second_opinion import recorded

docx = pytest.importorskip("docx")
openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("xlsxwriter")
pytest.importorskip("icalendar")
pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported:UserWarning")
every_history = settings(
    max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)

Table = list[list[str]]


def texts(data: bytes) -> str:
    return data.decode("utf-8-sig")


def of_text(data: bytes) -> tuple[str, Table]:
    """The sentences, and the rows of the appendix with their status, percent and light."""
    rows = [line.split("｜") for line in texts(data).splitlines() if "｜" in line]
    return texts(data), [[r[0].split()[0], *r[3].rsplit(" ", 2)] for r in rows]


def of_md(data: bytes) -> tuple[str, Table]:
    plain = re.sub(r"\\(.)", r"\1", texts(data))
    rows = [line.strip("| ").split(" | ") for line in plain.splitlines() if line.startswith("| ")]
    return plain, [[r[0], *r[4:7]] for r in rows if r[0][:1].isdigit()]


def of_html(data: bytes) -> tuple[str, Table]:
    page = texts(data)
    found = re.findall(r'<tr role="row">.*?</tr>', page[page.index('id="tasks"') :], re.S)
    cells = ([bare(c) for c in re.findall("<t[dh].*?</t[dh]>", row, re.S)] for row in found)
    return bare(page), [[r[0], *r[4:7]] for r in cells if r[0][:1].isdigit()]


def bare(markup: str) -> str:
    return html.unescape(re.sub("<[^>]*>", "", markup))


def of_docx(data: bytes) -> tuple[str, Table]:
    document = docx.Document(io.BytesIO(data))
    rows = [[c.text.replace("\n", "（") for c in r.cells] for r in document.tables[-1].rows]
    text = "\n".join(p.text for p in document.paragraphs)
    return text, [[r[0], r[4], *r[5:7]] for r in rows if r[0][:1].isdigit()]


def of_xlsx(data: bytes) -> tuple[str, Table]:
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    lines = [[c.value for c in r] for r in book["明细"].iter_rows(min_row=3)]
    known = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    first = book.worksheets[0]  # of a bulletin its text
    text = "\n".join(str(r[0].value) for r in first)
    return text, [
        [
            str(r["序号"]),
            r["完成状态"] + (f"（逾期{r['逾期天数']}天" if r["逾期天数"] else ""),
            "—" if r["完成率"] is None else f"{r['完成率']:.1%}",
            r["亮灯"],
        ]
        for r in known
    ]


READERS: dict[str, Callable[[bytes], tuple[str, Table]]] = {
    "text": of_text, "md": of_md, "html": of_html, "docx": of_docx, "xlsx": of_xlsx,
}  # fmt: skip


def wanted(row: dict[str, Any]) -> list[str]:
    """What a table says of a row of the JSON: id, status with what is late, percent, light."""
    state = row["match"] if row["match"]["unit"] else row
    late = f"逾期{state['overdue_days']}天" if state["overdue_days"] else ""
    percent = "—" if state["percent"] is None else f"{state['percent']:.1f}%"
    return [row["id"], STATUS_WORDS[state["status"]], late, percent, f"{LIGHT_WORDS[state['light']]}灯"]


def same(found: list[str], row: dict[str, Any]) -> bool:
    ident, status, late, percent, light = wanted(row)
    nothing = {percent, "—"} if percent == "0.0%" else {percent}  # nothing has begun
    return (
        found[0] == ident
        and found[1].startswith(status)
        and late in found[1]
        and found[2] in nothing
        and found[3] == light
    )


def number(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, pattern
    return found[1]


@every_history
@given(history=histories())
def test_every_format_of_a_bulletin_says_the_figures_of_the_json(history: History) -> None:
    entries = envelopes(recorded(history))
    period = Period(history.today.replace(day=1), history.today)
    unit = Unit(history.unit) if history.unit else None
    report = bulletin(
        history.plan, entries, kind="span", period=period, today=history.today, unit=unit, in_full=True
    )  # fmt: skip
    made = {f: renderer(f, "bulletin")(history.plan, report) for f in BULLETINS}
    said = json.loads(made["json"])
    figures, rows = said["figures"], said["rows"]
    for name, reader in READERS.items():
        text, table = reader(made[name])
        each = "项" if len({r["number"] for r in rows}) == len(rows) else "个"
        shares = re.findall(rf"(未启动|推进中|已完成|已销号|暂缓|不涉及)(\d+){each}（([\d.]+)%）", text)
        counts = {STATUS_WORDS[s]: n for s, n in figures["statuses"].items() if n}
        if not rows:
            assert "清单没有涉及你单位的任务。" in text and not table
            continue
        assert {word: int(n) for word, n, _ in shares} == counts, name
        assert sum(Decimal(part) for *_, part in shares) == 100, name
        total = r"，合计(\d+)个。" if each == "个" else r"(?:清单共|涉及你单位的有)(\d+)项任务"
        assert number(total, text) == str(len(rows)) == str(sum(counts.values()))
        assert number(rf"逾期(\d+){each}，有节点逾期完成的", text) == str(figures["overdue"])
        assert number(rf"有节点逾期完成的(\d+){each}", text) == str(figures["late"])
        percent = "—" if figures["percent"] is None else f"{figures['percent']:.1f}%"
        assert number("平均完成率([^，]+)，序时进度", text) == percent
        assert number("，序时进度([^。]+)%。", text) == f"{said['elapsed']:.1f}"
        pace = figures["pace"]
        words = zip(("已办结", "达到序时", "滞后", "不比较"), pace.values(), strict=True)
        assert "，".join(f"{w}{n}{each}" for w, n in words) in text
        lights = "、".join(f"{LIGHT_WORDS[c]}灯{n}{each}" for c, n in figures["lights"].items())
        assert lights in text
        assert [*map(same, table, rows)] == [True] * len(rows) and len(table) == len(rows), name
    sheet = openpyxl.load_workbook(io.BytesIO(made["xlsx"]), data_only=True)["统计"]
    lines: dict[str, list[Any]] = {}
    for r in sheet.iter_rows(min_row=4):  # the lights below have a total, too
        lines.setdefault(str(r[0].value), [c.value for c in r[1:11]])
    for c in [*said["categories"], {"number": "合计", **figures, "title": ""}]:
        line = lines[f"{c['number']}、{c['title']}" if c["title"] else "合计"]
        assert line[:7] == [sum(c["statuses"].values()), *c["statuses"].values()]
        assert line[7:9] == [c["overdue"], c["pace"]["behind"]]
        assert line[9] == ("—" if c["percent"] is None else round(c["percent"] / 100, 4))


@every_history
@given(history=histories())
def test_every_export_says_the_rows_of_the_json(history: History) -> None:
    progress = fold(history.plan, envelopes(recorded(history)), history.today)
    report = listing(progress, Unit(history.unit) if history.unit else None, None)
    made = {f: renderer(f, "listing")(history.plan, report) for f in EXPORTS}
    rows = json.loads(made["json"])["rows"]
    measures = {m["id"]: m for row in rows for m in row["measures"]}
    for name in ("md", "html", "docx", "xlsx"):
        _, table = READERS[name](made[name])
        tasks = [line for line in table if line[0] not in measures]
        assert [*map(same, tasks, rows)] == [True] * len(rows) and len(tasks) == len(rows), name
        if name != "html":  # there they are lists
            assert [line[0] for line in table if line[0] in measures] == [*measures], name
    lines = list(csv.DictReader(io.StringIO(texts(made["csv"]))))
    for line, row in zip(lines, rows, strict=True):
        late = f"（逾期{line['逾期天数']}天）" if line["逾期天数"] else ""
        ident = line["序号"].removeprefix("第").removesuffix("项")
        assert same([ident, line["完成状态"] + late, line["完成率"], f"{line['亮灯']}灯"], row)
    stages = [s for s in report.stages if s.effective_state.of_date != "na"]  # as `due` has it
    assert texts(made["ics"]).count("BEGIN:VEVENT") == len(stages)
