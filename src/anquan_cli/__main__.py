"""The door: `anquan` and `python -m anquan_cli`; Ctrl-C while it opens ends the program like any other."""

import gc
import sys

gc.set_threshold(100_000, 20, 100)  # a command makes much, drops little, and soon ends

try:
    from anquan_cli.cli import run
except KeyboardInterrupt:
    sys.exit(130)

if __name__ == "__main__":
    run()
