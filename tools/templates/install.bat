@echo off
rem 不用网络安装 anquan @VERSION@。用法：install.bat [文件夹]
setlocal
set "PLACE=%~1"
if "%PLACE%"=="" set "PLACE=%LOCALAPPDATA%\Programs\anquan"
if "%PLACE:~-1%"=="\" set "PLACE=%PLACE:~0,-1%"
set "WHY=%PLACE% 已经有了，又不是以前装的 anquan，请换一个文件夹。"
if exist "%PLACE%" if not exist "%PLACE%\pyvenv.cfg" goto fail

set "WHY=没有找到 64 位的 Python @PYTHON@，请先装上。"
set "PY=py -@PYTHON@"
%PY% -c "" >nul 2>nul
if errorlevel 1 set "PY=python"
%PY% -c "import struct, sys; sys.exit('%%d.%%d.%%d' %% (*sys.version_info[:2], struct.calcsize('P')) != '@PYTHON@.8')" >nul 2>nul
if errorlevel 1 goto fail
rem 装过并加进了 Path 的，找到的可能是要换掉的那一个自己的 python
for /f "delims=" %%P in ('%PY% -c "import sys; print(sys._base_executable)"') do set PY="%%P"

set "WHY=没有建成虚拟环境，原因见上面的说明。"
%PY% -m venv "%PLACE%"
if errorlevel 1 goto fail

set "WHY=没有装成，原因见上面的说明。"
set "PIP_CONFIG_FILE=nul"
"%PLACE%\Scripts\python" -m pip --isolated --disable-pip-version-check install -q --force-reinstall --no-index --no-deps --find-links "%~dp0wheels" @PACKAGES@
if errorlevel 1 goto fail

"%PLACE%\Scripts\anquan" --version
echo 已装好："%PLACE%\Scripts\anquan.exe"
echo 想直接写 anquan，请把上面这个文件所在的文件夹加进环境变量 Path。
exit /b 0

:fail
echo 错误："%WHY%"
exit /b 1
