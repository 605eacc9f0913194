from __future__ import annotations

from typing import Any

import pytest

from console.core.diagnosis.evidence import DeviceFacts
from console.core.diagnosis.finding import Confidence
from console.core.diagnosis.situation import Situation
from tests.core.diagnosis.rules.refusals import first, found, lacking, refused
from tests.core.diagnosis.situations import situation

FLOW = "REFRESH_TOKEN_AUTH"
TRACKS = {"device_tracking": True}
WITH_KEY = frozenset({"REFRESH_TOKEN", "DEVICE_KEY"})


def refresh(flow: str = FLOW, **changes: Any) -> Situation:
    return situation(flow, **{"parameters": frozenset({"REFRESH_TOKEN"}), **changes})


def test_rotation_takes_another_call() -> None:
    asked = refresh(client={"rotates_refresh": True, "auth_flows": ("ALLOW_USER_SRP_AUTH",)})
    assert first(asked) == ("refresh_rotation", True)
    for entry in ("IP08", "NA13", "UO01"):
        assert first(refused(asked, entry)) == ("refresh_rotation", True)
    assert found(refused(asked, "IP08"), "flow_not_enabled") is None
    assert found(refused(asked, "NA14"), "refresh_rotation") is None
    right = refresh("GetTokensFromRefreshToken", client={"rotates_refresh": True})
    assert found(right, "refresh_rotation") is None
    assert found(refresh(), "refresh_rotation") is None


def test_a_token_that_the_rotating_call_itself_refuses() -> None:
    rotates = {"rotates_refresh": True}
    asked = refused(refresh("GetTokensFromRefreshToken", client=rotates), "NA13")
    assert first(asked) == ("refresh_rotation_admin_issued", False)
    finding = found(asked, "refresh_rotation_admin_issued")
    assert finding is not None
    assert (finding.confidence, finding.would_decide) == (Confidence.MEDIUM, "LookupEvents")
    assert finding.against
    denied = found(lacking(asked, "DescribeUserPoolClient"), "refresh_rotation_admin_issued")
    assert denied is not None
    assert denied.would_decide == "DescribeUserPoolClient"
    for other in (
        refused(refresh("GetTokensFromRefreshToken"), "NA13"),
        refused(refresh("GetTokensFromRefreshToken", client=rotates), "RR01"),
        refused(refresh(client=rotates), "NA13"),
        refused(refresh("GetTokensFromRefreshToken", client=None), "NA13"),
    ):
        assert found(other, "refresh_rotation_admin_issued") is None


def test_where_devices_are_tracked_the_key_must_come_along() -> None:
    asked = refused(refresh(pool=TRACKS), "NA13")
    assert first(asked) == first(refresh(pool=TRACKS)) == ("refresh_device_key_missing", False)
    assert found(lacking(asked, "DescribeUserPool"), "refresh_device_key_missing") is not None
    for other in (refresh(), refresh(pool=TRACKS, parameters=WITH_KEY)):
        assert found(refused(other, "NA13"), "refresh_device_key_missing") is None


def test_a_key_that_is_none_of_the_user_s() -> None:
    foreign = {"devices": (DeviceFacts(key_matches=False),)}
    asked = refresh(pool=TRACKS, parameters=WITH_KEY, evidence=foreign)
    assert first(refused(asked, "NA13")) == ("refresh_device_unknown", True)
    own = {"devices": (DeviceFacts(key_matches=True),)}
    for evidence in (own, {}):
        fine = refresh(pool=TRACKS, parameters=WITH_KEY, evidence=evidence)
        assert found(refused(fine, "NA13"), "refresh_device_unknown") is None


def test_how_a_token_was_won_is_not_known() -> None:
    finding = found(refused(refresh(pool=TRACKS), "NA13"), "refresh_admin_issued")
    assert finding is not None
    assert (finding.confidence, finding.decided) == (Confidence.MEDIUM, False)
    assert found(refused(refresh(), "NA13"), "refresh_admin_issued") is None


def test_what_is_left_is_another_client_s_token() -> None:
    finding = found(refused(refresh(), "NA13"), "refresh_other_client")
    assert finding is not None
    assert (finding.confidence, finding.decided) == (Confidence.MEDIUM, False)
    assert first(refresh()) == ("refresh_other_client", False)
    denied = found(lacking(refresh(), "DescribeUserPool"), "refresh_other_client")
    assert denied is not None
    assert denied.would_decide == "DescribeUserPool"
    assert found(situation(), "refresh_other_client") is None


@pytest.mark.parametrize(
    ("entry", "cause"),
    [
        ("NA14", "refresh_expired"),
        ("NA15", "refresh_revoked"),
        ("RR01", "refresh_used_twice"),
        ("UT01", "revocation_not_possible"),
    ],
)
def test_words_that_settle_it(entry: str, cause: str) -> None:
    assert first(refused(refresh(pool=TRACKS), entry)) == (cause, True)
    assert found(refresh(pool=TRACKS), cause) is None
