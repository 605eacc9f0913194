"""`signin-console explain`: the causes that a case itself speaks for, without any network."""

from __future__ import annotations

import argparse
from pathlib import Path

from console.cases.reading import read_case_file
from console.cli.findings_report import diagnosis_json, diagnosis_lines
from console.cli.output import print_json, print_line, say
from console.core.diagnosis.findings import find
from console.core.diagnosis.not_exercised import not_exercised_by
from console.core.diagnosis.situations import situation_of_record


def explain(options: argparse.Namespace) -> int:
    """Findings from the case's events and classification; status 0 whatever they are."""
    case = read_case_file(Path(options.case))
    if not case.intact:
        say("note: the case does not fit its digest: it was changed after it was written.")
    situation = situation_of_record(case.record)
    findings = find(situation)
    left_out = not_exercised_by(case.record)
    if options.json:
        print_json(diagnosis_json(situation, findings, None, left_out=left_out))
        return 0
    for line in diagnosis_lines(situation, findings, None, left_out):
        print_line(line)
    return 0
