"""The command line: one verb, one file; parse, ask the service, show."""

from __future__ import annotations

import codecs
import gc
import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from anquan_cli import interrupts
from anquan_cli.cli import output, slips, spinner
from anquan_cli.errors import (
    AnquanError,
    OperationError,
    UsageError,
    done,
    escape_controls,
    os_error_text,
    placed,
    truncate,
)


def run() -> None:
    """The console script; a process that ends in a moment needs no garbage collector."""
    gc.disable()
    interrupts.heed()
    code = main()
    gc.freeze()  # nor at its end, when the interpreter looks once more at all there is
    sys.exit(code)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; the one boundary where errors are printed."""
    _settle_streams()
    done.clear()
    placed.clear()
    output.lost.clear()
    output.unread = False
    args = list(sys.argv[1:] if argv is None else argv)
    try:
        if asked := os.environ.get("_ANQUAN_COMPLETE"):
            return _complete(asked, args)
        spinner.start()
        code = _invoke(args)
        sys.stdout.flush()
    except BrokenPipeError:
        output.drop(sys.stdout)
        code = 0
    except AnquanError as error:
        code = _fail(error)
    except OSError as error:
        code = _fail(_refused(error))
    except ImportError as error:  # a library is not there, was cut short, or is kept back by a virus scanner
        name = f" {escape_controls(error.name)}" if error.name else ""
        hint = "请重新安装；绿色版请重新解压整个压缩包，再看看杀毒软件是否拦下了其中的文件"
        code = _fail(OperationError(f"程序的组件{name} 装不进来", hint))
    except MemoryError:
        hint = "请关闭别的程序，或核对清单、台账是不是选错了文件"
        code = _fail(OperationError(f"内存不足，没有完成{_done()}", hint))
    except KeyboardInterrupt:
        output.write_stderr(f"已中断{_done()}。")
        code = 130
    finally:
        spinner.stop()
        output.tell_of_lost()
    if output.unread and done and code == 0:  # names of copies that were set aside, the number of a record
        output.write_stderr(f"输出没有人接收{_done()}。")
    return code


def _complete(asked: str, args: Sequence[str]) -> int:
    """Words that may come next, for one of the shells that our scripts teach; nothing else is done so."""
    from anquan_cli.cli.completer import SHELLS, answer

    if args or asked not in (f"complete_{shell}" for shell in SHELLS):
        raise UsageError(
            f"环境变量 _ANQUAN_COMPLETE 的值“{truncate(asked)}”不是补全脚本设的，没有执行命令",
            "请去掉这个变量；补全脚本由 anquan completion 输出",
        )
    return answer()


def _invoke(argv: list[str]) -> int:
    import typer

    from anquan_cli.cli.app import command

    try:
        result = command()(args=argv, prog_name="anquan", standalone_mode=False)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except typer.TyperException as error:
        raise _translated(error) from None
    except SystemExit:  # Typer's end where nobody reads on; it would be exit code 1
        raise BrokenPipeError from None
    if result == 130:  # what Typer makes of Ctrl-C
        raise KeyboardInterrupt
    return result if isinstance(result, int) else 0


def _translated(error: Exception) -> UsageError:
    """Typer's own usage errors as our sentences."""
    name, text = type(error).__name__, str(getattr(error, "message", error))
    context = getattr(error, "ctx", None)
    asked = f"可用 {context.command_path} --help 查看用法" if context else "可用 anquan --help 查看用法"
    if "＝" in text:
        asked = f"选项的等号要用半角（=）；{asked}"
    if name == "NoSuchOption":
        option = str(getattr(error, "option_name", ""))
        typed = getattr(error, "typed", ())
        meant = slips.option_meant(context, option, typed) if context else ""
        return UsageError(f"没有选项“{truncate(option)}”", f"{meant}{asked}")
    if name == "MissingParameter":
        param = error.param  # type: ignore[attr-defined]
        return UsageError(f"缺少参数 {param.metavar}", f"{param.help}；{asked}")
    if name == "BadOptionUsage":
        option = str(getattr(error, "option_name", ""))
        why = "不带值" if "does not take" in text else "后面缺少值"
        return UsageError(f"选项 {truncate(option)} {why}", asked)
    if "unexpected extra argument" in text:
        extra = text.partition(" (")[2].removesuffix(")")
        typed = tuple(word for word in getattr(error, "typed", ()) if extra.startswith(word))
        said = slips.belongs(context, max(typed, key=len, default=extra)) if context else ""
        return UsageError(f"多余的参数：{truncate(extra, 200)}", f"{said}；{asked}" if said else asked)
    if "Missing command" in text:
        return UsageError("缺少命令", asked)
    return UsageError(f"用法有误：{truncate(text, 200)}", asked)


def _refused(error: OSError) -> AnquanError:
    """What the system did not do: read or write a file that the error names, else take the answer."""
    what, hint = "无法输出结果", "请检查磁盘空间和输出位置"
    if isinstance(error, FileNotFoundError) and not error.filename:  # no path of a file begins anywhere
        what, hint = "当前文件夹找不到了", "请换到别的文件夹里再执行"
    elif isinstance(error.filename, (str, bytes)):
        what, hint = f"无法读写 {truncate(os.fsdecode(error.filename), 200)}", "请检查这个文件和磁盘"
    else:
        output.drop(sys.stdout)
    return OperationError(f"{what}：{os_error_text(error)}{_done()}", hint)


def _done() -> str:
    return f"；{'，'.join(done)}，不必重做" if done else ""


def _fail(error: AnquanError) -> int:
    hint = f"\n提示：{error.hint.rstrip('。')}" if error.hint else ""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        output.drop(sys.stdout)
    output.write_stderr(f"错误：{error.message.rstrip('。')}{hint}")
    return error.code


def _has_chinese(encoding: str) -> bool:
    try:
        return bool("中".encode(encoding))
    except (LookupError, UnicodeError):
        return False


def _settle_streams() -> None:
    """Streams that cannot crash and that take all they are given, waiting for a slow reader.

    A closed output takes nothing, and says so; characters that do not fit become `?`, which is told of an answer, but not
    all of them (ASCII); an unbuffered one (PYTHONUNBUFFERED) would lose without a word what the system did not take at once.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 (for the whole run)
    codecs.register_error("told", output.replaced)
    for name, errors in (("stdout", "told"), ("stderr", "replace")):
        stream = getattr(sys, name)
        if stream is None:  # the answer would be lost without a word; words beside it have nobody to go to
            nowhere = os.open(os.devnull, os.O_RDONLY if name == "stdout" else os.O_WRONLY)
            setattr(sys, name, open(nowhere, "w", encoding="utf-8"))  # noqa: SIM115 (for the whole run)
        elif hasattr(stream, "reconfigure"):
            encoding = stream.encoding if _has_chinese(stream.encoding) else "utf-8"
            stream.reconfigure(encoding=encoding, errors=errors)
            with suppress(OSError, ValueError, AttributeError):
                os.set_blocking(stream.fileno(), True)
            if isinstance(stream.buffer, io.RawIOBase):
                whole = io.BufferedWriter(stream.buffer)
                setattr(
                    sys,
                    name,
                    io.TextIOWrapper(whole, stream.encoding, errors, line_buffering=stream.isatty()),
                )
