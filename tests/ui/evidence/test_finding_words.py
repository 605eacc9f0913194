from __future__ import annotations

from console.core.diagnosis.evidence import ProbeStatus
from console.core.diagnosis.finding import Confidence
from console.ui.evidence.finding_words import (
    admin_text,
    certainty,
    customer_text,
    facts,
    grounds,
    ticket_text,
)
from console.ui.evidence.lookup import NOT_BEGUN, Lookup
from tests.fakes import START
from tests.ui.evidence.gateways import finding, probe


def test_each_certainty_has_words_and_a_shape_of_its_own() -> None:
    kinds = [certainty(finding(confidence=each))[0] for each in Confidence]
    kinds.append(certainty(finding(decided=True))[0])
    assert len({words[0] for words in kinds}) == len(kinds)
    assert kinds[-1] == "◆ Decided · high confidence"
    assert kinds[2] == "○ Not decided · low confidence"


def test_only_what_is_there_has_a_place() -> None:
    assert [each.heading for each in grounds(finding())] == ["For", "Against", "Not checked"]
    bare = finding(against=(), not_checked=(), would_decide=None)
    assert [each.heading for each in grounds(bare)] == ["For"]
    assert [name for name, _ in facts(bare)] == ["Who acts", "Next step"]
    assert ("Who acts", "the user, the customer's admin") in facts(finding())


def test_customer_and_admin_are_told_different_things() -> None:
    assert customer_text(finding()) == "Dear customer of wrong_password.\n"
    assert admin_text(finding()) == (
        "Dear admin.\n\naws cognito-idp admin-get-user --username USERNAME\n"
    )
    assert admin_text(finding(remedy=None)) == "Dear admin.\n"


def test_the_ticket_has_the_first_findings_and_what_they_rest_on() -> None:
    found = [finding(f"cause{number}") for number in range(5)]
    text = ticket_text(found, NOT_BEGUN)
    assert "1. Title of cause0 (● Not decided · high confidence)" in text
    assert "   Not checked: AdminGetUser was not asked." in text
    assert "Title of cause2" in text
    assert "Title of cause3" not in text
    assert "(2 more, less likely)" in text
    assert "No evidence was gathered" in text
    read = Lookup(probes=(probe("x"), probe("y", ProbeStatus.DENIED)), at=START, stopped=True)
    assert (
        "Evidence, read 2026-11-24 14:02:11 UTC: 1 ok, 1 denied. It was stopped before its end."
        in ticket_text(found[:1], read)
    )
    assert ticket_text((), read) == ""
