"""Percentages as exact fractions of whole numbers; rounded once, down, when they are shown."""

from collections.abc import Iterable
from math import gcd, lcm

Share = tuple[int, int]  # percent as numerator and denominator: (100, 3) is 33.33… %

NOTHING: Share = (0, 1)
ALL: Share = (100, 1)
OPEN_MOST: Share = (99, 1)  # what is open has never more


def mean(shares: Iterable[tuple[Share, int]]) -> Share | None:
    """The mean of some shares, each with how often it counts; None of none."""
    found: dict[Share, int] = {}
    for share, times in shares:
        found[share] = found.get(share, 0) + times
    total = sum(found.values())
    if not total:
        return None
    common = lcm(*(d for _, d in found))
    top = sum(n * (common // d) * times for (n, d), times in found.items())
    return _lowest(top, common * total)


def ratio(part: int, whole: int) -> Share:
    """`part` of `whole` in percent, at most 100."""
    return _lowest(100 * min(max(part, 0), whole), whole)


def greater(one: Share, other: Share) -> Share:
    """The greater of two shares."""
    return one if one[0] * other[1] >= other[0] * one[1] else other


def at_most(share: Share, most: Share) -> Share:
    """A share, cut at another."""
    return most if greater(share, most) == share else share


def difference(one: Share, other: Share) -> Share:
    """`one` less `other`; may be negative."""
    return one[0] * other[1] - other[0] * one[1], one[1] * other[1]


def rounded(share: Share | None) -> float | None:
    """One decimal, down: 100.0 means all."""
    return None if share is None else share[0] * 10 // share[1] / 10


def _lowest(top: int, bottom: int) -> Share:
    common = gcd(top, bottom) or 1
    return top // common, bottom // common
