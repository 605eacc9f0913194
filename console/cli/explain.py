"""`signin-console explain`: the causes that a case itself speaks for, without any network."""

from __future__ import annotations

import argparse
from pathlib import Path

from console.cases.reading import read_case_file
from console.cli.findings_report import diagnosis_json, diagnosis_lines
from console.cli.output import print_json, print_line, say
from console.core.diagnosis.findings import find
from console.core.diagnosis.forecasting import forecast
from console.core.diagnosis.not_exercised import lines, not_exercised_by
from console.core.diagnosis.situations import situation_of_record


def explain(options: argparse.Namespace) -> int:
    """Findings from the case's events and classification; status 0 whatever they are."""
    case = read_case_file(Path(options.case))
    if not case.intact:
        say("note: the case does not fit its digest: it was changed after it was written.")
    told = case.diagnosis
    situation = situation_of_record(case.record, told.evidence)
    # What was found with evidence stays: with labels for names not all of it can be found again.
    findings = find(situation) if told.evidence is None else told.findings
    left_out = told.not_exercised or not_exercised_by(case.record, told.evidence)
    if options.json:
        ahead = told.forecast or forecast(situation)  # of the same request, sent once more
        print_json(diagnosis_json(situation, findings, ahead, left_out=left_out))
        return 0
    for line in diagnosis_lines(situation, findings, told.forecast, lines(left_out)):
        print_line(line)
    return 0
