"""The door: `anquan` and `python -m anquan_cli`."""

import gc
import signal

gc.set_threshold(100_000, 20, 100)  # a command makes much, drops little, and soon ends
if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(
        signal.SIGINT, signal.SIG_DFL
    )  # until `run` heeds it, Ctrl-C ends the program without a word

from anquan_cli.cli import run  # noqa: E402

if __name__ == "__main__":
    run()
