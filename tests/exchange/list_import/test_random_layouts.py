"""Tables of any shape under the header of a list: whatever comes of them, every word is the document's and none is lost."""

from __future__ import annotations

import re
from random import Random

import pytest

from anquan_cli.errors import DataError
from anquan_cli.exchange.readers.formats import read_bytes
from anquan_cli.tasklist.validate import validate
from tests.exchange.list_import.blocks import flat, imported
from tests.exchange.list_import.test_offices import texts_of
from tests.exchange.readers import layouts
from tests.exchange.readers.layouts import Layout

HEADERS = "序号 类别 工作任务 主要内容 责任单位 完成时限 备注 责任领导 进展情况".split()


def under_headers(seed: int) -> Layout:
    """A random layout whose tables have the headers of lists, in any order."""
    random = Random(seed)
    blocks: list[str | list[layouts.Box]] = []
    for block in layouts.random_layout(seed).blocks:
        if not isinstance(block, str):
            words = random.sample(HEADERS, len(HEADERS))
            block = [b._replace(text=words[b.column]) if b.row == 0 else b for b in block]
        blocks.append(block)
    return Layout(blocks)


def hold(seed: int) -> bool:
    """Tries one; whether it was a list."""
    document = read_bytes(layouts.as_docx(under_headers(seed)))
    try:
        found = imported(document)
    except DataError:
        return False
    assert validate(found.text)[1] == ()
    whole = flat("".join(texts_of(document)))
    for row in found.plan.rows:
        for value in (row.title, row.content, row.deadline.text, row.units.text):
            for line in re.split("[\n；/，]", value.replace("（没有标题）", "")):
                rest = iter(whole)
                assert all(char in rest for char in flat(re.sub("(牵头|负责|配合)$", "", line))), line
    said = _plain(found.text + "".join(o.text for o in found.omissions) + "".join(HEADERS))
    for text in texts_of(document):
        for line in re.split("[\n；。，、：]", text):
            assert _plain(line).strip("“”（）0123456789.一") in said, line
    return True


def _plain(text: str) -> str:
    """Without white space and what YAML adds."""
    return re.sub(r'\\n|[\s"\\|-]', "", text)


@pytest.mark.many
def test_every_word_is_the_documents_and_none_is_lost() -> None:
    assert sum(map(hold, range(20))) > 15


@pytest.mark.slow
def test_many_of_them() -> None:
    assert sum(map(hold, range(20, 150))) > 95
