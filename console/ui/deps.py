"""What the window is handed by its composition root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from console.cases.case import CaseContext
from console.core.diagnosis.classifier import Classifier
from console.core.ports import Clock, Gateways, Journal, PracticeRoom, ProfileStore, Vault
from console.core.runner import AttemptRunner
from console.ui.tasks import Tasks
from console.ui.theme import Theme


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
    tasks: Tasks
    theme: Theme
    classifier: Callable[[], Classifier]  # parses the catalogue at its first call
    case_context: Callable[[], CaseContext]
    data_dir: Path
    version: str
