"""What is told of tokens: which came, whether they are true, until when they are good."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.call import REVOKE_TOKEN, Path
from console.core.claims import Check, Signature
from console.core.record import TokensLeft
from console.core.telling import State
from console.ui.attempt.tokens_words import (
    TokensShown,
    TokenStory,
    life_words,
    local_words,
    session_words,
    utc_words,
)
from tests.fakes import START
from tests.ui.timelines import HOSTILE, Story, on_both_paths, refused_at_once, signed_in, story

GOOD = dict.fromkeys(("issuer", "client", "use", "expiry"), Check.OK)


def shown(told: Story) -> TokensShown:
    tokens = TokenStory()
    for event in told.events:
        tokens.take(event)
    found = tokens.shown(told.attempt.tokens_left)
    assert found is not None
    return found


def test_no_tokens_no_words() -> None:
    tokens = TokenStory()
    for event in refused_at_once().events:
        tokens.take(event)
    assert tokens.shown(None) is None


def test_which_came_and_for_how_long() -> None:
    found = shown(story().started().call().tokens(new_device=True))
    assert found.came == ("Access token, ID token; access and ID for 1\u00a0h; a new device",)
    assert found.tokens == ()


def test_both_paths_and_a_refresh_are_kept_apart() -> None:
    told = story(both=True).started().call().tokens()
    told.call("InitiateAuth").tokens()
    assert [line.partition(":")[0] for line in shown(told).came] == ["Admin"]
    told = on_both_paths().checked("access").call().tokens()
    assert [line.partition(":")[0] for line in shown(told).came] == ["Admin", "Refreshed"]
    assert shown(told).tokens == (), "those were of the tokens before"
    told.checked("access").checked("access", path=Path.PUBLIC).checked("access")
    assert [token.name for token in shown(told).tokens] == [
        "Access token · RS256 · admin path", "Access token · RS256 · public path",
    ]  # fmt: skip


def test_a_token_that_is_right() -> None:
    (token,) = shown(signed_in().checked("id")).tokens
    assert token.name == "ID token · RS256"
    assert [check.text for check in token.checks] == [
        "✓ signature", "✓ issuer", "✓ client", "✓ use", "✓ expiry",
    ]  # fmt: skip
    assert token.checks[0].spoken == "signature: right"
    assert token.problems == ()
    facts = {fact.name: fact.values[0] for fact in token.facts}
    assert facts["sub"] == "05209161-9b1f-54a5-b633-b84e33b81126"
    assert (facts["Scopes"], facts["Groups"]) == ("none", "staff, night-shift")
    assert facts["Expires"] == local_words(START + timedelta(hours=1))
    tips = {fact.name: fact.tip for fact in token.facts}
    assert tips["Expires"] == "2026-11-24 15:02:11 UTC"
    assert token.further == "email, tenant", "the values of these are withheld"


@pytest.mark.parametrize(
    ("check", "token", "words"),
    [
        ("issuer", "access", "iss names another pool"),
        ("client", "access", "client_id names another app client"),
        ("client", "id", "aud names another app client"),
        ("use", "id", "another kind"),
        ("expiry", "id", "It has expired"),
    ],
)
def test_a_wrong_check_says_what_it_means(check: str, token: str, words: str) -> None:
    (found,) = shown(signed_in().checked(token, checks={**GOOD, check: Check.WRONG})).tokens
    ((state, sentence),) = found.problems
    assert state is State.REFUSED
    assert words in sentence
    assert f"✕ {check}" in [each.text for each in found.checks]


def test_a_signature_that_is_wrong_or_was_not_checked_says_why() -> None:
    told = signed_in().checked("id", Signature(check=Check.WRONG, reason="No key fits."))
    ((_, sentence),) = shown(told).tokens[0].problems
    assert sentence.startswith("Wrong signature:")
    assert sentence.endswith("No key fits.")
    for reason, words in (("No network.", "not checked: No network."), ("", "not checked.")):
        said = Signature(check=Check.NOT_CHECKED, reason=reason)
        (token,) = shown(signed_in().checked("id", said)).tokens
        ((state, sentence),) = token.problems
        assert (state, sentence.endswith(words)) == (State.WARNING, True)
        assert token.checks[0].text == "– signature"
        assert token.checks[0].spoken == "signature: not checked"


def test_times_that_are_not_there_and_texts_from_outside() -> None:
    told = signed_in().checked("access", issued_at=None, sub=None, groups=(HOSTILE,))
    facts = {fact.name: fact.values[0] for fact in shown(told).tokens[0].facts}
    assert (facts["Issued"], facts["sub"]) == ("—", "—")
    assert "\u202e" not in facts["Groups"]


def test_until_when_the_session_is_good() -> None:
    until = datetime(2026, 12, 24, 9, 0, tzinfo=UTC)
    text, tip = session_words(TokensLeft(valid_until=until), simulated=False)
    assert text == f"Real session: valid until {local_words(until)}."
    assert tip == "2026-12-24 09:00:00 UTC"
    practised, _ = session_words(TokensLeft(valid_until=until), simulated=True)
    assert practised == f"Practice session: valid until {local_words(until)}."
    text, tip = session_words(TokensLeft(valid_until=until, assumed=True), simulated=False)
    assert text.endswith("(assumed).")
    assert "30 days" in tip
    text, tip = session_words(TokensLeft(valid_until=until, revoked_at=START), simulated=False)
    assert text == f"Revoked at {local_words(START)}."
    assert tip == utc_words(START)
    assert "not known" in session_words(TokensLeft(valid_until=None), simulated=False)[0]
    assert "not recorded" in session_words(None, simulated=False)[0]


def test_what_followed_is_told() -> None:
    told = signed_in().left().remembered(needed=True, kept=False)
    assert shown(told).notes == (
        "Device confirmed and remembered; its keys are kept until the console closes.",
    )
    assert not shown(told).revoked
    assert shown(told.call(REVOKE_TOKEN).done().revoked()).revoked
    told = signed_in().remembered()
    assert shown(told).notes == ("Device confirmed; its keys are in the keyring.",)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(3600, "1 h"), (300, "5 min"), (90, "90 s"), (86400, "1 d"), (0, "0 s"), (5400, "90 min")],
)
def test_a_life_in_words(seconds: float, words: str) -> None:
    assert life_words(seconds) == words.replace(" ", "\u00a0")


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001
def test_any_moment_reads_the_same_in_utc(moment: datetime) -> None:
    text = utc_words(moment.replace(tzinfo=UTC))
    read = datetime.strptime(text, "%Y-%m-%d %H:%M:%S UTC")  # noqa: DTZ007
    assert read == moment.replace(microsecond=0)
