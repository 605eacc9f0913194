from __future__ import annotations

from dataclasses import replace

from console.practice.passkeys import Passkeys
from console.practice.seeds_held import PRACTICE_PASSKEY_PRIVATE, PRACTICE_PASSKEY_USERNAME


class _Clock:
    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def test_the_published_passkey_is_there_from_the_start() -> None:
    passkeys = Passkeys(_Clock())
    (seeded,) = passkeys.of_user(PRACTICE_PASSKEY_USERNAME)
    assert passkeys.find(seeded.id) == seeded
    assert "credential" not in repr(seeded)
    assert str(PRACTICE_PASSKEY_PRIVATE) not in str(seeded.to_json())


def test_a_passkey_is_kept_as_it_is_now_until_it_is_forgotten() -> None:
    passkeys = Passkeys(_Clock())
    (seeded,) = passkeys.of_user(PRACTICE_PASSKEY_USERNAME)
    used = replace(seeded, counter=3)
    passkeys.keep(used)
    assert passkeys.of_user(PRACTICE_PASSKEY_USERNAME) == (used,)
    passkeys.forget(used)
    passkeys.forget(used)
    assert passkeys.find(used.id) is None


def test_a_registration_is_awaited_for_a_while() -> None:
    clock = _Clock()
    passkeys = Passkeys(clock)
    assert passkeys.begun("alice") is None
    passkeys.begin("alice", client_id="c", challenge=b"challenge")
    begun = passkeys.begun("alice")
    assert begun is not None
    assert (begun.client_id, begun.challenge) == ("c", b"challenge")
    assert "challenge" not in repr(begun)
    assert passkeys.begun("bob") is None
    clock.at += 180
    assert passkeys.begun("alice") is None
    passkeys.begin("alice", client_id="c", challenge=b"challenge")
    passkeys.end("alice")
    assert passkeys.begun("alice") is None
