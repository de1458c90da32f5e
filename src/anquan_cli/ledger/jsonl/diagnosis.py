"""What a scan means for the user: sound, torn, damaged, gone, changed, foreign or newer (台账状态)."""

from typing import NamedTuple

from anquan_cli.errors import DataError
from anquan_cli.ledger.events import VERSION
from anquan_cli.ledger.jsonl.scan import RESAVED, Scan
from anquan_cli.ledger.store import Head, Ledger


class Diagnosis(NamedTuple):
    """A ledger and the one word for its state."""

    kind: str  # "absent", "sound", "damaged", "gone", "changed", "foreign", "newer"
    ledger: Ledger
    barred: bool = False  # another list's or a newer program's: not even a repair may write there


class Memory(NamedTuple):
    """What this machine remembers of a ledger; None: nothing."""

    places: tuple[Head | None, ...] = ()  # of the ledger at this place; under a link's name, of that too
    own: Head | None = None  # of the ledger with this id, wherever it was
    trouble: str = ""  # a sentence: why that may not be all
    elsewhere: str = ""  # where the ledger with this id was last, if not here


def diagnose(found: Scan | None, path: str, list_id: str | None, remembered: Memory = Memory()) -> Diagnosis:
    """Integrity first, then version, then list, then this machine's memory.

    `found` None: there is no file. `list_id` None: any list will do.
    """
    trouble = (remembered.trouble,) if remembered.trouble else ()
    if found is None or not (found.hashes or found.broken):
        if last := max(filter(None, remembered.places), default=None):
            return Diagnosis("gone", Ledger(notices=trouble, fault=_gone(found, path, last)))
        return Diagnosis("absent", Ledger(notices=(*(_notices(found, path) if found else ()), *trouble)))
    header, barred = found.header, _barred(found, path, list_id)
    kind, fault = _fault(found, path, barred, remembered)
    # Of another list's nothing is shown, and under no paper of ours stands its head.
    ours = not _is_foreign(found, list_id)
    ledger = Ledger(
        found.events if ours else (),
        Head(len(found.hashes) - 1, found.hashes[-1]) if found.hashes and ours else None,
        header.list if header else None,
        header.id if header else None,
        (*_notices(found, path), *trouble),
        fault,
    )
    return Diagnosis(kind, ledger, barred is not None)


def _fault(
    found: Scan, path: str, barred: tuple[str, DataError] | None, remembered: Memory
) -> tuple[str, DataError | None]:
    if found.broken:
        return "damaged", _damaged(found, path, barred[1] if barred else None)
    if barred:
        return barred
    for head, elsewhere in (*((h, "") for h in remembered.places), (remembered.own, remembered.elsewhere)):
        if fault := _changed(found.hashes, path, head, elsewhere):
            return "changed", fault
    return "sound", None


def _barred(found: Scan, path: str, list_id: str | None) -> tuple[str, DataError] | None:
    """Why the good part is not ours to write to."""
    if found.newest > VERSION:
        return "newer", DataError(
            f"台账 {path} 由更高版本的 anquan 写成（格式 {found.newest}，本版本只识别到 {VERSION}），"
            "只能查看能识别的部分，不能写入。",
            "请升级 anquan 后再用。",
        )
    if _is_foreign(found, list_id):
        assert found.header
        written = found.header.list.replace("'", "''")  # as YAML has it
        return "foreign", DataError(
            f"台账 {path} 属于另一份清单：台账记的是“{found.header.list}”，当前清单是“{list_id}”。",
            "请用 --ledger 指定本清单的台账，或用 --tasks 指定台账所属的清单；上一年的台账放到了新清单旁边的，请把它移走；"
            f"就是同一份清单、只是补写了发文单位（issuer）或改了 id 的，在清单里写 id: '{written}'。",
        )
    return None


def _is_foreign(found: Scan, list_id: str | None) -> bool:
    return list_id is not None and found.header is not None and found.header.list != list_id


def _changed(hashes: tuple[str, ...], path: str, remembered: Head | None, elsewhere: str) -> DataError | None:
    """What differs from a head known before; `hashes` by seq; `elsewhere`: where it was seen, if not here."""
    if remembered is None:
        return None
    short = remembered.seq >= len(hashes)
    now = Head(len(hashes) - 1, hashes[-1]) if short else Head(remembered.seq, hashes[remembered.seq])
    if now == remembered:
        return None
    if elsewhere:
        here = f"这里只到 {now}" if short else f"这里的第{now.seq}号是 {now}"
        return DataError(
            f"台账 {path} 与另一处的不一致：同一份台账，本机在 {elsewhere} 记到 {remembered}，{here}。",
            "一份台账只能接着记一处的：请找出真的那一份（那一处，或备份、回收站）；"
            "确认以这里的为准，运行 anquan doctor。",
        )
    if short:
        said = f"台账 {path} 比以前短：本机上次记到 {remembered}，现在只到 {now}，后面的记录不见了。"
    else:
        said = f"台账 {path} 与以前不同：第{now.seq}号记录本机记得是 {remembered}，现在是 {now}。"
    return DataError(
        said, "请先找回原来的台账（备份、回收站、同步冲突副本）；确认以现在的为准，运行 anquan doctor。"
    )


def _damaged(found: Scan, path: str, barred: DataError | None) -> DataError:
    assert found.broken
    line, why = found.broken
    good = f"此前{line - 1}行完好，" if line > 1 else ""
    said = f"台账 {path} 第{line}行损坏：{why}。{good}从这一行起的内容不可信，未予采用。"
    if barred:
        return DataError(f"{said}{barred.message}", barred.hint)
    mend = "运行 anquan doctor 可在旁边生成修复件，原文件保留"
    if why == RESAVED:
        mend = "先不要修复：用编辑器打开它，原样另存为 UTF-8，就恢复了；仍不行的再运行 anquan doctor"
    return DataError(said, f"显示的内容不完整，暂不能记录；{mend}。")


def _gone(found: Scan | None, path: str, remembered: Head) -> DataError:
    state = "不见了" if found is None else "只剩没有写完的内容" if found.tail else "变成了空文件"
    return DataError(
        f"台账 {path} {state}：本机上次记到 {remembered}，这不是一份新台账。",
        "请找回原文件（备份、回收站、未连接的网络盘）；"
        "确实要从头开始，记录时加 --new-ledger，或运行 anquan doctor。",
    )


def _notices(found: Scan, path: str) -> tuple[str, ...]:
    said = []
    if found.tail:
        said.append(
            f"台账 {path} 末尾有{found.tail}字节没有写完（上次写入中断，或正有人在记录），已忽略；"
            "记录时另存，不会丢弃。"
        )
    elif not found.hashes and not found.broken:
        said.append(f"台账 {path} 是空文件，首次记录时写入表头。")
    if found.unknown:
        said.append(
            f"台账 {path} 中有{found.unknown}条记录含有较新版本的操作或字段，本版本原样保留，认不得的部分不计入进度。"
        )
    return tuple(said)
