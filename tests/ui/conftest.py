"""Fixtures of the window's tests: the theme, and everything a window is handed, in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from console import resources
from console.cases.case import CaseContext
from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.classifier import Classifier
from console.core.errors import UserFacingError
from console.core.permit import OpenGuard
from console.core.runner import AttemptRunner
from console.ui.deps import Deps
from console.ui.tasks import Tasks
from console.ui.theme import Theme
from tests.core.doctor.station import Station
from tests.fakes import (
    START,
    FakeClock,
    FakeGateway,
    FakePractice,
    FakeVerifier,
    MemoryJournal,
    MemoryProfiles,
    MemoryVault,
)
from tests.ui.fakes_ui import practice_desk


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The real style sheet, applied."""
    made = Theme(qapp, resources.read_bytes("style.qss").decode("utf-8"))
    made.apply()
    return made


@pytest.fixture
def journal() -> MemoryJournal:
    return MemoryJournal()


@pytest.fixture
def store() -> MemoryProfiles:
    return MemoryProfiles()


@pytest.fixture
def vault() -> MemoryVault:
    return MemoryVault()


@pytest.fixture
def room() -> FakePractice:
    return FakePractice(practice_desk())


@pytest.fixture
def gateway() -> FakeGateway:
    """Of every profile; it has nothing to answer until a test gives it something."""
    return FakeGateway()


@pytest.fixture
def deps(
    theme: Theme,
    tmp_path: Path,
    journal: MemoryJournal,
    store: MemoryProfiles,
    vault: MemoryVault,
    room: FakePractice,
    gateway: FakeGateway,
) -> Iterator[Deps]:
    """Fakes behind every port; an exception that a task let through fails the test."""
    failed: list[tuple[BaseException, str]] = []
    kept: list[UserFacingError] = []
    clock = FakeClock()
    yield Deps(
        clock=clock,
        gateways=gateway,
        runner=AttemptRunner(
            gateways=gateway,
            journal=journal,
            guard=OpenGuard(),
            verifier=FakeVerifier(),
            classifier=lambda: Classifier(Catalogue.parse(resources.read_bytes("catalogue.json"))),
            clock=clock,
            new_id=lambda: "a1",
            not_kept=kept.append,
        ),
        journal=journal,
        profiles=store,
        vault=vault,
        practice=room,
        workstation=Station,
        tasks=Tasks(lambda error, name: failed.append((error, name))),
        theme=theme,
        classifier=lambda: Classifier(Catalogue.parse(resources.read_bytes("catalogue.json"))),
        case_context=lambda: CaseContext(
            program_version="1.2.3",
            python_version="3.11.7",
            platform="Linux",
            time_zone="UTC",
            exported_at=START,
        ),
        data_dir=tmp_path,
        version="1.2.3",
    )
    assert not failed, failed
    assert not kept, kept
