"""Reads botocore's data files, of up to a megabyte, without stopping the window's thread."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any


class GentleFiles:
    """In the form of botocore's own JSONFileLoader; paths come without their suffix.

    Each file is read once, which makes the clients of further profiles quicker to make.
    """

    def __init__(self) -> None:
        self._read: dict[str, Any] = {}

    def exists(self, file_path: str) -> bool:
        """Whether there is such a file, packed or not."""
        return any(Path(file_path + suffix).is_file() for suffix in (".json", ".json.gz"))

    def load_file(self, file_path: str) -> Any:
        """The data, or None where there is no such file."""
        if file_path not in self._read:
            self._read[file_path] = _load(file_path)
        return self._read[file_path]


def _load(file_path: str) -> Any:
    plain, packed = Path(f"{file_path}.json"), Path(f"{file_path}.json.gz")
    if plain.is_file():
        return _parsed(plain.read_bytes())
    if packed.is_file():
        return _parsed(gzip.decompress(packed.read_bytes()))
    return None


def _parsed(content: bytes) -> Any:
    return json.loads(content, object_pairs_hook=_as_dict)


def _as_dict(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # A function of Python's own: at each call the interpreter may let another thread go on, which
    # it cannot while the parser, or a hook in C, works through the whole file.
    return dict(pairs)
