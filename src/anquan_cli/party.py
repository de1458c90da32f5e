"""Who does and who records: units, all of them together (全体), the office (安委办)."""

from enum import Enum
from typing import NewType

Unit = NewType("Unit", str)  # 责任单位, by its full name


class Collective(Enum):
    """What nobody in particular answers for: a group without registered members, or nobody named."""

    WHOLE = "全体"


class Office(Enum):
    """The office that keeps the list and records for everybody."""

    OFFICE = "安委办"


COLLECTIVE = Collective.WHOLE
OFFICE = Office.OFFICE
Party = Unit | Collective  # 责任方: whose cell it is
Author = Unit | Office  # who an entry is by
