from __future__ import annotations

from pathlib import Path

import pytest

from console.core.errors import UserFacingError
from console.wiring import DATA_VARIABLE, data_directory


def test_the_option_comes_before_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv(DATA_VARIABLE, "~/env")
    assert data_directory(None) == tmp_path / "env"
    assert data_directory(str(tmp_path / "option")) == tmp_path / "option"
    monkeypatch.delenv(DATA_VARIABLE)
    assert data_directory(None).is_absolute()


def test_a_home_that_does_not_exist_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserFacingError, match="cannot be found") as caught:
        data_directory("~nobody-of-this-name/x")
    assert "--data-dir" in caught.value.hint
    monkeypatch.delenv(DATA_VARIABLE, raising=False)
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_, **__: "~nobody-of-this-name/x")
    with pytest.raises(UserFacingError, match="cannot be found"):
        data_directory(None)
