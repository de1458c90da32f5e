"""The outline of running text: headings and numbered paragraphs, what stands below each, who it says and when."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import chain, zip_longest

from anquan_cli.exchange.blocks import Cell, Paragraph
from anquan_cli.exchange.list_import import phrases
from anquan_cli.exchange.list_import.account import Account
from anquan_cli.exchange.list_import.furniture import is_dated, is_standing, is_title, note_kind
from anquan_cli.exchange.list_import.labels import (
    Said,
    bracket_alone,
    charges_in,
    content_of,
    goes_on,
    is_label_line,
    labels,
    loose,
    named_task,
    names_role,
    names_within,
    parted,
    pieces,
    trailing,
)
from anquan_cli.exchange.list_import.words import Mark, mark_of, marks_of, number_value, point_of, tidy

_NUMBER = re.compile(r"(?:序号|编号)[:：]\s*(\S{1,8})|0(\d)")
Key = tuple[int, Cell | None]  # where a paragraph stands: its block, and its cell in a table


class Node:
    """A heading or a numbered paragraph, with what stands below it."""

    def __init__(
        self, rank: float, mark: str, number: str, text: str, place: str, parent: Node | None
    ) -> None:
        self.rank, self.mark, self.number, self.text, self.place = rank, mark, number, text, place
        self.parent, self.children = parent, list[Node]()
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

    def parted(self) -> Node:
        """What stands below what says who and when, as a point of its own: something says that of it, too."""
        point = Node(7, "", "", self.after[0][1], self.place, self.parent if self.rank == 7 else self)
        point.keys = [key for key, _ in self.after]
        point.body, self.body = self.after[1:], self.body[: self.settled]
        self.keys = [key for key in self.keys if key not in point.keys]
        return point

    def own_lines(self, places: Mapping[Key, str]) -> list[Node]:
        """The lines below a heading as points of their own: that which says who and when, and those above it."""
        lines = [Node(7, "", "", text, places[key], self) for key, text in self.body[: self.settled]]
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

    @property
    def ancestors(self) -> list[Node]:
        """What stands above it, the nearest first."""
        return [self.parent, *self.parent.ancestors] if self.parent else []

    def under(self) -> list[Node]:
        """It and all below it, in order."""
        return [self, *(n for child in self.children for n in child.under())]


class Outline:
    """Running text, read from its first paragraph to its last: `nodes` in order, and the clauses said of all of them."""

    def __init__(self, paragraphs: Sequence[tuple[Key, Paragraph]], account: Account) -> None:
        """`paragraphs`: each with where it stands."""
        self.nodes: list[Node] = []
        self.standing: list[str] = []
        self._account = account
        self._number = ""  # 序号：3 on a line of its own, before what it counts
        self._owner: Node | None = None  # of the label line before
        self._before: tuple[Key, str, str] | None = None  # a line above all nodes, its text and its place
        self._above: set[str] = set()  # the lines above all nodes
        self._annexes = 0  # the number of the last annex of those that the line before names
        self._title = _title_heading(paragraphs)
        self._texts = [tidy(parted(paragraph.text)) for _, paragraph in paragraphs]
        self._labels = _label_lines([parted(paragraph.text) for _, paragraph in paragraphs], self._texts)
        parts = [*map(pieces, self._texts)]
        marks = iter(marks_of([*chain(*parts)]))
        marked = [[*zip(part, marks, strict=False)] for part in parts]
        self._counts = any(mark for part in marked for _, mark in part)
        for at, ((key, paragraph), text, part) in enumerate(
            zip(paragraphs, self._texts, marked, strict=True)
        ):
            if not text or self._says_of_all(key, text) or self._is_label(at, key):
                continue
            self._owner = None
            if self._is_number(at, key) or self._is_furniture(at, key):
                continue
            self._stands_above(key, paragraph, self._texts[at])
            if key != self._title or any(node.mark or node.body or node.children for node in self.nodes):
                for piece, mark in part:
                    _add(self.nodes, key, paragraph, piece, mark or point_of(piece), self._number)
                    paragraph, self._number = paragraph._replace(level=0), ""
        for node in self.nodes:
            node.close()
        self._share({key: paragraph.place for key, paragraph in paragraphs})

    def _says_of_all(self, key: Key, text: str) -> bool:
        """A standing clause: of the points above it where nobody has them, else of the list."""
        if not is_standing(text) or mark_of(text):
            return False
        parent = self.nodes[-1].parent if self.nodes else None
        bare = parent and not any(n.said for n in parent.under())
        of_above = re.match("以上[^，。]{0,8}?由(.+)", text) if bare else None
        if parent and of_above and (own := loose(of_above[1])):
            parent.say(own)
            parent.keys.append(key)
        else:
            self.standing.append(text)
            self._account.take(*key)
        return True

    def _is_label(self, at: int, key: Key) -> bool:
        """A line of labels, or a bracket alone, that says who and when of the item before it."""
        text, nodes = self._texts[at], self.nodes
        unsaid = nodes and 3 <= nodes[-1].rank < 4 and not nodes[-1].said
        if unsaid and re.match("单位[:：][^。]{2,60}$", text):
            text = self._texts[at] = "责任" + text  # within an item's labels
        line, within = self._labels.get(at, ("", False))
        within = within or bool(line and nodes and _owner(nodes).said)
        if named_task(text):  # 存在问题：…, an item's own name where no number counts the items
            within = bool(line and nodes and nodes[-1].said and not _takes_name(nodes))
        kind = note_kind(text)
        within = within and not (kind and not labels(line))  # 备注：…, 联系人：… may be of the whole list
        alone = labels(line) if within else (bracket_alone(text) if nodes else None)
        if alone and alone.units and self._before and not nodes and not self._counts:
            above, named, place = self._before
            nodes.append(Node(7, "", "", named, place, None))
            nodes[-1].keys.append(above)
        if alone is None or not nodes or kind == "网页文字":
            return False
        owner = self._owner or _owner(nodes)
        if alone.units and owner.said.units and owner.after:
            owner = owner.parted()
            nodes.append(owner)
        if alone.units and not owner.lines:
            owner.points_say(alone)
        if alone.units and owner.said.units and not owner.lines:
            return False
        owner.say(alone, *[line] * within)
        owner.keys.append(key)
        self._owner = owner
        return True

    def _is_number(self, at: int, key: Key) -> bool:
        """序号：3, of what comes below."""
        if counted := _NUMBER.fullmatch(self._texts[at]):
            self._number = counted[1] or counted[2]
            self._account.take(*key)
        return bool(counted)

    def _is_furniture(self, at: int, key: Key) -> bool:
        """What belongs to the paper, not to the list: its annexes, its date, who signed it."""
        text, nodes = self._texts[at], self.nodes
        if kind := note_kind(text):
            self._account.leave(kind, *key)
            self._above |= {*self._texts[at + 1 : at + 2]} if kind == "附件标记" else set()
            if kind == "日期" and nodes:
                _unsigned(nodes[-1], self._account)
            return True
        named, of_annex = re.match("附件[:：]", text), mark_of(re.sub("^附件[:：]", "", text))
        n = (number_value(of_annex.number) or 0) if of_annex and of_annex.rank == 3 else 0
        self._annexes = n if named or (self._annexes and n == self._annexes + 1) else 0
        if named or self._annexes or (nodes and text in self._above and is_title(text)):
            self._account.leave("页面文字" if text in self._above else "附件标记", *key)
            return True
        return False

    def _stands_above(self, key: Key, paragraph: Paragraph, text: str) -> None:
        """Keeps a line that may name what the labels below it are about; the title forgets what stood above it."""
        self._above |= set() if self.nodes else {text}
        if key == self._title and not any(node.mark or node.body or node.children for node in self.nodes):
            self.nodes.clear()
            return
        is_line = len(text) <= 40 and not re.search("[。：]|^[-（附]", text) and not is_title(text)
        self._before = (key, text, paragraph.place) if is_line and not phrases.are_units(text) else None

    def _share(self, places: Mapping[Key, str]) -> None:
        """Headings of lines that say who and when, each of its own work, have none themselves."""
        heads = [
            n
            for n in self.nodes
            if n.rank <= 1 and n.settled and not n.lines
            and all(m.said.units and m.said.deadline for m in (n, *n.children))
            and all(c.rank == 7 for c in n.children)
        ]  # fmt: skip
        shared = {n.rank for n in heads if n.children}
        for head in (n for n in heads if n.rank in shared):
            at = self.nodes.index(head) + 1
            self.nodes[at:at] = head.own_lines(places)


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


def _unsigned(node: Node, account: Account) -> None:
    """Takes who signed away from the text before the date of a paper."""
    if node.body and len(node.body[-1][1]) <= 40 and not re.search("[，。；：、]", node.body[-1][1]):
        key, _ = node.body.pop()
        node.keys.remove(key)
        account.leave("落款", *key)


def _add(
    nodes: list[Node], key: Key, paragraph: Paragraph, text: str, mark: Mark | None, number: str
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
        above = [nodes[-1], *nodes[-1].ancestors] if nodes else []
        parent = next((n for n in above if n.rank < rank), None)
        node = Node(
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


def _takes_name(nodes: Sequence[Node]) -> bool:
    """Whether a label of a name opens an item here: not within one that a number counts."""
    return not nodes or nodes[-1].rank < 3 or bool(nodes[-1].said and nodes[-1].mark[-1:] in "：:")


def _owner(nodes: list[Node]) -> Node:
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
