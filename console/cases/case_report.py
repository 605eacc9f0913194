"""The whole report of a case: one paragraph first, then what stands behind it."""

from __future__ import annotations

from console.cases import report_attempt, report_causes, report_tokens
from console.cases.case import Case
from console.cases.report import (
    Bullet,
    Bullets,
    Line,
    Paragraph,
    Report,
    Section,
    Span,
    Table,
    code,
    ours,
    prose,
    spaced,
    strong,
)
from console.cases.report_attempt import moment, outcome_words, user_span
from console.cases.report_tokens import left_words
from console.cases.withheld_words import withheld_word
from console.core.diagnosis.finding import Confidence, Finding

_SIMULATED = (
    strong("SIMULATED"),
    ours(
        " – the practice pool on the operator's own machine answered. "
        "This is no evidence about any customer."
    ),
)
_PARTS = (
    report_attempt.attempt,
    report_attempt.paths,
    report_causes.meaning,
    report_causes.findings,
    report_causes.evidence,
    report_causes.forecast,
    report_causes.not_reproduced,
    report_attempt.steps,
    report_attempt.after,
    report_tokens.tokens,
    report_attempt.timeline,
)


def case_report(case: Case) -> Report:
    """What is said of the case, in every format for people."""
    made = (part(case) for part in _PARTS)
    sections = [section for section in made if section is not None]
    return Report(
        title="Sign-in case",
        summary=_summary(case),
        warning=_SIMULATED if case.simulated else (),
        sections=(*sections, _withheld(case), _environment(case)),
    )


def _summary(case: Case) -> Line:
    """What was tried, what came, why, what next, and what of it lives on."""
    parts: list[Line] = [(strong("SIMULATED."),)] if case.simulated else []
    parts.append(_tried(case))
    parts.append((strong("Came:"), ours(f" {outcome_words(case)}.")))
    if case.reason:
        parts.append((prose(case.reason),))
    parts += _why(case)
    if case.tokens_left is not None:
        parts.append((ours(left_words(case.tokens_left)),))
    line: list[Span] = []
    for part in parts:
        line += [ours(" "), *part] if line else part
    return tuple(line)


def _tried(case: Case) -> Line:
    return (
        strong("Tried:"),
        ours(" sign-in of "),
        user_span(case, "a user without a name"),
        ours(" with "),
        code(case.auth_flow),
        ours(" at pool "),
        code(case.user_pool_id),
        ours(", client "),
        code(case.client_id),
        ours("."),
    )


def _why(case: Case) -> list[Line]:
    found = case.classification
    causes = () if case.diagnosis is None else case.diagnosis.findings
    told: list[Line] = []
    if found is not None:
        told.append((strong("Why:"), ours(" "), prose(found.meaning)))
    likeliest = causes[0] if causes else None
    if likeliest is not None and _tells_more(likeliest):
        sure = "decided" if likeliest.decided else f"confidence {likeliest.confidence}"
        told.append(
            (strong("Likeliest cause:"), ours(" "), prose(likeliest.title), ours(f" ({sure})."))
        )
        told.append((strong("Next:"), ours(" "), prose(likeliest.next_step)))
    elif found is not None and found.next_steps:
        told.append((strong("Next:"), ours(" "), prose(found.next_steps[0])))
    return told


def _tells_more(finding: Finding) -> bool:
    """Whether the cause is sure enough to stand in the first paragraph."""
    return finding.decided or finding.confidence is not Confidence.LOW


def _withheld(case: Case) -> Section:
    if not case.withheld:
        said = Paragraph(line=(ours("Nothing was withheld."),))
        return Section(title="Withheld", blocks=(said,))
    rows = tuple(
        ((code(kind),), (ours(withheld_word(kind)),), (ours(str(count)),))
        for kind, count in case.withheld.items()
    )
    return Section(
        title="Withheld", blocks=(Table(columns=("Kind", "What it is", "Count"), rows=rows),)
    )


def _environment(case: Case) -> Section:
    context = case.context
    lines = [
        spaced(ours("Sign-in console"), code(context.program_version)),
        spaced(ours("Python"), code(context.python_version)),
        spaced(ours("botocore"), code(context.sdk_version)),
        spaced(ours("System"), code(context.platform)),
        spaced(ours("Time zone"), code(context.time_zone)),
        (ours(f"Exported {moment(context.exported_at)}"),),
        (ours(f"Names: {'shown' if case.names_shown else 'labels in their place'}"),),
        (ours(f"Events recorded: {case.events_recorded}, shown: {len(case.events)}"),),
    ]
    items = tuple(Bullet(line) for line in lines)
    return Section(title="Environment", blocks=(Bullets(items=items),))
