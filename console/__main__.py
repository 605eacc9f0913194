"""Start: the window, or a headless command. Imports as little as it can until it knows which."""

from __future__ import annotations

import signal
import sys

_INTERRUPTED = 3


def main(argv: list[str] | None = None) -> int:
    """The program; returns its exit status."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # both end what runs in order
    try:
        return _chosen(sys.argv[1:] if argv is None else argv)
    except KeyboardInterrupt:  # before there is a command that could say so
        return _INTERRUPTED
    finally:
        # An interrupt inside an exec() leaves a mark, and a process with it ends by SIGINT whatever
        # its status; dataclasses are made so while modules load. The next exec() takes it away.
        exec("")  # noqa: S102


def _chosen(argv: list[str]) -> int:
    from console.cli.crashes import report_masked
    from console.cli.main import dispatch, guarded

    report_masked()
    result = dispatch(argv)
    if isinstance(result, int):
        return result
    options = result

    def window() -> int:
        from console.app import open_window

        return open_window(
            data_dir=options.data_dir, practice=options.practice, theme_name=options.theme
        )

    return guarded(window, as_json=False)


if __name__ == "__main__":
    sys.exit(main())
