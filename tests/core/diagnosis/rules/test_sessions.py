from __future__ import annotations

import pytest

from console.core.diagnosis.finding import Confidence
from tests.core.diagnosis.rules.refusals import first, found, refused
from tests.core.diagnosis.situations import situation


@pytest.mark.parametrize(
    ("entry", "cause"),
    [
        ("NA11", "session_expired"),
        ("NA12", "session_used_twice"),
        ("IP04", "session_missing"),
        ("NA17", "access_token_invalid"),
    ],
)
def test_the_three_texts_are_three_causes(entry: str, cause: str) -> None:
    assert first(refused(situation(), entry, "SMS_MFA")) == (cause, True)
    assert found(situation(), cause) is None


def test_the_bare_text_stays_open() -> None:
    finding = found(refused(situation(), "NA10", "SMS_MFA"), "session_foreign")
    assert finding is not None
    assert (finding.confidence, finding.decided) == (Confidence.MEDIUM, False)
    assert finding.would_decide
    assert found(refused(situation(), "NA11", "SMS_MFA"), "session_foreign") is None
