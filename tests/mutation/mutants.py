"""Small defects (变异) of a module's source: each one operator, constant, call, branch or return changed.

Left alone: annotations, assertions (they narrow types), docstrings, and the Chinese sentences that people
read (tests name their gist, not their wording).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

_OTHERS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_SKIPPED = {"annotation", "returns", "decorator_list", "type_params"}


class Mutant(NamedTuple):
    """One small defect."""

    module: str  # file name without .py
    where: str  # function or class; "" for the module itself
    before: str  # the piece of source that is changed
    after: str
    lines: range  # of the piece, in the original
    source: str  # the whole module with the defect

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What stays the same when lines move."""
        return self.module, self.where, self.before, self.after


class _Site(NamedTuple):
    """A place in the tree, and what may stand there instead."""

    where: str
    line: int  # where its statement begins
    parent: ast.AST
    field: str
    place: int | None  # in a list of the parent
    node: ast.AST
    others: tuple[ast.AST, ...]


def mutants(module: str, source: str) -> list[Mutant]:
    """All defects of a module, each once, in the order of its source."""
    tree = ast.parse(source)
    found: dict[str, Mutant] = {}
    for site in list(_sites(tree, "")):
        before = _said(site.node)
        for other in site.others:
            _put(site, other)
            ast.fix_missing_locations(tree)
            lines = range(site.line, _last_line(site.node) + 1)
            mutated = ast.unparse(tree)
            found.setdefault(mutated, Mutant(module, site.where, before, _said(other), lines, mutated))
            _put(site, site.node)
    return list(found.values())


def _said(node: ast.AST) -> str:
    text = ast.unparse(node)
    return " ".join(text.split()) if len(text) < 200 else " ".join(text.split())[:200] + "…"


def _put(site: _Site, node: ast.AST) -> None:
    if site.place is None:
        setattr(site.parent, site.field, node)
    else:
        getattr(site.parent, site.field)[site.place] = node


def _last_line(node: ast.AST) -> int:
    """The last line of a piece; of a branch, of its condition."""
    head = node.test if isinstance(node, (ast.If, ast.IfExp, ast.While)) else node
    return head.end_lineno or 0  # type: ignore[attr-defined]


def _sites(node: ast.AST, where: str, line: int = 1) -> Iterator[_Site]:
    if isinstance(node, (ast.stmt, ast.ExceptHandler)):
        line = node.lineno
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        where = f"{where}.{node.name}".lstrip(".")
    for field, value in ast.iter_fields(node):
        if field in _SKIPPED:
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(child, ast.AST) or _left_alone(node, child):
                continue
            others = tuple(_others(node, field, child))
            if others:
                begins = child.lineno if isinstance(child, (ast.stmt, ast.ExceptHandler)) else line
                yield _Site(where, begins, node, field, index, child, others)
            if not isinstance(child, ast.JoinedStr) or not _chinese(ast.unparse(child)):
                yield from _sites(child, where, line)


def _left_alone(parent: ast.AST, node: ast.AST) -> bool:
    if isinstance(node, (ast.Assert, ast.Import, ast.ImportFrom)):
        return True
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return True
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)  # a docstring


def _others(parent: ast.AST, field: str, node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare):
        for index, operator in enumerate(node.ops):
            for other in _OTHERS[type(operator)]:
                yield ast.Compare(
                    node.left, [*node.ops[:index], other(), *node.ops[index + 1 :]], node.comparators
                )
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        for index in range(len(node.values)):
            rest = [*node.values[:index], *node.values[index + 1 :]]
            yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Not, ast.USub)):
        yield node.operand
    elif isinstance(node, (ast.BinOp, ast.AugAssign)) and type(node.op) in _ARITHMETIC:
        operation = _ARITHMETIC[type(node.op)]()
        if isinstance(node, ast.BinOp):
            yield ast.BinOp(node.left, operation, node.right)
        else:
            yield ast.AugAssign(node.target, operation, node.value)
            yield ast.Pass()
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, (ast.If, ast.IfExp, ast.While)):
        for value in (True, False) if not isinstance(node, ast.While) else (False,):
            yield type(node)(ast.Constant(value), node.body, node.orelse)  # type: ignore[arg-type]
    elif isinstance(node, ast.Return):
        if node.value is not None and ast.unparse(node.value) not in ("None", "False"):  # False is flipped
            yield ast.Return(ast.Constant(None))
    elif isinstance(node, (ast.Raise, ast.Continue, ast.Break)):
        yield ast.Break() if isinstance(node, ast.Continue) else ast.Pass()
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield ast.Pass()
    elif isinstance(node, ast.With) and all(item.optional_vars is None for item in node.items):
        yield ast.If(ast.Constant(True), node.body, [])
    elif isinstance(node, ast.ExceptHandler) and ast.unparse(node.body[0]) != "raise":
        yield ast.ExceptHandler(node.type, node.name, [ast.Raise()])


def _constants(node: ast.Constant) -> Iterator[ast.AST]:
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, (int, float)):
        yield ast.Constant(value + 1)
    elif isinstance(value, (str, bytes)) and not _chinese(value):
        yield ast.Constant(_changed(value))


def _changed(value: str | bytes) -> str | bytes:
    if isinstance(value, str):
        return "" if value else "x"
    return b"" if value else b"x"


def _chinese(value: str | bytes) -> bool:
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    return any("\u3000" <= c <= "\uffef" for c in text)
