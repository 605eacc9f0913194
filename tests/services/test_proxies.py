"""Which proxy is on the way to which address, and what is known of its user."""

from __future__ import annotations

import threading
from collections.abc import Mapping

import pytest

from console.services.clock import SystemClock
from console.services.errands import Errands
from console.services.exchange import Exchange
from console.services.faults import ClientFaultError
from console.services.proxies import Proxy, ProxyFinder, ProxySettings
from console.services.stops import CallStoppedError, Cause
from console.services.visits import Visit, active
from tests.services.lab import until

URL = "https://cognito-idp.eu-west-1.amazonaws.com/"
OTHER = "https://sts.eu-west-1.amazonaws.com/"
USER = "http://al%C3%ADce:p%40ss:w%20d@proxy.example:3128"
SECRET_PARTS = ("ce:", "p%40ss", "p@ss", "YWzDrWNl")


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "no_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


class Searched:
    """Says the same of every address, and remembers for which it was asked."""

    def __init__(self, **found: str) -> None:
        self.found: Mapping[str, str] = found
        self.asked: list[str] = []

    def __call__(self, url: str) -> Mapping[str, str]:
        self.asked.append(url)
        return self.found


def finder(searched: Searched) -> ProxyFinder:
    return ProxyFinder(searched, Errands())


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("http://proxy.example:3128", "http://proxy.example:3128"),
        ("https://proxy.example", "https://proxy.example"),
        ("proxy.example:3128", "http://proxy.example:3128"),
        ("//proxy.example:3128", "http://proxy.example:3128"),
        ("http://[::1]:3128/", "http://[::1]:3128"),
        ("HTTP://Proxy.example:80/path", "http://proxy.example:80"),
    ],
)
def test_a_proxy_is_read_as_botocore_reads_it(text: str, url: str) -> None:
    assert finder(Searched(https=text)).on_the_way_to(URL) == Proxy(url=url)


def test_user_and_password_are_in_the_header_alone() -> None:
    searched = Searched(https=USER)
    proxy = finder(searched).on_the_way_to(URL)
    assert proxy is not None
    assert proxy.url == "http://proxy.example:3128"
    assert not any(part in repr(proxy) for part in SECRET_PARTS)
    settings = ProxySettings(finder(searched), pytest.fail)
    url = settings.proxy_url_for(URL)
    assert url == proxy.url
    # of "alíce:p@ss:w d" in UTF-8
    headers = {"Proxy-Authorization": "Basic YWzDrWNlOnBAc3M6dyBk"}
    assert settings.proxy_headers_for(url) == headers


def test_a_user_without_a_password_and_none() -> None:
    settings = ProxySettings(finder(Searched(https="http://alice@proxy.example")), lambda _: None)
    url = settings.proxy_url_for(URL)
    assert url is not None
    assert settings.proxy_headers_for(url) == {"Proxy-Authorization": "Basic YWxpY2U6"}
    bare = ProxySettings(finder(Searched(https="http://proxy.example")), lambda _: None)
    url = bare.proxy_url_for(URL)
    assert url is not None
    assert bare.proxy_headers_for(url) == {}


def test_connections_made_for_another_user_are_forgotten() -> None:
    searched, forgotten = Searched(https="http://a:1@proxy.example"), list[str]()
    settings = ProxySettings(finder(searched), forgotten.append)
    settings.proxy_url_for(URL)
    settings.proxy_url_for(OTHER)
    assert forgotten == []
    searched.found = {"https": "http://b:2@proxy.example"}
    url = settings.proxy_url_for("https://sns.eu-west-1.amazonaws.com/")
    assert forgotten == [url] == ["http://proxy.example"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("socks5://alice:canary@proxy.example", "none but a proxy of HTTP"),
        ("http://alice:canary@proxy.example:port", "cannot be read"),
        ("http://alice:canary@[::1", "cannot be read"),
        ("http://alice:canary@", "names no host"),
    ],
)
def test_a_proxy_of_no_use_is_named_as_such(text: str, words: str) -> None:
    with pytest.raises(ClientFaultError) as caught:
        finder(Searched(https=text)).on_the_way_to(URL)
    assert caught.value.code == "InvalidProxiesConfigError"
    assert words in caught.value.message
    assert "canary" not in caught.value.message + str(caught.value)


def test_each_address_is_judged_once_until_a_setting_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    searched = Searched()
    found = finder(searched)
    for url in (URL, OTHER, URL, f"{URL}pool/.well-known/jwks.json"):
        assert found.on_the_way_to(url) is None
    assert searched.asked == [URL, OTHER]
    monkeypatch.setenv("https_proxy", "http://proxy.example")
    searched.found = {"https": "http://proxy.example"}
    assert found.on_the_way_to(URL) == Proxy(url="http://proxy.example")
    monkeypatch.setenv("no_proxy", "sts.eu-west-1.amazonaws.com")
    found.on_the_way_to(OTHER)
    assert searched.asked == [URL, OTHER, URL, OTHER]


def test_what_is_remembered_is_bounded() -> None:
    found = finder(Searched())
    for number in range(200):
        found.on_the_way_to(f"https://{number}.example/")
    assert len(found._found) <= 64


def test_a_proxy_is_for_its_scheme() -> None:
    found = finder(Searched(http="http://proxy.example"))
    assert found.on_the_way_to(URL) is None
    assert found.on_the_way_to("http://lab.example/") is not None


def test_a_search_that_hangs_is_left_behind_by_a_stop() -> None:
    hang, begun = threading.Event(), threading.Event()

    def search(_url: str) -> Mapping[str, str]:
        begun.set()
        hang.wait(10)
        return {}

    errands, exchange = Errands(), Exchange(SystemClock())
    notes = exchange.begin_try()

    def stop() -> None:
        begun.wait(5)
        exchange.stop(Cause.STOPPED)

    stopper = threading.Thread(target=stop)
    stopper.start()
    active.exchange = exchange
    active.visit = Visit(session=None, exchange=exchange, notes=notes)  # type: ignore[arg-type]
    try:
        with pytest.raises(CallStoppedError):
            ProxyFinder(search, errands).on_the_way_to(URL)
    finally:
        del active.exchange, active.visit
        stopper.join()
    assert notes.left_behind
    hang.set()
    until(lambda: errands.left_behind == 0)
