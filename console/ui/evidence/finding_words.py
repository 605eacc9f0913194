"""What cards and ticket say of a finding: the same words, as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from console.core.diagnosis.finding import Confidence, Finding
from console.ui.attempt.diagnosis_words import ACT_WORDS, Section
from console.ui.attempt.tokens_words import utc_words
from console.ui.evidence.lookup import Lookup
from console.ui.evidence.lookup_words import counts

FOR_THE_TICKET = 3  # findings
_SHAPES = {Confidence.HIGH: "●", Confidence.MEDIUM: "◐", Confidence.LOW: "○"}
_TONES = {Confidence.HIGH: "", Confidence.MEDIUM: "warn", Confidence.LOW: "muted"}


def certainty(finding: Finding) -> tuple[str, str]:
    """Shape and words of how sure it is, and the tone of their colour."""
    if finding.decided:
        return f"◆ Decided · {finding.confidence} confidence", "accent"
    words = f"{_SHAPES[finding.confidence]} Not decided · {finding.confidence} confidence"
    return words, _TONES[finding.confidence]


def grounds(finding: Finding) -> tuple[Section, ...]:
    """What speaks for it, against it, and what nobody looked at."""
    sections = (
        Section(heading="For", items=finding.for_),
        Section(heading="Against", items=finding.against),
        Section(heading="Not checked", items=finding.not_checked),
    )
    return tuple(section for section in sections if section.items)


def facts(finding: Finding) -> tuple[tuple[str, str], ...]:
    """Who acts, what to do next, and what would settle it."""
    pairs = (
        ("Who acts", ", ".join(ACT_WORDS[act] for act in finding.act)),
        ("Next step", finding.next_step),
        ("Would decide", finding.would_decide or ""),
    )
    return tuple((name, text) for name, text in pairs if text)


def ticket_text(findings: Sequence[Finding], lookup: Lookup) -> str:
    """The first findings as plain text, and what they rest on."""
    if not findings:
        return ""
    lines = ["", "Findings, likeliest first"]
    for number, finding in enumerate(findings[:FOR_THE_TICKET], start=1):
        lines += _lines(number, finding)
    rest = len(findings) - FOR_THE_TICKET
    if rest > 0:
        lines.append(f"({rest} more, less likely)")
    return "\n".join([*lines, _basis(lookup)]) + "\n"


def admin_text(finding: Finding) -> str:
    """What the customer's admin is told, with the line to run where there is one."""
    return "\n\n".join(text for text in (finding.for_admin, finding.remedy) if text) + "\n"


def customer_text(finding: Finding) -> str:
    """What the customer is told."""
    return finding.for_customer + "\n"


def _basis(lookup: Lookup) -> str:
    if not lookup.probes:
        return "No evidence was gathered: this is what the attempt itself tells."
    when = "" if lookup.at is None else f", read {utc_words(lookup.at)}"
    stopped = " It was stopped before its end." if lookup.stopped else ""
    return f"Evidence{when}: {counts(lookup.probes)}.{stopped}"


def _lines(number: int, finding: Finding) -> Iterator[str]:
    words, _ = certainty(finding)
    yield f"{number}. {finding.title} ({words})"
    for section in grounds(finding):
        for item in section.items:
            yield f"   {section.heading}: {item}"
    for name, text in facts(finding):
        yield f"   {name}: {text}"
