"""`doctor` as a process: every check by itself, and nothing that names the machine or its user."""

from __future__ import annotations

import getpass
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from console.core.doctor.names import NAMES, OF_NETWORK
from console.core.profile import Profile, ProfileKind
from console.services.profile_json import render
from tests.e2e.programs import LIMIT_S, Finished, command, environment, finish
from tests.e2e.test_run_held import Keyring
from tests.fakes import profile
from tests.services.fault_server import (
    REQUEST_ID,
    Certificate,
    FaultServer,
    answer,
    http,
    make_certificate,
    silent,
)
from tests.services.interception import HOST, closed_gate, intercepting, unknown_operation

IN_REGION = ("--region", "eu-west-1", "--json")
SECRETS = ("canary-user", "canary-pass", "canary-secret")
WHO = f"""<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/canary-user</Arn><UserId>X</UserId>
<Account>123456789012</Account></GetCallerIdentityResult><ResponseMetadata>
<RequestId>{REQUEST_ID}</RequestId></ResponseMetadata></GetCallerIdentityResponse>
""".encode()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls"), name=HOST)


def env(home: Path, **changes: str) -> dict[str, str]:
    made = environment(home)
    made.pop("REQUESTS_CA_BUNDLE", None)
    return {**made, **changes}


def examined(home: Path, *arguments: str, **changes: str) -> dict[str, dict[str, Any]]:
    """The checks by name; nothing on stderr, nothing that names anybody."""
    done = finish("doctor", *arguments, env=env(home, **changes))
    return checks_of(done, home)


def checks_of(done: Finished, home: Path) -> dict[str, dict[str, Any]]:
    assert (done.status, done.stderr) == (0, "")
    assert set(done.json) == {"checks"}
    checks = done.json["checks"]
    assert [each["name"] for each in checks] == list(NAMES)
    for each in checks:
        assert set(each) == {"name", "status", "detail", "hint"}
        assert each["status"] in ("ok", "warn", "fail", "skipped")
        assert each["detail"]
        assert bool(each["hint"]) == (each["status"] in ("warn", "fail")), each
    for secret in (str(home), socket.gethostname(), f"/{getpass.getuser()}", *SECRETS):
        assert secret not in done.stdout
    return {each["name"]: each for each in checks}


def through(server: FaultServer) -> dict[str, str]:
    url = f"http://canary-user:canary-pass@127.0.0.1:{server.port}"
    return {"HTTPS_PROXY": url}


def stored(home: Path, *profiles: Profile) -> None:
    (home / "data").mkdir()
    (home / "data" / "profiles.json").write_bytes(render(profiles))


def test_a_machine_without_a_region(tmp_path: Path) -> None:
    checks = examined(tmp_path, "--json")
    assert {checks[name]["status"] for name in OF_NETWORK} == {"skipped"}
    assert "No region is known" in checks["DNS"]["detail"]
    assert checks["versions"]["status"] == "ok"
    assert checks["data directory"]["status"] == "ok"
    assert checks["data directory"]["detail"].startswith("~")
    assert checks["credentials"]["status"] == "fail"
    assert "NoCredentialsError" in checks["credentials"]["detail"]
    assert not (tmp_path / "data").exists(), "looking makes nothing"


def test_without_a_network_its_checks_fail_and_no_other(tmp_path: Path) -> None:
    with FaultServer(silent) as server:
        pass
    checks = examined(tmp_path, *IN_REGION, **through(server))
    assert checks["TCP"]["status"] == "fail"
    assert "No connection to the proxy" in checks["TCP"]["detail"]
    assert {checks[name]["status"] for name in ("DNS", "TLS", "HTTP", "clock")} == {"skipped"}
    assert checks["versions"]["status"] == checks["AWS configuration"]["status"] == "ok"


def test_an_interception_is_told_with_its_issuer(tmp_path: Path, certificate: Certificate) -> None:
    with FaultServer(intercepting(certificate.context)) as server:
        checks = examined(
            tmp_path, *IN_REGION, AWS_CA_BUNDLE=str(certificate.file), **through(server)
        )
    assert checks["TLS"]["status"] == "warn"
    assert "intercepted: the issuer is Test Authority / Test Root," in checks["TLS"]["detail"]
    assert checks["proxy"]["detail"] == f"http://127.0.0.1:{server.port}, set by HTTPS_PROXY."
    assert checks["HTTP"]["detail"] == "AWS answered (HTTP 400)."
    assert checks["clock"]["status"] == "ok"
    assert "certificates from AWS_CA_BUNDLE" in checks["AWS configuration"]["detail"]
    asked = [each.first_line.rpartition(" ")[0] for each in server.requests]
    assert asked == [f"CONNECT {HOST}:443", "GET /"]


def test_a_certificate_that_is_not_trusted(tmp_path: Path, certificate: Certificate) -> None:
    with FaultServer(intercepting(certificate.context)) as server:
        checks = examined(tmp_path, *IN_REGION, **through(server))
    assert checks["TLS"]["status"] == "fail"
    assert "issued by Test Authority / Test Root." in checks["TLS"]["detail"]
    assert "ca_bundle" in checks["TLS"]["hint"]
    assert not any(each.first_line.startswith("GET") for each in server.requests)


@pytest.mark.parametrize(("late_s", "status"), [(90, "warn"), (3600, "fail"), (-3600, "fail")])
def test_a_clock_that_is_off(
    tmp_path: Path, certificate: Certificate, late_s: float, status: str
) -> None:
    reply = unknown_operation(late_s=late_s)
    with FaultServer(intercepting(certificate.context, reply)) as server:
        checks = examined(
            tmp_path, *IN_REGION, AWS_CA_BUNDLE=str(certificate.file), **through(server)
        )
    assert checks["clock"]["status"] == status
    assert ("ahead of" in checks["clock"]["detail"]) == (late_s > 0)


def test_a_proxy_that_wants_a_password(tmp_path: Path) -> None:
    with FaultServer(closed_gate) as server:
        checks = examined(tmp_path, *IN_REGION, **through(server))
    assert checks["proxy"]["status"] == "fail"
    assert "HTTP 407" in checks["proxy"]["detail"]
    assert checks["TLS"]["status"] == "skipped"


def test_the_configuration_of_aws(tmp_path: Path) -> None:
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "config").write_text("[default]\nendpoint_url = http://127.0.0.1:1\n")
    checks = examined(
        tmp_path,
        "--json",
        SSLKEYLOGFILE=str(tmp_path / "keys"),
        AWS_ENDPOINT_URL="http://x.invalid",
    )
    told = checks["AWS configuration"]
    assert told["status"] == "warn"
    for each in ("AWS_ENDPOINT_URL", "endpoint_url of the AWS profile", "SSLKEYLOGFILE"):
        assert each in told["detail"]
    assert not (tmp_path / "keys").exists()
    (tmp_path / ".aws" / "config").write_text("broken")
    with FaultServer(closed_gate) as server:
        broken = examined(tmp_path, *IN_REGION, **through(server))
    assert broken["AWS configuration"]["status"] == broken["credentials"]["status"] == "fail"
    assert "ConfigParseError" in broken["AWS configuration"]["detail"]
    assert broken["TCP"]["status"] == "ok", "the network is tried all the same"


def test_a_profile_of_the_console(tmp_path: Path) -> None:
    reply = http(WHO, headers={"Content-Type": "text/xml"})
    keys = {"AWS_ACCESS_KEY_ID": "LABKEY", "AWS_SECRET_ACCESS_KEY": "canary-secret"}
    with FaultServer(answer(reply)) as server:
        lab = profile(name="Lab", kind=ProfileKind.LAB, endpoint_url=server.url)
        stored(tmp_path, lab, profile(profile_id="p2", name="Shop"))
        checks = examined(tmp_path, "--profile", "Lab", "--json", **keys)
    assert checks["credentials"]["status"] == "ok"
    assert "account 123456789012, an IAM user." in checks["credentials"]["detail"]
    assert checks["TLS"]["status"] == "skipped"
    assert sorted(each.first_line for each in server.requests) == [
        "GET / HTTP/1.1",
        "POST / HTTP/1.1",
    ]


def test_a_profile_that_is_not_there(tmp_path: Path) -> None:
    stored(tmp_path, profile(name="Shop"))
    done = finish("doctor", "--profile", "Sh\x1bop", "--json", env=env(tmp_path))
    assert done.status == 2
    assert done.json["error"]["title"] == "There is no profile “Sh\\x1bop”."
    assert done.json["error"]["detail"] == "The data directory has: Shop."


def test_two_profiles_of_one_name_are_not_guessed_between(tmp_path: Path) -> None:
    stored(tmp_path, profile(name="Shop"), profile(profile_id="p2", name="Shop"))
    done = finish("doctor", "--profile", "Shop", env=env(tmp_path))
    assert done.status == 2
    assert "Several profiles" in done.stderr


def test_a_region_of_no_form(tmp_path: Path) -> None:
    done = finish("doctor", "--region", "europe", "--json", env=env(tmp_path))
    assert done.status == 2
    assert "eu-west-1" in done.json["error"]["hint"]


def test_as_text_each_check_has_a_line(tmp_path: Path) -> None:
    done = finish("doctor", env=env(tmp_path))
    assert (done.status, done.stderr) == (0, "")
    lines = [line for line in done.stdout.splitlines() if not line.startswith("        next: ")]
    assert [line[8:].split(":")[0] for line in lines] == list(NAMES)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise there")
def test_a_reader_that_has_seen_enough_is_left_alone(tmp_path: Path) -> None:
    process = subprocess.Popen(
        command("doctor"),
        env=env(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(timeout=LIMIT_S) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_keeps_what_had_ended(tmp_path: Path, number: signal.Signals) -> None:
    with FaultServer(silent) as server:
        stored(tmp_path, profile(name="Lab", kind=ProfileKind.LAB, endpoint_url=server.url))
        process = subprocess.Popen(
            command("doctor", "--profile", "Lab", "--json"),
            env=env(tmp_path),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert server.asked.wait(LIMIT_S)
        process.send_signal(number)
        stdout, stderr = process.communicate(timeout=LIMIT_S)
    done = Finished(status=process.returncode, stdout=stdout, stderr=stderr)
    assert done.status == 3
    assert done.json["error"]["title"] == "Interrupted."
    told = {each["name"]: each for each in done.json["checks"]}
    assert list(told) == list(NAMES)
    assert told["HTTP"]["detail"] == "Stopped before it ended."
    assert "Traceback" not in stderr


def test_no_qt_is_needed(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "sys.modules.update(dict.fromkeys(('PySide6', 'shiboken6', 'qasync')))\n"
        "from console.__main__ import main\n"
        "sys.exit(main(['doctor', '--json']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=env(tmp_path),
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Secret Service is of Linux")
def test_a_real_keyring_answers(tmp_path: Path) -> None:
    (done,) = Keyring(tmp_path).run("alice", command("doctor", "--json"))
    told = {each["name"]: each for each in done.json["checks"]}
    assert told["keyring backend"] == {
        "name": "keyring backend",
        "status": "ok",
        "detail": "Secrets are kept in the system keyring (Secret Service). It answers.",
        "hint": "",
    }
