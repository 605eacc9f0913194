"""botocore's data as botocore itself reads it, but in a way that lets other threads go on."""

from __future__ import annotations

import gzip
import json
import threading
from pathlib import Path

import pytest
from botocore.loaders import JSONFileLoader, Loader

from console.services import model_files
from console.services.model_files import GentleFiles

DATA = Path(Loader.BUILTIN_DATA_PATH)


@pytest.mark.parametrize(
    "name", ["endpoints", "partitions", "cognito-idp/2016-04-18/service-2", "no-such-file"]
)
def test_it_reads_what_botocore_reads(name: str) -> None:
    path = str(DATA / name)
    theirs = JSONFileLoader()
    assert GentleFiles().exists(path) == theirs.exists(path)
    assert GentleFiles().load_file(path) == theirs.load_file(path)


def test_plain_wins_over_packed_and_each_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(b'{"packed": 1}'))
    files = GentleFiles()
    assert files.load_file(str(tmp_path / "a")) == {"packed": 1}
    (tmp_path / "a.json").write_text('{"plain": 1}')
    assert files.load_file(str(tmp_path / "a")) == {"packed": 1}
    assert GentleFiles().load_file(str(tmp_path / "a")) == {"plain": 1}


def test_broken_data_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{")
    with pytest.raises(json.JSONDecodeError):
        GentleFiles().load_file(str(tmp_path / "a"))


def test_python_code_runs_for_every_object_of_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    threads: set[str] = set()
    calls = 0
    real = model_files._as_dict

    def counted(pairs: list[tuple[str, object]]) -> dict[str, object]:
        nonlocal calls
        calls += 1
        threads.add(threading.current_thread().name)
        return real(pairs)

    monkeypatch.setattr(model_files, "_as_dict", counted)
    GentleFiles().load_file(str(DATA / "endpoints"))
    assert calls > 1000
    assert threads == {threading.current_thread().name}
