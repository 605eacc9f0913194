"""`signin-console show`: a case as text."""

from __future__ import annotations

import argparse
from pathlib import Path

from console.cases.reading import read_case_file
from console.cases.schema import steady
from console.cases.show_text import normalized_lines, report_lines
from console.cli.output import print_json, print_line, say


def show(options: argparse.Namespace) -> int:
    """Status 0 for every case that can be read."""
    case = read_case_file(Path(options.case))
    if not case.intact:
        say("note: the case does not fit its digest: it was changed after it was written.")
    if options.json:
        content = steady(case.content) if options.normalized else case.content
        print_json(content if isinstance(content, dict) else {})
        return 0
    lines = normalized_lines(case.content) if options.normalized else report_lines(case.case)
    for line in lines:
        print_line(line)
    return 0
