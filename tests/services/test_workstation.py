"""Finds out of this machine what the checks need, on loopback and without anybody's set-up."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from console.core.call import Failure
from console.core.diagnosis.evidence import CallerFacts
from console.core.doctor.examination import AwsSide, Workstation
from console.core.doctor.facts import Bundle, ConfigFacts, LookUpFacts, ProxyFacts
from console.core.errors import UserFacingError
from console.core.profile import Profile, ProfileKind
from console.core.secret import Secret
from console.services import workstation
from console.services.clock import SystemClock
from console.services.workstation import ThisWorkstation
from tests.core.doctor.station import at
from tests.fakes import MemoryVault, profile
from tests.services.fault_server import (
    REQUEST_ID,
    FaultServer,
    answer,
    http,
    make_certificate,
    silent,
)
from tests.services.interception import HOST, unknown_operation

pytestmark = pytest.mark.usefixtures("aws_home")

WHO = f"""<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/alice</Arn><UserId>AIDA</UserId>
<Account>123456789012</Account></GetCallerIdentityResult><ResponseMetadata>
<RequestId>{REQUEST_ID}</RequestId></ResponseMetadata></GetCallerIdentityResponse>
""".encode()


def station(directory: Path, **changes: object) -> ThisWorkstation:
    return ThisWorkstation(directory, SystemClock(), **changes)  # type: ignore[arg-type]


@pytest.fixture
def here(tmp_path: Path) -> ThisWorkstation:
    return station(tmp_path)


def lab(url: str, **changes: object) -> Profile:
    return profile(kind=ProfileKind.LAB, endpoint_url=url, **changes)


# --- the machine


async def test_it_is_a_workstation(here: Workstation) -> None:
    assert (await here.versions()).program
    assert (await here.directory()).exists


@pytest.mark.parametrize(
    ("variables", "platform", "shown"),
    [
        ({"QT_QPA_PLATFORM": "offscreen:x"}, "offscreen", False),
        ({"WAYLAND_DISPLAY": "w", "DISPLAY": ":987"}, "wayland", True),
        ({"DISPLAY": ":987"}, "xcb", True),
        ({}, "", True),
    ],
)
async def test_window_systems_of_linux(
    here: ThisWorkstation,
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    platform: str,
    shown: bool,
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    facts = await here.display()
    assert (facts.platform, facts.shown) == (platform, shown)
    assert (facts.problem is None) == (platform == "offscreen")


async def test_other_window_systems(here: ThisWorkstation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert (await here.display()).platform == "cocoa"


class Ring(MemoryVault):
    """A vault that is persistent, or refuses."""

    @property
    def persistent(self) -> bool | None:
        return None if self.refuse is not None else True

    async def get(self, name: str) -> Secret | None:
        assert name == "doctor/none"
        return await super().get(name)


async def test_keyrings_are_asked(tmp_path: Path) -> None:
    ring = Ring()
    facts = await station(tmp_path, vault=lambda: ring).keyring()
    assert (facts.place, facts.persistent, facts.problem) == ("vault: memory", True, None)
    ring.refuse = UserFacingError("The system keyring does not answer.")
    locked = await station(tmp_path, vault=lambda: ring).keyring()
    assert (locked.place, locked.persistent, locked.problem) == ("", False, ring.refuse)
    memory = await station(tmp_path, vault=MemoryVault).keyring()
    assert not memory.persistent


def test_the_home_directory_is_not_told(here: ThisWorkstation, aws_home: Path) -> None:
    assert here.without_home(f"x {aws_home}/a, {aws_home}.") == "x ~/a, ~."
    assert here.without_home(f"{aws_home}-else") == f"{aws_home}-else"


def test_without_a_home_directory_there_is_nothing_to_hide(
    here: ThisWorkstation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", homeless)
    assert here.without_home("/x") == "/x"


# --- AWS


@pytest.fixture
def keys(aws_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert aws_home.exists()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "LABKEY")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary-secret")


@pytest.fixture
def side(here: ThisWorkstation) -> Iterator[AwsSide]:
    made = here.aws(None, "eu-west-1")
    yield made
    asyncio.run(made.close())


async def test_no_credentials(side: AwsSide) -> None:
    facts = await side.credentials(ask_identity=True)
    assert facts.failure is not None
    assert facts.failure.code == "NoCredentialsError"


@pytest.mark.usefixtures("keys")
async def test_credentials_are_named_by_their_source(side: AwsSide) -> None:
    facts = await side.credentials(ask_identity=False)
    assert (facts.method, facts.expires_at, facts.failure) == ("env", None, None)
    assert "canary" not in repr(facts)


@pytest.mark.usefixtures("keys")
async def test_credentials_that_end(side: AwsSide, monkeypatch: pytest.MonkeyPatch) -> None:
    end = (datetime.now(UTC) + timedelta(hours=2)).replace(microsecond=0)
    monkeypatch.setenv("AWS_SESSION_TOKEN", "canary-token")
    monkeypatch.setenv("AWS_CREDENTIAL_EXPIRATION", end.isoformat())
    facts = await side.credentials(ask_identity=False)
    assert (facts.method, facts.expires_at) == ("env", end)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX")
async def test_a_program_that_gives_credentials_fails(side: AwsSide, aws_home: Path) -> None:
    (aws_home / "config").write_text("[default]\ncredential_process = /bin/sh -c 'exit 3'\n")
    facts = await side.credentials(ask_identity=False)
    assert facts.failure is not None
    assert facts.failure.code == "CredentialRetrievalError"


@pytest.mark.usefixtures("keys")
async def test_who_calls_is_asked(here: ThisWorkstation) -> None:
    reply = http(WHO, headers={"Content-Type": "text/xml"})
    with FaultServer(answer(reply)) as server:
        side = here.aws(lab(server.url), None)
        facts = await side.credentials(ask_identity=True)
        await side.close()
    assert facts.caller == CallerFacts(
        account="123456789012", arn="arn:aws:iam::123456789012:user/alice"
    )
    assert [each.body for each in server.requests] == [
        b"Action=GetCallerIdentity&Version=2011-06-15"
    ]


@pytest.mark.usefixtures("keys")
async def test_who_calls_is_not_told(here: ThisWorkstation) -> None:
    with FaultServer(answer(http(b"<html/>", headers={"Content-Type": "text/html"}))) as server:
        side = here.aws(lab(server.url), None)
        facts = await side.credentials(ask_identity=True)
        await side.close()
    assert isinstance(facts.refusal, Failure)
    assert (facts.caller, facts.failure) == (None, None)


async def test_the_configuration_is_read_anew_at_every_look(
    here: ThisWorkstation, aws_home: Path
) -> None:
    for region in ("eu-north-1", "eu-south-1"):
        (aws_home / "config").write_text(f"[default]\nregion = {region}\n")
        side = here.aws(None, None)
        facts = await side.configuration()
        await side.close()
        assert facts.region == region
        assert facts.endpoint_url == f"https://cognito-idp.{region}.amazonaws.com"


async def test_a_broken_configuration_leaves_the_environment(
    side: AwsSide, aws_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (aws_home / "config").write_text("broken")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-2")
    facts = await side.configuration()
    assert facts.failure is not None
    assert (facts.failure.code, facts.region) == ("ConfigParseError", "eu-west-2")


async def test_an_endpoint_that_is_not_allowed_is_a_failure(here: ThisWorkstation) -> None:
    side = here.aws(profile(endpoint_url="http://evil.example"), None)
    facts = await side.configuration()
    await side.close()
    assert facts.failure is not None
    assert facts.endpoint_url is None


async def test_a_log_of_keys_is_said_to_have_no_effect(tmp_path: Path) -> None:
    side = station(tmp_path, logs_keys=True).aws(None, "eu-west-1")
    assert (await side.configuration()).ignored == ("SSLKEYLOGFILE",)
    await side.close()


async def test_a_region_of_no_form_makes_no_client_stumble(here: ThisWorkstation) -> None:
    side = here.aws(None, "no region")
    assert (await side.credentials(ask_identity=False)).failure is not None
    await side.close()


# --- the network


async def test_proxies_are_looked_up_for_the_address(
    side: AwsSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://canary@proxy.example:3128")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    facts = await side.proxy(at())
    assert (facts.shown, facts.named_by) == ("http://proxy.example:3128", "HTTPS_PROXY")


async def test_whose_name_is_looked_up(side: AwsSide, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def look(host: str, _port: int) -> LookUpFacts:
        asked.append(host)
        return LookUpFacts(addresses=1)

    monkeypatch.setattr(workstation, "look_up", look)
    via = ProxyFacts(shown="http://proxy.example", host="proxy.example", named_by="X")
    assert await side.look_up(at(), ProxyFacts()) == LookUpFacts(addresses=1)
    assert await side.look_up(at(), via) == LookUpFacts(addresses=1)
    assert asked == [HOST, "proxy.example"]
    assert await side.look_up(at("http://127.0.0.1:9"), ProxyFacts()) is None


async def test_a_look_up_that_hangs_is_left(side: AwsSide, monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    monkeypatch.setattr(workstation, "look_up", lambda _host, _port: released.wait(10))
    monkeypatch.setattr(workstation, "_LOOK_UP_S", 0.01)
    facts = await side.look_up(at(), ProxyFacts())
    released.set()
    assert facts == LookUpFacts(error="no answer within 0.01 s")


async def test_the_way_is_tried_with_the_files_that_are_trusted(
    side: AwsSide, tmp_path: Path
) -> None:
    certificate = make_certificate(tmp_path)
    trusting = ConfigFacts(bundle=Bundle(named_by="x", path=str(certificate.file)))
    with FaultServer(answer(unknown_operation()), tls=certificate.context) as server:
        good = await side.route(at(server.url), trusting)
        bad = await side.route(at(server.url), ConfigFacts())
    assert (good.failure, good.record.http_status) == (None, 400)
    assert bad.presented == "Test Authority / Test Root"


async def test_who_stops_waiting_ends_the_request(side: AwsSide) -> None:
    with FaultServer(silent) as server:
        task = asyncio.get_running_loop().create_task(side.route(at(server.url), ConfigFacts()))
        await asyncio.to_thread(server.asked.wait, 10)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(server.client_gone.wait, 10)


async def test_the_whole_way_has_a_time_limit(here: ThisWorkstation) -> None:
    with FaultServer(silent) as server:
        side = here.aws(lab(server.url, total_timeout_s=0.3), None)
        route = await side.route(at(server.url), ConfigFacts())
        await side.close()
    assert route.failure is not None
    assert route.failure.code == "DeadlineExceeded"


async def test_closing_does_not_wait_for_ever(
    side: AwsSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()
    monkeypatch.setattr(workstation, "_CLOSE_S", 0.01)
    gateways = side._gateways  # type: ignore[attr-defined]
    real = gateways.close
    monkeypatch.setattr(gateways, "close", lambda: released.wait(10) and real())
    await side.close()
    released.set()
