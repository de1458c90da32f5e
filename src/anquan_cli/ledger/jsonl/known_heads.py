"""What this machine remembers in the state folder: a ledger's last head (上次编号), by its place and by its id; lists; papers."""

import errno
import json
import os
import re
from contextlib import suppress
from itertools import filterfalse
from typing import NamedTuple

from anquan_cli.atomic_write import fresh
from anquan_cli.digest import sha256
from anquan_cli.errors import os_error_text
from anquan_cli.ledger.jsonl.diagnosis import Memory
from anquan_cli.ledger.jsonl.files import NO_FOLLOW, NO_WAIT, hand_over, make_folder
from anquan_cli.ledger.store import Head

_HASH = r"[0-9a-f]{64}"


class _Kept(NamedTuple):
    """One file of the memory."""

    head: Head | None = None
    id: str | None = None  # the ledger's
    ledger: str = ""  # its path
    trouble: str = ""


class KnownHeads:
    """The last head seen, in a folder; a trouble with it stops nobody and is said in a sentence."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self._folder = os.fspath(folder)

    def load(self, ledger: str, id: str | None = None) -> Memory:
        """What is remembered of the ledger at this path, and of the one with this id.

        `id` None: of the one that was last seen at the path. What is no memory is dropped, and said this once.
        """
        places = [self._load(file) for file in self._at(ledger)]
        id = id or places[0].id
        own = self._load(self._of(id)) if id else _Kept()
        here = os.path.normcase(_text(os.path.realpath(ledger)))
        return Memory(
            tuple(kept.head for kept in places),
            own.head,
            next((kept.trouble for kept in (*places, own) if kept.trouble), ""),
            own.ledger if os.path.normcase(own.ledger) != here else "",
        )

    def remember(self, ledger: str, id: str | None, head: Head) -> str:
        """Keeps this head, replacing each file in one step; "", or the sentence why it could not be kept."""
        kept = {"ledger": _text(os.path.realpath(ledger)), "id": id, **head._asdict()}
        text = json.dumps(kept).encode() + b"\n"
        try:
            for place in (*((self._of(id),) if id else ()), *self._at(ledger)):
                _replace(place, text)
        except OSError as error:
            return _trouble(self._folder, error)
        return ""

    def forget(self, ledger: str) -> None:
        """Drops what is remembered of this place, so that a vanished ledger may begin anew."""
        for place in self._at(ledger):
            with suppress(OSError):
                os.unlink(place)

    def has_seen(self, list_: str) -> tuple[bool, str]:
        """Whether a list has been in use under this name; a sentence where that cannot be looked up."""
        for place in self._seen(list_):
            try:
                os.stat(place)
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                return False, _trouble(self._folder, error)
            return True, ""
        return False, self._unkept()

    def see(self, list_: str) -> str:
        """Remembers that a list is in use under this name; "", or the sentence why that could not be kept."""
        try:
            for place in filterfalse(os.path.exists, self._seen(list_)):
                _replace(place, json.dumps({"list": _text(list_)}).encode() + b"\n")
        except OSError as error:
            return _trouble(self._folder, error)
        return ""

    def list_of(self, paper: str) -> str | None:
        """The id of the list whose paper was last written under this name; None where nobody knows."""
        with (
            suppress(OSError, ValueError, KeyError, TypeError, RecursionError),
            open(self._paper(paper), "rb", opener=_opened) as file,
        ):
            return str(json.loads(file.read(65536))["list"])
        return None

    def wrote(self, paper: str, list_id: str) -> None:
        """Remembers whose paper stands under this name."""
        with suppress(OSError):  # as of a head: the next command says what is wrong with the folder
            _replace(self._paper(paper), json.dumps({"list": list_id}).encode() + b"\n")

    def _paper(self, paper: str) -> str:
        return self._file(b"\2" + os.fsencode(os.path.normcase(os.path.realpath(paper))))

    def _seen(self, list_: str) -> list[str]:
        """By the name as it is used, and in the folder where it really is; a link in its own place leads nowhere else."""
        path = os.path.abspath(list_)
        names = (path, os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path)))
        return [self._file(b"\1" + os.fsencode(name)) for name in dict.fromkeys(names)]

    def _load(self, place: str) -> _Kept:
        try:
            with open(place, "rb", opener=_opened) as file:
                text, owner = file.read(65536), os.fstat(file.fileno()).st_uid
        except FileNotFoundError:
            return _Kept(trouble=self._unkept())
        except OSError as error:
            return _Kept(trouble=_trouble(self._folder, error))
        if os.name != "nt" and os.geteuid() not in (0, owner) and owner:  # Windows knows no owner here
            return _Kept(
                trouble=f"本机记住的台账编号（{place}）是别的用户写的，没有采信；请用印出的台账编号核验一次，"
                "并给自己单独的状态文件夹（ANQUAN_STATE）。"
            )
        try:
            kept = json.loads(text)
            seq, digest, id, ledger = kept["seq"], kept["hash"], kept.get("id"), kept.get("ledger")
            if type(seq) is int and seq >= 0 and re.fullmatch(_HASH, digest):
                return _Kept(
                    Head(seq, digest),
                    id if type(id) is str else None,
                    ledger if type(ledger) is str else "",
                )
        except (ValueError, KeyError, TypeError, RecursionError):
            pass
        with suppress(OSError):
            os.unlink(place)
        what = "不能识别" if text.strip() else "是空的"
        return _Kept(
            trouble=f"本机记住的台账编号{what}（{place}），当作没有记住；请用印出的台账编号核验一次。"
        )

    def _unkept(self) -> str:
        """The sentence why nothing is remembered and nothing will be; "" where it only has not been yet."""
        folder = os.path.abspath(self._folder)
        while not os.path.lexists(folder) and (above := os.path.dirname(folder)) != folder:
            folder = above
        if os.access(folder, os.W_OK):
            return ""
        return _trouble(self._folder, PermissionError(errno.EACCES, "", self._folder))

    def _at(self, ledger: str) -> list[str]:
        """For where the path leads, then for its name, lest a link that is gone or leads elsewhere begin a ledger anew."""
        names = dict.fromkeys((os.path.realpath(ledger), os.path.abspath(ledger)))
        return [self._file(os.fsencode(os.path.normcase(name))) for name in names]

    def _of(self, id: str) -> str:
        return self._file(b"\0" + id.encode("utf-8", "surrogatepass"))  # no path begins so

    def _file(self, key: bytes) -> str:
        return os.path.join(self._folder, "heads", f"{sha256(key).hexdigest()[:32]}.json")


def _text(path: str) -> str:
    return os.fsencode(path).decode("utf-8", "replace")


def _trouble(folder: str, error: OSError) -> str:
    own = error.errno in (errno.EISDIR, errno.ELOOP)  # something else lies in that file's place
    place = error.filename if own else folder
    return (
        f"本机没能读取或记住台账编号（{place}：{os_error_text(error)}），台账若变短、被换，这里发现不了；"
        "请检查状态文件夹（ANQUAN_STATE）。"
    )


def _replace(place: str, text: bytes) -> None:
    """Puts a file in its place in one step; nobody else writes under the name that it has before. Raises OSError."""
    make_folder(os.path.dirname(place), 0o700)
    temporary = fresh(place)
    try:
        with open(temporary, "xb", opener=_opened) as file:
            file.write(text)
            hand_over(file.fileno(), place)
        os.replace(temporary, place)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _opened(name: str, flags: int) -> int:
    """A descriptor for this user alone; whatever lies in a file's place, no link is followed, nothing waited for."""
    return os.open(name, flags | NO_FOLLOW | NO_WAIT, 0o600)
