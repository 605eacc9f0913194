from __future__ import annotations

import pytest

from console.cli.references import Reference, Resolver, Source, parse_reference
from console.core.errors import UserFacingError
from console.core.secret import Secret
from tests.fakes import MemoryVault


async def no_prompt(_label: str) -> Secret | None:
    return None


def test_forms() -> None:
    assert parse_reference("env:NAME") == Reference(source=Source.ENV, name="NAME")
    assert parse_reference("keyring:a b") == Reference(source=Source.KEYRING, name="a b")
    assert parse_reference("prompt") == Reference(source=Source.PROMPT)
    for text in ("", "env:", "hunter2", "ENV:NAME", "keyring:", "env:a\nb", "prompt "):
        assert parse_reference(text) is None
    assert str(Reference(source=Source.PROMPT)) == "prompt"
    assert str(Reference(source=Source.ENV, name="X")) == "env:X"


async def test_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    resolver = Resolver(MemoryVault(), no_prompt)
    reference = Reference(source=Source.ENV, name="SIGNIN_TEST")
    with pytest.raises(UserFacingError, match="SIGNIN_TEST is not set"):
        await resolver.check(reference)
    monkeypatch.setenv("SIGNIN_TEST", "")
    with pytest.raises(UserFacingError, match="SIGNIN_TEST is empty"):
        await resolver.check(reference)
    monkeypatch.setenv("SIGNIN_TEST", "hunter2")
    await resolver.check(reference)
    monkeypatch.delenv("SIGNIN_TEST")
    assert await resolver.fetch(reference, "") == Secret("hunter2")


async def test_keyring() -> None:
    vault = MemoryVault()
    resolver = Resolver(vault, no_prompt)
    reference = Reference(source=Source.KEYRING, name="alice")
    with pytest.raises(UserFacingError, match="entry alice cannot be read") as caught:
        await resolver.check(reference)
    assert caught.value.detail == "vault: memory"
    vault.secrets["alice"] = Secret("hunter2")
    assert await resolver.fetch(reference, "") == Secret("hunter2")


async def test_an_entry_that_the_keyring_lacks() -> None:
    class Lasting(MemoryVault):
        @property
        def persistent(self) -> bool | None:
            return True

    resolver = Resolver(Lasting(), no_prompt)
    with pytest.raises(UserFacingError, match="no entry alice"):
        await resolver.check(Reference(source=Source.KEYRING, name="alice"))


async def test_prompt_needs_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    async def prompt(label: str) -> Secret | None:
        asked.append(label)
        return Secret("typed")

    resolver = Resolver(MemoryVault(), prompt)
    reference = Reference(source=Source.PROMPT)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    with pytest.raises(UserFacingError, match="no terminal"):
        await resolver.check(reference)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    await resolver.check(reference)
    assert await resolver.fetch(reference, "PASSWORD") == Secret("typed")
    assert asked == ["PASSWORD"]


async def test_a_new_seed_is_kept_where_it_lasts() -> None:
    class Lasting(MemoryVault):
        @property
        def persistent(self) -> bool | None:
            return True

    reference = Reference(source=Source.KEYRING, name="new")
    vault = Lasting()
    resolver = Resolver(vault, no_prompt)
    await resolver.check_place(reference)
    await resolver.keep(reference, Secret("GEZDGNBVGY3TQOJQ"))
    assert vault.secrets["new"] == Secret("GEZDGNBVGY3TQOJQ")
    assert await resolver.fetch(reference, "") == Secret("GEZDGNBVGY3TQOJQ")
    await resolver.check_place(reference)
    vault.secrets["new"] = Secret("hunter2")
    with pytest.raises(UserFacingError, match="something else"):
        await resolver.check_place(reference)
    with pytest.raises(UserFacingError, match="cannot be kept"):
        await Resolver(MemoryVault(), no_prompt).keep(reference, Secret("GEZDGNBVGY3TQOJQ"))
