"""The core's SRP and the practice pool's, each written on its own, in every shape of numbers.

`make bench` does the same with thousands of random ones.
"""

from __future__ import annotations

import itertools
import random
import secrets
from collections.abc import Callable, Iterator

import pytest

from console.core.conversation.srp import Identity, SrpClient
from console.core.secret import Secret
from console.core.srp_constants import G, K, N
from console.practice.accounts import Account
from console.practice.errors import PracticeError
from console.practice.srp import ServerKeys, verifier
from tests.e2e.srp_pairs import LETTERS, SHAPES, Bench, random_user, shape

REALM, NAME, PASSWORD = "Realm1", "søren", "Blåbær-Пароль-🔑"
SALTS = {"odd": 0xABC, "high": 0x8F << 120, "plain": 0x7F << 120}
BITS = 256  # of the secret numbers here: enough to wrap around N, and quick


_POWERS: list[tuple[int, int]] = []


def powers() -> Iterator[tuple[int, int]]:
    """Secret numbers and g to their power, without end; the first ones are made once."""
    for index in itertools.count():
        if index == len(_POWERS):
            number = secrets.randbits(BITS)
            _POWERS.append((number, pow(G, number, N)))
        yield _POWERS[index]


def number_for(wanted: str, public: Callable[[int], int]) -> int:
    """A secret number whose public one, made of its power by `public`, has that shape."""
    return next(number for number, power in powers() if shape(public(power)) == wanted)


# Every shape of one beside every shape of each other one.
COMBINATIONS = [
    (SHAPES[i], SHAPES[j], SHAPES[(i + j) % 3]) for i, j in itertools.product(range(3), repeat=2)
]


@pytest.mark.parametrize(("of_a", "of_b", "of_salt"), COMBINATIONS)
def test_both_sides_have_the_same_key(of_a: str, of_b: str, of_salt: str) -> None:
    salt = SALTS[of_salt]
    stored = verifier(REALM, NAME, PASSWORD, salt)
    client = SrpClient(number_for(of_a, lambda power: power))
    b = number_for(of_b, lambda power: (K * stored + power) % N)
    server = ServerKeys(a_public=client.public, salt=salt, verifier=stored, secret=b)
    found = tuple(map(shape, (client.public, server.b_public, salt)))
    assert found == (of_a, of_b, of_salt)
    given = {"salt": f"{salt:x}", "srp_b": f"{server.b_public:x}"}
    who = Identity(realm=REALM, name=NAME, password=Secret(PASSWORD))
    assert client.session_key(who, **given) == server.key()
    other = Identity(realm=REALM, name=NAME, password=Secret(PASSWORD + " "))
    assert client.session_key(other, **given) != server.key()


def test_random_users_of_the_pool() -> None:
    seed = secrets.randbits(64)
    dice = random.Random(seed)  # noqa: S311  # a seed, so that a failure can be had again
    bench = Bench()
    for _ in range(4):
        account = random_user(dice)
        bench.add(account)
        assert bench.refused(account, account.password[:-1]).startswith("Incorrect"), seed
        assert "AuthenticationResult" in bench.password(account), seed


@pytest.mark.parametrize("salt", [*SALTS.values(), 1], ids=[*SALTS, "one"])
def test_devices_of_the_pool(salt: int) -> None:
    bench = Bench("device-always")
    account = Account(username="søren+🔑", password=LETTERS)
    bench.add(account)
    device = bench.confirmed(account, salt=salt)
    assert "AuthenticationResult" in bench.device(account, device)
    stranger = bench.confirmed(account, salt=salt)
    mixed = type(device)(key=device.key, group_key=device.group_key, password=stranger.password)
    with pytest.raises(PracticeError, match="Incorrect username or password"):
        bench.device(account, mixed)
