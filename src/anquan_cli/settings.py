"""Where a workspace, its list, its ledger and the cache are: options, environment, platform folders."""

import os
import stat
from pathlib import Path
from typing import NamedTuple

from anquan_cli.errors import UsageError, escape_controls, truncate

LIST, LEDGER = "tasks.yaml", "ledger.jsonl"


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


class Places(NamedTuple):
    """What was found, and by what."""

    home: Path
    home_by: str
    tasks: Path
    tasks_by: str
    ledger: Path
    ledger_by: str
    cache: Path | None
    cache_by: str


def find(options: Options, shipped: Path) -> Places:
    """The first hit for each place; reads the environment, opens nothing. Raises UsageError."""
    given = _given("--home", options.home, "ANQUAN_HOME")
    home, home_by = given or (_data_folder(), "用户数据文件夹")
    found = _given("--tasks", options.tasks, "ANQUAN_TASKS")
    if found is None:
        own = home / LIST
        found = (own, "工作区") if os.path.lexists(own) else (shipped, "随程序提供")
    ledger = _given("--ledger", options.ledger, "ANQUAN_LEDGER") or (home / LEDGER, "工作区")
    if "://" in (options.ledger or os.environ.get("ANQUAN_LEDGER") or ""):
        address = escape_controls(options.ledger or os.environ["ANQUAN_LEDGER"])
        raise UsageError(f"暂不支持用网址指定台账“{address}”", "请给出本机文件的路径")
    cache = os.environ.get("ANQUAN_CACHE")
    if cache is not None:
        return Places(home, home_by, *found, *ledger, Path(cache) if cache else None, "$ANQUAN_CACHE")
    return Places(home, home_by, *found, *ledger, _platform("user_cache_path"), "用户缓存文件夹")


def _given(option: str, value: str | None, variable: str) -> tuple[Path, str] | None:
    if value == "":
        raise UsageError(f"{option} 后面是空的", "请写出路径")
    if value is not None:
        try:
            return Path(value).expanduser(), option
        except RuntimeError:
            raise UsageError(
                f"{option} “{truncate(value, 80)}”里的 ~ 找不到是谁的文件夹", "请写出完整路径"
            ) from None
    value = os.environ.get(variable)
    return (Path(value), f"${variable}") if value else None


def _data_folder() -> Path:
    if folder := _platform("user_data_path"):
        return folder
    raise UsageError(
        "找不到用户的主文件夹，临时文件夹里也没有稳妥的位置", "请用 --home 或 $ANQUAN_HOME 指定工作区"
    )


def _platform(kind: str) -> Path | None:
    """A platform folder; without a home folder or a user name, one in the folder for temporary files.

    Everybody may put something there beforehand: what is not ours alone is not used.
    """
    import platformdirs

    try:
        path: Path = getattr(platformdirs, kind)("anquan", appauthor=False)
        if path.is_absolute():
            return path
    except (OSError, RuntimeError, KeyError):
        pass
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
