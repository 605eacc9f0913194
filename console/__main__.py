"""Start: the window, or a headless command. Imports as little as it can until it knows which."""

from __future__ import annotations

import sys


def main(argv: list[str] | None = None) -> int:
    """The program; returns its exit status."""
    from console.cli.main import dispatch, guarded

    result = dispatch(sys.argv[1:] if argv is None else argv)
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
