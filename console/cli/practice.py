"""`signin-console practice`: the simulated user pool as a process of its own."""

from __future__ import annotations

import argparse
import signal
import threading

from console.cli.output import print_json, print_line, say


def practice(options: argparse.Namespace) -> int:
    """Lists the users, or serves the pool until SIGTERM or Ctrl-C; both end with status 0."""
    if options.list:
        return _list(as_json=options.json)
    return _serve(options.port)


def _list(*, as_json: bool) -> int:
    from console.practice.listing import LISTED, listing

    if as_json:
        print_json(listing())
        return 0
    rows = [("USER", "PASSWORD", "CLIENT", "FLOW", "WHAT IT SHOWS")]
    rows += [(u.username, u.password, u.client, u.auth_flow, u.purpose) for u in LISTED]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        cells = [row[column].ljust(widths[column]) for column in range(4)]
        print_line("  ".join([*cells, row[4]]).rstrip())
    return 0


def _serve(port: int) -> int:
    from console.practice.announce import announcement
    from console.practice.server import PracticeServer

    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    server = PracticeServer(port=port).start()
    try:
        print_json(announcement(server))
        say("practice pool: simulated answers only; end it with Ctrl-C")
        _wait(ended)
    finally:
        server.stop()
    return 0


def _wait(ended: threading.Event) -> None:
    # A wait without a limit cannot be interrupted by a signal on Windows.
    while not ended.wait(1.0):
        pass
