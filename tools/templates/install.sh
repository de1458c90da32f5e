#!/bin/sh
# 不用网络安装 anquan @VERSION@。用法：sh install.sh [文件夹]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
place=${1:-"$HOME/.local/lib/anquan"}

fail() {
    echo "错误：$1" >&2
    exit 1
}

[ "$(uname -m)" = "@MACHINE@" ] || fail "本包是给 @MACHINE@ 的，这台机器是 $(uname -m)，请换用对应的安装包。"
if [ -e "$place" ] && [ ! -e "$place/pyvenv.cfg" ]; then
    fail "$place 已经有了，又不是以前装的 anquan，请换一个文件夹。"
fi
python=
for name in "${PYTHON:-}" python@PYTHON@ python3; do
    if [ -n "$name" ] && [ "$("$name" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = @PYTHON@ ]; then
        python=$name
        break
    fi
done
[ -n "$python" ] || fail "没有找到 Python @PYTHON@。装在别处的，请写成：PYTHON=它的路径 sh install.sh"

"$python" -m venv "$place" || fail "没有建成虚拟环境。Debian、统信、麒麟请先装 python3-venv。"
place=$(cd "$place" && pwd)
export PIP_CONFIG_FILE=/dev/null
"$place/bin/python@PYTHON@" -m pip --isolated --disable-pip-version-check install -q --force-reinstall \
    --no-index --no-deps --find-links "$here/wheels" @PACKAGES@ || fail "没有装成，原因见上面的说明。"

"$place/bin/anquan" --version
echo "已装好：$place/bin/anquan"
echo "想直接写 anquan，请在 ~/.bashrc 末尾加一行：export PATH=\"$place/bin:\$PATH\""
