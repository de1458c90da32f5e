"""What reading the first phrase costs beside `import re`: both grammars, imported and used once, as ratios of one run.

Run by hand: `python benchmarks/grammars.py [RUNS]`. Every run is a process of its own; medians of CPU time.
"""

import json
import statistics
import subprocess
import sys

ONCE = """
import time
now = time.process_time
started = now(); import re; took = {"import re": now() - started}
import functools, pathlib, typing, unicodedata  # what every command has loaded
import anquan_cli.dates, anquan_cli.tasklist.lookup, anquan_cli.tasklist.plan
for name, module, call in (
    ("deadline", "anquan_cli.tasklist.phrases.deadline", "parse('6月底前', 2025)"),
    ("units", "anquan_cli.tasklist.phrases.units.reader", "parse('县应急管理局牵头，县公安局配合')"),
):
    started = now(); exec(f"from {module} import parse"); took[f"{name}: import"] = now() - started
    started = now(); exec(call); took[f"{name}: first phrase"] = now() - started
import json
print(json.dumps(took))
"""


def main() -> None:
    """Prints the median of every part, and what it comes to beside `import re`."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    told = [
        subprocess.run([sys.executable, "-c", ONCE], capture_output=True, check=True).stdout
        for _ in range(runs)
    ]
    taken = [json.loads(one) for one in told]
    print(f"{runs} runs, medians")
    for part in taken[0]:
        ratio = statistics.median(one[part] / one["import re"] for one in taken)
        print(f"  {statistics.median(one[part] for one in taken) * 1000:7.1f} ms  {ratio:5.2f} x  {part}")


if __name__ == "__main__":
    main()
