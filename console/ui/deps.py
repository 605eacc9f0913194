"""What the window is handed by its composition root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from console.cases.case import CaseContext
from console.core.diagnosis.classifier import Classifier
from console.core.ports import Clock, Gateways, Journal, PracticeRoom, ProfileStore, Vault
from console.core.runner import AttemptRunner
from console.ui.parts.alarm import Alarm, QtAlarm
from console.ui.tasks import Tasks
from console.ui.theme import Theme

if TYPE_CHECKING:
    from console.core.doctor.examination import Workstation  # not before the first paint


@dataclass(frozen=True, slots=True, kw_only=True)
class Deps:
    """Objects that satisfy the core's Protocols; panels are given those that they need."""

    clock: Clock
    gateways: Gateways
    runner: AttemptRunner
    journal: Journal
    profiles: ProfileStore
    vault: Vault
    practice: PracticeRoom
    workstation: Callable[[], Workstation]  # loads what it needs at its first call
    tasks: Tasks
    theme: Theme
    classifier: Callable[[], Classifier]  # parses the catalogue at its first call
    case_context: Callable[[], CaseContext]
    data_dir: Path
    version: str
    new_alarm: Callable[[QObject], Alarm] = QtAlarm  # which ends with its parent
