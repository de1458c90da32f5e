"""`python -m anquan_cli`: the same as `anquan`."""

from anquan_cli.cli import run

run()
