from __future__ import annotations

import pytest

from console.cli.planned_layers import planned_layers, planned_lines
from console.core.attempt import Plan
from console.core.call import Path
from console.core.diagnosis.evidence import ClientFacts, Evidence, PoolFacts
from console.core.request import SignInRequest
from console.core.secret import Secret
from tests.fakes import profile

TRACKS = Evidence(pool=PoolFacts(pool_id="p", device_tracking=True))


def told(
    flow: str = "ADMIN_USER_PASSWORD_AUTH",
    evidence: Evidence | None = None,
    *,
    path: Path = Path.ADMIN,
    both: bool = False,
    device: str | None = None,
) -> dict[str, str]:
    parameters = {} if device is None else {"DEVICE_KEY": Secret(device)}
    request = SignInRequest(
        auth_flow=flow, path=path, both_paths=both, username="alice", parameters=parameters
    )
    layers = planned_layers(Plan(profile=profile(), request=request), evidence or Evidence())
    return {str(each.layer): each.sentence for each in layers}


def test_the_admin_path_leaves_out_what_an_app_goes_through() -> None:
    assert set(told()) == {
        "client_settings", "waf", "srp", "clock", "devices", "network", "hosted_ui", "client_id",
    }  # fmt: skip
    client = ClientFacts(client_id="c", auth_flows=("ALLOW_USER_PASSWORD_AUTH",))
    settings = told(evidence=Evidence(client=client))["client_settings"]
    assert "ALLOW_USER_PASSWORD_AUTH, which is set" in settings


@pytest.mark.parametrize(("path", "both"), [(Path.PUBLIC, False), (Path.ADMIN, True)])
def test_the_public_path_leaves_out_less(path: Path, both: bool) -> None:
    found = told(path=path, both=both)
    assert "waf" not in found
    assert "client_settings" not in found


def test_nothing_is_said_of_a_sign_in_as_if_it_had_been() -> None:
    for flow in ("USER_SRP_AUTH", "ADMIN_USER_PASSWORD_AUTH", "CUSTOM_AUTH", "USER_AUTH"):
        text = " ".join(told(flow, TRACKS).values())
        assert "the recipe's sign-in goes to the API alone" in text
        for word in ("correctly", "this sign-in had", "did not prove", "went to"):
            assert word not in text


def test_a_device_that_would_prove_itself_is_left_out() -> None:
    assert "devices" in told("USER_SRP_AUTH", TRACKS)
    assert "devices" not in told("USER_SRP_AUTH", TRACKS, device="eu_1")
    assert "devices" not in told("USER_SRP_AUTH", Evidence(pool=PoolFacts(pool_id="p")))


def test_the_lines_for_a_person() -> None:
    plan = Plan(profile=profile(), request=SignInRequest(auth_flow="USER_SRP_AUTH"))
    layers = planned_layers(plan, Evidence())
    lines = list(planned_lines(layers))
    assert lines[0].startswith("A sign-in with this recipe, were it sent")
    assert lines[1:] == [f"- {each.sentence}" for each in layers]
    assert list(planned_lines(())) == []
