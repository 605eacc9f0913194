# `make test` for Windows: makes .venv from the lock, then lint and the whole test suite.
$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '..\..')
function Stop-OnFailure { if ($LASTEXITCODE) { exit $LASTEXITCODE } }
$python = if ($env:PYTHON) { $env:PYTHON } elseif (Get-Command py -ErrorAction Ignore) { 'py' } else { 'python' }
& $python packaging\setup\environment.py test
Stop-OnFailure
& .venv\Scripts\ruff.exe check .
Stop-OnFailure
& .venv\Scripts\ruff.exe format --check .
Stop-OnFailure
& .venv\Scripts\mypy.exe
Stop-OnFailure
& .venv\Scripts\lint-imports.exe --no-cache
Stop-OnFailure
& .venv\Scripts\python.exe -m pytest -m 'not bench' tests
exit $LASTEXITCODE
