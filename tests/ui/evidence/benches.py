"""A desk on a gateway that answers by operation, and what can be seen and done there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TypeVar

from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from console import resources
from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.classifier import Classifier
from console.core.errors import UserFacingError
from console.core.permit import OpenGuard
from console.core.record import AttemptRecord, Outcome
from console.core.runner import AttemptRunner
from console.ui.deps import Deps
from console.ui.desk import Desk
from tests.fakes import FakeVerifier, profile
from tests.ui.evidence.gateways import ByOperation
from tests.ui.fakes_ui import child, until

W = TypeVar("W", bound=QWidget)


class Bench:
    """Whoever sits at the desk."""

    def __init__(self, deps: Deps, gateway: ByOperation) -> None:
        self.gateway = gateway
        self.problems: list[UserFacingError] = []
        self.busy: list[bool] = []
        runner = AttemptRunner(
            gateways=gateway,
            journal=deps.journal,
            guard=OpenGuard(),
            verifier=FakeVerifier(),
            classifier=lambda: Classifier(Catalogue.parse(resources.read_bytes("catalogue.json"))),
            clock=deps.clock,
            new_id=lambda: "7f3a0000",
            not_kept=lambda _error: None,
        )
        self.desk = Desk(deps=replace(deps, gateways=gateway, runner=runner))
        self.desk.problem_raised.connect(self.problems.append)
        self.desk.following_changed.connect(self.busy.append)

    def find(self, kind: type[W], name: str) -> W:
        return child(self.desk, kind, name)

    def part(self, name: str) -> QWidget:
        return child(self.desk, QWidget, name)

    def button(self, name: str) -> QPushButton:
        return self.find(QPushButton, name)

    def shows(self, name: str) -> bool:
        return any(found.isVisible() for found in self.desk.findChildren(QWidget, name))

    def texts(self, part: str) -> list[str]:
        """What the visible labels in a part of the desk say."""
        labels = self.part(part).findChildren(QLabel)
        return [label.text().replace("\u200b", "") for label in labels if label.isVisible()]

    def words(self, part: str) -> str:
        """What is said of a look-up there."""
        return child(self.part(part), QLabel, "lookupWords").text()

    async def fail(self, username: str = "alice") -> AttemptRecord:
        """A sign-in that Cognito refuses."""
        self.find(QLineEdit, "usernameField").setText(username)
        self.find(QLineEdit, "passwordField").setText("correct-horse-1")
        self.desk.run()
        await until(lambda: not self.desk.running)
        record = self.desk.record()
        assert record is not None
        assert record.outcome is Outcome.FAILED
        return record

    async def ended(self) -> None:
        await until(lambda: not self.desk.following)


@asynccontextmanager
async def desk_on(deps: Deps, gateway: ByOperation) -> AsyncIterator[Bench]:
    """A desk whose form names alice at the production profile."""
    bench = Bench(deps, gateway)
    bench.desk.resize(1200, 800)
    bench.desk.set_profile(profile(), None)
    bench.find(QLineEdit, "usernameField").setText("alice")
    bench.desk.show()
    try:
        yield bench
    finally:
        await bench.desk.close_desk()
        bench.desk.close()
        bench.desk.deleteLater()
