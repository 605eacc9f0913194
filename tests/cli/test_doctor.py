"""Lines come in their order, whichever check ends first."""

from __future__ import annotations

import pytest

from console.cli.arguments import parser
from console.cli.doctor import _Lines
from console.cli.output import OutputLostError
from console.core.diagnosis.connection_check import CheckStatus, check
from console.core.doctor.names import NAMES


def test_lines_wait_for_those_before_them(capsys: pytest.CaptureFixture[str]) -> None:
    lines = _Lines()
    for name in (NAMES[1], NAMES[2]):
        lines.add(check(name, CheckStatus.OK, "Good."))
    assert capsys.readouterr().out == ""
    lines.add(check(NAMES[0], CheckStatus.FAIL, "Bad\x1b.", "Mend it."))
    assert capsys.readouterr().out.splitlines() == [
        f"fail    {NAMES[0]}: Bad\\x1b.",
        "        next: Mend it.",
        f"ok      {NAMES[1]}: Good.",
        f"ok      {NAMES[2]}: Good.",
    ]
    for name in reversed(NAMES[3:]):
        lines.add(check(name, CheckStatus.SKIPPED, "-"))
    shown = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0].removeprefix("skipped ") for line in shown] == list(NAMES[3:])


def test_a_lost_output_is_kept_and_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(_line: str) -> None:
        raise OutputLostError(None)

    monkeypatch.setattr("console.cli.doctor.print_line", lose)
    lines, ends = _Lines(), list[str]()
    lines.on_lost = lambda: ends.append("stop")
    for name in NAMES:
        lines.add(check(name, CheckStatus.OK, "Good."))
    assert isinstance(lines.lost, OutputLostError)
    assert ends == ["stop"]


def test_nothing_is_printed_where_json_is_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    _Lines(shown=False).add(check(NAMES[0], CheckStatus.OK, "Good."))
    assert capsys.readouterr().out == ""


def test_what_the_command_takes() -> None:
    options = parser().parse_args(
        ["doctor", "--profile", "Shop", "--region", "eu-west-1", "--data-dir", "d", "--json"]
    )
    taken = (options.profile, options.region, options.data_dir, options.json)
    assert taken == ("Shop", "eu-west-1", "d", True)
    bare = parser().parse_args(["doctor"])
    assert (bare.profile, bare.region, bare.json) == (None, None, False)
