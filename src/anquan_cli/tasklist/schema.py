"""The list file as people write it: strict models, every fault with its place."""

from __future__ import annotations

import re
from datetime import date
from importlib import resources
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from anquan_cli.dates import FIRST_YEAR, LAST_YEAR
from anquan_cli.errors import truncate
from anquan_cli.folding import is_blank
from anquan_cli.tasklist import pattern
from anquan_cli.tasklist.yamlfile import colon_hint


def _seen(value: str) -> str:
    if value and is_blank(value):
        raise PydanticCustomError("blank", "nothing to see")
    return value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_seen)]
Phrase = Annotated[  # may be empty: such cells exist
    str, StringConstraints(strip_whitespace=True), AfterValidator(lambda text: "" if is_blank(text) else text)
]


def _complain(sentence: str) -> PydanticCustomError:
    return PydanticCustomError("anquan", "{sentence}", {"sentence": sentence})


def _of_our_time(day: date) -> date:
    """A day whose neighbours are days, too; none that stands for 长期有效."""
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return day
    raise _complain(
        f"日期 {day} 的年份不在 {FIRST_YEAR} 至 {LAST_YEAR} 之间，请核对；长期有效的，完成时限写“长期”"
    )


def _real_days(value: str) -> str:
    """A day, or two with `/` between; a span without years may run over the new year."""
    days: list[date] = []
    for part in value.split("/"):
        match = re.fullmatch(r"(?:(\d{4})-)?(\d\d)-(\d\d)", part, re.ASCII)
        try:
            days.append(date(int(match[1] or 2024), int(match[2]), int(match[3])) if match else date(0, 0, 0))
        except ValueError:
            raise PydanticCustomError("anchor", "no day") from None
    mixed = len({len(part) for part in value.split("/")}) > 1
    if len(days) > 2 or mixed or (len(value) > 11 and days[0] > days[-1]):
        raise PydanticCustomError("anchor", "no span")
    for day in days:
        _of_our_time(day)
    return value


def _day(value: Any) -> Any:
    """A plain date of the file, whose reader gives it as text."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


Day = Annotated[date, BeforeValidator(_day), AfterValidator(_of_our_time)]


class Strict(BaseModel):
    """No unknown keys, no conversion of types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class TargetEntry(Strict):
    """A figure to reach (目标)."""

    count: int = Field(ge=1, le=1_000_000)
    unit: Text = "项"
    per: str | None = None

    @field_validator("per")
    @classmethod
    def _per_unit(cls, value: str | None) -> str | None:
        if value not in (None, "unit"):
            raise _complain("per 只能写 unit（每个单位各自达到）")
        return value


class Dated(Strict):
    """What may have a deadline (完成时限), and beside the phrase the dates that a person has settled."""

    deadline: Phrase | None = None
    due: list[Day] = Field(default_factory=list)
    since: Day | None = Field(default=None, alias="from")  # a rhythm's first day


class MeasureEntry(Dated):
    """A measure (要点); a bare string is its text."""

    text: Text
    target: TargetEntry | None = None
    sectors: list[Text] = Field(default_factory=list)
    units: Phrase | None = None
    remark: Phrase = ""

    @model_validator(mode="before")
    @classmethod
    def _bare_string(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) and not cls.is_key(value) else value

    @classmethod
    def is_key(cls, text: str) -> bool:
        """Whether a bare string looks like a key that was mistyped (`target：10`)."""
        return text.startswith((*cls.model_fields,)) and bool(colon_hint(text))


class PartEntry(Dated):
    """A part of a task (分项), for a sector or under a title of its own."""

    sector: Text | None = None
    title: Text | None = None
    units: Phrase | None = None
    content: Phrase = ""
    measures: list[MeasureEntry] = Field(default_factory=list)


class TaskEntry(Dated):
    """A task (任务); what its keys need of each other is looked at in `validate`."""

    number: int = Field(ge=1, le=99_999)
    title: Text
    variants: list[Text] = Field(default_factory=list)
    units: Phrase | None = None
    content: Phrase = ""
    sectors: list[Text] = Field(default_factory=list)
    measures: list[MeasureEntry] = Field(default_factory=list)
    parts: list[PartEntry] = Field(default_factory=list)
    leader: Phrase = ""
    remark: Phrase = ""


class CategoryEntry(Strict):
    """A category (类别)."""

    number: Text
    title: Text
    variants: list[Text] = Field(default_factory=list)
    tasks: list[TaskEntry] = Field(default_factory=list)


class UnitEntry(Strict):
    """A unit of the register (单位名册)."""

    name: Text
    short: list[Text] = Field(default_factory=list)
    former: list[Text] = Field(default_factory=list)
    pinyin: list[Text] = Field(default_factory=list)
    groups: list[Text] = Field(default_factory=list)
    contact: Phrase = ""
    hosts: list[Text] = Field(default_factory=list)


class GroupEntry(Strict):
    """A group of the register, with the phrases that mean it (单位组)."""

    name: Text
    phrases: list[Text] = Field(default_factory=list)
    members: list[Text] = Field(default_factory=list)
    pattern: Phrase = ""
    among: Phrase = ""

    @field_validator("pattern")
    @classmethod
    def _readable(cls, value: str) -> str:
        if why := pattern.problem(value):
            raise _complain(f"pattern 不能用：{why}，可写成 (乡|镇)(人民政府)?$ 这样")
        return value


class SectorEntry(Strict):
    """A field of work and what people call it (行业领域)."""

    name: Text
    aliases: list[Text] = Field(default_factory=list)


class StandingEntry(Strict):
    """The clause that adds a group from one task on (属地条款)."""

    start: int = Field(alias="from", ge=1)
    group: Text
    text: Phrase = ""


class LightsEntry(Strict):
    """Thresholds of the lights (亮灯)."""

    yellow_days: int = Field(default=7, ge=0, le=366)
    yellow_behind: int = Field(default=20, ge=1, le=100)


class ListFile(Strict):
    """The whole file."""

    title: Text
    year: int = Field(ge=FIRST_YEAR, le=LAST_YEAR)
    id: Text | None = None
    issuer: Phrase = ""
    office: Phrase = ""
    signed: Phrase = ""
    addressee: Phrase = ""
    copies: Phrase = ""
    contact: Phrase = ""
    first_issue: Day | None = None
    document: Phrase = ""
    timezone: Text = "Asia/Shanghai"
    deadline: Phrase | None = None  # of tasks that have none of their own
    lights: LightsEntry = LightsEntry()
    anchors: dict[Text, Annotated[Text, AfterValidator(_real_days)]] = Field(default={}, max_length=100)
    units: list[UnitEntry] = Field(default_factory=list)
    groups: list[GroupEntry] = Field(default_factory=list)
    sectors: list[SectorEntry] = Field(default_factory=list)
    standing: StandingEntry | None = None
    categories: list[CategoryEntry] = Field(min_length=1)

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in resources.files("tzdata").joinpath("zones").read_text("utf-8").split():
            raise _complain(f"不认识的时区“{truncate(value)}”，请写 Asia/Shanghai 这样的名称")
        return value
