#!/bin/sh
# Makes both locks anew: universal (every platform, Python 3.11 to 3.14), with hashes, without index addresses.
set -eu
cd "$(dirname "$0")/../.."
uv pip compile --universal --generate-hashes --python-version 3.11 --no-header -q "$@" \
    pyproject.toml --extra build -o packaging/locks/run.txt
uv pip compile --universal --generate-hashes --python-version 3.11 --no-header -q "$@" \
    pyproject.toml --extra build --extra dev -c packaging/locks/run.txt -o packaging/locks/dev.txt
