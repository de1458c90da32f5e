"""What this machine remembers of a ledger's last head (上次编号), best effort, in the state folder."""

from __future__ import annotations

import json
import os
import re

from anquan_cli.digest import sha256
from anquan_cli.ledger.jsonl.files import NO_FOLLOW, NO_WAIT, make_folder
from anquan_cli.ledger.store import Head

_HASH = re.compile(r"[0-9a-f]{64}").fullmatch


class KnownHeads:
    """The last head seen, by ledger path, in a folder; every trouble with it is passed over."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self._folder = os.fspath(folder)

    def load(self, ledger: str) -> Head | None:
        """The head remembered for the ledger at this resolved path; None when there is none."""
        try:
            with open(self._place(ledger), "rb", opener=_opened) as file:
                kept = json.loads(file.read(65536))
            seq, digest = kept["seq"], kept["hash"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        if type(seq) is not int or type(digest) is not str or seq < 0 or not _HASH(digest):
            return None
        return Head(seq, digest)

    def remember(self, ledger: str, head: Head) -> None:
        """Keeps this head, replacing the file in one step; the caller holds the ledger's lock."""
        try:
            place = self._place(ledger)
            make_folder(os.path.dirname(place), 0o700)
            text = json.dumps({"ledger": os.fsencode(ledger).decode("utf-8", "replace"), **head._asdict()})
            fresh = f"{place}.tmp"
            with open(fresh, "w", encoding="utf-8", opener=_opened) as file:
                file.write(text + "\n")
            os.replace(fresh, place)
        except (OSError, ValueError):
            pass

    def forget(self, ledger: str) -> None:
        """Drops what is remembered, so that a vanished ledger may begin anew."""
        try:
            os.unlink(self._place(ledger))
        except (OSError, ValueError):
            pass

    def _place(self, ledger: str) -> str:
        key = sha256(os.fsencode(os.path.normcase(ledger))).hexdigest()[:32]
        return os.path.join(self._folder, "heads", f"{key}.json")


def _opened(name: str, flags: int) -> int:
    """A descriptor for this user alone; whatever lies in a file's place, no link is followed, nothing waited for."""
    return os.open(name, flags | NO_FOLLOW | NO_WAIT, 0o600)
