"""What the units and groups of a register are called, in every way of writing."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from anquan_cli.grouping import gathered
from anquan_cli.tasklist.lookup import forms
from anquan_cli.tasklist.phrases.units.words import expression, lists
from anquan_cli.tasklist.plan import Register, RegisteredGroup


class Book(NamedTuple):
    """A register turned inside out: every way of writing a unit, every phrase of a group."""

    units: dict[str, str]  # way of writing → full name, "" where it could be several
    groups: Mapping[str, str]
    sits: Sequence[set[str]] = ()  # a unit, and an office that sits in it


@lru_cache(maxsize=8)
def book(register: Register) -> Book:
    """The names of a register, made once; full names before short, former and derived ones."""
    units = {unit.name: unit.name for unit in register.units}
    for pick in (
        lambda u: u.short,
        lambda u: u.former,
        lambda u: {*forms(u.name, (*u.short, *u.former), placeless=False)} - {*lists()["members"]},
        lambda u: {*forms(u.name, (*u.short, *u.former))} - {*lists()["members"]},  # no 医院
    ):
        taken = gathered((way, unit.name) for unit in register.units for way in pick(unit))
        units = {way: n[0] if len({*n}) == 1 else "" for way, n in taken.items()} | units
    sits = [{unit.name, units.get(host, host)} for unit in register.units for host in unit.hosts]
    return Book(units, dict.fromkeys(lists()["classes"], "") | ways_of(register.groups), sits)


def ways_of(groups: Iterable[RegisteredGroup]) -> dict[str, str]:
    """Every way of writing a group, with and without 各, 有关 → its name."""
    phrases = [(p, g.name) for g in groups for p in (g.name, *g.phrases)]
    return {group_key(phrase): name for phrase, name in phrases} | dict(phrases)


def at_place(register: Register, place: str) -> Register:
    """The register as texts of a place write its groups: 交城县各乡镇, 吕梁市交城县各乡镇, where they are 各乡镇."""
    from anquan_cli.tasklist.phrases.units.lexer import Lexer, codes_of  # not every start needs them
    from anquan_cli.tasklist.phrases.units.names import kind_of

    places = {place, re.split("(?<=[省市州盟])(?=..)", place)[-1]} - {""}
    groups = list[RegisteredGroup]()
    for group in register.groups:
        ways = {group_key(at + p.removeprefix(at[-1])) for at in places for p in (group.name, *group.phrases)}
        kept = sorted(w for w in ways if kind_of(codes_of(Lexer(w).tokens)) != "unit")  # not 交城县医院
        groups.append(group._replace(phrases=(*group.phrases, *kept)))
    return Register(register.units, tuple(groups))


def unit_called(name: str, register: Register) -> str | None:
    """The registered unit that is called this by its full, a short or a former name; None: none, or several."""
    return book(register).units.get(name) or None


def group_called(phrase: str, groups: Mapping[str, str]) -> str | None:
    """The registered group that a phrase means, all of it or a part; `groups`: as `ways_of` has them."""
    return groups.get(phrase) or groups.get(group_key(phrase)) or None


@lru_cache(maxsize=4096)
def group_key(phrase: str) -> str:
    """What all spellings of a group have in common."""
    return expression("same").sub(lambda found: found.lastgroup or "", phrase)
