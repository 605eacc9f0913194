"""Failures of connections say what is true of the request: whether it left, and what refused it."""

from __future__ import annotations

import dataclasses
import socket
import ssl
from datetime import UTC, datetime

import pytest
from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    ProxyConnectionError,
    SSLError,
)

from console.core.call import CallRecord, Failure, Sent
from console.services.failures import from_library
from console.services.wire_notes import Phase
from tests.fakes import wire

URL = "https://cognito.invalid/"


def failure(error: Exception, phase: Phase, sent: Sent = Sent.NO) -> Failure:
    name = f"{type(error).__name__} in {phase}"
    record = CallRecord(
        started_at=datetime(2026, 3, 6, tzinfo=UTC),
        duration_ms=1.0,
        sent=sent,
        tries=(dataclasses.replace(wire(sent=sent), error=name),),
    )
    return from_library(record, error)


def caused_by(cause: Exception) -> EndpointConnectionError:
    error = EndpointConnectionError(endpoint_url=URL, error=cause)
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (caused_by(socket.gaierror(socket.EAI_NONAME, "x")), "up: there is no such name. Could"),
        (caused_by(socket.gaierror(socket.EAI_AGAIN, "x")), "up: no name server answered. Could"),
        (caused_by(TimeoutError("timed out")), "up: no name server answered. Could"),
        (caused_by(OSError("the host name is not a valid one")), "up. Could"),
    ],
)
def test_a_name_that_cannot_be_looked_up(error: Exception, why: str) -> None:
    found = failure(error, Phase.DNS)
    assert found.code == "EndpointConnectionError"
    assert found.message.startswith(f"The endpoint's name could not be looked {why}")
    assert failure(error, Phase.CONNECT).message.startswith("Could not connect")


def test_a_look_up_that_takes_too_long() -> None:
    error = ConnectTimeoutError(endpoint_url=URL)
    assert "could not be looked up" in failure(error, Phase.DNS).message
    assert failure(error, Phase.CONNECT).message.startswith("Connect timeout on")


@pytest.mark.parametrize("status", [302, 403, 407, 503])
def test_a_proxy_that_refuses_its_tunnel(status: int) -> None:
    cause = OSError(f"Tunnel connection failed: {status} canary")
    found = failure(ProxyConnectionError(proxy_url="http://p.invalid", error=cause), Phase.PROXY)
    assert found.code == "ProxyConnectionError"
    assert found.message.startswith(f"The proxy refused the way to the endpoint (HTTP {status}).")
    assert "canary" not in found.message


def test_a_proxy_that_cannot_be_reached_is_told_as_before() -> None:
    error = ProxyConnectionError(proxy_url="http://p.invalid", error=OSError("refused"))
    for phase in (Phase.DNS, Phase.CONNECT, Phase.PROXY):
        assert failure(error, phase).message == str(error)


@pytest.mark.parametrize(
    "error",
    [
        ConnectionClosedError(endpoint_url=URL),
        SSLError(endpoint_url=URL, error=ssl.SSLEOFError(8, "EOF occurred")),
    ],
)
def test_a_connection_that_is_closed_before_the_request_left(error: Exception) -> None:
    found = failure(error, Phase.TLS)
    assert found.code == "ConnectionClosedError"
    assert found.message.startswith("The connection was closed before the request was sent. ")


@pytest.mark.parametrize("sent", [Sent.MAYBE, Sent.YES])
@pytest.mark.parametrize(
    "error",
    [
        ProxyConnectionError(proxy_url="http://p.invalid"),
        SSLError(endpoint_url=URL, error=ssl.SSLError("certificate required")),
        ConnectTimeoutError(endpoint_url=URL),
        EndpointConnectionError(endpoint_url=URL),
    ],
)
def test_what_left_is_never_said_not_to_have_been_sent(error: Exception, sent: Sent) -> None:
    found = failure(error, Phase.WAIT, sent)
    assert found.code == "ConnectionClosedError"
    assert found.message.startswith("The connection broke off after the request was sent.")
    assert "proxy" not in found.message


@pytest.mark.parametrize(
    ("error", "sent"),
    [
        (HTTPClientError(error=ValueError("x")), Sent.YES),
        (ConnectionClosedError(endpoint_url=URL), Sent.YES),
        (SSLError(endpoint_url=URL, error=ssl.SSLError("wrong version number")), Sent.NO),
    ],
)
def test_all_else_keeps_its_name(error: Exception, sent: Sent) -> None:
    assert failure(error, Phase.WAIT, sent).code == type(error).__name__
