from __future__ import annotations

import math

import pytest

from console.core.fields import Severity
from console.core.profile import ProfileKind, is_loopback_url, practice_profile, profile_problems
from tests.fakes import profile

NEAR = {"kind": ProfileKind.LAB, "endpoint_url": "http://127.0.0.1:1"}


def fields_of(**changes: object) -> set[str]:
    return {p.field for p in profile_problems(profile(**changes)) if p.severity is Severity.ERROR}


def test_a_good_profile_has_no_problem() -> None:
    assert profile_problems(profile()) == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"region": "Ireland"}, "region"),
        ({"user_pool_id": "eu-west-1"}, "user_pool_id"),
        ({"user_pool_id": "eu-west-1_" + "a" * 50}, "user_pool_id"),
        ({"client_id": ""}, "client_id"),
        ({"client_id": "with-dash"}, "client_id"),
        ({"endpoint_url": "http://127.0.0.1:1"}, "endpoint_url"),
        ({"region": "cn-north-1", "user_pool_id": "cn-north-1_Ab12Cd34E"}, "region"),
        ({**NEAR, "use_fips": True}, "use_fips"),
        ({**NEAR, "use_dualstack": True}, "use_dualstack"),
        ({"kind": ProfileKind.PRACTICE, "endpoint_url": "http://10.0.0.1:1"}, "endpoint_url"),
        ({"kind": ProfileKind.LAB, "endpoint_url": "http://user:pw@host"}, "endpoint_url"),
        ({"kind": ProfileKind.LAB, "endpoint_url": "ftp://host"}, "endpoint_url"),
        ({"connect_timeout_s": 0.0}, "connect_timeout_s"),
        ({"read_timeout_s": math.nan}, "read_timeout_s"),
        ({"read_timeout_s": -15.0}, "read_timeout_s"),
        ({"total_timeout_s": 301.0}, "total_timeout_s"),
        ({"total_timeout_s": math.inf}, "total_timeout_s"),
        ({"proxy": "http://user:pw@proxy:3128"}, "proxy"),
    ],
)
def test_each_field_is_checked(changes: dict[str, object], field: str) -> None:
    assert fields_of(**changes) == {field}


def test_limits_of_time_and_their_ends() -> None:
    made = profile()
    assert (made.connect_timeout_s, made.read_timeout_s, made.total_timeout_s) == (5, 15, 25)
    assert fields_of(connect_timeout_s=0.1, read_timeout_s=300.0, total_timeout_s=0.1) == set()


def test_fips_and_dual_stack_are_for_the_endpoints_of_aws() -> None:
    assert fields_of(use_fips=True, use_dualstack=True) == set()
    assert fields_of(**NEAR) == set()


def test_a_lab_may_play_china() -> None:
    assert fields_of(**NEAR, region="cn-north-1", user_pool_id="cn-north-1_A") == set()


def test_another_region_than_the_pools_is_a_warning() -> None:
    (problem,) = profile_problems(profile(region="us-east-1"))
    assert problem.severity is Severity.WARNING
    assert problem.field == "region"


def test_the_practice_profile_is_simulated_and_sound() -> None:
    made = practice_profile(
        client_id="c", has_client_secret=False, endpoint_url="http://127.0.0.1:8"
    )
    assert made.simulated
    assert profile_problems(made) == ()


@pytest.mark.parametrize(
    ("url", "near"),
    [
        ("http://127.0.0.1:8", True),
        ("http://localhost:8", True),
        ("http://[::1]:8", True),
        ("http://127.0.0.1.example.com", False),
        ("http://example.com", False),
        ("http://127.0.0.1:99999", False),
        ("file:///127.0.0.1", False),
        ("http://[", False),
    ],
)
def test_loopback(url: str, near: bool) -> None:
    assert is_loopback_url(url) is near
