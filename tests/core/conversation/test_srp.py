from __future__ import annotations

import base64
import hashlib
import hmac
import json
import locale
import secrets
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.core.conversation.srp import (
    Identity,
    SrpClient,
    SrpError,
    padded,
    pool_name,
    timestamp,
)
from console.core.secret import Secret
from console.core.srp_constants import G, K, N

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "srp_vectors.json").read_text(encoding="utf-8")
)["vectors"]
NOW = datetime(2026, 3, 6, 9, 8, 7, tzinfo=UTC)


def having(*keys: str) -> list[Any]:
    return [
        pytest.param(vector, id=vector["id"])
        for vector in VECTORS
        if all(key in vector for key in keys)
    ]


def identity(vector: dict[str, Any]) -> Identity:
    return Identity(realm=vector["realm"], name=vector["name"], password=Secret(vector["password"]))


def test_the_constants_belong_together() -> None:
    assert N.bit_length() == 3072
    digest = hashlib.sha256(padded(N) + padded(G)).digest()
    assert int.from_bytes(digest, "big") == K


@pytest.mark.parametrize("vector", having("a", "A"))
def test_public_value(vector: dict[str, Any]) -> None:
    client = SrpClient(int(vector["a"], 16))
    assert client.srp_a.reveal() == vector["A"]


@pytest.mark.parametrize("vector", having("A", "B", "u"))
def test_scrambling_parameter(vector: dict[str, Any]) -> None:
    data = padded(int(vector["A"], 16)) + padded(int(vector["B"], 16))
    assert f"{int.from_bytes(hashlib.sha256(data).digest(), 'big'):x}" == vector["u"]


@pytest.mark.parametrize("vector", having("x", "salt", "name"))
def test_private_key(vector: dict[str, Any]) -> None:
    assert f"{identity(vector).private_key(int(vector['salt'], 16)):x}" == vector["x"]


@pytest.mark.parametrize("vector", having("a", "B", "salt", "key"))
def test_session_key(vector: dict[str, Any]) -> None:
    key = SrpClient(int(vector["a"], 16)).session_key(
        identity(vector), salt=vector["salt"], srp_b=vector["B"]
    )
    assert key.hex() == vector["key"]


@pytest.mark.parametrize("vector", having("a", "B", "salt", "secret_block", "signature"))
def test_signature(vector: dict[str, Any]) -> None:
    at = datetime.strptime(vector["timestamp"], "%a %b %d %H:%M:%S UTC %Y").replace(tzinfo=UTC)
    proof = SrpClient(int(vector["a"], 16)).prove(
        identity(vector),
        salt=vector["salt"],
        srp_b=vector["B"],
        secret_block=vector["secret_block"],
        at=at,
    )
    assert proof.signature.reveal() == vector["signature"]
    assert proof.timestamp == vector["timestamp"]
    assert proof.secret_block.reveal() == vector["secret_block"]


def test_the_vectors_are_all_there() -> None:
    assert [v["id"] for v in VECTORS] == [
        "V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9", "D1", "D2", "D3", "D4", "D5", "D6",
    ]  # fmt: skip


def test_the_published_inner_hash() -> None:
    text = b"Pj8nlkpKRUser5:Password1!"
    expected = "rJra60Rbj/4QW4UdYVl7wde78eMoiaw7Wk+WoDqo5K8="
    assert base64.b64encode(hashlib.sha256(text).digest()).decode() == expected


@pytest.mark.parametrize(
    ("number", "data"), [(20, "14"), (56, "38"), (236, "00ec"), (200, "00c8"), (0, "00")]
)
def test_padding(number: int, data: str) -> None:
    assert padded(number).hex() == data


@settings(max_examples=30, deadline=None)  # each takes two exponentiations of 3072 bits
@given(
    st.text(min_size=1, max_size=40),
    st.text(min_size=1, max_size=40),
    st.integers(1, 2**128 - 1),
)
def test_a_server_that_shares_no_code_agrees(name: str, password: str, salt: int) -> None:
    """The server's own way to the same key: v = g^x, S = (A * v^u)^b."""
    client = SrpClient()
    who = Identity(realm="Pool1", name=name, password=Secret(password))
    v, b = pow(G, who.private_key(salt), N), secrets.randbits(1024) | 1
    public = (K * v + pow(G, b, N)) % N
    u = int.from_bytes(hashlib.sha256(padded(client.public) + padded(public)).digest(), "big")
    shared = pow(client.public * pow(v, u, N), b, N)
    prk = hmac.digest(padded(u), padded(shared), "sha256")
    key = hmac.digest(prk, b"Caldera Derived Key\x01", "sha256")[:16]
    assert client.session_key(who, salt=f"{salt:x}", srp_b=f"{public:x}") == key


@pytest.mark.parametrize(
    "b", ["0", f"{N:x}", f"{2 * N:x}", "", "xyz", "-1", "0x1", "١", "a" * 3000]
)
def test_numbers_of_no_use_are_refused(b: str) -> None:
    who = Identity(realm="p", name="n", password=Secret("pw"))
    with pytest.raises(SrpError):
        SrpClient().session_key(who, salt="1", srp_b=b)
    with pytest.raises(SrpError):
        SrpClient().session_key(who, salt="-", srp_b="2")


def test_a_secret_block_that_is_no_base64_is_refused() -> None:
    who = Identity(realm="p", name="n", password=Secret("pw"))
    with pytest.raises(SrpError):
        SrpClient().prove(who, salt="1", srp_b="2", secret_block="***", at=NOW)


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2022, 1, 1, tzinfo=UTC), "Sat Jan 1 00:00:00 UTC 2022"),
        (datetime(2022, 1, 2, 12, tzinfo=UTC), "Sun Jan 2 12:00:00 UTC 2022"),
        (datetime(2022, 1, 3, 9, tzinfo=UTC), "Mon Jan 3 09:00:00 UTC 2022"),
        (datetime(2022, 12, 31, 23, 59, 59, tzinfo=UTC), "Sat Dec 31 23:59:59 UTC 2022"),
        (
            datetime(2026, 3, 6, 1, 8, 7, tzinfo=timezone(timedelta(hours=-8))),
            "Fri Mar 6 09:08:07 UTC 2026",
        ),
    ],
)
def test_timestamps_are_english_and_in_utc(at: datetime, text: str) -> None:
    assert timestamp(at) == text


def test_timestamps_do_not_follow_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    class Foreign(datetime):
        """As strftime answers where a German locale is set, whatever is installed here."""

        def strftime(self, form: str) -> str:
            assert not {"%a", "%b", "%A", "%B"} & set(form.split()), "a name from the locale"
            return super().strftime(form)

        def astimezone(self, tz: Any = None) -> Foreign:
            return Foreign.fromtimestamp(super().timestamp(), tz)

    monkeypatch.setenv("TZ", "Asia/Kolkata")
    at = Foreign(2026, 3, 6, 9, 8, 7, tzinfo=UTC)
    assert timestamp(at) == "Fri Mar 6 09:08:07 UTC 2026"
    assert locale.getlocale() is not None


def test_pool_name() -> None:
    assert pool_name("eu-west-1_Ab12") == "Ab12"
    assert pool_name("eu-west-1_a_b") == "a_b"


def test_nothing_is_shown() -> None:
    client = SrpClient(12345)
    assert "12345" not in repr(client)
    assert len(f"{SrpClient().a:x}") > 200
