"""A practice pool for each test, and an environment in which other people's clients find it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import boto3
import botocore.session
import pytest
from botocore.loaders import Loader

from console.core.practice_keys import (
    PRACTICE_ACCESS_KEY_ID,
    PRACTICE_REGION,
    PRACTICE_SECRET_ACCESS_KEY,
)
from console.practice.server import PracticeServer


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    with PracticeServer() as running:
        yield running


@pytest.fixture
def aws_variables(server: PracticeServer, tmp_path: Path) -> dict[str, str]:
    """What the AWS SDKs read: the pool's keys and address, and no file of this machine."""
    return {
        "AWS_ACCESS_KEY_ID": PRACTICE_ACCESS_KEY_ID,
        "AWS_SECRET_ACCESS_KEY": PRACTICE_SECRET_ACCESS_KEY,
        "AWS_DEFAULT_REGION": PRACTICE_REGION,
        "AWS_CONFIG_FILE": str(tmp_path / "no-config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "no-credentials"),
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_MAX_ATTEMPTS": "1",
        "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": server.endpoint_url,
    }


@pytest.fixture
def aws_environment(aws_variables: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The same within this process."""
    for name in os.environ:
        if name.startswith("AWS_") or "proxy" in name.lower():
            monkeypatch.delenv(name)
    for name, value in aws_variables.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="session")
def model_loader() -> Loader:
    """One for all, since reading the service's model takes longest."""
    return Loader()


@pytest.fixture
def boto(aws_environment: None, model_loader: Loader) -> boto3.Session:
    """A session that knows nothing but the practice pool."""
    core = botocore.session.Session()
    core.register_component("data_loader", model_loader)
    return boto3.Session(botocore_session=core)
