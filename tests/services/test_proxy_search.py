"""Which proxy there is, who names it, and that neither user nor password gets out."""

from __future__ import annotations

import os

import pytest

from console.core.doctor.facts import ProxyFacts
from console.services.proxy_search import of_environment, proxy_facts
from tests.core.doctor.station import HOST, at
from tests.fakes import profile

WITH_SECRETS = "http://canary-user:canary-pass@proxy.example:3128"


@pytest.fixture(autouse=True)
def no_proxy_here(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


def test_none() -> None:
    assert proxy_facts(profile(), at()) == ProxyFacts()
    assert of_environment(f"https://{HOST}/") == {}


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy"])
def test_of_the_environment(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, WITH_SECRETS)
    facts = proxy_facts(profile(), at())
    assert facts == ProxyFacts(
        shown="http://proxy.example:3128", host="proxy.example", named_by=name
    )
    assert "canary" not in repr(facts)
    assert of_environment(f"https://{HOST}/")["https"] == WITH_SECRETS
    assert proxy_facts(profile(), at("http://lab.example")) == ProxyFacts(), "it is for https"


def test_an_exception_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", WITH_SECRETS)
    monkeypatch.setenv("NO_PROXY", ".amazonaws.com")
    assert proxy_facts(profile(), at()).bypassed
    assert of_environment(f"https://{HOST}/") == {}
    own = profile(proxy="http://other.example:1")
    assert not proxy_facts(own, at()).bypassed, "the profile's own has no exceptions"


def test_of_the_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", WITH_SECRETS)
    facts = proxy_facts(profile(proxy="http://other.example:1"), at())
    assert (facts.shown, facts.named_by) == ("http://other.example:1", "the profile")


def test_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("urllib.request.getproxies", lambda: {"https": "http://[::1]:8080"})
    facts = proxy_facts(profile(), at())
    assert (facts.shown, facts.named_by) == ("http://[::1]:8080", "the system")


def test_none_to_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", WITH_SECRETS)
    assert proxy_facts(profile(proxy="http://x:1"), at("http://127.0.0.1:9")) == ProxyFacts()


@pytest.mark.parametrize(
    ("value", "shown", "problem"),
    [
        ("proxy.example:3128", "http://proxy.example:3128", None),
        ("http://proxy.example", "http://proxy.example", None),
        ("socks5://proxy.example:1080", "socks5://proxy.example:1080", "none but a proxy of HTTP"),
        ("http://u:p@proxy.example:99999", "a proxy", "cannot be read"),
        ("http://u:canary@[", "a proxy", "cannot be read"),
        ("http://", "a proxy", "cannot be read"),
    ],
)
def test_forms(
    monkeypatch: pytest.MonkeyPatch, value: str, shown: str, problem: str | None
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", value)
    facts = proxy_facts(profile(), at())
    assert facts.shown == shown
    assert (facts.problem is None) == (problem is None)
    assert (problem or "") in (facts.problem or "")


def test_a_system_that_stumbles_over_its_exceptions(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(_host: str) -> bool:
        raise OSError("canary")

    monkeypatch.setenv("HTTPS_PROXY", WITH_SECRETS)
    monkeypatch.setattr("urllib.request.proxy_bypass", stumble)
    assert not proxy_facts(profile(), at()).bypassed
