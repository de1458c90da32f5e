"""Any list file, written and read, is the same list file."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anquan_cli.folding import is_blank
from anquan_cli.tasklist import loader, yamlfile
from anquan_cli.tasklist.schema import ListFile
from anquan_cli.tasklist.writer import write

CHARACTERS = st.characters(
    blacklist_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp"), blacklist_characters="\ufeff"
)
AWKWARD = st.sampled_from(
    '12 0x1f 1e5 2026-06-30 12:30 yes ~ null - -a ?b :c *d &e !f %g @h `i {j [k ]l a:b a： #m n#o 甲:乙 “丙” \'丁 "戊" '
    "a,b 一、二 6月底前/12月底前 100% = <<".split(" ")
)
TEXT = st.one_of(
    AWKWARD,
    st.text(CHARACTERS, min_size=1, max_size=12),
    st.lists(st.text("甲乙丙。；：:#-\" '|>%a1", min_size=1, max_size=8), min_size=2, max_size=3).map("\n".join),
    st.sampled_from(["甲 # 乙", "甲: 乙", "- 甲", "甲\n  乙", "甲\n\n乙", "甲\t乙", "# 核对：甲"]),
).map(str.strip).filter(lambda text: not is_blank(text))  # fmt: skip
PHRASE = st.one_of(st.just(""), TEXT)


def some(values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(values, max_size=2)


DAY = st.dates(date(1949, 1, 1), date(2999, 12, 31)).map(str)
MEASURE = st.one_of(
    TEXT,
    st.fixed_dictionaries(
        {"text": TEXT},
        optional={
            "deadline": PHRASE, "units": PHRASE, "remark": PHRASE, "sectors": some(TEXT),
            "target": st.fixed_dictionaries({"count": st.integers(1, 99)}, optional={"unit": TEXT, "per": st.just("unit")}),
        },
    ),
)  # fmt: skip
PART = st.fixed_dictionaries(
    {}, optional={"sector": TEXT, "title": TEXT, "units": PHRASE, "deadline": PHRASE, "content": PHRASE, "measures": some(MEASURE)}
)  # fmt: skip
TASK = st.fixed_dictionaries(
    {"number": st.integers(1, 99_999), "title": TEXT},
    optional={
        "variants": some(TEXT), "units": PHRASE, "deadline": PHRASE, "content": PHRASE, "sectors": some(TEXT),
        "measures": some(MEASURE), "parts": some(PART), "leader": PHRASE, "remark": PHRASE,
        "due": some(DAY), "from": DAY,
    },
)  # fmt: skip
LIST = st.fixed_dictionaries(
    {
        "title": TEXT, "year": st.integers(1949, 2999),
        "categories": st.lists(
            st.fixed_dictionaries({"number": TEXT, "title": TEXT}, optional={"variants": some(TEXT), "tasks": some(TASK)}),
            min_size=1, max_size=2,
        ),
    },
    optional={
        "id": TEXT, "issuer": PHRASE, "office": PHRASE, "first_issue": DAY, "document": PHRASE, "deadline": PHRASE,
        "anchors": st.dictionaries(TEXT, st.sampled_from(["06-01", "2026-02-17", "06-01/09-30"]), max_size=2),
        "lights": st.fixed_dictionaries({}, optional={"yellow_days": st.integers(0, 366)}),
        "units": some(st.fixed_dictionaries({"name": TEXT}, optional={"short": some(TEXT), "contact": PHRASE, "groups": some(TEXT)})),
        "groups": some(st.fixed_dictionaries({"name": TEXT}, optional={"phrases": some(TEXT), "members": some(TEXT)})),
        "standing": st.fixed_dictionaries({"from": st.integers(1, 9), "group": TEXT}, optional={"text": PHRASE}),
    },
)  # fmt: skip


def read_back(text: str) -> ListFile:
    document = yamlfile.read(text)
    assert document.faults == [], document.faults
    return ListFile.model_validate(document.value)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(LIST)
def test_written_and_read_it_is_the_same(values: dict[str, Any]) -> None:
    entry = ListFile.model_validate(values)
    assert read_back(write(entry)) == entry


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(LIST, st.text(max_size=20))
def test_comments_change_nothing(values: dict[str, Any], words: str) -> None:
    entry = ListFile.model_validate(values)
    lines = yamlfile.read(write(entry)).lines
    assert read_back(write(entry, {path: [words] for path in lines}, [words])) == entry


def test_the_shipped_list_comes_back() -> None:
    entry = read_back(loader.read_text(loader.shipped()))
    assert read_back(write(entry)) == entry


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("6月底前/12月底前", "deadline: 6月底前/12月底前"),
        ("2026-06-30", 'deadline: "2026-06-30"'),
        ("6", 'deadline: "6"'),
        ("", 'deadline: ""'),
    ],
)
def test_a_phrase_is_quoted_only_where_it_must_be(value: str, line: str) -> None:
    entry = ListFile.model_validate(
        {"title": "甲", "year": 2026, "deadline": value, "categories": [{"number": "一", "title": "乙"}]}
    )
    assert line in write(entry).splitlines()
