"""Picks the command, and turns every way of failing into words, one JSON line and a status."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from console.cli.arguments import parser
from console.cli.crashes import tell_bug
from console.cli.output import OutputLostError, print_json, say, say_error
from console.core.errors import UserFacingError

DONE, USAGE, UNKNOWN, INTERNAL = 0, 2, 3, 70


def dispatch(argv: Sequence[str]) -> int | argparse.Namespace:
    """The exit status of a headless command, or the window's options."""
    parsed: list[argparse.Namespace] = []

    def parse() -> int:
        parsed.append(parser().parse_args(argv))
        return DONE

    status = guarded(parse, as_json="--json" in argv)
    if not parsed:
        return status
    options = parsed[0]
    if options.command is None:
        return options
    # An interrupt is how the pool ends, also while it starts.
    interrupted = DONE if options.command == "practice" else UNKNOWN
    return guarded(lambda: _run(options), as_json=options.json, interrupted=interrupted)


def guarded(work: Callable[[], int], *, as_json: bool, interrupted: int = UNKNOWN) -> int:
    """The status of `work`, or of the way in which it failed."""
    try:
        return _told_status(work, as_json=as_json, interrupted=interrupted)
    except OutputLostError as error:
        if error.reason is not None:
            say("signin-console: The result could not be written.")
            say(f"  stdout: {error.reason}.")
            return USAGE
        return UNKNOWN  # whoever read it has seen enough


def _told_status(work: Callable[[], int], *, as_json: bool, interrupted: int) -> int:
    try:
        return work()
    except UserFacingError as error:
        return _told(error, USAGE, as_json=as_json)
    except KeyboardInterrupt:
        told = UserFacingError("Interrupted.", "", "Nothing more was sent.")
        return _told(told, interrupted, as_json=as_json)
    except OutputLostError:
        raise
    except Exception as error:  # noqa: BLE001  # the last door: a bug is told, masked
        return _internal(error, as_json=as_json)


def _run(options: argparse.Namespace) -> int:
    if options.command == "run":
        from console.cli.run import run

        return run(options)
    if options.command == "practice":
        from console.cli.practice import practice

        return practice(options)
    if options.command == "investigate":
        from console.cli.investigate import investigate

        return investigate(options)
    if options.command in ("explain", "show", "check"):
        return _run_on_case(options)
    if options.command == "doctor":
        from console.cli.doctor import doctor

        return doctor(options)
    from console.cli.classify import classify

    return classify(options)


def _run_on_case(options: argparse.Namespace) -> int:
    if options.command == "explain":
        from console.cli.explain import explain

        return explain(options)
    if options.command == "show":
        from console.cli.show import show

        return show(options)
    from console.cli.check import check

    return check(options)


def _told(error: UserFacingError, status: int, *, as_json: bool) -> int:
    if as_json:
        print_json({"error": error.to_json()})
    say_error(error)
    return status


def _internal(error: Exception, *, as_json: bool) -> int:
    if as_json:
        told = UserFacingError(
            "Internal error.", type(error).__name__, "Report it with the lines on stderr."
        )
        print_json({"error": told.to_json()})
    tell_bug(error)
    return INTERNAL
