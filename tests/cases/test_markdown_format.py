"""The case as Markdown for a ticket."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.cases.case import Case, CaseContext
from console.cases.markdown_format import MarkdownFormat
from console.core.record import AttemptRecord, Outcome, TokensLeft
from tests.cases.diagnosed import diagnosis
from tests.core import corpus

STARTED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
TOKEN_ROW = (
    "| access | not checked | ok | **WRONG** | ok | ok | 2026-01-02 03:04:05 UTC "
    "| `CodeMismatchException` `aws.cognito.signin.user.admin`"
)
ID = "CodeMismatchException"
MakeRecord = Callable[..., AttemptRecord]


def written(case: Case) -> str:
    stream = io.BytesIO()
    MarkdownFormat().write(case, stream)
    return stream.getvalue().decode()


@pytest.fixture
def case(make_record: MakeRecord, context: CaseContext) -> Case:
    record = make_record(text="CodeMismatchException", message="Invalid code, alice.")
    return Case.from_record(replace(record, reason="Cognito refused the code."), context)


def test_the_first_paragraph_says_what_was_tried_what_came_why_and_what_next(case: Case) -> None:
    assert written(case).splitlines()[0] == (
        "**Tried:** sign-in of USER-1 with `ADMIN_USER_PASSWORD_AUTH` at pool "
        "`eu-west-1_Ab12Cd34E`, client `1example23456789`. **Came:** refused. "
        "Cognito refused the code. **Why:** The code was wrong CodeMismatchException. "
        "**Next:** Type the newest code CodeMismatchException. Tokens left valid until 2026-02-01 "
        "03:04:05 UTC (if the refresh token has the life that Cognito gives by default): nobody "
        "revoked them."
    )


def test_the_sections_hold_what_a_ticket_needs(case: Case) -> None:
    text = written(case)
    for line in (
        "| Ticket | `CodeMismatchException` |",
        "| User | USER-1 |",
        "| Kind | staging |",
        "| Challenges | `SMS_MFA` `CodeMismatchException` |",
        "| Started | 2026-01-02 03:04:05 UTC |",
        "| Duration | 2000 ms |",
        "- 0 ms Attempt `ADMIN_USER_PASSWORD_AUTH` as “USER-1”",
        "- 1 ms AdminInitiateAuth begun",
        "  - 2 ms wire try 1 · new connection · through a proxy · TLSv1.3 · CodeMismatchException",
        "- 7 ms ✕ AdminRespondToAuthChallenge refused `CodeMismatchException`",
        "- 10 ms ✎ Answer given · `SMS_MFA_CODE`, CodeMismatchException ‹withheld›",
        "Cognito's own words: `CodeMismatchException` `Invalid code, USER-1.`",
        "Meaning: The code was wrong CodeMismatchException.",
        "- It is of another message.",
        "- Ask for a new one.",
        "- Try again: after a wait (30 s)",
        "- Counts towards the lockout: not known",
        "- Who can act: user, operator iam",
        "| `password` | passwords | 2 |",
        "- Sign-in console `0.1.0`",
        "- Exported 2026-01-02 11:00:00 UTC",
        "- Events recorded: 16, shown: 16",
        "| admin | signed in | – | Cognito issued tokens. |",
        "| public | refused | `x` | CodeMismatchException |",
        f"| 3 | `RevokeToken` | – | 200 | – | 12 | 1 | DNS 1, first byte 4 | `{ID}` |",
        f"{TOKEN_ROW} `CodeMismatchException` |",
    ):
        assert line in text.splitlines(), line
    code = "`CodeMismatchException`"
    row = f"| 2 | `AdminRespondToAuthChallenge` | try (typed) | 400 | {code} | 12 | 1"
    assert f"{row} | DNS 1, first byte 4 | {code} |" in text
    assert "alice" not in text.lower()


def test_a_case_that_signed_in_says_what_it_did_not_go_through(case: Case) -> None:
    assert "## Not reproduced" not in written(case)
    text = written(replace(case, outcome=str(Outcome.SIGNED_IN), path="admin", legs=()))
    section = text.partition("## Not reproduced\n")[2].partition("\n## ")[0]
    assert "does not prove that the customer's app can sign in" in section
    assert "- The pool's web firewall (WAF): it looks at the app's unsigned calls alone." in section
    assert "`ALLOW_USER_PASSWORD_AUTH`, which was not read" in section


def test_a_practice_case_says_first_and_again_that_it_is_simulated(case: Case) -> None:
    lines = written(replace(case, simulated=True)).splitlines()
    assert lines[0].startswith("**SIMULATED.** **Tried:**")
    assert lines[2].startswith("**SIMULATED** – the practice pool")
    assert "| Simulated | yes |" in lines
    assert "SIMULATED" not in written(case)


@pytest.mark.parametrize(
    ("outcome", "words"),
    [(None, "not ended"), (Outcome.SIGNED_IN, "signed in"), (Outcome.NOT_SENT, "not sent")],
)
def test_an_attempt_without_a_diagnosis_has_no_such_section(
    case: Case, outcome: Outcome | None, words: str
) -> None:
    shown = None if outcome is None else str(outcome)
    bare = replace(case, outcome=shown, classification=None, reason="", user=None)
    text = written(replace(bare, tokens_left=None))
    assert f"**Came:** {words}.\n" in text
    assert "sign-in of a user without a name" in text
    assert f"| Outcome | {words} |" in text
    assert "| Reason | – |" in text
    assert "## Diagnosis" not in text


def test_what_is_absent_is_a_dash_and_nothing_withheld_is_said(case: Case) -> None:
    bare = replace(
        case, ticket=None, endpoint=None, duration_ms=None, challenges=(), withheld={}, steps=()
    )
    bare = replace(bare, after=(), legs=(), tokens_left=None)
    lines = written(bare).splitlines()
    for line in ("| Ticket | – |", "| Endpoint | – |", "| Duration | – |", "| Challenges | none |"):
        assert line in lines
    assert "Nothing was withheld." in lines
    assert {"## Paths", "## After the sign-in", "## Tokens"}.isdisjoint(lines)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (
            TokensLeft(valid_until=STARTED),
            "Tokens left valid until 2026-01-02 03:04:05 UTC: nobody",
        ),
        (TokensLeft(valid_until=None), "The tokens were not revoked; when they end is not known."),
        (
            TokensLeft(valid_until=STARTED, revoked_at=STARTED),
            "Tokens revoked at 2026-01-02 03:04:05 UTC.",
        ),
    ],
)
def test_what_of_the_test_lives_on_is_said_first_and_in_its_place(
    case: Case, left: TokensLeft, words: str
) -> None:
    lines = written(replace(case, tokens_left=left)).splitlines()
    assert words in lines[0]
    assert any(line.startswith(words) for line in lines[1:])


# Our own structure: emphasis, headings, list items, table rows.
OURS = re.compile(r"\*\*[A-Z][A-Za-z.]*:?\*\*|^## |^ *- |^\||\|$| \| |---")
STRUCTURE = re.compile(r"[`*_\[\]<>~#@$\\{}&|^=+]|://|www\.")
HOSTILE = (
    "![x](http://example.invalid/b.png)",
    "```\n\n# title\n```",
    "| a | b |\n|---|---|",
    "\n\n- item\n1. item\n",
    "</table><script>alert(1)</script>",
    "<!-- @everyone #1 \\",
    "`",
    "  ",
    "> q\r\n\u2028**x**",
)


def shape(text: str) -> list[str]:
    """Every line by its structure alone."""
    plain = [re.sub(r"`[^`]*`", "x", line) for line in text.splitlines()]
    return [
        "|" * line.count("|") + "".join(re.findall(r"^(?:## .*| *- |\*\*)", line)) for line in plain
    ]


@settings(max_examples=60, deadline=None)
@given(
    text=st.sampled_from(HOSTILE)
    | st.text(st.characters(exclude_categories=()), max_size=60)
    | st.lists(st.sampled_from(HOSTILE), max_size=3).map("".join),
    name=st.sampled_from(["alice", ""]),
)
def test_hostile_text_in_every_field_changes_no_structure(
    make_record: MakeRecord, context: CaseContext, text: str, name: str
) -> None:
    quiet = written(Case.from_record(make_record(text="quiet", username=name), context))
    loud = written(Case.from_record(make_record(text=text, username=name), context))
    assert shape(loud) == shape(quiet)
    assert "<" not in loud
    for line in loud.splitlines():
        outside = OURS.sub("", re.sub(r"`[^`]*`", "", line))
        assert not STRUCTURE.search(outside), line


@pytest.mark.parametrize("text", corpus.HOSTILE)
def test_no_text_of_the_corpus_changes_the_structure_with_all_that_was_found_out(
    make_record: MakeRecord, context: CaseContext, text: str
) -> None:
    def made(inside: str) -> str:
        record = make_record(text=inside)
        return written(Case.from_record(record, context, diagnosis=diagnosis(inside), names=True))

    loud = made(text)
    assert shape(loud) == shape(made("quiet"))
    assert "<" not in loud
    assert all(line.isprintable() for line in loud.splitlines())
