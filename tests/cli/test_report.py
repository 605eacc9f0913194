"""The result of a run."""

from __future__ import annotations

from dataclasses import replace

from console.cases.write import Written
from console.cli.recipe import AfterRecipe
from console.cli.report import lines, result_json
from console.core.errors import UserFacingError
from console.core.record import AttemptRecord, LegRecord, Outcome
from tests.cli.test_run_after import FRESH, Followed
from tests.core.test_aftermath import DONE

WRITTEN = Written(file="case.json", format="json", withheld={"password": 1})
OK = dict.fromkeys(("issuer", "client", "use", "expiry"), "ok")


async def signed_in(wishes: AfterRecipe) -> AttemptRecord:
    bench = Followed(*([FRESH] if wishes.refresh else []), DONE)
    attempt, following = await bench.begin(wishes)
    await following.follow()
    return attempt.record()


async def test_the_object_tells_of_tokens_and_their_checks() -> None:
    value = result_json(await signed_in(AfterRecipe()), (WRITTEN,), None)
    assert value["tokens"] == {
        "names": ["access", "id", "refresh"],
        "checks": [
            {"token": "access", "signature": "ok", **OK},
            {"token": "id", "signature": "ok", **OK},
        ],
    }
    assert value["exports"] == [WRITTEN.to_json()]
    assert value["tokens_left_valid_until"] is None
    assert isinstance(value["tokens_revoked_at"], str)
    assert "error" not in value
    assert "paths" not in value


async def test_a_refresh_adds_its_checks() -> None:
    value = result_json(await signed_in(AfterRecipe(refresh=True)), (), UserFacingError("Odd."))
    assert isinstance(value["tokens"], dict)
    assert [check["token"] for check in value["tokens"]["checks"]] == ["access", "id"] * 2
    assert value["error"] == {"title": "Odd.", "detail": "", "hint": ""}


async def test_without_tokens_there_is_none() -> None:
    record = replace(await signed_in(AfterRecipe()), events=(), tokens_left=None)
    assert result_json(record, (), None)["tokens"] is None
    assert not [line for line in lines(record, ())[1:] if "tokens" in line.lower()]


async def test_words_for_a_person() -> None:
    told = lines(await signed_in(AfterRecipe()), (WRITTEN,))
    assert told[0] == "Signed in. Cognito issued tokens."
    assert told[1].startswith("step 1: AdminInitiateAuth sent=yes http=200 ")
    assert told[2].startswith("after: RevokeToken sent=yes http=200 ")
    assert told[3:6] == [
        "tokens: access, id, refresh",
        "Access token as it must be",
        "ID token as it must be",
    ]
    assert told[6].startswith("tokens revoked at 2026-11-24T")
    assert told[7] == "written: case.json"


async def test_tokens_that_live_on_are_said_with_what_is_assumed() -> None:
    record = await signed_in(AfterRecipe(revoke=False))
    assert lines(record, ())[-1].startswith("not revoked: tokens stay valid until 2026-12-24T")
    assert lines(record, ())[-1].endswith("default life)")
    assert record.tokens_left is not None
    known = replace(record, tokens_left=replace(record.tokens_left, assumed=False))
    assert lines(known, ())[-1].endswith("+00:00")


async def test_both_paths_are_told_with_the_cause_of_a_refusal() -> None:
    legs = (
        LegRecord(path="admin", outcome=Outcome.SIGNED_IN, reason="r"),
        LegRecord(path="public", outcome=Outcome.FAILED, reason="r", classification="FB01"),
    )
    record = replace(await signed_in(AfterRecipe()), legs=legs)
    told = lines(record, ())
    assert told[1:3] == ["admin path: signed in", "public path: refused (FB01)"]
    assert result_json(record, (), None)["paths"] == [leg.to_json() for leg in legs]
