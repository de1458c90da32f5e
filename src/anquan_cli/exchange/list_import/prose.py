"""Running text that is a list: the tasks in its outline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from anquan_cli.errors import truncate
from anquan_cli.exchange.blocks import Paragraph
from anquan_cli.exchange.list_import import phrases
from anquan_cli.exchange.list_import.account import Account
from anquan_cli.exchange.list_import.draft import Line
from anquan_cli.exchange.list_import.furniture import SITE
from anquan_cli.exchange.list_import.labels import (
    charges_another,
    date_of_text,
    opening,
)
from anquan_cli.exchange.list_import.outline import Key, Node, Outline
from anquan_cli.exchange.list_import.words import (
    split_title,
    tidy,
)

_RUN_BY = re.compile(
    "(?:主办|主管|承办|协办|建设|管理|运营|运维|维护|技术支持|联系|地址|电话|邮编|邮箱|网站)"
)


def read_prose(
    paragraphs: Sequence[tuple[Key, Paragraph]], account: Account
) -> tuple[list[Line], list[str], int]:
    """The lines of a list in running text; nothing where no paragraph says who does it or by when.

    Args:
        paragraphs: each with where it stands.

    Returns: the lines, the standing clauses, and the paragraph in which the list begins.
    """
    outline = Outline(paragraphs[: _foot(paragraphs)], account)
    nodes = outline.nodes
    charged = any(node.said for node in nodes)
    opened = [] if charged else [(node, *opening(node.text)) for node in nodes]
    if sum(bool(said.deadline) for _, _, said in opened) > 1:  # 县应急局：…, and nothing says it otherwise
        for node, text, said in opened:
            node.text, node.said = text, said
    tasks = [n for n in nodes if n.said]
    if not tasks:
        return [], [], 0
    for node in tasks:
        below = (text for _, text in node.after)
        if other := next((t for t in below if charges_another(t, node.said.units)), ""):
            asked = f"责任单位、时限下面的“{truncate(other, 40)}”写的是别的单位或别的项，读作了这一项的内容"
            node.said = node.said._replace(mixed="；".join(filter(None, (node.said.mixed, asked))))
    if len(tasks) > 2 and [n for n in tasks if n.after] == tasks[-1:]:
        _close(tasks[-1], account)
    beside = {id(n.parent) for n in tasks}
    ranks = {n.rank for n in tasks}
    lines = []
    for node in nodes:
        inner = [n for n in node.under()[1:] if n.said]
        forgotten = (
            not node.said and not inner and id(node.parent) in beside and node.rank in ranks and node.rank > 1
        )
        if (node.said or forgotten) and not any(a.said for a in node.ancestors):  # else content of a task
            lines += _lines(node, account)
    groups = {x.group for x in lines}
    if len({x.category for x in lines}) == 1 < len(groups) and all(
        groups
    ):  # one heading above all says nothing
        whole = lines[0].category
        lines = [x._replace(category=x.group, group="") for x in lines]
    else:
        whole = ""
    for node in nodes:  # headings above tasks are their categories
        if not node.said and any(n.said for n in node.under()) and _heading(node) != whole:
            account.take(*node.keys[0])
    first = next(i for i, (key, _) in enumerate(paragraphs) if key == tasks[0].keys[0])
    return lines, outline.standing, first


def _foot(paragraphs: Sequence[tuple[Key, Paragraph]]) -> int:
    """Where the foot of a web page begins: who runs it, above its registration."""
    texts = [tidy(paragraph.text) for _, paragraph in paragraphs]
    at = next((n for n, text in enumerate(texts) if re.search(SITE, text)), len(texts))
    while 0 < at < len(texts) and _RUN_BY.match(texts[at - 1]):
        at -= 1
    return at


def _close(node: Node, account: Account) -> None:
    """Takes away what stands below the last task alone: it closes the paper."""
    for key, _ in node.after:
        node.keys.remove(key)
        account.leave("结尾的文字", *key)
    del node.body[node.settled :]


def _lines(node: Node, account: Account) -> list[Line]:
    """A task, with everything below it as its content; where that says who and when of its own, each as a line."""
    inner = node.under()[1:]
    for key in (key for below in (node, *inner) for key in below.keys):
        account.take(*key)
    if not any(below.said for below in inner):
        return [_line(node, inner)]
    head = _line(node, [])._replace(task=(node.keys[0], node.mark, node.text))
    lines = [
        head._replace(
            place=below.place,
            content="\n".join(below.whole),
            units=below.said.units,
            deadline=below.said.deadline,
            leader=below.said.leader,
            remark=below.said.remark,
            mixed=below.said.mixed,
        )
        for below in inner
    ]
    return [head._replace(heads=True, common=head.content, content=""), *lines]


def _line(node: Node, inner: Sequence[Node]) -> Line:
    """A task, with what stands below it."""
    title, rest = split_title(node.text) if node.text else (node.number, "")
    if not node.text and node.body:
        title, rest = split_title(node.body.pop(0)[1])
    texts = [rest, *(text for _, text in node.body), *(text for below in inner for text in below.whole)]
    content = "\n".join(filter(None, texts))
    said = node.said
    own = "\n".join(
        (
            re.sub(r"20\d\d年度?(?!\d{1,2}月|[底末]|[上下]半|第?[一二三四]季)", "", title),
            rest,
            *(text for _, text in node.body),
        )
    )
    date = date_of_text("\n".join((own, *texts[1 + len(node.body) :])))
    date = date if len(inner) < 2 or date in own else ""  # of one of several points
    dated = re.fullmatch(r"(.+)（(?!\d{4}年?[—–-])([^（），]+)）", title)  # not 三年行动（2024—2026年）
    if dated and not said.deadline and phrases.is_deadline(dated[2]):  # 整治渡口（10月底前）
        title, said = dated[1], said._replace(deadline=dated[2])
    headings = [a for a in node.ancestors if a.text or a.mark][::-1]
    numbered = [a for a in headings if a.rank >= 1] or headings[-1:]
    category = numbered[0] if numbered else None
    group = numbered[-1] if len(numbered) > 1 else None
    return Line(
        place=node.place,
        number=node.number,
        category=_heading(category),
        group=_heading(group),
        title=title,
        content=content,
        units=said.units,
        deadline=said.deadline or date,
        leader=said.leader,
        remark=said.remark,
        mixed=said.mixed,
    )


def _heading(node: Node | None) -> str:
    """A heading as printed: its first sentence."""
    if not node:
        return ""
    return node.mark.strip() + (split_title(node.text)[0] if node.text else "")
