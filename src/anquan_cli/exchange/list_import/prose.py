"""Running text that is a list: headings and numbered paragraphs that say who and when."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import chain, zip_longest

from anquan_cli.errors import truncate
from anquan_cli.exchange.blocks import Cell, Paragraph
from anquan_cli.exchange.list_import import phrases
from anquan_cli.exchange.list_import.account import Account
from anquan_cli.exchange.list_import.draft import Line
from anquan_cli.exchange.list_import.furniture import SITE, is_dated, is_standing, is_title, note_kind
from anquan_cli.exchange.list_import.labels import (
    Said,
    bracket_alone,
    charges_another,
    charges_in,
    content_of,
    date_of_text,
    goes_on,
    is_label_line,
    labels,
    loose,
    named_task,
    names_role,
    names_within,
    opening,
    parted,
    pieces,
    trailing,
)
from anquan_cli.exchange.list_import.words import (
    Mark,
    mark_of,
    marks_of,
    number_value,
    point_of,
    split_title,
    tidy,
)

_NUMBER = re.compile(r"(?:序号|编号)[:：]\s*(\S{1,8})|0(\d)")
_RUN_BY = re.compile(
    "(?:主办|主管|承办|协办|建设|管理|运营|运维|维护|技术支持|联系|地址|电话|邮编|邮箱|网站)"
)
Key = tuple[int, Cell | None]  # where a paragraph stands: its block, and its cell in a table


class _Node:
    """A heading or a numbered paragraph, with what stands below it."""

    def __init__(
        self, rank: float, mark: str, number: str, text: str, place: str, parent: _Node | None
    ) -> None:
        self.rank, self.mark, self.number, self.text, self.place = rank, mark, number, text, place
        self.parent, self.children = parent, list[_Node]()
        self.body: list[tuple[Key, str]] = []  # with where they stand
        self.keys: list[Key] = []
        self.said = self.own = Said()  # of who and when, and what of that is in no line of labels
        self.lines: list[str] = []  # of labels alone, which are read as one: 牵头单位 beside 责任单位
        self.tail = ""  # of its text, that says so
        self.settled = 0  # how much of the body stood there when it was first said who and when
        if parent:
            parent.children.append(self)

    def say(self, said: Said, *lines: str) -> None:
        """Adds what is said of who and when, in lines of labels or otherwise."""
        self.settled = self.settled if self.said else len(self.body)
        self.lines += lines
        self.own = self.own if lines else self.own.and_(said)
        self.said = Said(self.said.units or said.units, self.said.deadline or said.deadline)

    def close(self) -> None:
        """Reads its lines of labels as one."""
        self.said = self.own.and_(labels("\n".join(self.lines)))

    def points_say(self, said: Said) -> None:
        """Leaves to its points what their brackets say, the last one's too, where a line below names them all."""
        whole = self.text + self.tail
        if self.tail and len(charges_in(whole)) > 1 and names_within(self.said.units, said.units):
            self.text, self.tail, self.own = whole, "", Said()
            self.said = self.own

    def parted(self) -> _Node:
        """What stands below what says who and when, as a point of its own: something says that of it, too."""
        point = _Node(7, "", "", self.after[0][1], self.place, self.parent if self.rank == 7 else self)
        point.keys = [key for key, _ in self.after]
        point.body, self.body = self.after[1:], self.body[: self.settled]
        self.keys = [key for key in self.keys if key not in point.keys]
        return point

    def own_lines(self, places: Mapping[Key, str]) -> list[_Node]:
        """The lines below a heading as points of their own: that which says who and when, and those above it."""
        lines = [_Node(7, "", "", text, places[key], self) for key, text in self.body[: self.settled]]
        for line, key in zip(lines, self.keys[1:], strict=False):
            line.keys = [key]
        lines[-1].body, lines[-1].keys = self.after, self.keys[len(lines) :]
        lines[-1].own, lines[-1].said = self.own, self.said
        self.keys, self.body, self.own, self.said = self.keys[:1], [], Said(), Said()
        self.children = [*lines, *self.children[: -len(lines)]]
        return lines

    @property
    def after(self) -> list[tuple[Key, str]]:
        """The body below what says who and when."""
        return self.body[self.settled :] if self.said else []

    @property
    def whole(self) -> list[str]:
        """Its own text with its mark, and its body."""
        return [self.mark + self.text, *(text for _, text in self.body)]

    def under(self) -> list[_Node]:
        """It and all below it, in order."""
        return [self, *(n for child in self.children for n in child.under())]


def read_prose(
    paragraphs: Sequence[tuple[Key, Paragraph]], account: Account
) -> tuple[list[Line], list[str], int]:
    """The lines of a list in running text; nothing where no paragraph says who does it or by when.

    Args:
        paragraphs: each with where it stands.

    Returns: the lines, the standing clauses, and the paragraph in which the list begins.
    """
    standing: list[str] = []
    nodes = _nodes(paragraphs[: _foot(paragraphs)], account, standing)
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
        if (node.said or forgotten) and not any(a.said for a in _above(node)):  # else content of a task
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
    return lines, standing, first


def _foot(paragraphs: Sequence[tuple[Key, Paragraph]]) -> int:
    """Where the foot of a web page begins: who runs it, above its registration."""
    texts = [tidy(paragraph.text) for _, paragraph in paragraphs]
    at = next((n for n, text in enumerate(texts) if re.search(SITE, text)), len(texts))
    while 0 < at < len(texts) and _RUN_BY.match(texts[at - 1]):
        at -= 1
    return at


def _nodes(paragraphs: Sequence[tuple[Key, Paragraph]], account: Account, standing: list[str]) -> list[_Node]:
    nodes: list[_Node] = []
    number = ""  # 序号：3 on a line of its own, before what it counts
    owner: _Node | None = None  # of the label line before
    before: tuple[Key, str, str] | None = None  # a line above all nodes, its text and its place
    above: set[str] = set()  # the lines above all nodes
    annexes = 0  # the number of the last annex of those that the line before names
    title = _title_heading(paragraphs)
    texts = [tidy(parted(paragraph.text)) for _, paragraph in paragraphs]
    lines = _label_lines([parted(paragraph.text) for _, paragraph in paragraphs], texts)
    parts = [*map(pieces, texts)]
    marks = iter(marks_of([*chain(*parts)]))
    marked = [[*zip(part, marks, strict=False)] for part in parts]
    counts = any(mark for part in marked for _, mark in part)
    for at, ((key, paragraph), text, part) in enumerate(zip(paragraphs, texts, marked, strict=True)):
        if not text:
            continue
        if is_standing(text) and not mark_of(text):
            parent = nodes[-1].parent if nodes else None
            bare = parent and not any(n.said for n in parent.under())  # points that nobody has
            of_above = re.match("以上[^，。]{0,8}?由(.+)", text) if bare else None
            if parent and of_above and (own := loose(of_above[1])):
                parent.say(own)
                parent.keys.append(key)
            else:
                standing.append(text)
                account.take(*key)
            continue
        if (
            re.match("单位[:：][^。]{2,60}$", text)
            and nodes
            and 3 <= nodes[-1].rank < 4
            and not nodes[-1].said
        ):
            text = "责任" + text  # within an item's labels
        kind = note_kind(text)
        line, within = lines.get(at, ("", False))
        within = within or bool(line and nodes and _owner(nodes).said)
        if named_task(text):  # 存在问题：…, an item's own name where no number counts the items
            within = bool(line and nodes and nodes[-1].said and not _takes_name(nodes))
        within = within and not (kind and not labels(line))  # 备注：…, 联系人：… may be of the whole list
        alone = labels(line) if within else (bracket_alone(text) if nodes else None)
        if alone and alone.units and before and not nodes and not counts:
            nodes.append(_Node(7, "", "", before[1], before[2], None))
            nodes[-1].keys.append(before[0])
        if alone is not None and nodes and kind != "网页文字":
            owner = owner or _owner(nodes)
            if alone.units and owner.said.units and owner.after:
                owner = owner.parted()
                nodes.append(owner)
            if alone.units and not owner.lines:
                owner.points_say(alone)
            if not (alone.units and owner.said.units and not owner.lines):
                owner.say(alone, *[line] * within)
                owner.keys.append(key)
                continue
        owner = None
        if counted := _NUMBER.fullmatch(text):
            number = counted[1] or counted[2]
            account.take(*key)
            continue
        if kind:
            account.leave(kind, *key)
            above |= {*texts[at + 1 : at + 2]} if kind == "附件标记" else set()
            if kind == "日期" and nodes:
                _unsigned(nodes[-1], account)
            continue
        named, of_annex = re.match("附件[:：]", text), mark_of(re.sub("^附件[:：]", "", text))
        n = (number_value(of_annex.number) or 0) if of_annex and of_annex.rank == 3 else 0
        annexes = n if named or (annexes and n == annexes + 1) else 0
        if named or annexes or (nodes and text in above and is_title(text)):
            account.leave("页面文字" if text in above else "附件标记", *key)
            continue
        above |= set() if nodes else {text}
        if key == title and not any(node.mark or node.body or node.children for node in nodes):
            nodes.clear()
            continue
        is_line = len(text) <= 40 and not re.search("[。：]|^[-（附]", text) and not is_title(text)
        before = (key, text, paragraph.place) if is_line and not phrases.are_units(text) else None
        for piece, mark in part:
            _add(nodes, key, paragraph, piece, mark or point_of(piece), number)
            paragraph, number = paragraph._replace(level=0), ""
    for node in nodes:
        node.close()
    heads = [
        n for n in nodes if n.rank <= 1 and n.settled and not n.lines and {c.rank for c in n.children} <= {7}
    ]
    shared = {
        n.rank for n in heads if n.children
    }  # headings of lines that say who and when, each of its own work
    for head in [n for n in heads if n.rank in shared]:
        at = nodes.index(head) + 1
        nodes[at:at] = head.own_lines({key: paragraph.place for key, paragraph in paragraphs})
    return nodes


def _label_lines(raw: Sequence[str], texts: Sequence[str]) -> dict[int, tuple[str, bool]]:
    """The lines of labels, and those that go on with them, each with whether one beside it says who or when."""
    runs: list[dict[int, str]] = [{}]
    told = [at for at, text in enumerate(texts) if text]
    head = above = ""  # the last line that begins with a label, and that with the last that goes on with it
    for at, below in zip_longest(told, told[1:]):
        signed = below is not None and note_kind(texts[below]) == "日期"
        labelled = is_label_line(texts[at])
        if labelled or (above and not signed and goes_on(above, texts[at])):
            runs[-1][at] = raw[at] if is_label_line(raw[at]) else texts[at]
            head = texts[at] if labelled else head
            above = head if labelled else f"{head}\n{texts[at]}"
        else:
            above = ""
            runs.append({})
    said = [bool(labels("\n".join(run.values()))) for run in runs]
    return {at: (line, says) for run, says in zip(runs, said, strict=True) for at, line in run.items()}


def _title_heading(paragraphs: Sequence[tuple[Key, Paragraph]]) -> Key | None:
    """The heading that is the list's title, not one in it: alone of its level, or alone in that to name a year."""
    heads = [(key, block.level, tidy(block.text)) for key, block in paragraphs if block.level]
    key, level, title = next((head for head in heads if is_title(head[2])), (None, 0, ""))
    same = [text for _, other, text in heads if other == level]
    dated = [text for text in same if is_title(text) and is_dated(text)]
    return key if dated == [title] or (len(title) > 8 and len(same) == 1) else None


def _close(node: _Node, account: Account) -> None:
    """Takes away what stands below the last task alone: it closes the paper."""
    for key, _ in node.after:
        node.keys.remove(key)
        account.leave("结尾的文字", *key)
    del node.body[node.settled :]


def _unsigned(node: _Node, account: Account) -> None:
    """Takes who signed away from the text before the date of a paper."""
    if node.body and len(node.body[-1][1]) <= 40 and not re.search("[，。；：、]", node.body[-1][1]):
        key, _ = node.body.pop()
        node.keys.remove(key)
        account.leave("落款", *key)


def _add(
    nodes: list[_Node], key: Key, paragraph: Paragraph, text: str, mark: Mark | None, number: str
) -> None:
    """A paragraph as a node, or as more text of the one before it; `number` stood on a line above it."""
    if not mark and (number or _takes_name(nodes)):
        named = named_task(text)
        if named or (number and len(text) <= 40 and not re.search("[：。；]", text)):
            mark = Mark(3, number, named)
    if not mark and not paragraph.level:
        rest, said = trailing(text)
        whole = said.units and (said.deadline or names_role(text))
        if rest and whole and not (nodes and not nodes[-1].said):
            mark = Mark(7, "", 0)  # without a number, and yet a task, or a point of the one above
        elif nodes:
            last = nodes[-1]
            if said and not last.said:
                last.body += [(key, rest)] if rest else []
                last.say(said)
            else:
                last.body.append((key, content_of(text)))
            last.keys.append(key)
    if not mark and not paragraph.level:
        return
    while True:
        rank: float = (
            mark.rank if mark else paragraph.level - 10
        )  # a heading without a number: above all numbers
        if paragraph.level and mark and mark.rank > 1:
            rank -= 0.5  # a heading is above what has the same marks and is none
        rank += mark.number.count(".") / 10 if mark else 0  # 1.1 below 1
        rest = text[mark.length :] if mark else text
        above = [nodes[-1], *_above(nodes[-1])] if nodes else []
        parent = next((n for n in above if n.rank < rank), None)
        node = _Node(
            rank,
            text[: mark.length] if mark else "",
            mark.number if mark else "",
            rest,
            paragraph.place,
            parent,
        )
        node.keys.append(key)
        nodes.append(node)
        further = mark_of(rest) if mark else None
        if mark and further and further.rank > mark.rank:
            node.text, text, mark = "", rest, further
            continue
        break
    whole = node.text
    node.text, said = trailing(whole)
    node.say(said)
    node.tail = whole.removeprefix(node.text)


def _takes_name(nodes: Sequence[_Node]) -> bool:
    """Whether a label of a name opens an item here: not within one that a number counts."""
    return not nodes or nodes[-1].rank < 3 or bool(nodes[-1].said and nodes[-1].mark[-1:] in "：:")


def _above(node: _Node) -> list[_Node]:
    return [node.parent, *_above(node.parent)] if node.parent else []


def _owner(nodes: list[_Node]) -> _Node:
    """Whose a line of labels is: the item before it, or what stands above several items that have none."""
    last = nodes[-1]
    parent = last.parent
    if last.said and not last.children:
        return last  # a further label line
    if parent is None or parent.rank < 1:
        return last
    siblings = parent.children
    if any(n.said for n in siblings[:-1]) or parent.said:
        return parent if parent.said and not last.said and len(siblings) == 1 else last
    return parent if len(siblings) > 1 or last.rank >= 4 else last


def _lines(node: _Node, account: Account) -> list[Line]:
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


def _line(node: _Node, inner: Sequence[_Node]) -> Line:
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
    headings = [a for a in _above(node) if a.text or a.mark][::-1]
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


def _heading(node: _Node | None) -> str:
    """A heading as printed: its first sentence."""
    if not node:
        return ""
    return node.mark.strip() + (split_title(node.text)[0] if node.text else "")
