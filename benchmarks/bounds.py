"""What the costliest inputs cost, as ratios of one run: list files beside a plain start, repetitions beside `import re`.

Run by hand: `python benchmarks/bounds.py`. The first are those that the tests refuse, and the documents that the
readers refuse; the second are 100 KB of one word, and as much of it as is read at all.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cost import cost

from anquan_cli.errors import AnquanError
from anquan_cli.exchange.readers import read
from anquan_cli.tasklist.phrases import deadline
from anquan_cli.tasklist.phrases.units import reader as units

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.conftest import LEAST
from tests.exchange.readers.hostile import FILES
from tests.tasklist.test_yamlfile import COSTLY

PARTS = (
    *"县局、（）等的各和 0年月日一底前起至/～-每完成;。",
    *("县公安局", "县公安局、", "各乡镇", "督促各", "按", "（县应急局", "牵头单位：", "区（市）县"),
    *("各乡镇各部门", "督促各乡镇、", "县公安局（共同牵头）", "县公安局等3个部门、", "。各乡镇配合"),
    *(
        "6月底前、",
        "6月底前完成",
        "每季度末月",
        "（6月",
        "3、",
        "2025年",
        "6月至",
        "汛期前（6月1日前）",
        "另行通知",
    ),
)


def main() -> None:
    """The list files, the documents, the phrases; each with what it is measured by."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "tasks.yaml"
        environment = {**os.environ, "ANQUAN_CACHE": "", "ANQUAN_STATE": ""}

        def start(text: str, code: int = 3) -> tuple[float, float]:
            listed.write_text(text, encoding="utf-8")
            return cost(("--tasks", str(listed), "list"), environment, code)

        least = start(LEAST, 0)[0]
        print(f"{least:7.2f} s  a start")
        for kind, (text, _) in COSTLY.items():
            seconds, megabytes = start(text)
            print(f"{seconds:7.2f} s  {seconds / least:5.1f} x a start  {megabytes:4.0f} MB  {kind}")
        for kind, content in FILES.items():
            listed.write_bytes(content())
            seconds = spent(lambda: read(listed))
            print(f"{seconds:7.2f} s  {seconds / least:5.1f} x a start  {kind}")
    imported = float(subprocess.check_output([sys.executable, "-c", IMPORT]))
    for parse in (lambda phrase: deadline.parse(phrase, 2025), units.parse):
        for size in (units.LIMIT, 100_000):
            taken = {part: spent(lambda: parse(part * (size // len(part)))) for part in PARTS}  # noqa: B023
            worst = max(taken, key=taken.__getitem__)
            print(
                f"{taken[worst]:7.3f} s  {taken[worst] / imported:5.1f} x `import re`  {size} characters of {worst}"
            )


IMPORT = "import time; began = time.process_time(); import re; print(time.process_time() - began)"


def spent(work: Callable[[], object]) -> float:
    """CPU seconds of this process and of those that it started, whether it refuses or not."""
    began, children = time.process_time(), sum(os.times()[2:4])
    with suppress(AnquanError):
        work()
    return time.process_time() - began + sum(os.times()[2:4]) - children


if __name__ == "__main__":
    main()
