"""From ruled lines on a page to the cells that they enclose."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from anquan_cli.exchange.readers import refusal

TOLERANCE = 3.0  # points: lines nearer than this are one, and meet
_MOST_PAIRS = 4_000_000


class Rule(NamedTuple):
    """A horizontal or vertical line: where it lies, and from where to where it goes."""

    at: float
    begin: float
    end: float


class Box(NamedTuple):
    """A cell or a table on a page, y from the top down; rows and columns of the table, ends not included."""

    left: float
    top: float
    right: float
    bottom: float
    row: int = 0
    column: int = 0
    rows: int = 1
    columns: int = 1

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


class Ruled(NamedTuple):
    """A ruled table."""

    box: Box
    cells: list[Box]
    is_open: tuple[frozenset[int], ...] = ()  # columns without a rule: on top, below


def tables(across: Iterable[Rule], down: Iterable[Rule]) -> list[Ruled]:
    """The tables that horizontal (`across`) and vertical (`down`) rules make; single lines make none."""
    across, down = _joined(across), _joined(down)
    if len(across) * len(down) > _MOST_PAIRS:
        raise refusal.too_large("页面上的线条过多")
    found = []
    for rows, columns in _beside(_connected(across, down)):
        if columns and (len(rows) > 1 or len(columns) > 2):  # a page's end may leave a row without its rule
            found.append(_table(rows, columns))
    return sorted(
        (table for table in found if table.cells), key=lambda table: (table.box.top, table.box.left)
    )


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Rules that lie on one line and touch, or nearly, as one."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules):
        if lines and rule.at - lines[-1][0].at <= TOLERANCE / 2:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    joined: list[Rule] = []
    for line in lines:
        at = sum(rule.at for rule in line) / len(line)
        line.sort(key=lambda rule: rule.begin)
        begin = end = line[0].begin
        for rule in line:
            if rule.begin > end + TOLERANCE:
                joined.append(Rule(at, begin, end))
                begin = rule.begin
            end = max(end, rule.end)
        joined.append(Rule(at, begin, end))
    return [rule for rule in joined if rule.end - rule.begin > TOLERANCE]


def _connected(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that cross each other."""
    parents = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    for i, row in enumerate(across):
        for j, column in enumerate(down, len(across)):
            if (
                row.begin - TOLERANCE <= column.at <= row.end + TOLERANCE
                and column.begin - TOLERANCE <= row.at <= column.end + TOLERANCE
            ):
                parents[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate([*across, *down]):
        groups.setdefault(root(index), ([], []))[index >= len(across)].append(rule)
    return list(groups.values())


def _beside(groups: list[tuple[list[Rule], list[Rule]]]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups whose rows stand in one line as one: between them is a column whose merged cell a page has cut."""
    found: dict[tuple[float, ...], tuple[list[Rule], list[Rule]]] = {}
    for across, down in groups:
        heights = tuple(sorted({rule.at for rule in across})) if down else (float(len(found)),)
        rows, columns = found.setdefault(heights, ([], []))
        rows += across
        columns += down
    return list(found.values())


def _table(across: list[Rule], down: list[Rule]) -> Ruled:
    """A table's cells; where it is open at a side, its rules end there."""
    xs = _positions([*(rule.at for rule in down), min(r.begin for r in across), max(r.end for r in across)])
    ys = _positions([*(rule.at for rule in across), min(r.begin for r in down), max(r.end for r in down)])
    box = Box(xs[0], ys[0], xs[-1], ys[-1])
    width, height = len(xs) - 1, len(ys) - 1
    if width < 1 or height < 1 or width * height > refusal.MOST_PLACES // 10:
        return Ruled(box, [])
    walls, floors = _by_position(down, xs), _by_position(across, ys)
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    cells = []
    for row in range(height):
        for column in range(width):
            if (row, column) in owners:
                continue
            right, middle = column + 1, (ys[row] + ys[row + 1]) / 2
            while right < width and (row, right) not in owners and not _covers(walls[right], middle):
                right += 1
            bottom = row + 1
            while bottom < height and not any(
                _covers(floors[bottom], (xs[c] + xs[c + 1]) / 2) for c in range(column, right)
            ):
                bottom += 1
            owners.update(((r, c), (row, column)) for r in range(row, bottom) for c in range(column, right))
            cells.append(
                Box(xs[column], ys[row], xs[right], ys[bottom], row, column, bottom - row, right - column)
            )
    ends = (
        frozenset(c for c in range(width) if not _covers(floors[y], (xs[c] + xs[c + 1]) / 2))
        for y in (0, height)
    )
    return Ruled(box, cells, tuple(ends))


def _positions(values: list[float]) -> list[float]:
    """Distinct positions, those within the tolerance as one."""
    found: list[list[float]] = []
    for value in sorted(values):
        if found and value - found[-1][-1] <= TOLERANCE:
            found[-1].append(value)
        else:
            found.append([value])
    return [sum(group) / len(group) for group in found]


def _by_position(rules: list[Rule], positions: list[float]) -> list[list[Rule]]:
    found: list[list[Rule]] = [[] for _ in positions]
    for rule in rules:
        index = bisect_right(positions, rule.at)
        near = [i for i in (index - 1, index) if 0 <= i < len(positions)]
        found[min(near, key=lambda i: abs(positions[i] - rule.at))].append(rule)
    return found


def _covers(rules: list[Rule], at: float) -> bool:
    return any(rule.begin <= at <= rule.end for rule in rules)
