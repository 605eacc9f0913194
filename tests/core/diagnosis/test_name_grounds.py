from __future__ import annotations

import pytest

from console.core.diagnosis.finding import Confidence, Finding
from console.core.diagnosis.name_grounds import for_alias, name_in_doubt
from tests.core.diagnosis.rules.refusals import refused
from tests.core.diagnosis.situations import situation

REMEDY = "aws x --filter 'email = \"EMAIL\"' --user-attributes Name=email_verified,Value=true"


def finding(remedy: str | None = REMEDY) -> Finding:
    return Finding(id="x", title="x", confidence=Confidence.LOW, decided=False, remedy=remedy)


@pytest.mark.parametrize(
    ("entry", "doubtful"), [("NA01", True), ("UN01", True), ("NA03", False), ("IP08", False)]
)
def test_a_refusal_that_may_be_of_the_name(entry: str, doubtful: bool) -> None:
    assert name_in_doubt(refused(situation(), entry)) is doubtful


def test_before_a_sign_in_a_name_that_is_sent_may_be_at_fault() -> None:
    assert name_in_doubt(situation())
    assert not name_in_doubt(situation(username=""))
    assert not name_in_doubt(situation("REFRESH_TOKEN_AUTH"))


def test_a_remedy_speaks_of_what_was_typed() -> None:
    number = for_alias(situation(username="+12025550134"), finding()).remedy
    assert number is not None
    assert "email" not in number
    assert 'phone_number = "PHONE_NUMBER"' in number
    assert for_alias(situation(username="al@example.com"), finding()).remedy == REMEDY
    assert for_alias(situation(username="+12025550134"), finding(None)).remedy is None
