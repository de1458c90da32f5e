"""Defects that no test can notice, or need not, each with the reason (判定为无妨的变异)."""

from __future__ import annotations

_SLOWER = "结果相同，只是每行都多检查一遍"
_PIECES = "只影响一次要多少字节，读到的相同"
_WINDOWS = "只在 Windows 上起作用"
_UNUSED = "不新建文件时，放宽的权限用不上"
_TWICE = "结果相同，只是多看一遍"
_ENDS = "命令结束时系统会关"
_BOTH = "没有打开就没有内容，两者总是同时"
_LAST = "先看最后一条只是快些，看不出的照样从头查"
_BYTE = "只差一个字节"
_FOR_PEOPLE = "只给人看，程序不读"
_JUST_MADE = "刚建成的文件夹，要换掉它得正好在这一刻"
_OTHER = "只在没有这个标志的系统上用到"

HARMLESS: dict[tuple[str, str, str, str], str] = {
    (
        "ledger/events",
        "parse",
        "if b'\\\\u' in line: json.dumps(record, ensure_ascii=False).encode()",
        "if True: json.dumps(record, ensure_ascii=False).encode()",
    ): _SLOWER,
    ("ledger/events", "parse", "b'\\\\u'", "b''"): _SLOWER,
    ("ledger/events", "_slots", "found or _NO_SLOTS", "found"): "结果相同，只是多占一个空表",
    ("ledger/jsonl/diagnosis", "Memory", "''", "'x'"): "没有记住编号时用不上",
    ("ledger/jsonl/files", "hand_over", "384", "385"): "只是再设一次同样的权限",
    ("ledger/jsonl/known_heads", "KnownHeads.see", "'list'", "''"): _FOR_PEOPLE,
    (
        "ledger/jsonl/known_heads",
        "KnownHeads._load",
        "os.name != 'nt' and os.geteuid() not in (0, owner) and owner",
        "os.geteuid() not in (0, owner) and owner",
    ): _WINDOWS,
    (
        "ledger/jsonl/store",
        "_remove",
        "if os.name == 'nt': os.close(fd)",
        "if True: os.close(fd)",
    ): "已关的再关一次没有效果",
    ("ledger/jsonl/known_heads", "KnownHeads.see", "b'\\n'", "b''"): _FOR_PEOPLE,
    ("ledger/jsonl/known_heads", "KnownHeads._seen", "b'\\x01'", "b''"): "清单和台账不会是同一个文件",
    (
        "ledger/jsonl/known_heads",
        "_replace",
        "with suppress(OSError): os.unlink(temporary)",
        "if True: os.unlink(temporary)",
    ): "写不成的，再多一个同样的错误",
    ("ledger/jsonl/scan", "_Lines.__iter__", "0", "1"): "中间有空字节的，已经算损坏",
    (
        "ledger/jsonl/scan",
        "_Lines.__iter__",
        "len(self.last) > LINE + 1",
        "len(self.last) >= LINE + 1",
    ): _BYTE,
    ("ledger/jsonl/scan", "_Lines.__iter__", "LINE + 1", "LINE - 1"): _BYTE,
    ("ledger/jsonl/scan", "_Lines.__iter__", "1", "2"): _BYTE,
    ("ledger/jsonl/scan", "_Lines.__iter__", "nuls > _NULS", "nuls >= _NULS"): _BYTE,
    ("ledger/jsonl/scan", "_Found.scan", "False", "True"): "损坏的台账不写入，末尾有没有换行用不上",
    (
        "ledger/jsonl/scan",
        "_torn",
        "len(line) > LINE or re.search(_COMPLETE, line)",
        "re.search(_COMPLETE, line)",
    ): "读到上限时已经停下",
    ("ledger/jsonl/scan", "_torn", "len(line) > LINE", "len(line) >= LINE"): _BYTE,
    ("ledger/jsonl/store", "", "1.0", "2.0"): "只是等别人写完等多久",
    (
        "ledger/jsonl/store",
        "JsonlStore.witness",
        "head.seq >= ledger.head.seq",
        "head.seq > ledger.head.seq",
    ): "只是再记一次同样的编号",
    (
        "ledger/jsonl/store",
        "JsonlStore._append",
        "fd is None or not found",
        "fd is None and (not found)",
    ): _BOTH,
    ("ledger/jsonl/store", "JsonlStore._append", "fd is None or not found", "not found"): _BOTH,
    ("ledger/jsonl/store", "JsonlStore._append", "fd is None or not found", "fd is None"): _BOTH,
    ("ledger/jsonl/store", "JsonlStore._append", "0", "1"): "只取表头的编号，封印用不上",
    ("ledger/jsonl/store", "_holds", "os.fstat(fd).st_size - 67", "os.fstat(fd).st_size + 67"): _LAST,
    ("ledger/jsonl/store", "_holds", "b''", "b'x'"): _LAST,
    ("ledger/jsonl/store", "_holds", "0", "1"): _LAST,
    ("ledger/jsonl/store", "_holds", "67", "68"): _LAST,
    (
        "ledger/jsonl/store",
        "_holds",
        "if line[:64] == head.hash.encode(): return True",
        "if False: return True",
    ): _LAST,
    ("ledger/jsonl/store", "_holds", "64", "65"): _LAST,
    (
        "ledger/jsonl/store",
        "open_held",
        "except BaseException: close(fd) raise",
        "except BaseException: raise",
    ): _ENDS,
    ("ledger/jsonl/store", "open_held", "close(fd)", "pass"): _ENDS,
    ("ledger/jsonl/store", "_cut_back", "end < size", "end <= size"): "一样长的，前面已经答复",
    (
        "ledger/jsonl/store",
        "_put",
        "check(fd, real, held, end)",
        "pass",
    ): "写入之后的核对同样发现，自己写的照样撤回",
    (
        "ledger/jsonl/store",
        "copies",
        "with suppress(OSError): if os.fstat(fd).st_size == size and (not _replaced(fd, real)): for place in made: "
        "os.unlink(place)",
        "if True: if os.fstat(fd).st_size == size and (not _replaced(fd, real)): for place in made: os.unlink(place)",
    ): "出错途中再出错，只是报的是后一个",
    (
        "ledger/jsonl/store",
        "inspect",
        "_look(real) if remembered.own else found",
        "_look(real) if True else found",
    ): (_TWICE),
    (
        "ledger/jsonl/store",
        "inspect",
        "not remembered.own and found and found.header",
        "found and found.header",
    ): _TWICE,
    (
        "ledger/jsonl/store",
        "inspect",
        "not remembered.own and found and found.header",
        "not remembered.own and found",
    ): _TWICE,
    (
        "ledger/jsonl/store",
        "inspect",
        "if not remembered.own and found and found.header: remembered = _remembered(memory, named, found, "
        "remembered.trouble) found = _look(real) if remembered.own else found",
        "if True: remembered = _remembered(memory, named, found, remembered.trouble) found = _look(real) "
        "if remembered.own else found",
    ): _TWICE,
    (
        "ledger/jsonl/files",
        "make_folder",
        "os.O_RDONLY | os.O_DIRECTORY | NO_FOLLOW",
        "(os.O_RDONLY | os.O_DIRECTORY) & NO_FOLLOW",
    ): _JUST_MADE,
    (
        "ledger/jsonl/files",
        "make_folder",
        "os.O_RDONLY | os.O_DIRECTORY",
        "os.O_RDONLY & os.O_DIRECTORY",
    ): _JUST_MADE,
    ("ledger/jsonl/files", "make_folder", "os.close(fd)", "pass"): _ENDS,
    ("ledger/jsonl/files", "make_folder", "os.name != 'nt' and heir(folder)", "os.name != 'nt'"): (
        "新建的文件夹多打开一次，什么也不改"
    ),
    ("ledger/jsonl/files", "", "'O_BINARY'", "''"): _WINDOWS,
    ("ledger/jsonl/files", "", "0", "1"): _OTHER,
    ("ledger/events", "", "True", "False"): "能不能撤销由登记的测试发现（tests/use_cases），这里不跑",
    ("ledger/jsonl/files", "resolve", "check_name(path)", "pass"): _WINDOWS,
    (
        "ledger/jsonl/files",
        "open_file",
        "_shared(path) if flags & os.O_CREAT else nullcontext()",
        "_shared(path) if True else nullcontext()",
    ): _UNUSED,
    ("ledger/jsonl/files", "open_file", "flags & os.O_CREAT", "flags | os.O_CREAT"): _UNUSED,
    ("ledger/jsonl/files", "pieces", "start < end", "start <= end"): _PIECES,
    ("ledger/jsonl/files", "names", "1000", "1001"): "同名文件已有近千个时，再多试一个名字",
    ("ledger/jsonl/files", "read_all", "os.fstat(fd).st_size + 1", "os.fstat(fd).st_size - 1"): _PIECES,
    ("ledger/jsonl/files", "read_all", "1", "2"): _PIECES,
    ("ledger/jsonl/lock", "", "0", "1"): _WINDOWS,
    ("ledger/jsonl/lock", "Lock.__init__", "-1", "1"): "取得锁以前没有人用到",
    ("ledger/jsonl/lock", "Lock.__init__", "1", "2"): "取得锁以前没有人用到",
    ("ledger/jsonl/lock", "locked", "10.0", "11.0"): "只是没有写明时等多久",
    (
        "ledger/jsonl/repair",
        "_kept",
        "fd is None or kind not in ('damaged', 'torn')",
        "kind not in ('damaged', 'torn')",
    ): "没有文件就没有损坏，写出来给类型检查看",
    ("ledger/jsonl/scan", "_Found._follow", "batch and batch[1] < batch[2]", "batch[1] < batch[2]"): (
        "到这里一定有批次，写出来给类型检查看"
    ),
    ("ledger/jsonl/known_heads", "KnownHeads._file", "'.json'", "''"): "只是文件的名称",
    ("ledger/jsonl/known_heads", "_replace", "'.'", "''"): "只是临时文件的名称",
    (
        "ledger/jsonl/known_heads",
        "KnownHeads.load",
        "if place is None: return None",
        "if False: return None",
    ): ("没有位置时打不开，同样当作没有记忆"),
    ("ledger/jsonl/known_heads", "KnownHeads._load", "65536", "65537"): "本机记忆的文件多读一个字节",
    (
        "documents/ledger_warnings",
        "_of_former_years",
        "return ''",
        "return None",
    ): "没有话可说，两种写法都不印",
    (
        "documents/ledger_warnings",
        "_of_days_to_come",
        "e.on is None or e.on <= day",
        "e.on is None and e.on <= day",
    ): "只是省去一次排序，结果相同",
    (
        "use_cases/register",
        "_grown",
        "as_before and [(u.short, u.groups) for u in added] == [(tuple(short), tuple(groups))]",
        "[(u.short, u.groups) for u in added] == [(tuple(short), tuple(groups))]",
    ): "多一道防备：写进去的是一整行，找不到改动别处的清单",
    (
        "documents/wording",
        "stages_of",
        "1",
        "2",
    ): "合在一起说的至少有三段，不会正好两段",
}
