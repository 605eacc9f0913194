"""Picks the command, and turns every way of failing into words, one JSON line and a status."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from console.cli.arguments import parser
from console.cli.output import print_json, say, say_error
from console.core.errors import UserFacingError

USAGE, UNKNOWN, INTERNAL = 2, 3, 70


def dispatch(argv: Sequence[str]) -> int | argparse.Namespace:
    """The exit status of a headless command, or the window's options."""
    try:
        options = parser().parse_args(argv)
    except UserFacingError as error:
        return _told(error, USAGE, as_json="--json" in argv)
    if options.command is None:
        return options
    return guarded(lambda: _run(options), as_json=options.json)


def guarded(work: Callable[[], int], *, as_json: bool) -> int:
    """The status of `work`, or of the way in which it failed."""
    try:
        return work()
    except UserFacingError as error:
        return _told(error, USAGE, as_json=as_json)
    except KeyboardInterrupt:
        interrupted = UserFacingError("Interrupted.", "", "Nothing more was sent.")
        return _told(interrupted, UNKNOWN, as_json=as_json)
    except BrokenPipeError:
        sys.stderr.close()
        return UNKNOWN
    except Exception as error:  # noqa: BLE001  # the last door: a bug is told, masked
        return _internal(error, as_json=as_json)


def _run(options: argparse.Namespace) -> int:
    if options.command == "run":
        from console.cli.run import run

        return run(options)
    if options.command == "practice":
        from console.cli.practice import practice

        return practice(options)
    from console.cli.classify import classify

    return classify(options)


def _told(error: UserFacingError, status: int, *, as_json: bool) -> int:
    if as_json:
        print_json({"error": error.to_json()})
    say_error(error)
    return status


def _internal(error: Exception, *, as_json: bool) -> int:
    from console.core.crash import masked_report

    if as_json:
        told = UserFacingError(
            "Internal error.", type(error).__name__, "Report it with the lines on stderr."
        )
        print_json({"error": told.to_json()})
    say("internal error")
    for line in masked_report(error).splitlines():
        say(line)
    return INTERNAL
