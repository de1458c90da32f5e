"""Where everything is and who records: options, every ANQUAN_* of the environment, platform folders; read once."""

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from anquan_cli.errors import UsageError, truncate
from anquan_cli.folding import is_blank

LIST, LEDGER = "tasks.yaml", "ledger.jsonl"
DATA_FOLDER, TEMPORARY, SHIPPED = "用户数据文件夹", "临时文件夹", "随程序提供"
PLACES = ("home", "tasks", "ledger", "cache", "state")  # what `where` tells a path of


class Options(NamedTuple):
    """What the options that every command takes were given as; None where they were not."""

    home: str | None = None
    tasks: str | None = None
    ledger: str | None = None
    today: str | None = None
    by: str | None = None
    unit: str | None = None
    all_units: bool = False
    new_ledger: bool = False


class Found(NamedTuple):
    """A value and what it was decided by: an option, a variable, the workspace, the platform."""

    value: str
    by: str


class Place(NamedTuple):
    """A path and what it was decided by; None: switched off."""

    path: Path | None
    by: str


class Settings(NamedTuple):
    """Everything that a command finds before it opens a file."""

    home: Path
    home_by: str
    tasks: Path
    tasks_by: str
    ledger: str  # a path, or an address
    ledger_by: str
    cache: Place
    state: Place
    today: Found | None  # as typed
    by: Found | None
    unit: Found | None  # as typed
    unit_by_option: bool
    new_ledger: bool

    @property
    def loose(self) -> list[str]:
        """The variables whose path for the workspace, the list or the ledger is another in another folder."""
        places = ((self.home, self.home_by), (self.tasks, self.tasks_by), (self.ledger, self.ledger_by))
        return [
            by for path, by in places if by[0] == "$" and "://" not in str(path) and not os.path.isabs(path)
        ]


def read(options: Options, shipped: Path, environ: Mapping[str, str] | None = None) -> Settings:
    """The first hit for each; opens nothing. Raises UsageError.

    `shipped`: the list that comes with the program. `environ`: the process's by default.
    """
    env = os.environ if environ is None else environ
    home, home_by = _path("--home", options.home, env, "ANQUAN_HOME") or _data_folder()
    tasks, tasks_by = _path("--tasks", options.tasks, env, "ANQUAN_TASKS") or (
        (shipped, SHIPPED) if is_absent(home / LIST) else (home / LIST, "工作区")
    )
    given = _value("--ledger", options.ledger, env, "ANQUAN_LEDGER")
    if given and "://" in given.value:
        ledger, ledger_by = given
    else:
        path, ledger_by = _path("--ledger", options.ledger, env, "ANQUAN_LEDGER") or (home / LEDGER, "工作区")
        ledger = str(path)
    unit = None if options.all_units else _value("--unit", options.unit, env, "ANQUAN_UNIT")
    return Settings(
        home, home_by, tasks, tasks_by, ledger, ledger_by,
        cache=_folder(env, "ANQUAN_CACHE", "user_cache_path", "用户缓存文件夹") or Place(_temporary(), TEMPORARY),
        state=_folder(env, "ANQUAN_STATE", "user_state_path", "用户状态文件夹") or Place(None, "没有主文件夹"),
        today=_value("--today", options.today, env, "ANQUAN_TODAY"),
        by=_value("--by", options.by, env, "ANQUAN_BY"),
        unit=unit,
        unit_by_option=options.unit is not None,
        new_ledger=options.new_ledger,
    )  # fmt: skip


def is_absent(path: str | os.PathLike[str]) -> bool:
    """Whether nothing stands there for certain: what cannot be looked at may be there, and is never passed over."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        pass
    return False


def _value(option: str, value: str | None, env: Mapping[str, str], variable: str) -> Found | None:
    if value is not None:
        return Found(value, option)
    word = env.get(variable)
    if word == "":  # a script's "$WS" that nobody has set: no other workspace is meant
        raise UsageError(f"${variable} 是空的，没有执行", f"请写出内容，或去掉这个变量：unset {variable}")
    return None if word is None else Found(word, f"${variable}")


def _path(option: str, value: str | None, env: Mapping[str, str], variable: str) -> tuple[Path, str] | None:
    found = _value(option, value, env, variable)
    return found and (expanded(found), found.by)


def expanded(found: Found) -> Path:
    """A path with its ~ read, also where no shell has done it: crontab, systemd, setx. Raises UsageError."""
    odd = "空格" if found.value != found.value.strip() else ""
    odd = odd or ("引号" if re.fullmatch("([\"']).*\\1", found.value) else "")  # cmd's set keeps them
    if odd:
        raise UsageError(
            f"{found.by} “{truncate(found.value, 80)}”首尾有{odd}",
            f"请去掉{odd}；文件夹真叫这个名称的，请先改名",
        )
    try:
        return Path(found.value).expanduser()
    except RuntimeError:
        raise UsageError(
            f"{found.by} “{truncate(found.value, 80)}”里的 ~ 找不到是谁的文件夹", "请写出完整路径"
        ) from None


def _folder(env: Mapping[str, str], variable: str, kind: str, label: str) -> Place | None:
    """A folder of the environment, else the platform's; None where there is no home folder."""
    word = env.get(variable)
    if word is not None:
        found = Found(word, f"${variable}")
        return Place(expanded(found) if word else None, found.by)
    path = _platform(kind)
    return Place(path, label) if path else None


def _data_folder() -> tuple[Path, str]:
    if folder := _platform("user_data_path"):
        return folder, DATA_FOLDER
    if folder := _temporary():  # to read the shipped list; nothing is recorded there
        return folder, TEMPORARY
    raise UsageError(
        "找不到用户的主文件夹，临时文件夹里也没有稳妥的位置", "请用 --home 或 $ANQUAN_HOME 指定工作区"
    )


def _platform(kind: str) -> Path | None:
    """A platform folder; None without a home folder or a user name."""
    import platformdirs

    try:
        path: Path = getattr(platformdirs, kind)("anquan", appauthor=False)
    except (OSError, RuntimeError, KeyError):
        return None
    return path if path.is_absolute() else None


def _temporary() -> Path | None:
    """A folder among the temporary files; everybody may put something there beforehand: what is not ours alone is not used."""
    import tempfile

    user = getattr(os, "getuid", lambda: 0)()
    try:
        folder = Path(tempfile.gettempdir()) / f"anquan-{user}"
        if not os.path.lexists(folder) or os.name == "nt":
            return folder
        found = folder.lstat()
    except OSError:
        return None
    ours = stat.S_ISDIR(found.st_mode) and found.st_uid == user and not found.st_mode & stat.S_IWOTH
    return folder if ours else None


def login_name() -> str:
    """Who records where nobody is named: the login name."""
    import getpass

    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        name = ""
    return "未署名" if is_blank(name) else name


def shown(settings: Settings) -> list[tuple[str, str, str, str]]:
    """What `where` tells: (key, label, value or "", what it was decided by)."""
    user = settings.by or Found(login_name(), "登录名")
    return [
        ("home", "工作区", str(settings.home), settings.home_by),
        ("tasks", "清单", str(settings.tasks), settings.tasks_by),
        ("ledger", "台账", settings.ledger, settings.ledger_by),
        ("cache", "缓存", str(settings.cache.path or ""), settings.cache.by),
        ("state", "本机记忆", str(settings.state.path or ""), settings.state.by),
        ("today", "今天", *(settings.today or ("", "时钟"))),
        ("by", "登记人", *user),
        ("unit", "本单位", *(settings.unit or ("", "未指定"))),
    ]


def unset(key: str) -> str:
    """What stands where there is no value."""
    return "（已关闭）" if key in PLACES else ""
