"""anquan mark: records progress."""

import typer

from anquan_cli.cli import completer, output, slips
from anquan_cli.cli.query_options import details, items, stage_numbers, whole_number, work_day
from anquan_cli.errors import UsageError, truncate
from anquan_cli.use_cases.record import Entry, record
from anquan_cli.vocabulary import is_status, parse_status
from anquan_cli.workspace import Workspace


def run(
    ctx: typer.Context,
    words: list[str] = typer.Argument(
        ...,
        metavar="ID… STATUS",
        help="一个或多个编号（可写 3-5、11.煤矿），最后是状态",
        autocompletion=completer.marks,
    ),
    stage: str = typer.Option(None, "--stage", metavar="N", help="第几阶段；可写 1-24 或 3,5"),
    all_stages: bool = typer.Option(False, "--all-stages", help="全部阶段"),
    percent: str = typer.Option(None, "--percent", metavar="N", help="推进到百分之几（0 至 100）"),
    count: str = typer.Option(None, "--count", metavar="N", help="累计完成的数量"),
    note: str = typer.Option(None, "--note", "-m", metavar="TEXT", help="进展情况；暂缓、不涉及时写理由"),
    problem: str = typer.Option(None, "--problem", metavar="TEXT", help="存在问题"),
    next_: str = typer.Option(None, "--next", metavar="TEXT", help="下一步措施"),
    expected: str = typer.Option(None, "--expected", metavar="DATE", help="预计完成的日子"),
    evidence: list[str] = typer.Option(
        [], "--evidence", metavar="REF", help="佐证材料，可写多次", autocompletion=completer.files
    ),
    on: str = typer.Option(None, "--on", metavar="DATE", help="办理的日子（默认今天）"),
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """登记进展：一次可登记多项，要么全部记下，要么一条不记；随后说明改了什么、还剩什么。

    状态：todo 未启动、doing 推进中、done 已完成、verified 已销号、paused 暂缓、na 不涉及。

    示例：
    anquan mark 12 done
    anquan mark 3 5 7-9 推进中 --percent 40 --note 已部署
    anquan mark 16 done --unit 县林业局
    """
    if len(words) < 2:
        raise UsageError("要写编号和状态，未作记录", "例如 anquan mark 12 done")
    if early := [word for word in words[1:-1] if is_status(word)]:
        raise UsageError(
            f"状态“{truncate(early[0])}”后面多出“{truncate(words[-1])}”，未作记录",
            f"说明写在 --note 后面，单位写在 --unit 后面，百分比写在 --percent 后面；{slips.APART}",
        )
    workspace = Workspace(ctx.obj)
    status = parse_status(words[-1])  # first: who puts it first is told so
    entry = Entry(
        items=items(workspace, words[:-1]), author=workspace.author, on=work_day(workspace, on),
        status=status, stages=stage_numbers(stage), all_stages=all_stages,
        percent=whole_number(percent, "--percent"), count=whole_number(count, "--count"),
        details=details(workspace, note, problem, next_, expected, evidence),
    )  # fmt: skip
    output.show(record(workspace, [entry]), workspace, json=json)
