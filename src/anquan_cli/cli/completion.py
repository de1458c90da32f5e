"""anquan completion: the script that teaches a shell to complete this program's words."""

import typer

from anquan_cli.cli import completer, output
from anquan_cli.errors import UsageError, truncate

# The candidates are data: no script evaluates them, whatever a list file calls its units. A line `*`: file names fit.
SCRIPTS = {
    "bash": """\
_anquan() {
    local IFS=' ' line value help values=() shown=()
    line="${COMP_WORDS[*]:0:COMP_CWORD+1}"
    line=${line// = /=} line=${line/% =/=}
    while IFS=$'\\t' read -r value help; do
        if [[ $value == '*' ]]; then compopt -o default 2>/dev/null; continue; fi
        value=${value#--*=}
        values+=("$value") shown+=("$value${help:+  $help}")
    done < <(_TYPER_COMPLETE_ARGS=$line VARIABLE=complete_bash anquan)
    COMPREPLY=("${values[@]}")
    (( ${#values[@]} > 1 )) || return
    case $COMP_TYPE in 33|63|64) COMPREPLY=("${shown[@]}") ;; esac
    for value in "${values[@]}"; do
        # or what they have in common would take the place of what was typed
        if [[ $value != "${COMP_WORDS[COMP_CWORD]}"* ]]; then COMPREPLY+=(' '); return; fi
    done
}
complete -o nosort -F _anquan anquan 2>/dev/null || complete -F _anquan anquan
""",
    "zsh": """\
_anquan() {
    local -a values shown
    local value help
    while IFS=$'\\t' read -r value help; do
        if [[ $value == '*' ]]; then compset -P '--*='; _files; return; fi
        values+=("$value")
        shown+=("$value${help:+  $help}")
    done < <(_TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" VARIABLE=complete_zsh anquan)
    (( $#values )) || return 1
    [[ $#values -gt 1 && -n ${values:#${(b)PREFIX}*} ]] && compstate[insert]=menu
    compadd -U -V anquan -l -d shown -a values
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
compdef _anquan anquan
""",
    "fish": """\
function __anquan_complete
    set -l found (env VARIABLE=complete_fish _TYPER_COMPLETE_ARGS=(commandline -cp | string collect) anquan)
    if test "$found" = '*'
        __fish_complete_path (commandline -ct)
    else if test (count $found) -gt 0
        printf '%s\\n' $found
    end
end
complete --command anquan --no-files --keep-order --arguments '(__anquan_complete)'
""",
    "powershell": """\
Register-ArgumentCompleter -Native -CommandName anquan -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $line = $commandAst.ToString()
    $end = [Math]::Min($line.Length, $cursorPosition - $commandAst.Extent.StartOffset)
    $Env:VARIABLE = 'complete_powershell'
    $Env:_TYPER_COMPLETE_ARGS = $line.Substring(0, $end)
    $Env:_TYPER_COMPLETE_WORD_TO_COMPLETE = $wordToComplete
    $before = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
        $found = @(anquan)
        if ($found.Count -eq 0) { return '' }  # with nothing at all, file names would be offered
        $found | Where-Object { $_ -ne '*' } | ForEach-Object {
            $value, $help = $_ -split "`t", 2
            if (-not $help) { $help = $value }
            [System.Management.Automation.CompletionResult]::new($value, "$value  $help", 'ParameterValue', $help)
        }
    } finally {
        [Console]::OutputEncoding = $before
        Remove-Item Env:VARIABLE, Env:_TYPER_COMPLETE_ARGS
        Remove-Item Env:_TYPER_COMPLETE_WORD_TO_COMPLETE -ErrorAction SilentlyContinue
    }
}
""",
}


def run(
    ctx: typer.Context,
    shell: str = typer.Argument(
        None,
        metavar="SHELL",
        help="bash、zsh、fish、powershell；不写则自动识别",
        autocompletion=completer.shells,
    ),
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
        every = "、".join(completer.SHELLS)
        if shell is None:
            raise UsageError("认不出正在使用的终端程序", f"请写明：{every}")
        raise UsageError(f"没有终端程序“{truncate(shell)}”的补全脚本", f"可用：{every}")
    output.write(SCRIPTS[name].replace("VARIABLE", completer.VARIABLE))


def _detected() -> str:
    """The shell that runs this program, or an empty word."""
    try:
        import shellingham

        return str(shellingham.detect_shell()[0])
    except Exception:
        return ""
