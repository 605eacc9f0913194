from __future__ import annotations

import socket
from pathlib import Path

import pytest

from console.services import display
from console.services.display import display_problem


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)


def title() -> str:
    problem = display_problem()
    return "" if problem is None else problem.title


def test_no_display_at_all() -> None:
    assert "there is no display" in title()


def test_platforms_without_a_screen_need_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen:fontconfig")
    assert title() == ""


def test_other_systems_always_have_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    assert title() == ""


@pytest.mark.parametrize("name", [":987", "nonsense", "unix:987", "127.0.0.1:59000"])
def test_a_display_that_does_not_answer(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("DISPLAY", name)
    assert "does not answer" in title()


def test_a_wayland_socket_is_enough(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
    assert "there is no display" in title()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-7"))
        server.listen()
        assert title() == ""


def test_an_x_server_and_its_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1] - 6000
        monkeypatch.setenv("DISPLAY", f"127.0.0.1:{number}.0")
        monkeypatch.setattr(display, "_XCB_LIBRARIES", ())
        assert title() == ""
        monkeypatch.setattr(display, "_XCB_LIBRARIES", ("libabsent.so.0",))
        problem = display_problem()
    assert problem is not None
    assert "libabsent.so.0" in problem.detail
    assert "apt-get install" in problem.hint
