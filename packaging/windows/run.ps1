# `make run` for Windows: makes .venv from the lock and opens the console on the practice pool.
$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '..\..')
$python = if ($env:PYTHON) { $env:PYTHON } elseif (Get-Command py -ErrorAction Ignore) { 'py' } else { 'python' }
& $python packaging\setup\environment.py run
if ($LASTEXITCODE) { exit $LASTEXITCODE }
& .venv\Scripts\signin-console.exe --practice
exit $LASTEXITCODE
