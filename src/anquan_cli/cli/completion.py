"""anquan completion: the script that teaches a shell to complete this program's words."""

from __future__ import annotations

import typer

from anquan_cli.cli import output
from anquan_cli.cli.app import Command, command_app
from anquan_cli.cli.completer import SHELLS, VARIABLE
from anquan_cli.errors import UsageError, truncate

app = command_app()

# The candidates are data: no script evaluates them, whatever a list file calls its units.
SCRIPTS = {
    "bash": """\
_anquan() {
    local IFS=$'\\n' line
    COMPREPLY=()
    while read -r line; do
        COMPREPLY+=("$line")
    done < <(COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD VARIABLE=complete_bash anquan)
}
complete -o default -F _anquan anquan
""",
    "zsh": """\
_anquan() {
    local -a values shown
    local value help
    while IFS=$'\\t' read -r value help; do
        values+=("$value")
        shown+=("$value${help:+  $help}")
    done < <(_TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" VARIABLE=complete_zsh anquan)
    if (( $#values )); then
        compadd -U -l -d shown -a values
    else
        _files
    fi
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
compdef _anquan anquan
""",
    "fish": """\
function __anquan_complete
    set -l found (env VARIABLE=complete_fish _TYPER_COMPLETE_ARGS=(commandline -cp | string collect) anquan)
    if test (count $found) -gt 0
        printf '%s\\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete --command anquan --no-files --arguments '(__anquan_complete)'
""",
    "powershell": """\
Register-ArgumentCompleter -Native -CommandName anquan -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $Env:VARIABLE = 'complete_powershell'
    $Env:_TYPER_COMPLETE_ARGS = $commandAst.ToString()
    $Env:_TYPER_COMPLETE_WORD_TO_COMPLETE = $wordToComplete
    $before = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
        anquan | ForEach-Object {
            $value, $help = $_ -split "`t", 2
            if (-not $help) { $help = $value }
            [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $help)
        }
    } finally {
        [Console]::OutputEncoding = $before
        Remove-Item Env:VARIABLE, Env:_TYPER_COMPLETE_ARGS, Env:_TYPER_COMPLETE_WORD_TO_COMPLETE
    }
}
""",
}


@app.command(cls=Command)
def completion(
    ctx: typer.Context,
    shell: str = typer.Argument(None, metavar="SHELL", help="bash、zsh、fish、powershell；不写则自动识别"),
) -> None:
    """输出命令补全脚本：编号（附标题）、单位、行业、状态等按 Tab 键补全。

    把所用终端程序的那一行加进它的启动文件，重新打开终端即可。

    示例：
    anquan completion bash
    # bash：加进 ~/.bashrc
    eval "$(anquan completion bash)"
    # zsh：加进 ~/.zshrc
    eval "$(anquan completion zsh)"
    # fish：加进 ~/.config/fish/config.fish
    anquan completion fish | source
    # PowerShell：加进 $PROFILE
    anquan completion powershell | Out-String | Invoke-Expression
    """
    name = shell.lower() if shell is not None else _detected()
    name = "powershell" if name == "pwsh" else name
    if name not in SCRIPTS:
        every = "、".join(SHELLS)
        if shell is None:
            raise UsageError("认不出正在使用的终端程序", f"请写明：{every}")
        raise UsageError(f"没有终端程序“{truncate(shell)}”的补全脚本", f"可用：{every}")
    output.write(SCRIPTS[name].replace("VARIABLE", VARIABLE))


def _detected() -> str:
    """The shell that runs this program, or an empty word."""
    try:
        import shellingham

        return str(shellingham.detect_shell()[0])
    except Exception:
        return ""
