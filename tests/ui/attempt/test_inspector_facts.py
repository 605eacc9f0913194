"""What the inspector says of each sort of line."""

from __future__ import annotations

import json
from dataclasses import replace

from console.core.call import REVOKE_TOKEN, Failure, Origin, Path, Phases, Sent
from console.core.claims import Check, Signature
from console.core.conversation.challenges import MFA_SETUP, Challenge, Stage
from console.core.record import Outcome
from console.core.secret import Secret
from console.ui.attempt.inspector_facts import (
    Inspected,
    Page,
    inspect,
    raw_text,
    request_text,
    response,
    summary,
    wire,
)
from console.ui.parts.facts_table import Fact
from console.ui.timeline.rows import TimelineRows
from tests.ui.timelines import (
    REUSED,
    WARM,
    Story,
    on_both_paths,
    signed_in,
    story,
    wrong_code,
)


def seen(told: Story, number: int) -> Inspected:
    rows = TimelineRows(told.events).rows
    return inspect(rows, rows[number])


def facts(page: Page) -> dict[str, str]:
    return {fact.name: " | ".join(fact.values) for fact in page.facts}


def test_the_summary_of_the_mock_up() -> None:
    page = summary(seen(wrong_code(), 5))
    assert (page.code, page.text) == ("CodeMismatchException", "Invalid code received for user")
    assert facts(page) == {
        "HTTP": "400 · 121 bytes · application/x-amz-json-1.1",
        "Sent at": "2026-11-24T14:02:38.101Z",
        "Sent": "yes",
        "Path": "admin, signed",
        "Request id": "1c44e0b2-5a0f-4f0e-8b36-0d7a9be1e4aa",
        "Connection": "reused · 127 ms to first byte",
        "Duration": "268 ms",
        "Withheld": "1 password, 1 session",
    }


def test_a_call_that_went_well_says_so() -> None:
    page = summary(seen(wrong_code(), 1))
    assert (page.code, page.text) == ("", "AdminInitiateAuth → challenge")
    assert facts(page)["Connection"] == "new · 300 ms to first byte"


def test_a_detail_speaks_of_its_call() -> None:
    assert summary(seen(wrong_code(), 6)).code == "CodeMismatchException"
    assert summary(seen(wrong_code(), 7)).code == "CodeMismatchException"


def test_a_call_under_way() -> None:
    line = seen(story().started().call(), 1)
    assert summary(line).text == "AdminInitiateAuth: under way"
    assert response(line).empty == "The answer has not come yet."
    assert wire(line).empty == "The wire is described when the call has ended."
    assert json.loads(request_text(line))["AuthParameters"]["PASSWORD"] == "‹withheld›"


def test_a_line_without_a_call_shows_its_own_facts() -> None:
    line = seen(wrong_code(), 0)
    said = facts(summary(line))
    assert said["Username"] == "alice"
    assert said["Simulated"] == "no"
    assert said["User pool id"] == "eu-west-1_Ab12Cd34E"
    assert request_text(line) == ""
    assert response(line).empty == "This line stands for no call."
    assert wire(line).empty == "This line stands for no call."


def test_a_challenge_belongs_to_the_call_that_brought_it() -> None:
    line = seen(signed_in(), 3)
    said = facts(summary(line))
    assert (said["Medium"], said["Destination"]) == ("SMS", "+*******9876")
    answer = facts(response(line))
    assert answer["Result"] == "a challenge"
    assert answer["Challenge"] == "SMS_MFA"
    assert (answer["Medium"], answer["Asks for"]) == ("SMS", "SMS_MFA_CODE")
    assert answer["Can be answered"] == "yes"


def test_the_answers_line_belongs_to_the_call_before_it() -> None:
    line = seen(signed_in(), 4)
    assert line.call is not None
    assert line.call.number == 1
    assert facts(summary(line))["Keys"] == "SMS_MFA_CODE"


def test_the_response_of_a_refusal() -> None:
    page = response(seen(wrong_code(), 5))
    assert (page.code, page.text) == ("CodeMismatchException", "Invalid code received for user")
    assert facts(page) == {
        "Result": "refused by Cognito",
        "HTTP": "400 · 121 bytes · application/x-amz-json-1.1",
        "Classified as": "NA01",
    }


def test_the_wire_has_a_column_for_each_try() -> None:
    told = story().started().call()
    told.refused(record=told.record(phases=(WARM, REUSED)))
    page = wire(seen(told, 1))
    assert page.headings == ("Try 1", "Try 2")
    said = facts(page)
    assert said["DNS"] == "3.0 ms | —"
    assert said["First byte"] == "300 ms | 127 ms"
    assert said["Reused"] == "no | yes"
    assert said["Issuer"] == "Amazon RSA 2048 M02 | Amazon RSA 2048 M02"
    assert said["Bytes sent"] == "512 | 512"
    assert said["TLS"] == "TLSv1.3 | TLSv1.3"
    one = wire(seen(told, 3))
    assert one.headings == ("Try 2",)


def test_a_look_up_that_was_left_behind_has_a_row_of_its_own() -> None:
    told = story().started().call()
    record = told.record(phases=(WARM, REUSED))
    told.refused(record=record)
    assert "Name look-up left behind" not in facts(wire(seen(told, 1)))
    told = story().started().call()
    first, second = record.tries
    told.refused(record=replace(record, tries=(first, replace(second, left_behind=True))))
    assert facts(wire(seen(told, 1)))["Name look-up left behind"] == "— | yes"


def test_only_the_newest_wire_tries_are_shown_where_there_are_many() -> None:
    told = story().started().call()
    told.refused(record=told.record(phases=(REUSED,) * 9))
    assert wire(seen(told, 1)).headings == ("Try 4", "Try 5", "Try 6", "Try 7", "Try 8", "Try 9")


def test_a_call_that_never_reached_the_wire() -> None:
    told = story().started().call()
    record = told.record(status=None, sent=Sent.NO, request_id=None, phases=())
    failure = Failure(record=record, origin=Origin.CLIENT, code="NoCredentialsError", message="no")
    line = seen(told.ended(failure), 1)
    said = facts(summary(line))
    assert said["HTTP"] == "no answer"
    assert said["Sent"] == "no, nothing left this machine"
    assert (said["Request id"], said["Connection"]) == ("—", "none was made")
    assert wire(line).empty == "Nothing reached the wire."


def test_a_failed_connection_says_where() -> None:
    told = story().started().call()
    record = told.record(
        status=None, sent=Sent.NO, request_id=None, phases=(Phases(dns_ms=2.0),),
        error="gaierror in dns",
    )  # fmt: skip
    told.refused("EndpointConnectionError", "x", origin=Origin.CLIENT, record=record)
    assert facts(summary(seen(told, 1)))["Connection"] == "reused · gaierror in dns"


def test_raw_is_what_is_kept() -> None:
    told = wrong_code()
    started, ended = raw_text(seen(told, 5)).split("\n\n")
    assert json.loads(started) == told.events[6].to_json()
    assert json.loads(ended) == told.events[8].to_json()
    assert json.loads(raw_text(seen(told, 0))) == told.events[0].to_json()


def test_nothing_secret_is_in_any_page() -> None:
    told = story().started().call().asked().answered(SOFTWARE_TOKEN_MFA_CODE=Secret("482913"))
    told.refused()
    for number in range(len(TimelineRows(told.events).rows)):
        line = seen(told, number)
        pages = f"{summary(line)}{response(line)}{wire(line)}{request_text(line)}{raw_text(line)}"
        assert "correct-horse-1" not in pages
        assert "482913" not in pages
        assert "s" * 80 not in pages


def test_nothing_withheld_is_said_too() -> None:
    assert summary(seen(story().started(), 0)).facts[-1] == Fact(
        name="Withheld", values=("nothing",), wire=False
    )


def test_a_call_that_stayed_here_was_begun_not_sent() -> None:
    told = story().started().call()
    told.refused("NoCredentialsError", record=told.record(sent=Sent.NO))
    said = facts(summary(seen(told, 1)))
    assert "Begun at" in said
    assert "Sent at" not in said


def test_a_wait_that_nothing_answered_is_not_told_as_a_first_byte() -> None:
    told = story().started().call()
    record = told.record()
    tries = tuple(replace(one, reply_bytes=0, error="CallStopped") for one in record.tries)
    told.refused("CallCancelled", record=replace(record, tries=tries))
    assert facts(summary(seen(told, 1)))["Connection"].startswith("new · waited ")


def row_of(told: Story, text: str) -> Inspected:
    rows = TimelineRows(told.events).rows
    return inspect(rows, next(row for row in rows if text in row.sentence))


def test_a_call_says_its_path_and_whether_it_was_signed() -> None:
    told = on_both_paths()
    assert facts(summary(row_of(told, "AdminInitiateAuth →")))["Path"] == "admin, signed"
    public = next(n for n, e in enumerate(TimelineRows(told.events).rows) if e.is_call and n > 3)
    assert facts(summary(seen(told, public)))["Path"] == "public, not signed"
    told.call(REVOKE_TOKEN).done()
    assert facts(summary(row_of(told, "RevokeToken")))["Path"] == "admin, not signed"
    assert facts(response(row_of(told, "RevokeToken")))["Result"] == "done"


def test_what_both_paths_are_is_said_in_words() -> None:
    assert facts(summary(seen(on_both_paths(), 0)))["Path"] == "admin, then public"
    page = summary(row_of(on_both_paths(), "Public path"))
    said = facts(page)
    assert page.text.startswith("Public path: refused. Cognito refused")
    assert (said["Path"], said["Outcome"], said["Classification"]) == ("public", "failed", "NA01")


def test_the_stage_of_a_challenge_is_told() -> None:
    told = story().started().call().asked(MFA_SETUP)
    told.question(Challenge(name=MFA_SETUP, fields=(), number=1, stage=Stage.APP))
    page = summary(row_of(told, "first code"))
    assert facts(page)["Stage"] == "first code of the new app"


def test_a_checked_token_is_told_in_words() -> None:
    wrong = {"issuer": Check.WRONG, "client": Check.OK, "use": Check.OK, "expiry": Check.OK}
    told = signed_in().checked(
        "id", Signature(check=Check.NOT_CHECKED, reason="No key."), checks=wrong
    )
    page = summary(row_of(told, "ID token"))
    said = facts(page)
    assert (said["Issuer"], said["Client"], said["Signature"]) == ("wrong", "right", "not checked")
    assert said["Signature reason"] == "No key."
    assert said["Groups"] == "staff, night-shift"
    assert request_text(row_of(told, "ID token")) == ""


def test_what_followed_stands_for_itself() -> None:
    told = signed_in().call(REVOKE_TOKEN).done().revoked(at_close=True).remembered(kept=False)
    assert facts(summary(row_of(told, "Tokens revoked")))["When closed"] == "yes"
    assert facts(summary(row_of(told, "Device confirmed")))["Kept in keyring"] == "no"
    assert wire(row_of(told, "RevokeToken")).headings == ("Try 1",)
    assert told.end(Outcome.SIGNED_IN).kept().after[0].path == Path.ADMIN
