"""`signin-console check`: whether a case is as it was written, whole, and safe to attach."""

from __future__ import annotations

import argparse
from pathlib import Path

from console.cases.checking import Checked, check_case_file
from console.cli.output import print_json, print_line

_SOUND, _WRONG = 0, 1


def check(options: argparse.Namespace) -> int:
    """Status 1 where something is wrong with the case."""
    checked = check_case_file(Path(options.case))
    if options.json:
        print_json(checked.to_json())
    else:
        for line in _lines(checked):
            print_line(line)
    return _SOUND if checked.sound else _WRONG


def _lines(checked: Checked) -> list[str]:
    changed = "ok" if checked.digest_fits else "mismatch: the case was changed after it was written"
    missing = "yes" if checked.complete else "no: events or their counts are missing"
    return [
        f"schema: {checked.schema}",
        f"digest: {changed}",
        f"texts that look like a secret: {checked.secrets_found}",
        f"texts that name somebody: {checked.names_found}",
        f"complete: {missing}",
    ]
