"""Two lists side by side, on a terminal."""

from __future__ import annotations

from anquan_cli.queries.comparison import Change, Comparison
from anquan_cli.tasklist.plan import Item, Row
from anquan_cli.text_width import WORD
from anquan_cli.views.sentences import entry_sentences
from anquan_cli.views.terminal.layout import block, heading, write, write_lines

KINDS = {
    "number": "编号",
    "category": "类别",
    "title": "改题",
    "units": "调整责任单位",
    "deadline": "调整时限",
    "target": "调整目标",
    "content": "内容变动",
}


def show(report: Comparison) -> None:
    """New rows, rows that are gone, and what changed in the others."""
    changed = report.changed
    lists = report.old, report.new
    same = report.old.year == report.new.year
    heads = (f"{p.title}（{'' if same else f'{p.year}年，'}{len(p.rows)}行）" for p in lists)
    write(
        f"{'→ '.join(heads)}："
        f"新增{len(report.added)}，取消{len(report.removed)}，变动{len(changed)}，不变{len(report.pairs) - len(changed)}"
    )
    if not same:
        write(f"年度由{report.old.year}年改为{report.new.year}年，各项日期随年度推移，不逐项列出。")
    _list("新增", [_line(r) for r in report.added])
    _list("取消", [_line(r) for r in report.removed])
    if changed:
        heading("变动")
    for pair in changed:
        old = f"（原第{pair.old.id}项）" if pair.old.id != pair.new.id else ""
        block(
            f"{pair.new.id} {Item(pair.new).title}{old}",
            [_change(c) for c in pair.changes if c.kind != "number"],
        )
    write_lines(entry_sentences(report))


def _list(word: str, lines: list[str]) -> None:
    if lines:
        heading(word)
        write_lines(lines, indent=2)


def _line(row: Row) -> str:
    return (
        f"{row.id} {Item(row).title}，{row.units.text or '责任单位空着'}，{row.deadline.text or '时限空着'}"
    )


def _change(change: Change) -> str:
    if change.kind != "content":
        return f"{KINDS[change.kind]}：{change.old or '空'} → {change.new or '空'}"
    return f"{KINDS[change.kind]}：{_differing(change.old, change.new)}"


def _differing(old: str, new: str) -> str:
    """The text from the first to the last word that differs, on both sides; a number is one word."""
    a, b = (WORD.findall(" ".join(text.split())) for text in (old, new))
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    before, after = ("".join(words[start : len(words) - end]).strip() for words in (a, b))
    return f"……{_short(before) or '（无）'} → {_short(after) or '（删去）'}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60] + "…"
