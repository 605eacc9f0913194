"""Tests of what a sign-in that succeeded says nothing about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.core.diagnosis.evidence import Evidence
from console.core.diagnosis.not_exercised import (
    Layer,
    lines,
    not_exercised,
    not_exercised_by,
    signed_in_on,
)
from console.core.profile import ProfileKind
from console.core.record import AttemptRecord, LegRecord, Outcome
from tests.core.diagnosis.situations import CLIENT, POOL
from tests.fakes import START

PASSWORD = "ADMIN_USER_PASSWORD_AUTH"


def layers(flow: str = PASSWORD, path: str = "admin", *challenges: str) -> set[str]:
    found = not_exercised(signed_in=True, paths=[path], auth_flow=flow, challenges=challenges)
    return {str(each.layer) for each in found}


def test_the_admin_path_with_a_password_leaves_all_of_it_out() -> None:
    assert layers() == {str(layer) for layer in Layer}


def test_a_refusal_has_nothing_to_say() -> None:
    assert not_exercised(signed_in=False, paths=["admin"], auth_flow=PASSWORD) == ()
    assert lines(()) == ()


def test_the_app_s_own_path_goes_through_firewall_and_settings() -> None:
    left = layers("USER_PASSWORD_AUTH", "public")
    assert not {"waf", "client_settings"} & left
    assert {"network", "hosted_ui", "client_id", "srp", "clock"} <= left


def test_srp_has_one_setting_for_both_paths() -> None:
    assert "client_settings" not in layers("USER_SRP_AUTH", "admin", "PASSWORD_VERIFIER")
    assert "waf" in layers("USER_SRP_AUTH", "admin", "PASSWORD_VERIFIER")


def test_a_device_that_proved_itself_is_exercised() -> None:
    assert "devices" in layers("USER_SRP_AUTH", "admin", "PASSWORD_VERIFIER")
    proved = ("PASSWORD_VERIFIER", "DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER")
    assert "devices" not in layers("USER_SRP_AUTH", "admin", *proved)


def test_a_refresh_has_no_srp() -> None:
    left = layers("REFRESH_TOKEN_AUTH")
    assert "srp" not in left
    assert "clock" in left


@pytest.mark.parametrize(
    ("flows", "words"),
    [
        (("ALLOW_USER_PASSWORD_AUTH",), "ALLOW_USER_PASSWORD_AUTH, which is set"),
        (("ALLOW_ADMIN_USER_PASSWORD_AUTH",), "ALLOW_USER_PASSWORD_AUTH, which is not set"),
        (None, "which was not read"),
    ],
)
def test_what_was_read_of_the_client_is_said(flows: tuple[str, ...] | None, words: str) -> None:
    client = None if flows is None else replace(CLIENT, auth_flows=flows)
    found = not_exercised(signed_in=True, paths=["admin"], auth_flow=PASSWORD, client=client)
    assert found[0].layer is Layer.CLIENT_SETTINGS
    assert words in found[0].sentence


@pytest.mark.parametrize(
    ("tracking", "protection", "devices", "risk"),
    [(True, "ENFORCED", True, True), (False, "OFF", False, False)],
)
def test_what_was_read_of_the_pool_is_said(
    tracking: bool, protection: str, devices: bool, risk: bool
) -> None:
    pool = replace(POOL, device_tracking=tracking, threat_protection=protection)
    found = not_exercised(signed_in=True, paths=["admin"], auth_flow="USER_SRP_AUTH", pool=pool)
    sentences = {each.layer: each.sentence for each in found}
    assert (Layer.DEVICES in sentences) is devices
    assert ("threat protection" in sentences[Layer.NETWORK]) is risk


def test_every_layer_is_a_sentence() -> None:
    found = not_exercised(signed_in=True, paths=["admin"], auth_flow=PASSWORD)
    for each in found:
        assert each.sentence.endswith(".")
        assert each.to_json() == {"layer": str(each.layer), "sentence": each.sentence}
    head, *rest = lines(found)
    assert "does not prove" in head
    assert len(rest) == len(found)


def record(**changes: object) -> AttemptRecord:
    made = AttemptRecord(
        attempt_id="a1",
        started_at=START,
        profile_name="Contoso",
        profile_kind=ProfileKind.PRODUCTION,
        region="eu-west-1",
        user_pool_id="eu-west-1_Ab12Cd34E",
        client_id="74jdrobmasoi0m2i1je8vhrij6",
        username="alice",
        auth_flow=PASSWORD,
        simulated=False,
        outcome=Outcome.SIGNED_IN,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def leg(path: str, outcome: Outcome) -> LegRecord:
    return LegRecord(path=path, outcome=outcome, reason="")


def test_a_record_that_signed_in_on_both_paths_went_through_the_firewall() -> None:
    both = (leg("admin", Outcome.SIGNED_IN), leg("public", Outcome.SIGNED_IN))
    found = not_exercised_by(record(path="both", legs=both))
    assert Layer.WAF not in {each.layer for each in found}
    one = (leg("admin", Outcome.SIGNED_IN), leg("public", Outcome.FAILED))
    found = not_exercised_by(record(path="both", legs=one))
    assert Layer.WAF in {each.layer for each in found}
    assert signed_in_on("both", [("admin", Outcome.SIGNED_IN)]) == {"admin"}


def test_evidence_tells_how_pool_and_client_are_set_and_what_was_not_read() -> None:
    tracks = replace(POOL, device_tracking=True)
    for hides, manner in ((True, "hides who exists"), (False, "shows who exists")):
        client = replace(CLIENT, hides_users=hides)
        found = not_exercised_by(record(), Evidence(pool=tracks, client=client))
        said = {each.layer: each.sentence for each in found}
        assert manner in said[Layer.CLIENT_ID]
    assert "is on in this pool" in said[Layer.DEVICES]
    assert said[Layer.WAF].endswith("whether this pool has one was not read.")
    assert said[Layer.HOSTED_UI].endswith("a domain of its own was not read.")
    by_srp = not_exercised_by(record(auth_flow="USER_SRP_AUTH"), Evidence(pool=tracks))
    (device,) = (each.sentence for each in by_srp if each.layer is Layer.DEVICES)
    assert "which this pool tracks" in device
    off = not_exercised_by(record(), Evidence(pool=replace(POOL, device_tracking=False)))
    assert Layer.DEVICES not in {each.layer for each in off}
    assert not_exercised_by(record(), Evidence()) == not_exercised_by(record())


def test_a_record_that_failed_says_nothing() -> None:
    assert not_exercised_by(record(outcome=Outcome.FAILED)) == ()
