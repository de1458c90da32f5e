"""Two lists side by side: what is new, gone, retitled, given to others, due otherwise, reworded (比较)."""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Literal, NamedTuple

from anquan_cli.errors import AnquanError
from anquan_cli.grouping import gathered
from anquan_cli.tasklist.assignment import Assignment, assignment, by_phrase, collective_groups, in_clause
from anquan_cli.tasklist.plan import Item, Measure, Plan, Row, Schedule
from anquan_cli.vocabulary import BASIS_WORDS, KIND_WORDS, ROLE_WORDS

ChangeKind = Literal["number", "category", "title", "units", "deadline", "target", "content"]
LEAST = 0.4  # Dice's coefficient of character pairs, from which two rows may be one
_MOST_PAIRS = 1_000_000  # compared by likeness; beyond, only by number and title
_SHOWN = 3  # dates of a rhythm


class Change(NamedTuple):
    """One thing that differs between two rows."""

    kind: ChangeKind
    old: str
    new: str


class Pair(NamedTuple):
    """A row of the old list and the same in the new one."""

    old: Row
    new: Row
    changes: tuple[Change, ...]


class Comparison(NamedTuple):
    """What differs between two lists."""

    old: Plan
    new: Plan
    added: tuple[Row, ...]
    removed: tuple[Row, ...]
    pairs: tuple[Pair, ...]  # all of them, changed or not
    # id of an old row that changed or is gone → its entries in the ledger, by their ids; None: not known
    entries: Mapping[str, AbstractSet[str]] | None
    counting: Mapping[str, AbstractSet[str]]  # id of a new row → the entries that count for it
    # the same → those that did for the old row that it was, where any of `entries` counts
    counted: Mapping[str, AbstractSet[str]]
    fault: AnquanError | None = None  # why it is not known

    @property
    def changed(self) -> tuple[Pair, ...]:
        """The pairs that differ."""
        return tuple(p for p in self.pairs if p.changes)


def compare(
    old: Plan, new: Plan, *, in_full: bool = False, moved: Mapping[int, int] | None = None
) -> Comparison:
    """Pairs the rows of two lists: those that are the same, by title, by likeness; of equal titles those that say the same.

    `in_full`: of two list files, also what the same words come to: a document knows no register and no settled dates.
    `moved`: of a list merged with a document, the tasks that have another number now; any other is what it was.
    """
    left, right = gathered((0, r) for r in old.rows), gathered((0, r) for r in new.rows)
    if moved is not None:
        taken = {*moved.values()}
        left = gathered(
            (moved.get(r.number, -r.number if r.number in taken else r.number), r) for r in old.rows
        )
        right = gathered((r.number, r) for r in new.rows)
    paired = [pair for n, rows in left.items() for pair in _paired(rows, right.get(n, ()))]
    gone, fresh = ({row.id for row in side} for side in zip(*paired, strict=True)) if paired else ((), ())
    order = {row.id: n for n, row in enumerate(new.rows)}
    paired.sort(key=lambda pair: order[pair[1].id])
    registered = dict.fromkeys(u.name for plan in (old, new) for u in plan.register.units) if in_full else ()
    clause = [name for name in registered if in_clause(old, name) != in_clause(new, name)]
    pairs = tuple(Pair(a, b, tuple(_changes(old, a, new, b, clause if in_full else None))) for a, b in paired)
    added, removed = (
        tuple(r for r in plan.rows if r.id not in ids) for plan, ids in ((new, fresh), (old, gone))
    )
    return Comparison(old, new, added, removed, pairs, {}, {}, {})


def _paired(left: Sequence[Row], right: Sequence[Row]) -> list[tuple[Row, Row]]:
    """The rows that are one; what is the same in all or in title only once before what is alike."""
    paired: list[tuple[Row, Row]] = []
    for step in (
        lambda a, b: _once(a, b, lambda r: (r.id, *_said(r))),
        lambda a, b: _once(a, b, _said),
        lambda a, b: _once(a, b, _named),
        _alike,
        lambda a, b: _once(a, b, lambda r: (r.id, _named(r))),  # too many to be compared
    ):
        found = step(left, right)
        paired += found
        left, right = _without(left, [a for a, _ in found]), _without(right, [b for _, b in found])
    return paired


def _once(
    left: Sequence[Row], right: Sequence[Row], same: Callable[[Row], Hashable]
) -> list[tuple[Row, Row]]:
    """Rows of which each list has one that is the same."""
    ours, theirs = (gathered((same(r), r) for r in rows) for rows in (left, right))
    both = ((rows, theirs.get(key, ())) for key, rows in ours.items())
    return [(mine[0], other[0]) for mine, other in both if len(mine) == len(other) == 1]


def is_next(old: Plan, new: Plan, titles: Sequence[str]) -> bool:
    """Whether enough speaks for a list being another's next version, not one that has a few stock titles in common with it.

    Under a title of the same topic most of the fewer tasks, or a third that keep their units or their words;
    under any other more than half of all that do so under their own titles.
    """
    pairs = compare(old, new).pairs
    sizes = len(old.rows), len(new.rows)
    kept = [pair for pair in pairs if _keeps(pair)]
    if any(_same_topic(title, new.title) for title in titles):
        return 2 * len(pairs) > min(sizes) or 3 * len(kept) >= min(sizes)
    return 2 * sum(_named(old) == _named(new) for old, new, _ in kept) > max(sizes)


def _keeps(pair: Pair) -> bool:
    """Whether a pair has more in common than its title: who, or what is asked for."""
    texts = [_flat(_text(row)) for row in pair[:2]]
    likeness = _dice(*map(_pairs, texts)) if texts != ["", ""] else 0
    return likeness >= LEAST or all(c.kind != "units" for c in pair.changes)


_OF_ANY_LIST = re.compile(
    r"\d+年度?|[（(](?![一二三四五六七八九十\d]+[)）])[^（）()]*[)）]|[《》\s]|关于|印发|通知|修订版?|草案|试行|重点|主要|年度|工作|任务|清单|方案|要点|安排|计划|"
    "分工|台账|一览表|分解|责任|目标|措施|推进|的|表"
)


def _same_topic(one: str, other: str) -> bool:
    """Whether two titles are one list's: 某县2025年安全生产任务清单（修订）, not 某县2025年消防安全任务清单."""
    one, other = (_OF_ANY_LIST.sub("", title) for title in (one, other))
    while one and one[0] == other[:1]:
        one, other = one[1:], other[1:]
    return one == other or _dice(_pairs(one), _pairs(other)) >= 0.6


def _named(row: Row) -> str:
    return _flat(Item(row).title)


def _said(row: Row) -> tuple[str, ...]:
    return (_named(row), *map(_flat, (row.units.text, row.deadline.text, _text(row))))


def _without(rows: Sequence[Row], taken: Sequence[Row]) -> list[Row]:
    ids = {row.id for row in taken}
    return [row for row in rows if row.id not in ids]


def _alike(left: Sequence[Row], right: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Best first; the same number is worth a little, so that a reworded row stays itself.

    Of equal titles those that have the most in common beside it.
    """
    if len(left) * len(right) > _MOST_PAIRS:
        return []
    theirs = [(_said(row), *_pairs_of(row)) for row in right]
    scored: list[tuple[bool, float, int, int]] = []
    for i, row in enumerate(left):
        said, (title, text, both) = _said(row), _pairs_of(row)
        for j, (other, other_title, other_text, other_both) in enumerate(theirs):
            one = said[0] == other[0]
            if one:
                score = (said[1] == other[1]) + (said[2] == other[2]) + _dice(text, other_text)
            else:
                score = max(_dice(both, other_both), _dice(title, other_title))
            if one or score >= LEAST:
                scored.append((not one, -score - 0.05 * (row.id == right[j].id), i, j))
    found: list[tuple[Row, Row]] = []
    used: tuple[set[int], set[int]] = set(), set()
    for *_, i, j in sorted(scored):
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            found.append((left[i], right[j]))
    return found


def _pairs(text: str) -> Counter[str]:
    return Counter(text[i : i + 2] for i in range(len(text) - 1))


def _pairs_of(row: Row) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Those of its title, of what it asks for, and of both."""
    title, text = _pairs(_named(row)), _pairs(_flat(_text(row)))
    return title, text, title + text


def _dice(a: Counter[str], b: Counter[str]) -> float:
    shared = sum(min(a[pair], b[pair]) for pair in a.keys() & b.keys())
    return 2 * shared / (a.total() + b.total()) if shared else 0.0


def _text(row: Row) -> str:
    """What a row asks for: its running text, or its measures where it has none."""
    return row.content or "\n".join(m.text for m in row.measures)


def _flat(text: str) -> str:
    return re.sub(r"\s", "", text)


def _changes(old: Plan, a: Row, new: Plan, b: Row, moved: Sequence[str] | None) -> list[Change]:
    """`moved`: whom the standing clause of one list alone means; None: only the words are compared."""
    before, after = old.categories[a.category].title, new.categories[b.category].title
    found: list[tuple[ChangeKind, str, str]] = [
        ("number", a.id, b.id),
        ("category", before, after),
        ("title", Item(a).title, Item(b).title),
        ("units", a.units.text, b.units.text),
        ("deadline", a.deadline.text, b.deadline.text),
        ("content", _text(a), _text(b)),
    ]
    if moved is not None:
        found += [_who(old, Item(a), new, Item(b), moved), _when(old, a.deadline, new, b.deadline)]
    theirs = {_flat(m.text): m for m in b.measures}
    both = [(m, theirs[text]) for m in a.measures if (text := _flat(m.text)) in theirs]
    # 2024年2月29日前: there is none in 2025
    kinds = [(x.deadline.kind, y.deadline.kind) for x, y in both]
    dated = all(was == is_ for was, is_ in [(a.deadline.kind, b.deadline.kind), *kinds])
    for m, other in both:
        pairs = [(kind, x, y) for (kind, x), (_, y) in zip(_own(m), _own(other), strict=True)]
        if moved is not None and m.units and other.units:
            pairs.append(_who(old, Item(a, m), new, Item(b, other), ()))
        if moved is not None and m.own_deadline and other.own_deadline:
            pairs.append(_when(old, m.deadline, new, other.deadline))
        found += [(kind, f"{m.id} {x}", f"{other.id} {y}") for kind, x, y in pairs if x != y]
    return [
        Change(kind, x, y)
        for kind, x, y in found
        if _flat(x) != _flat(y)
        and not (kind == "units" and _flat(_by_present_names(old, x)) == _flat(_by_present_names(old, y)))
        and not (kind == "deadline" and dated and _of_year(old, x) == _of_year(new, y))
    ]


def _by_present_names(plan: Plan, phrase: str) -> str:
    """A phrase with the names that units have in a list for those that they had before."""
    for unit in plan.register.units:
        for name in unit.former:
            phrase = phrase.replace(name, unit.name)
    return phrase


def _of_year(plan: Plan, phrase: str) -> str:
    """A deadline without the list's own year: 2026年6月底前 of next year is this year's 2025年6月底前."""
    return re.sub(rf"(?<!\d){plan.year}(?!\d)", "", phrase)


def _own(m: Measure) -> list[tuple[ChangeKind, str]]:
    """What a measure says of its own, beside its words: who, until when, how many."""
    goal = m.target
    return [
        ("units", m.units.text if m.units else "同任务"),
        ("deadline", m.deadline.text if m.own_deadline else "同任务"),
        ("target", f"{'每家' if goal.per_unit else ''}{goal.count}{goal.unit}" if goal else "空"),
    ]


def _who(old: Plan, a: Item, new: Plan, b: Item, moved: Sequence[str]) -> tuple[ChangeKind, str, str]:
    """Whom an item concerns otherwise, though its words are the same: by the registers; of a row by the standing clause.

    Where the words differ, they say it themselves: then only those whom neither means.
    """
    lists, same = ((old, a), (new, b)), _flat(a.units.text) == _flat(b.units.text)
    held = [p.standing is not None and i.row.number >= p.standing.start for p, i in lists]
    known = [u.name for _, i in lists for u in i.units.named]
    if a.units.groups or b.units.groups:
        known += [u.name for p, _ in lists for u in p.register.units]
    meant = {name: [by_phrase(p, i.units, name) for p, i in lists] for name in (*known, *moved)}
    names = [
        n
        for n, (was, is_) in meant.items()
        if (same and was != is_) or (n in moved and all(held) and not (was or is_))
    ]
    sides = []
    for (plan, item), by_clause in zip(lists, held, strict=True):
        bare = item if item.measure else Item(item.row._replace(measures=()))
        found = {n: _how(why) for n in names if (why := assignment(plan, bare, n))}
        found |= dict.fromkeys(collective_groups(plan, item.units) if same else (), "全体")
        clause = plan.standing if by_clause and not item.measure else None
        sides.append(found | ({clause.group: "属地"} if clause else {}))
    return ("units", *_told(*sides))


def _how(why: Assignment) -> str:
    word = BASIS_WORDS[why.basis]
    return word if why.basis == "township" else f"{word}，{ROLE_WORDS[why.role]}"


def _told(mine: Mapping[str, str], theirs: Mapping[str, str]) -> tuple[str, str]:
    """Who stands otherwise in the one than in the other, and how in each."""
    names = [name for name in {**mine, **theirs} if mine.get(name) != theirs.get(name)]
    sides = (gathered((side.get(name, "无关"), name) for name in names) for side in (mine, theirs))
    old, new = ("；".join(f"{'、'.join(who)}（{how}）" for how, who in side.items()) for side in sides)
    return old, new


def _when(old: Plan, a: Schedule, new: Plan, b: Schedule) -> tuple[ChangeKind, str, str]:
    """The dates that the same words come to: by the anchors, by dates that a person has settled.

    Of two years those of a date or a span, each seen from its year; a rhythm and a feast differ anyway.
    """
    years, apart = old.year - new.year, a.kind == b.kind and a.kind in ("recurring", "relative")
    days = [
        [s.kind, *((d.year - plan.year, d.month, d.day) for d in s.dates)] for plan, s in ((old, a), (new, b))
    ]
    if _flat(a.text) != _flat(b.text) or days[0] == days[1] or (years and apart):
        return "deadline", "", ""
    return "deadline", _dates(a, b), _dates(b, a)


def _dates(s: Schedule, other: Schedule) -> str:
    """汛期前（相对日期，2026-05-31）: the phrase, and which of its dates the other has not."""
    days = [str(d) for d in s.dates if d not in other.dates]
    more = f"等{len(days)}个" if len(days) > _SHOWN else ""
    told = "、".join(days[:_SHOWN]) + more or (f"共{len(s.dates)}个到期日" if s.dates else "没有到期日")
    return f"{s.text}（{KIND_WORDS[s.kind]}，{told}）"
