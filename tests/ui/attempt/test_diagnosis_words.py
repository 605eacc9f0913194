"""The words of the diagnosis, for each outcome and each word of the catalogue."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.core.aftermath import Done
from console.core.call import Origin, Sent
from console.core.diagnosis.classification import Act, Classification, Matched, Retry, RetryWhen
from console.core.diagnosis.evidence import ClientFacts, Evidence
from console.core.record import LegRecord, Outcome
from console.ui.attempt.diagnosis_words import (
    ACT_WORDS,
    LOCKOUT_WORDS,
    MATCHED_WORDS,
    NOT_PROVEN_HEADING,
    RETRY_WORDS,
    Diagnosis,
    Standing,
    diagnose,
    diagnose_follow_up,
    first_sentence,
    retry_words,
)
from tests.fakes import failure, refusal
from tests.ui.timelines import HOSTILE, classification


def diagnosed(
    outcome: Outcome | None,
    found: Classification | None = None,
    *,
    reason: str = "Why.",
    simulated: bool = False,
    refused: bool = True,
) -> Diagnosis:
    diagnosis = diagnose(
        Standing(
            outcome=outcome,
            reason=reason,
            classification=found,
            simulated=simulated,
            refused=refused,
        )
    )
    assert diagnosis is not None
    return diagnosis


def test_a_refusal_says_all_that_the_catalogue_knows() -> None:
    diagnosis = diagnosed(Outcome.FAILED, classification())
    assert diagnosis.title == "Cognito refused this name and password together."
    assert diagnosis.lead == "It does not say which is wrong."
    assert (diagnosis.said_by, diagnosis.said) == (
        "Cognito said",
        "Incorrect username or password.",
    )
    assert dict(diagnosis.facts) == {
        "Who acts": "the user, the customer's admin",
        "Lockout": "yes, a failed try counts",
        "Retry": "after the cause is fixed",
        "Recognised": "NotAuthorizedException, matched by text",
    }
    headings = [section.heading for section in diagnosis.sections]
    assert headings == ["Causes, likeliest first", "Next steps"]


def test_a_text_of_this_machine_is_not_put_into_cognitos_mouth() -> None:
    found = classification("NoCredentialsError", "Unable to locate credentials")
    assert diagnosed(Outcome.NOT_SENT, found, refused=False).said_by == "This machine said"


def test_signed_in_says_what_it_does_not_prove() -> None:
    text = diagnosed(Outcome.SIGNED_IN).to_text()
    for word in ("WAF", "SRP", "remembered device", "network", "build"):
        assert word in text
    assert "Simulated" not in text
    assert "practice pool" in diagnosed(Outcome.SIGNED_IN, simulated=True).note


def test_what_was_read_before_says_how_pool_and_client_are_set() -> None:
    standing = Standing(
        outcome=Outcome.SIGNED_IN,
        reason="",
        classification=None,
        simulated=False,
        auth_flow="ADMIN_USER_PASSWORD_AUTH",
    )
    read = Evidence(client=ClientFacts(client_id="c", auth_flows=("ALLOW_USER_PASSWORD_AUTH",)))
    texts = [diagnose(standing), diagnose(replace(standing, evidence=read))]
    before, after = (found.to_text() for found in texts if found is not None)
    assert "ALLOW_USER_PASSWORD_AUTH, which was not read" in before
    assert "ALLOW_USER_PASSWORD_AUTH, which is set" in after


@pytest.mark.parametrize("outcome", [o for o in Outcome if o is not Outcome.SIGNED_IN])
def test_every_outcome_without_a_classification_has_a_reason_and_a_next_step(
    outcome: Outcome,
) -> None:
    diagnosis = diagnosed(outcome)
    assert diagnosis.title == "Why."
    (steps,) = diagnosis.sections
    assert steps.numbered
    assert steps.items
    assert diagnosed(outcome, reason="").title.endswith(".")


@pytest.mark.parametrize("outcome", [Outcome.CANCELLED, Outcome.ABANDONED, Outcome.UNKNOWN])
def test_how_it_ended_stands_beside_what_was_said_before(outcome: Outcome) -> None:
    assert diagnosed(outcome, classification()).lead.endswith("Why.")


def test_the_request_id_is_at_hand_for_the_ticket() -> None:
    standing = Standing(
        outcome=Outcome.FAILED,
        reason="",
        classification=classification(),
        simulated=False,
        refused=True,
        request_id="1c44e0b2",
    )
    diagnosis = diagnose(standing)
    assert diagnosis is not None
    assert "Request id: 1c44e0b2\n" in diagnosis.to_text()


def test_nothing_is_said_before_there_is_something() -> None:
    standing = Standing(outcome=None, reason="", classification=None, simulated=False)
    assert diagnose(standing) is None
    early = replace(standing, classification=classification(), refused=True)
    assert diagnose(early) is not None


def test_every_word_of_the_interface_has_words() -> None:
    assert set(ACT_WORDS) == set(Act)
    assert set(RETRY_WORDS) == set(RetryWhen)
    assert set(MATCHED_WORDS) == set(Matched)
    assert set(LOCKOUT_WORDS) == {True, False, None}


@pytest.mark.parametrize(
    ("retry", "words"),
    [
        (Retry(when=RetryWhen.NO), "no, the same request fails again"),
        (Retry(when=RetryWhen.WAIT), "after a wait"),
        (Retry(when=RetryWhen.WAIT, after_s=900), "after 15 min"),
        (
            Retry(when=RetryWhen.SAME_SESSION, after_s=30),
            "yes, in the same sign-in, after 30 s",
        ),
    ],
)
def test_retry_in_words(retry: Retry, words: str) -> None:
    assert retry_words(retry) == words


@pytest.mark.parametrize(
    ("text", "first", "rest"),
    [
        ("One.", "One.", ""),
        ("One. Two. Three.", "One.", "Two. Three."),
        ("Text e.g. this one goes on.", "Text e.g. this one goes on.", ""),
        ("No stop", "No stop", ""),
        ("Is it 2.5 s? Yes.", "Is it 2.5 s?", "Yes."),
        ("", "", ""),
    ],
)
def test_the_first_sentence_is_the_title(text: str, first: str, rest: str) -> None:
    assert first_sentence(text) == (first, rest)


def test_the_text_for_the_ticket() -> None:
    assert diagnosed(Outcome.FAILED, classification(), simulated=True).to_text() == (
        "Cognito refused this name and password together.\n"
        "It does not say which is wrong.\n"
        "Simulated: the answers came from the practice pool on this machine and say nothing about "
        "a customer.\n"
        "Who acts: the user, the customer's admin\n"
        "Lockout: yes, a failed try counts\n"
        "Retry: after the cause is fixed\n"
        "Recognised: NotAuthorizedException, matched by text\n"
        "Cognito said: Incorrect username or password.\n"
        "\n"
        "Causes, likeliest first\n"
        "• The password is wrong.\n"
        "• No user has this name in this pool.\n"
        "\n"
        "Next steps\n"
        "1. Look the user up with AdminGetUser.\n"
        "2. Let the user type it by hand once.\n"
    )


def test_texts_from_outside_are_escaped() -> None:
    text = diagnosed(Outcome.FAILED, classification(HOSTILE, HOSTILE)).to_text()
    assert "\u202e" not in text
    assert "\x07" not in text


def paths_say(admin: Outcome, public: Outcome) -> list[str]:
    outcome = Outcome.SIGNED_IN if admin is public is Outcome.SIGNED_IN else Outcome.FAILED
    legs = tuple(
        LegRecord(path=path, outcome=end, reason="Why.")
        for path, end in (("admin", admin), ("public", public))
    )
    found = None if outcome is Outcome.SIGNED_IN else classification()
    diagnosis = diagnose(
        Standing(
            outcome=outcome,
            reason="",
            classification=found,
            simulated=False,
            path="both",
            legs=legs,
        )
    )
    assert diagnosis is not None
    return [item for s in diagnosis.sections if "two paths" in s.heading for item in s.items]


@pytest.mark.parametrize(
    ("admin", "public", "words"),
    [
        (Outcome.SIGNED_IN, Outcome.SIGNED_IN, "Both paths sign the user in"),
        (Outcome.SIGNED_IN, Outcome.FAILED, "what the app itself sends is stopped"),
        (Outcome.FAILED, Outcome.SIGNED_IN, "the admin call alone is stopped"),
        (Outcome.FAILED, Outcome.FAILED, "the cause is not the path"),
    ],
)
def test_two_paths_say_more_than_one(admin: Outcome, public: Outcome, words: str) -> None:
    (item,) = paths_say(admin, public)
    assert words in item


def test_a_path_that_came_to_no_end_of_cognitos_says_nothing() -> None:
    assert paths_say(Outcome.FAILED, Outcome.NOT_SENT) == []


def test_the_public_path_proves_more_than_the_admin_path_alone() -> None:
    proven = {}
    for path in ("admin", "public"):
        found = diagnose(
            Standing(
                outcome=Outcome.SIGNED_IN,
                reason="",
                classification=None,
                simulated=False,
                path=path,
                auth_flow="USER_SRP_AUTH",
                challenges=("PASSWORD_VERIFIER",),
            )
        )
        assert found is not None
        assert found.sections[0].heading == NOT_PROVEN_HEADING
        proven[path] = found.sections[0].items
    assert any("WAF" in item for item in proven["admin"])
    assert not any("WAF" in item for item in proven["public"])
    assert any("the console did that arithmetic itself" in item for item in proven["public"])


def test_a_call_that_followed_is_judged_without_touching_the_outcome() -> None:
    done = Done(
        failure=refusal("NotAuthorizedException", "Invalid Refresh Token"),
        classification=classification("NotAuthorizedException", "Invalid Refresh Token"),
    )
    found = diagnose_follow_up("RevokeToken", done, simulated=True)
    assert found is not None
    assert found.title == "RevokeToken: refused by Cognito."
    assert "changes nothing of its outcome" in found.lead
    assert found.note.startswith("Simulated")
    assert (found.said_by, found.said) == ("Cognito said", "Invalid Refresh Token")
    assert dict(found.facts)["Request id"] == "9fdb5cfa-5ec1-47bf-bc07-8adc3b4bebf6"
    assert diagnose_follow_up("RevokeToken", Done(), simulated=True) is None


@pytest.mark.parametrize(
    ("origin", "sent", "title"),
    [
        (Origin.STOPPED, Sent.NO, "cancelled; the request had not left this machine."),
        (Origin.STOPPED, Sent.YES, "cancelled; the request had left."),
        (Origin.CLIENT, Sent.NO, "not sent."),
        (Origin.DEADLINE, Sent.YES, "outcome unknown."),
    ],
)
def test_a_call_that_followed_without_an_answer(origin: Origin, sent: Sent, title: str) -> None:
    done = Done(failure=failure(origin, "Code", sent), classification=classification("Code", "x"))
    found = diagnose_follow_up("RevokeToken", done, simulated=False)
    assert found is not None
    assert found.title == f"RevokeToken: {title}"
    assert found.said_by in ("", "This machine said")
    assert found.note == ""
