"""Gateways as attempts and the window use them: shared, stoppable, bounded in time, closed."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import random
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from console.core.call import CallResult, Failure, Origin, Reply, Sent
from console.core.ports import Gateway, Gateways, PendingCall
from console.services.clock import SystemClock
from console.services.gateways import CognitoGateways
from console.services.wire_notes import Phase
from tests.services.fault_server import (
    Connection,
    FaultServer,
    Script,
    answer,
    full_backlog,
    http,
    mute,
    silent,
)
from tests.services.lab import (
    TOKENS,
    failed,
    only_try,
    open_gateways,
    permitted,
    practice,
    replied,
    sign_in,
    until,
    until_phase,
    warmed,
)

WHOLE = http(TOKENS)
HEAD, BODY = WHOLE.partition(b"\r\n\r\n")[0] + b"\r\n\r\n", WHOLE.partition(b"\r\n\r\n")[2]


def test_the_ports_of_the_core_are_satisfied() -> None:
    gateways: Gateways = CognitoGateways(SystemClock())
    gateway: Gateway = gateways.open(practice(None))
    pending: PendingCall = gateway.begin(*permitted(sign_in()))
    assert failed(asyncio.run(pending.result())).code == "InvalidEndpointConfigurationError"
    gateways.close()


def test_equal_profiles_share_a_gateway() -> None:
    with open_gateways() as gateways:
        one = gateways.open(practice("http://127.0.0.1:1"))
        assert gateways.open(practice("http://127.0.0.1:1")) is one
        assert gateways.open(practice("http://127.0.0.1:1", read_timeout_s=3.0)) is not one


def test_opening_starts_no_thread_and_loads_no_botocore() -> None:
    script = (
        "import sys, threading\n"
        "from console.core.profile import practice_profile\n"
        "from console.services.clock import SystemClock\n"
        "from console.services.gateways import CognitoGateways\n"
        "gateways = CognitoGateways(SystemClock())\n"
        "profile = practice_profile(client_id='a', has_client_secret=False, endpoint_url=None)\n"
        "gateways.open(profile)\n"
        "print('botocore' in sys.modules, threading.active_count())\n"
        "gateways.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "1"]


async def test_a_warm_gateway_has_its_client_and_no_connection() -> None:
    with FaultServer(answer(WHOLE)) as server, open_gateways() as gateways:
        gateway = warmed(gateways, practice(server.url))
        assert server.connections == 0
        replied(await gateway.begin(*permitted(sign_in())).result())


async def test_a_warming_that_fails_is_told_by_the_call() -> None:
    with open_gateways() as gateways:
        gateway = gateways.open(practice(None))
        gateway.warm()
        result = failed(await gateway.begin(*permitted(sign_in())).result())
    assert result.code == "InvalidEndpointConfigurationError"


async def test_calls_at_the_same_time_have_connections_of_their_own() -> None:
    together = threading.Barrier(3)

    def meet(connection: Connection) -> None:
        connection.read_request()
        together.wait(5)
        connection.send(WHOLE)
        connection.wait_until_gone()

    with FaultServer(meet) as server, open_gateways() as gateways:
        gateway = gateways.open(practice(server.url))
        calls = [gateway.begin(*permitted(sign_in())) for _ in range(3)]
        results = await asyncio.gather(*(call.result() for call in calls))
    assert all(isinstance(result, Reply) for result in results)
    assert server.connections == 3


async def test_one_result_for_all_who_wait_and_a_cancelled_waiter_cancels_nothing() -> None:
    with FaultServer(silent) as server, open_gateways() as gateways:
        pending = gateways.open(practice(server.url)).begin(*permitted(sign_in()))
        impatient = asyncio.get_running_loop().create_task(pending.result())
        assert await asyncio.to_thread(server.asked.wait, 5)
        impatient.cancel()
        with pytest.raises(asyncio.CancelledError):
            await impatient
        assert not pending._future.done()
        pending.stop()
        first, second = await asyncio.gather(pending.result(), pending.result())
    assert first is second
    assert failed(first).origin is Origin.STOPPED


async def test_a_call_that_waits_for_a_worker_is_stopped_at_once() -> None:
    with FaultServer(silent) as server, open_gateways() as gateways:
        gateway = gateways.open(practice(server.url))
        busy = [gateway.begin(*permitted(sign_in())) for _ in range(16)]
        until(lambda: len(server.requests) == 16)
        late = gateway.begin(*permitted(sign_in()))
        late.stop()
        assert failed(await late.result()).record.sent is Sent.NO
        for each in busy:
            each.stop()
        for each in busy:
            assert failed(await each.result()).record.sent is Sent.YES
    assert len(server.requests) == 16


# --- deadlines


def dripping(data: bytes, head: bytes = b"") -> Script:
    def script(connection: Connection) -> None:
        connection.read_request()
        connection.send(head)
        connection.drip(data)

    return script


@pytest.mark.parametrize(
    ("script", "phase", "status"),
    [
        (silent, Phase.WAIT, None),
        (dripping(WHOLE), Phase.WAIT, None),
        (dripping(BODY, HEAD), Phase.READ, 200),
    ],
)
async def test_the_deadline_holds_against_a_server_that_drips(
    script: Script, phase: Phase, status: int | None
) -> None:
    with FaultServer(script) as server, open_gateways() as gateways:
        gateway = warmed(gateways, practice(server.url, total_timeout_s=0.4))
        failure = failed(await gateway.begin(*permitted(sign_in())).result())
        assert server.client_gone.wait(2)
    assert (failure.origin, failure.code) == (Origin.DEADLINE, "DeadlineExceeded")
    assert 400 <= failure.record.duration_ms < 2000
    assert (failure.record.sent, failure.record.http_status) == (Sent.YES, status)
    assert only_try(failure).error == f"CallStoppedError in {phase}"
    assert len(server.requests) == 1


async def test_the_deadline_holds_before_the_request_too() -> None:
    with full_backlog() as port, open_gateways() as gateways:
        gateway = gateways.open(practice(f"http://127.0.0.1:{port}", total_timeout_s=0.3))
        failure = failed(await gateway.begin(*permitted(sign_in())).result())
    assert (failure.origin, failure.record.sent) == (Origin.DEADLINE, Sent.NO)


# --- the end


async def test_closing_ends_what_is_under_way_and_leaves_nothing() -> None:
    with FaultServer(silent) as server:
        gateways = CognitoGateways(SystemClock())
        gateway = gateways.open(practice(server.url))
        pending = gateway.begin(*permitted(sign_in()))
        assert server.asked.wait(5)
        gateways.close()
        assert server.client_gone.wait(2)
        assert failed(await pending.result()).code == "CallCancelled"
        assert signin_threads() == []
        assert open_sockets_to(server.port) == []
        after = failed(await gateway.begin(*permitted(sign_in())).result())
        assert (after.code, after.record.sent) == ("CallCancelled", Sent.NO)
        gateway.warm()
        gateways.close()
    assert len(server.requests) == 1


def test_closing_while_a_client_is_loaded_waits_for_it_and_leaves_nothing() -> None:
    begun, go, ended = threading.Event(), threading.Event(), threading.Event()

    @contextlib.contextmanager
    def loading() -> Iterator[None]:
        begun.set()
        assert go.wait(5)
        yield
        ended.set()

    gateways = CognitoGateways(SystemClock(), loading=loading)
    gateway = gateways.open(practice("http://127.0.0.1:1"))
    gateway.warm()
    assert begun.wait(5)
    closing = threading.Thread(target=gateways.close)
    closing.start()
    go.set()
    closing.join(10)
    assert not closing.is_alive()
    assert ended.is_set()
    assert gateway._client is None
    assert signin_threads() == []


async def test_a_first_call_loads_without_the_care_of_warming() -> None:
    def never() -> contextlib.AbstractContextManager[None]:
        raise AssertionError("nothing was warmed")

    with FaultServer(answer(WHOLE)) as server:
        gateways = CognitoGateways(SystemClock(), loading=never)
        replied(await gateways.open(practice(server.url)).begin(*permitted(sign_in())).result())
        gateways.close()


async def test_closing_closes_idle_connections_at_once() -> None:
    def keep(connection: Connection) -> None:
        answer(WHOLE)(connection)
        connection.server.client_gone.set()

    with FaultServer(keep) as server:
        with open_gateways() as gateways:
            replied(await gateways.open(practice(server.url)).begin(*permitted(sign_in())).result())
            assert len(open_sockets_to(server.port)) == 2  # the connection and its grip
        assert server.client_gone.wait(2)
        assert open_sockets_to(server.port) == []


FORGETFUL = """
import sys
from console.services.clock import SystemClock
from console.services.gateways import CognitoGateways
from tests.services.lab import permitted, practice, sign_in, warmed
gateway = warmed(CognitoGateways(SystemClock()), practice(sys.argv[1], total_timeout_s=0.5))
call = gateway.begin(*permitted(sign_in()))
sys.stdin.readline()
"""


def test_a_program_that_forgets_to_close_still_ends() -> None:
    with (
        FaultServer(silent) as server,
        subprocess.Popen([sys.executable, "-c", FORGETFUL, server.url], stdin=-1) as process,
    ):
        assert server.asked.wait(30)
        process.communicate(b"\n", timeout=30)
        assert process.returncode == 0


async def test_stops_at_random_moments_leave_nothing_and_harm_nothing() -> None:
    chance = random.Random(20261124)  # noqa: S311 - the same moments in every run

    def unsteady(connection: Connection) -> None:
        while connection.read_request() is not None:
            connection.server.ending.wait(chance.random() * 0.004)
            connection.send(WHOLE[:50])
            connection.send(WHOLE[50:])

    with FaultServer(unsteady) as server, open_gateways() as gateways:
        gateway = gateways.open(practice(server.url))
        seen: set[tuple[str, str]] = set()
        stops, all_stopped = [150], asyncio.Event()

        def stop(pending: PendingCall) -> None:
            pending.stop()
            stops[0] -= 1
            if not stops[0]:
                all_stopped.set()

        for _ in range(150):
            pending = gateway.begin(*permitted(sign_in()))
            asyncio.get_running_loop().call_later(chance.random() * 0.006, stop, pending)
            result = await pending.result()
            seen.add(outcome(result))
            assert len(result.record.tries) <= 1
        replied(await gateway.begin(*permitted(sign_in())).result())
        await all_stopped.wait()  # the last ones come after their calls have ended
    assert {kind for kind, _ in seen} == {"Reply", "CallCancelled"}
    assert ("Reply", "yes") in seen
    assert signin_threads() == []
    gc.collect()
    assert open_sockets_to(server.port) == []


def outcome(result: CallResult) -> tuple[str, str]:
    kind = result.code if isinstance(result, Failure) else "Reply"
    return kind, str(result.record.sent)


def test_it_works_on_one_loop_after_another() -> None:
    with FaultServer(answer(WHOLE)) as server, open_gateways() as gateways:
        gateway = gateways.open(practice(server.url))
        for _ in range(2):
            replied(asyncio.run(_awaited(gateway.begin(*permitted(sign_in())))))


async def _awaited(pending: PendingCall) -> CallResult:
    return await pending.result()


async def test_it_works_beside_qt(qapp: object) -> None:
    assert qapp is not None
    with FaultServer(answer(WHOLE)) as server, open_gateways() as gateways:
        replied(await gateways.open(practice(server.url)).begin(*permitted(sign_in())).result())
    with FaultServer(mute) as server, open_gateways() as gateways:
        url = server.url.replace("http:", "https:")
        pending = gateways.open(practice(url)).begin(*permitted(sign_in()))
        until_phase(pending, Phase.TLS)
        pending.stop()
        assert failed(await pending.result()).origin is Origin.STOPPED


def signin_threads() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name.startswith("signin-")]


def open_sockets_to(port: int) -> list[Any]:
    """This process's client sockets to `port`, wrapped or not, that are still open."""
    return [
        each
        for each in gc.get_objects()
        if isinstance(each, socket.socket) and each.fileno() != -1 and _peer_port(each) == port
    ]


def _peer_port(sock: socket.socket) -> int | None:
    try:
        return int(sock.getpeername()[1])
    except (OSError, IndexError, ValueError):
        return None
