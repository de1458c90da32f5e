"""anquan summary: the bulletin of a period."""

import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import typer

from anquan_cli import dates
from anquan_cli.cli import completer, output
from anquan_cli.cli.pager import paged
from anquan_cli.cli.query_options import first_day, last_day, option, say_outside, whole_number
from anquan_cli.errors import OperationError, UsageError, truncate
from anquan_cli.ledger.store import Head, typed_head
from anquan_cli.queries.bulletin import as_of_head, bulletin, issue, period_of
from anquan_cli.tasklist.plan import Plan
from anquan_cli.views import registry
from anquan_cli.workspace import Workspace

_LONGEST = 40  # characters of a list's id in a file's name
_READERS = {"week": dates.parse_week, "month": dates.parse_month, "quarter": dates.parse_quarter}


def run(
    ctx: typer.Context,
    week: str = option(
        "--week", "W", "某周：2025-W24、24、第24期或 last（上周）；默认本周", completer.periods
    ),
    month: str = option("--month -m", "M", "某月：6、2025-06 或 last（上月）", completer.periods),
    quarter: str = option("--quarter", "Q", "某季度：2、2025-Q2 或 last（上季度）", completer.periods),
    since: str = typer.Option(None, "--since", metavar="DATE", help="自某日（与 --until 同用）"),
    until: str = typer.Option(None, "--until", metavar="DATE", help="至某日（含）"),
    at: str = typer.Option(
        None, "--at", metavar="SEQ", help="按记到某号（记录号，或印出的台账编号）为止的台账重做"
    ),
    format_: str = option("--format", "F", "、".join(registry.BULLETINS), completer.formats),
    file: str = option(
        "-o --output", "FILE", "写成文件；可用 {year} {week} {month} {from} {to}", completer.files
    ),
    json: bool = typer.Option(False, "--json", help="输出 JSON，同 --format json"),
) -> None:
    """编出一期通报：总体进展、新办结、进展、到期、逾期、未报送、下一步和任务表，数字能对上。

    示例：
    anquan summary
    anquan summary --week last -o 周报.docx
    anquan summary --month 6 --format md
    """
    workspace = Workspace(ctx.obj)
    kind, period = _asked(workspace, {"week": week, "month": month, "quarter": quarter}, since, until)
    if json and format_ not in (None, "json"):
        raise UsageError("--json 与 --format 不能同时用", "请只写一个")
    if period.since > workspace.today:
        raise UsageError(f"{period.since} 才开始，还没有可通报的", "请写已经开始的一周、一月或一季")
    inside = [day.year == workspace.plan.year for day in period]
    if workspace.today.year == workspace.plan.year and not (all if kind == "span" else any)(inside):
        say_outside(workspace, period)
    folder = file is not None and os.path.isdir(os.path.expanduser(file))
    if file is not None:
        file = _inside(file, workspace, period, format_) if folder else named(file, workspace.plan, period)
    pdf = (format_ or (file or "").rpartition(".")[2]).lower() == "pdf"
    if pdf and not (file or "").lower().endswith(".pdf"):
        raise UsageError("pdf 要写成后缀是 .pdf 的文件", "请写 -o 通报.pdf")
    name = "docx" if pdf else registry.choose("json" if json else format_, file, registry.BULLETINS, "text")
    if name in registry.BINARY and file is None:
        raise UsageError(f"{name} 要写成文件", f"请加 -o 通报.{name}")
    events, head = workspace.ledger.events, workspace.head
    if at is not None:
        seq, digits = typed_head(at) if re.search("[:：]", at) else (whole_number(at, "--at") or 0, "")
        events, head = as_of_head(events, seq), _head_at(workspace, seq, digits)
    today = workspace.progress.today  # folded as of today too: that says what does not fit the list
    report = bulletin(
        workspace.plan, events, kind=kind, period=period,
        today=today, unit=workspace.explicit_unit, head=head,
        recorded=workspace.recorded, in_full=name in registry.IN_FULL,
    )  # fmt: skip
    if name == "text" and file is None and output.terminal():
        from anquan_cli.views.terminal import bulletin as bulletin_view

        with output.ending(workspace), paged():
            bulletin_view.show(workspace.plan, report)
    else:
        data = registry.renderer(name, "bulletin")(workspace.plan, report)
        output.deliver(_pdf(data) if pdf else data, name, file, workspace)
        if file is not None and folder:
            workspace.wrote(Path(os.path.expanduser(file)))


def _inside(folder: str, workspace: Workspace, period: dates.Period, format_: str | None) -> str:
    """A paper's own name in a folder: 通报-2025-06-16至2025-06-22.docx.

    With its list's id where another list's paper stands under that name, which is left alone.
    """
    whose = f"提示-{workspace.explicit_unit}" if workspace.explicit_unit else "通报"
    suffix = format_ or "docx"
    if suffix.lower() != "pdf":
        suffix = registry.choose(suffix, None, registry.BULLETINS, None).replace("text", "txt")

    def path(more: str = "") -> str:
        name = f"{whose}-{period.since}至{period.until}{more}.{suffix}"
        return str(Path(folder) / re.sub(r'[\x00-\x1f/\\:*?"<>|]', "_", name))  # what no file's name may hold

    if other := workspace.other_list(Path(os.path.expanduser(path()))):
        workspace.say(f"提示：{path()} 是另一份清单（{other}）的，没有动它，这一份另取了名。")
        return path(f"（{workspace.plan.id[:_LONGEST]}）")
    return path()


def _pdf(docx: bytes) -> bytes:
    """The Word file as LibreOffice prints it. Raises OperationError where it is not there or fails."""
    import subprocess
    import tempfile
    from shutil import which

    office = which("soffice") or which("libreoffice")
    if office is None:
        raise OperationError(
            "写 pdf 要用 LibreOffice，没有找到", "请安装 LibreOffice，或写成 docx 后用 WPS、Word 转"
        )
    with tempfile.TemporaryDirectory() as folder:
        source, profile = Path(folder) / "a.docx", (Path(folder) / "profile").as_uri()
        source.write_bytes(docx)
        command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
        try:
            subprocess.run(
                [*command, "--outdir", folder, str(source)],
                stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=True,
            )  # fmt: skip
            return source.with_suffix(".pdf").read_bytes()
        except (OSError, subprocess.SubprocessError):
            raise OperationError("LibreOffice 没有转成 pdf", "请写成 docx，再用 WPS、Word 转") from None


def named(pattern: str, plan: Plan, period: dates.Period) -> str:
    """The file's name with the period in it. Raises UsageError: a wrong word would name every week alike.

    The week is that of the period's first day, by the number that its paper prints; before a list's first issue, the
    calendar's, told apart from the numbers that begin at 1 later on. Year and month are the last day's; beside a
    week they are its own: 2025年12月第53期, into January.
    """
    pattern = re.sub(r"｛(\w+)｝", lambda typed: f"{{{dates.normalize_width(typed[1])}}}", pattern)
    first_week = dates.week(period.since)
    year, number = issue(plan, "week", first_week)
    if number is None:
        year, number, _ = period.since.isocalendar()
        week = f"首期前{number:02}"
    else:
        week = f"{number:02}"
    year, last = (year, first_week.until) if "{week}" in pattern else (period.until.year, period.until)
    parts = {
        "year": f"{year}",
        "week": week,
        "month": f"{min(max(last, date(year, 1, 1)), date(year, 12, 31)).month:02}",
        "from": period.since.isoformat(),
        "to": period.until.isoformat(),
    }
    if wrong := re.search("{[^{}]*}?|}", re.sub(f"{{({'|'.join(parts)})}}", "", pattern)):
        known = " ".join(f"{{{key}}}" for key in parts)
        raise UsageError(f"文件名里没有“{truncate(wrong[0])}”这个写法", f"可用：{known}")
    return re.sub("{([a-z]+)}", lambda found: parts[found[1]], pattern)


def _head_at(workspace: Workspace, seq: int, digits: str) -> str | None:
    events = workspace.ledger.events
    if seq == 0:
        return None
    found = next((e for e in events if e.seq == seq), None)
    if found is None:
        known = f"记录号从 1 到 {events[-1].seq}" if events else "台账里还没有记录"
        raise UsageError(f"没有记录号为 {seq} 的记录", f"{known}，可用 anquan log 查看")
    head = str(Head(found.seq, found.hash))
    if not found.hash.startswith(digits):
        hint = f"请核对印出的编号；编号无误的，运行 anquan verify --expect {seq}:{digits}"
        raise UsageError(f"第{seq}号记录的台账编号是 {head}，不是 {seq}:{digits}", hint)
    return head


def _asked(
    workspace: Workspace, asked: Mapping[str, str | None], since: str | None, until: str | None
) -> tuple[str, dates.Period]:
    """Which kind of period, and which; this week where nothing is said. Raises UsageError."""
    given = [kind for kind, word in asked.items() if word is not None]
    span = [end for end, word in (("since", since), ("until", until)) if word is not None]
    if len(given) > 1 or (given and span):
        raise UsageError(f"{'、'.join(f'--{kind}' for kind in [*given, *span])} 不能同时用", "请只写一个")
    year, today = workspace.plan.year, workspace.today
    if span:
        first = first_day(workspace, since) if since else date(year, 1, 1)
        last = last_day(workspace, until) if until else max(today, first)
        if first > last:
            raise UsageError(
                f"--since {first} 晚于 --until {last}", "请核对日期；跨年的，两个日子都请写上年份"
            )
        return "span", dates.Period(first, last)
    kind = given[0] if given else "week"
    typed = dates.normalize_width(asked[kind] or "")
    numbered = re.fullmatch(rf"(?:{year}年)?第?(\d{{1,2}})期", typed)
    if numbered and (found := period_of(workspace.plan, kind, int(numbered[1]))):
        return kind, found
    try:
        period = _READERS[kind](asked[kind] or "this", year, today)
        if typed.isdecimal() and issue(workspace.plan, kind, period)[1] != int(typed):
            workspace.say(
                f"提示：--{kind} {typed} 是 {period.since} 至 {period.until}；第{int(typed)}期请写 --{kind} 第{int(typed)}期。"
            )
        return kind, period
    except UsageError as error:  # --quarter 上半年
        error.hint += "；别的时段请写 --since 1月 --until 6月 这样的起止"
        raise
