"""Signatures of tokens, checked with keys that a real server serves, or does not."""

from __future__ import annotations

import asyncio
import base64
import json
import socket
import sys
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given, settings
from hypothesis import strategies as st
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from console.core.call import ApiCall
from console.core.call import Path as CallPath
from console.core.claims import Check, Signature
from console.core.ports import TokenVerifier
from console.core.practice_keys import PRACTICE_USER_POOL_ID
from console.core.profile import Profile
from console.core.secret import Secret
from console.practice.clients import CLIENTS
from console.practice.server import PracticeServer
from console.practice.users import USERS
from console.services.clock import SystemClock
from console.services.gateways import CognitoGateways
from console.services.signatures import PoolKeys
from tests.fakes import FakeClock
from tests.services.fault_server import (
    Connection,
    FaultServer,
    Script,
    answer,
    answer_and_close,
    http,
    make_certificate,
    silent,
)
from tests.services.lab import lab, open_gateways, permitted, practice, replied, sign_in

KID = "canary-kid"
JSON: dict[str, str | None] = {"Content-Type": "application/json;charset=UTF-8"}
CLAIMS: dict[str, Any] = {"sub": "s", "token_use": "access"}
ANY = Secret("e30.e30.AA")


@cache
def rsa_key(bits: int = 2048, number: int = 0) -> rsa.RSAPrivateKey:
    assert number >= 0
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def public_jwk(key: rsa.RSAPrivateKey, kid: str = KID, **changes: object) -> dict[str, Any]:
    numbers = json.loads(RSAAlgorithm.to_jwk(key.public_key()))
    made = {"alg": "RS256", "kid": kid, "kty": "RSA", "use": "sig"}
    return {**made, "n": numbers["n"], "e": numbers["e"], **changes}


def served(*keys: Mapping[str, Any], **headers: str | None) -> bytes:
    """A reply as Cognito serves its keys: without the header of its API's own replies."""
    plain: dict[str, str | None] = {**JSON, "x-amzn-RequestId": None, **headers}
    return http({"keys": list(keys)}, headers=plain)


def token(key: Any = None, algorithm: str = "RS256", kid: str | None = KID) -> Secret:
    headers = {} if kid is None else {"kid": kid}
    return Secret(jwt.encode(CLAIMS, key or rsa_key(), algorithm=algorithm, headers=headers))


def handmade(header: object, payload: object = CLAIMS, signature: bytes = b"") -> Secret:
    parts = [json.dumps(header).encode(), json.dumps(payload).encode(), signature]
    return Secret(b".".join(base64.urlsafe_b64encode(p).rstrip(b"=") for p in parts).decode())


async def verdict(script: Script, given: Secret, **changes: Any) -> Signature:
    with FaultServer(script) as server, open_gateways() as gateways:
        keys: TokenVerifier = PoolKeys(gateways, SystemClock())
        return await keys.verify(practice(server.url, **changes), given)


def not_checked(signature: Signature, *words: str) -> None:
    assert signature.check is Check.NOT_CHECKED
    assert signature.reason.endswith((".", ")."))
    assert "canary" not in signature.reason
    for each in words:
        assert each in signature.reason


def wrong(signature: Signature, words: str) -> None:
    assert signature.check is Check.WRONG
    assert words in signature.reason
    assert "canary" not in signature.reason


# --- with the keys of the practice pool


async def practice_tokens(gateways: CognitoGateways, profile: Profile) -> tuple[Secret, Secret]:
    alice = next(user for user in USERS if user.username == "alice")
    call = ApiCall(
        operation="InitiateAuth",
        path=CallPath.PUBLIC,
        params={
            "ClientId": CLIENTS["public"].id,
            "AuthFlow": "USER_PASSWORD_AUTH",
            "AuthParameters": {"USERNAME": "alice", "PASSWORD": Secret(alice.password)},
        },
    )
    tokens = replied(await gateways.open(profile).begin(*permitted(call)).result()).tokens
    assert tokens is not None
    assert tokens.access_token is not None
    assert tokens.id_token is not None
    return tokens.access_token, tokens.id_token


@pytest.mark.parametrize("make", [practice, lab])
@pytest.mark.usefixtures("aws_home")
async def test_tokens_of_the_practice_pool(make: Any) -> None:
    with PracticeServer() as pool, open_gateways() as gateways:
        profile = make(pool.endpoint_url)
        keys = PoolKeys(gateways, SystemClock())
        for each in await practice_tokens(gateways, profile):
            assert await keys.verify(profile, each) == Signature(check=Check.OK)
            head, payload, signature = each.reveal().split(".")
            wrong(await keys.verify(profile, handmade({"alg": "RS256"})), "does not name the key")
            claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
            forged = base64.urlsafe_b64encode(json.dumps({**claims, "sub": "x"}).encode())
            tampered = ".".join((head, forged.decode().rstrip("="), signature))
            wrong(await keys.verify(profile, Secret(tampered)), "does not fit the token")
            swapped = ("B" if signature[0] == "A" else "A") + signature[1:]
            wrong(await keys.verify(profile, Secret(f"{head}.{payload}.{swapped}")), "does not fit")


async def test_a_pool_that_the_practice_server_has_not() -> None:
    with PracticeServer() as pool, open_gateways() as gateways:
        profile = practice(pool.endpoint_url, user_pool_id="eu-west-1_NoSuchPool")
        not_checked(await PoolKeys(gateways, SystemClock()).verify(profile, token()), "HTTP 404")


# --- what is asked for


async def test_it_is_one_plain_request_without_anything_of_the_caller() -> None:
    with FaultServer(answer(served(public_jwk(rsa_key())))) as server, open_gateways() as gateways:
        keys = PoolKeys(gateways, SystemClock())
        profile = lab(f"{server.url}/base/", aws_profile=None)
        for _ in range(3):
            assert (await keys.verify(profile, token())).check is Check.OK
    (request,) = server.requests
    path = f"/base/{PRACTICE_USER_POOL_ID}/.well-known/jwks.json"
    assert request.first_line == f"GET {path} HTTP/1.1"
    head = request.head.lower()
    for name in (b"authorization", b"cookie", b"x-amz", b"content-length"):
        assert name not in head
    assert request.header("User-Agent").startswith("signin-console/")
    assert request.body == b""


async def test_two_at_the_same_time_fetch_once() -> None:
    with FaultServer(answer(served(public_jwk(rsa_key())))) as server, open_gateways() as gateways:
        keys, profile = PoolKeys(gateways, SystemClock()), practice(server.url)
        both = await asyncio.gather(*(keys.verify(profile, token()) for _ in range(4)))
    assert {each.check for each in both} == {Check.OK}
    assert len(server.requests) == 1


async def test_an_unknown_key_is_looked_for_again_after_a_minute() -> None:
    old, new = public_jwk(rsa_key(), "old"), public_jwk(rsa_key(2048, 1), "new")
    script = answer(served(old), served(old, new))
    with FaultServer(script) as server, open_gateways() as gateways:
        clock = FakeClock()
        keys, profile = PoolKeys(gateways, clock), practice(server.url)
        later = token(rsa_key(2048, 1), kid="new")
        wrong(await keys.verify(profile, later), "a key that the pool does not serve")
        clock.advance(59.0)
        wrong(await keys.verify(profile, later), "a key that the pool does not serve")
        assert len(server.requests) == 1
        clock.advance(1.0)
        assert (await keys.verify(profile, later)).check is Check.OK
        assert (await keys.verify(profile, token(kid="old"))).check is Check.OK
        assert len(server.requests) == 2


async def test_what_failed_is_tried_again_soon_but_not_at_once() -> None:
    script = answer(http(b"", status="503 Busy"), served(public_jwk(rsa_key())))
    with FaultServer(script) as server, open_gateways() as gateways:
        clock = FakeClock()
        keys, profile = PoolKeys(gateways, clock), practice(server.url)
        for _ in range(2):
            not_checked(await keys.verify(profile, token()), "HTTP 503")
        assert len(server.requests) == 1
        clock.advance(5.0)
        assert (await keys.verify(profile, token())).check is Check.OK


async def test_a_known_key_outlives_a_failure() -> None:
    script = answer(served(public_jwk(rsa_key())), http(b"", status="500 Broken"))
    with FaultServer(script) as server, open_gateways() as gateways:
        clock = FakeClock()
        keys, profile = PoolKeys(gateways, clock), practice(server.url)
        assert (await keys.verify(profile, token())).check is Check.OK
        clock.advance(100.0)
        not_checked(await keys.verify(profile, token(kid="other")), "HTTP 500")
        assert (await keys.verify(profile, token())).check is Check.OK


async def test_each_profile_has_keys_of_its_own() -> None:
    with (
        FaultServer(answer(served(public_jwk(rsa_key())))) as one,
        FaultServer(answer(served(public_jwk(rsa_key(2048, 1))))) as other,
        open_gateways() as gateways,
    ):
        keys = PoolKeys(gateways, SystemClock())
        assert (await keys.verify(practice(one.url), token())).check is Check.OK
        wrong(await keys.verify(practice(other.url), token()), "does not fit")


# --- tokens that nobody must believe


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ({"alg": "none", "kid": KID}, "is not signed"),
        ({"alg": "NoNe", "kid": KID}, "is not signed"),
        ({"kid": KID}, "another algorithm"),
        ({"alg": ["RS256"], "kid": KID}, "another algorithm"),
        ({"alg": "RS512", "kid": KID}, "another algorithm"),
        ({"alg": "canary", "kid": KID}, "another algorithm"),
        ({"alg": "RS256"}, "does not name the key"),
        ({"alg": "RS256", "kid": ""}, "does not name the key"),
        ({"alg": "RS256", "kid": 5}, "no signed JWT"),
        ("RS256", "no signed JWT"),
    ],
)
async def test_a_header_of_the_wrong_kind_asks_for_no_key(header: object, words: str) -> None:
    with FaultServer(answer(served(public_jwk(rsa_key())))) as server, open_gateways() as gateways:
        keys = PoolKeys(gateways, SystemClock())
        wrong(await keys.verify(practice(server.url), handmade(header)), words)
    assert server.requests == []


def hmac_token(secret: bytes) -> Secret:
    """Signed by hand: the library refuses to take a public key for a secret."""
    import hashlib
    import hmac

    head, payload, _ = handmade({"alg": "HS256", "kid": KID}).reveal().split(".")
    made = hmac.new(secret, f"{head}.{payload}".encode(), hashlib.sha256).digest()
    return Secret(f"{head}.{payload}." + base64.urlsafe_b64encode(made).rstrip(b"=").decode())


async def test_a_public_key_is_no_secret() -> None:
    public = rsa_key().public_key()
    pem = public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    script = answer(served(public_jwk(rsa_key())))
    for secret in (pem, pem.strip(), public_jwk(rsa_key())["n"].encode()):
        wrong(await verdict(script, hmac_token(secret)), "another algorithm")


async def test_a_signature_of_another_key() -> None:
    script = answer(served(public_jwk(rsa_key())))
    wrong(await verdict(script, token(rsa_key(2048, 1))), "does not fit the token")


@pytest.mark.parametrize("text", ["", "a.b", "canary", "....", "e30.e30.é", "e30.e30.\ud800"])
async def test_what_is_no_token(text: str) -> None:
    wrong(await verdict(answer(served(public_jwk(rsa_key()))), Secret(text)), "no signed JWT")


async def test_a_header_that_asks_for_an_extension() -> None:
    header = {"alg": "RS256", "kid": KID, "crit": ["canary"], "canary": 1}
    script = answer(served(public_jwk(rsa_key())))
    wrong(await verdict(script, handmade(header, signature=b"x" * 256)), "no signed JWT")


# --- keys that prove nothing


def ec_jwk() -> dict[str, Any]:
    key = ec.generate_private_key(ec.SECP256R1())
    made: dict[str, Any] = json.loads(ECAlgorithm.to_jwk(key.public_key()))
    return {**made, "kid": KID, "use": "sig"}


@pytest.mark.parametrize(
    "jwk",
    [
        {"kty": "oct", "kid": KID, "k": "canary", "alg": "HS256"},
        {"kty": "oct", "kid": KID, "k": "canary"},
        ec_jwk(),
        {"kid": KID},
        {"kid": KID, "kty": "RSA", "n": "!!", "e": "AQAB"},
        {"kid": KID, "kty": "RSA", "n": 5, "e": "AQAB"},
        {"kid": KID, "kty": "RSA", "n": "canary" * 1000, "e": "AQAB"},
        {"kid": KID, "kty": "RSA", "n": "", "e": ""},
        public_jwk(rsa_key(), alg="RS512"),
        public_jwk(rsa_key(), use="enc"),
        public_jwk(rsa_key(), e="Ag"),
        public_jwk(rsa_key(), e="AA"),
        public_jwk(rsa_key(), e="AQ"),
    ],
)
async def test_a_key_of_another_kind(jwk: dict[str, Any]) -> None:
    not_checked(await verdict(answer(served(jwk)), token()), "no public key for RS256")


async def test_a_key_that_is_too_short() -> None:
    short = rsa_key(1024)
    with pytest.warns(jwt.InsecureKeyLengthWarning):
        made = token(short)
    not_checked(await verdict(answer(served(public_jwk(short))), made), "too short")


async def test_a_private_key_that_is_served_is_used_as_a_public_one() -> None:
    private = json.loads(RSAAlgorithm.to_jwk(rsa_key()))
    script = answer(served({**private, "kid": KID}))
    assert (await verdict(script, token())).check is Check.OK


# --- keys that do not come


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"canary"',
        b"{}",
        b'{"keys": []}',
        b'{"keys": {}}',
        b'{"keys": ["canary"]}',
        b'{"keys": [{"kid": 5}]}',
        b'{"keys": [{"kid": "a"}, {"kid": "a"}]}',
        b'{"keys": [' + b",".join([b'{"kid": null}'] * 101) + b"]}",
        b"\xff\xfe",
        b"[" * 50_000,
        b"<html>canary</html>",
    ],
)
async def test_junk_is_no_set_of_keys(body: bytes) -> None:
    not_checked(await verdict(answer(http(body, headers=JSON)), token()), "no set of keys")


async def test_a_set_that_is_too_large_is_not_read_to_its_end() -> None:
    huge = served({"kid": "canary", "n": "x" * (300 * 1024)})
    not_checked(await verdict(answer(huge), token()), "larger than 256 KiB")

    def endless(connection: Connection) -> None:
        connection.read_request()
        connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")
        while not connection.server.ending.is_set():
            connection.sock.sendall(b" " * 65536)

    not_checked(await verdict(endless, token()), "larger than 256 KiB")


async def test_a_set_that_breaks_off() -> None:
    whole = served(public_jwk(rsa_key()))
    not_checked(await verdict(answer_and_close(whole[:-10]), token()), "not as many as its header")


async def test_a_redirect_is_not_followed() -> None:
    with FaultServer(answer(served(public_jwk(rsa_key())))) as elsewhere:
        location = {**JSON, "Location": f"{elsewhere.url}/canary"}
        for status in ("301 Moved", "302 Found", "307 Temporary Redirect"):
            moved = http(b"", status=status, headers=location)
            not_checked(await verdict(answer(moved), token()), "a redirect (HTTP 30")
    assert elsewhere.requests == []


async def test_nobody_is_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
    with open_gateways() as gateways:
        signature = await PoolKeys(gateways, SystemClock()).verify(practice(url), token())
    not_checked(signature, "could not be fetched (EndpointConnectionError)")


async def test_what_is_not_http() -> None:
    not_checked(await verdict(answer_and_close(b"canary\r\n\r\n"), token()), "not HTTP")


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({"total_timeout_s": 0.3}, "within the profile's time limit"),
        ({"read_timeout_s": 0.3}, "could not be fetched (ReadTimeoutError)"),
    ],
)
async def test_a_server_that_hangs(limits: dict[str, float], words: str) -> None:
    not_checked(await verdict(silent, token(), **limits), words)


async def test_a_profile_that_may_not_be_called() -> None:
    with open_gateways() as gateways:
        keys = PoolKeys(gateways, SystemClock())
        not_checked(await keys.verify(practice(None), token()), "InvalidEndpointConfiguration")


@pytest.mark.usefixtures("aws_home")
async def test_the_profiles_proxy_and_certificates_are_used(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)
    reply = served(public_jwk(rsa_key()))
    with (
        FaultServer(answer(reply), tls=certificate.context) as server,
        FaultServer(answer(reply)) as proxy,
        open_gateways() as gateways,
    ):
        keys = PoolKeys(gateways, SystemClock())
        signature = await keys.verify(practice(server.url), token())
        not_checked(signature, "could not be fetched (SSLError)")
        trusting = practice(server.url, ca_bundle=str(certificate.file))
        assert (await keys.verify(trusting, token())).check is Check.OK
        through = lab("http://cognito.lab.invalid:80", proxy=proxy.url)
        assert (await keys.verify(through, token())).check is Check.OK
    assert proxy.requests[0].first_line.startswith("GET http://cognito.lab.invalid")


# --- cancel and close


async def test_a_cancelled_check_lets_the_server_go() -> None:
    with FaultServer(silent) as server, open_gateways() as gateways:
        keys, profile = PoolKeys(gateways, SystemClock()), practice(server.url)
        task = asyncio.get_running_loop().create_task(keys.verify(profile, token()))
        assert await asyncio.to_thread(server.asked.wait, 5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(server.client_gone.wait, 5)


async def test_closing_ends_every_check_and_leaves_nothing() -> None:
    with FaultServer(silent) as server:
        gateways = CognitoGateways(SystemClock())
        keys, profile = PoolKeys(gateways, SystemClock()), practice(server.url)
        loop = asyncio.get_running_loop()
        tasks = [loop.create_task(keys.verify(profile, token())) for _ in range(3)]
        assert await asyncio.to_thread(server.asked.wait, 5)
        gateways.close()
        assert server.client_gone.wait(2)
        for task in tasks:
            not_checked(await task, "was cancelled")
        assert [t.name for t in threading.enumerate() if t.name.startswith("signin-")] == []
        not_checked(await keys.verify(profile, token()), "was cancelled")
    assert len(server.requests) == 1


async def test_one_check_that_is_cancelled_leaves_the_others_to_fetch() -> None:
    def first_hangs(connection: Connection) -> None:
        connection.read_request()
        if len(connection.server.requests) == 1:
            connection.wait_until_gone()
        else:
            connection.send(served(public_jwk(rsa_key())))

    with FaultServer(first_hangs) as server, open_gateways() as gateways:
        keys, profile = PoolKeys(gateways, SystemClock()), practice(server.url)
        loop = asyncio.get_running_loop()
        first = loop.create_task(keys.verify(profile, token()))
        assert await asyncio.to_thread(server.asked.wait, 5)
        second = loop.create_task(keys.verify(profile, token()))
        await asyncio.sleep(0)
        first.cancel()
        assert (await second).check is Check.OK


async def test_a_sign_in_uses_the_connection_of_the_keys() -> None:
    def script(connection: Connection) -> None:
        while (request := connection.read_request()) is not None:
            tokens = {"AuthenticationResult": {"AccessToken": "a"}}
            get = request.first_line.startswith("GET")
            connection.send(served(public_jwk(rsa_key())) if get else http(tokens))

    with FaultServer(script) as server, open_gateways() as gateways:
        profile = practice(server.url)
        assert (await PoolKeys(gateways, SystemClock()).verify(profile, token())).check is Check.OK
        replied(await gateways.open(profile).begin(*permitted(sign_in())).result())
    assert server.connections == 1


def test_nothing_of_it_is_loaded_before_it_is_needed() -> None:
    import subprocess

    script = (
        "import sys\n"
        "from console.services.clock import SystemClock\n"
        "from console.services.gateways import CognitoGateways\n"
        "from console.services.signatures import PoolKeys\n"
        "PoolKeys(CognitoGateways(SystemClock()), SystemClock())\n"
        "print([name for name in ('jwt', 'cryptography', 'botocore') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


# --- anything


@settings(deadline=None, max_examples=60)
@given(
    st.text(max_size=30)
    | st.builds(
        lambda header, signature: handmade(header, signature=signature).reveal(),
        st.dictionaries(
            st.sampled_from(["alg", "kid", "crit", "b64", "typ"]),
            st.sampled_from(["RS256", KID, "none"]) | st.none() | st.booleans() | st.just(["b64"]),
        ),
        st.binary(max_size=300),
    ),
    st.dictionaries(
        st.sampled_from(["kty", "n", "e", "alg", "use", "d"]),
        st.sampled_from(["RSA", "AQAB", "RS256", "sig", "oct", "EC"]) | st.text(max_size=400),
    ),
)
def test_no_token_and_no_key_makes_it_stumble(text: str, jwk: dict[str, str]) -> None:
    from console.services.key_sets import read_key_set
    from console.services.signatures import _judged

    served_keys = read_key_set(json.dumps({"keys": [{**jwk, "kid": KID}]}).encode())
    verdict = _judged(Secret(text), served_keys.get)
    assert isinstance(verdict, Signature)
    assert verdict.check is not Check.OK
    assert verdict.reason
