from __future__ import annotations

import pytest

from console.core.call import Path
from tests.core.diagnosis.rules.refusals import first, found, lacking, refused
from tests.core.diagnosis.situations import situation

SRP_ALONE = {"auth_flows": ("ALLOW_USER_SRP_AUTH",)}


@pytest.mark.parametrize("entry", ["IP08", "IP09", "IP10", "IP13", "IP50", "IP51"])
def test_every_wording_of_a_flow_that_is_not_enabled(entry: str) -> None:
    asked = refused(situation(client=None), entry)
    assert first(lacking(asked, "DescribeUserPoolClient")) == ("flow_not_enabled", True)


def test_the_client_s_settings_tell_it_beforehand() -> None:
    asked = situation(client=SRP_ALONE)
    assert first(asked) == ("flow_not_enabled", True)
    finding = found(asked, "flow_not_enabled")
    assert finding is not None
    assert "ALLOW_ADMIN_USER_PASSWORD_AUTH" in finding.for_[0]
    assert found(situation("USER_SRP_AUTH", client=SRP_ALONE), "flow_not_enabled") is None
    assert found(refused(asked, "NA01"), "flow_not_enabled") is None


@pytest.mark.parametrize(
    ("flow", "path"),
    [("USER_PASSWORD_AUTH", Path.ADMIN), ("ADMIN_USER_PASSWORD_AUTH", Path.PUBLIC)],
)
def test_a_flow_of_the_other_path(flow: str, path: Path) -> None:
    asked = situation(flow, path=path)
    assert first(asked) == first(refused(asked, "IP06")) == ("flow_wrong_path", True)
    other = Path.PUBLIC if path is Path.ADMIN else Path.ADMIN
    assert found(situation(flow, path=other), "flow_wrong_path") is None
    assert found(refused(asked, "NA01"), "flow_wrong_path") is None


def test_custom_sign_in_without_its_triggers() -> None:
    lacks = {"triggers": ("DefineAuthChallenge",)}
    asked = situation("CUSTOM_AUTH", pool=lacks)
    assert first(asked) == first(refused(asked, "IP12")) == ("custom_triggers_missing", True)
    assert found(situation(pool=lacks), "custom_triggers_missing") is None
    assert found(situation("CUSTOM_AUTH"), "custom_triggers_missing") is None


def test_what_the_plan_lacks() -> None:
    asked = situation("USER_AUTH", pool={"tier": "LITE"})
    assert first(asked) == ("feature_not_in_plan", True)
    assert first(refused(situation(), "FT01")) == ("feature_not_in_plan", True)
    assert found(situation("USER_AUTH"), "feature_not_in_plan") is None
    assert found(situation(pool={"tier": "LITE"}), "feature_not_in_plan") is None


@pytest.mark.parametrize(
    ("entry", "cause"),
    [
        ("IP11", "flow_custom_only"),
        ("IP01", "request_incomplete"),
        ("IP22", "request_incomplete"),
        ("ON00", "operation_not_available"),
        ("UO01", "operation_not_available"),
    ],
)
def test_words_that_settle_it(entry: str, cause: str) -> None:
    assert first(refused(situation(), entry)) == (cause, True)
    assert found(situation(), cause) is None


def test_a_client_that_rotates_its_tokens_is_told_by_one_cause_alone() -> None:
    rotates = {"rotates_refresh": True}
    asked = refused(situation("REFRESH_TOKEN_AUTH", client=rotates), "UO01")
    assert first(asked) == ("refresh_rotation", True)
    assert found(asked, "operation_not_available") is None
    new = refused(situation("GetTokensFromRefreshToken", client=rotates), "UO01")
    assert first(new) == ("operation_not_available", True)


def test_a_code_without_its_text_is_told_by_the_client_s_settings() -> None:
    client = {"auth_flows": ("ALLOW_USER_SRP_AUTH",)}
    assert first(refused(situation(client=client), "IP00")) == ("flow_not_enabled", True)
    assert first(refused(situation("USER_PASSWORD_AUTH"), "IP00")) == ("flow_wrong_path", True)
    custom = refused(situation("CUSTOM_AUTH", pool={"triggers": ()}), "IP00")
    assert first(custom) == ("custom_triggers_missing", True)
    assert first(refused(situation(), "IP00")) == ("request_incomplete", False)
