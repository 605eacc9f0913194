from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import botocore
import pytest

from console.core.call import GET_CALLER_IDENTITY, READ_ONLY, SERVICES
from console.core.diagnosis.probe_plan import OPERATIONS, ProbeTarget
from console.core.diagnosis.user_filters import UserFilter
from console.core.secret import Secret
from tests.fakes import profile

MODEL = Path(botocore.__file__).parent / "data/cognito-idp/2016-04-18/service-2.json.gz"
TARGET = ProbeTarget(profile=profile(), username="alice")


@pytest.fixture(scope="module")
def model() -> dict[str, Any]:
    with gzip.open(MODEL) as stream:
        value = json.load(stream)
    assert isinstance(value, dict)
    return value


def test_every_read_only_call_is_thought_of_once() -> None:
    assert set(OPERATIONS) == READ_ONLY
    assert len(OPERATIONS) == len(READ_ONLY)


@pytest.mark.parametrize("operation", [name for name in OPERATIONS if name not in SERVICES])
def test_the_parameters_are_those_of_the_model(operation: str, model: dict[str, Any]) -> None:
    shape = model["shapes"][model["operations"][operation]["input"]["shape"]]
    params = TARGET.call(operation).params
    assert set(shape.get("required", ())) <= set(params) <= set(shape["members"])
    for name, value in params.items():
        kind = model["shapes"][shape["members"][name]["shape"]]
        assert isinstance(value, {"string": str, "integer": int}[kind["type"]])
        assert not isinstance(value, int) or kind.get("min", 0) <= value <= kind["max"]


def test_a_filter_a_page_and_the_clients_own_settings() -> None:
    found = TARGET.call("ListUsers", user_filter=UserFilter(attribute="sub", value="x"))
    assert found.params["Filter"] == 'sub = "x"'
    token = Secret("page-2")
    assert TARGET.call("ListUserPools", token=token).params["NextToken"] is token
    risk = "DescribeRiskConfiguration"
    assert TARGET.call(risk, of_client=True).params["ClientId"] == TARGET.profile.client_id
    assert "ClientId" not in TARGET.call(risk).params
    assert TARGET.call(GET_CALLER_IDENTITY).params == {}
