"""All checks of one run: told as they end, none hidden by another, stopped at any moment."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from console import resources
from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.classifier import Classifier
from console.core.diagnosis.connection_check import CheckStatus, ConnectionCheck
from console.core.doctor.examination import Examination, Limits, Subject
from console.core.doctor.facts import ConfigFacts, DirectoryFacts, ProxyFacts
from console.core.doctor.names import NAMES, OF_NETWORK, OF_ROUTE
from console.core.errors import UserFacingError
from console.core.profile import ProfileKind
from tests.core.doctor.station import CONFIG, HOME, HOST, Station, failed
from tests.fakes import profile

OK, WARN, FAIL, SKIPPED = CheckStatus
CLASSIFIER = Classifier(Catalogue.parse(resources.read_bytes("catalogue.json")))
SHORT = Limits(machine_s=0.01, setup_s=0.01, network_s=0.01)
Told = Callable[[ConnectionCheck], object]


def examination(
    station: Station,
    subject: Subject | None = None,
    *,
    limits: Limits | None = None,
    on_check: Told = lambda _check: None,
) -> Examination:
    return Examination(
        station,
        subject or Subject(),
        explain=lambda: CLASSIFIER,
        on_check=on_check,
        limits=limits or Limits(),
    )


async def found(
    station: Station, subject: Subject | None = None, limits: Limits | None = None
) -> dict[str, ConnectionCheck]:
    return {each.name: each for each in await examination(station, subject, limits=limits).run()}


async def test_a_machine_in_order() -> None:
    station, told = Station(), list[ConnectionCheck]()
    checks = await examination(station, on_check=told.append).run()
    assert tuple(each.name for each in checks) == NAMES
    assert {each.status for each in checks} == {OK}
    assert sorted(told, key=lambda each: NAMES.index(each.name)) == list(checks), "each once"
    assert station.opened == [(None, None)]
    assert station.identity_asked is False
    assert station.addresses[0].host == HOST
    assert station.closed == 1


async def test_who_calls_is_asked_for_a_profile_alone() -> None:
    station = Station()
    await found(station, Subject(profile=profile(), region="us-east-1"))
    assert station.identity_asked is True
    assert station.opened == [(profile(), "us-east-1")]


async def test_the_region_decides_where_the_network_is_tried() -> None:
    bare = ConfigFacts()
    for subject, config, host in (
        (Subject(region="us-east-2"), CONFIG, "cognito-idp.us-east-2.amazonaws.com"),
        (Subject(profile=profile(region="eu-north-1")), CONFIG, "cognito-idp.eu-north-1"),
        (Subject(region="us-east-2"), replace(bare, endpoint_url="https://fips.example"), "fips."),
    ):
        station = Station()
        station.facts["configuration"] = config
        await found(station, subject)
        assert station.addresses[0].host.startswith(host)


@pytest.mark.parametrize(
    ("config", "words"),
    [
        (ConfigFacts(), "No region is known"),
        (ConfigFacts(region="ev\x1bil"), "ev\\x1bil is no name of a region."),
        (ConfigFacts(region="eu-west-1", endpoint_url="ftp://x"), "no address of HTTP"),
    ],
)
async def test_without_an_address_the_network_is_left_out(config: ConfigFacts, words: str) -> None:
    station = Station()
    station.facts["configuration"] = config
    checks = await found(station)
    assert {checks[name].status for name in OF_NETWORK} == {SKIPPED}
    assert {words in checks[name].detail for name in OF_NETWORK} == {True}
    assert "route" not in station.asked


async def test_the_practice_pool_is_tried_where_it_is() -> None:
    station = Station()
    room = profile(kind=ProfileKind.PRACTICE, endpoint_url="http://127.0.0.1:9")
    checks = await found(station, Subject(profile=room))
    assert checks["credentials"].status is checks["AWS configuration"].status is SKIPPED
    assert station.addresses[0].url == "http://127.0.0.1:9/"
    assert {"credentials", "configuration"}.isdisjoint(station.asked)


async def test_a_practice_pool_that_does_not_run_sends_nobody_to_aws() -> None:
    station = Station()
    checks = await found(station, Subject(profile=profile(kind=ProfileKind.PRACTICE)))
    assert checks["DNS"].detail == "The practice pool does not run."
    assert station.addresses == []


async def test_the_window_that_is_seen_is_no_guess() -> None:
    station = Station()
    checks = await found(station, Subject(platform="wayland"))
    assert checks["window system"].detail == "wayland: it answers."
    assert "display" not in station.asked


async def test_without_a_network_the_rest_is_unaffected() -> None:
    station = Station()
    station.facts["route"] = failed("dns")
    checks = await found(station)
    assert {checks[name].status for name in OF_ROUTE} == {SKIPPED}
    assert {checks[name].status for name in NAMES if name not in OF_ROUTE} == {OK}


ONE_EACH = [
    ("versions", ("versions",)),
    ("directory", ("data directory",)),
    ("keyring", ("keyring backend",)),
    ("display", ("window system",)),
    ("configuration", ("AWS configuration",)),
    ("credentials", ("credentials",)),
    ("proxy", ("proxy",)),
    ("look_up", ("DNS",)),
    ("route", OF_ROUTE),
]


@pytest.mark.parametrize(("method", "names"), ONE_EACH)
async def test_one_that_hangs_ends_at_its_own_limit(method: str, names: tuple[str, ...]) -> None:
    station = Station()
    station.facts[method] = None
    checks = await found(station, Subject(region="eu-west-1"), SHORT)
    assert {checks[name].status for name in names} == {FAIL}
    assert {checks[name].detail for name in names} == {"It was not over within 0.01 s."}
    assert {checks[name].status for name in NAMES if name not in names} == {OK}
    assert station.closed == 1


@pytest.mark.parametrize(("method", "names"), ONE_EACH)
async def test_one_that_stumbles_hides_no_other(method: str, names: tuple[str, ...]) -> None:
    station = Station()
    station.facts[method] = ValueError("canary")
    checks = await found(station, Subject(region="eu-west-1"))
    assert {checks[name].detail for name in names} == {"It could not be made (ValueError)."}
    assert all(checks[name].hint for name in names)
    assert {checks[name].status for name in NAMES if name not in names} == {OK}


async def test_a_stop_leaves_what_has_ended() -> None:
    station, ended = Station(), asyncio.Event()
    station.facts.update(route=None, keyring=None)
    running = examination(
        station, on_check=lambda check: ended.set() if check.name == "DNS" else None
    )
    async with asyncio.TaskGroup() as group:
        task = group.create_task(running.run())
        await ended.wait()
        running.stop()
        running.stop()
    checks = {each.name: each for each in task.result()}
    assert running.stopped
    stopped = {name for name, each in checks.items() if each.detail == "Stopped before it ended."}
    assert stopped == {"keyring backend", "proxy", *OF_ROUTE}
    assert {checks[name].status for name in stopped} == {SKIPPED}
    assert {checks[name].status for name in NAMES if name not in stopped} == {OK}
    assert station.closed == 1


async def test_a_stop_before_the_first_step() -> None:
    station = Station()
    running = examination(station)
    running.stop()
    checks = await running.run()
    assert {each.status for each in checks} == {SKIPPED}
    assert station.asked == []
    assert station.closed == 1


async def test_a_cancelled_run_closes_what_it_opened() -> None:
    station, ended = Station(), asyncio.Event()
    station.facts.update(route=None)
    running = examination(
        station, on_check=lambda check: ended.set() if check.name == "DNS" else None
    )
    task = asyncio.get_running_loop().create_task(running.run())
    await ended.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert station.closed == 1


async def test_no_home_and_no_control_character_gets_out() -> None:
    station = Station()
    problem = UserFacingError("No.", f"{HOME}/data\x1b: refused", f"chmod {HOME}")
    station.facts["directory"] = DirectoryFacts(shown="x", exists=True, problem=problem)
    station.facts["proxy"] = ProxyFacts(shown=f"http://{'p' * 300}\u202e", named_by="X")
    checks = await found(station)
    assert checks["data directory"].detail == "x: No. ~/data\\x1b: refused"
    assert checks["data directory"].hint == "chmod ~"
    assert "\u202e" not in checks["proxy"].detail
    assert len(checks["proxy"].detail) < 400
