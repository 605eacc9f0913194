"""What seldom goes along: metadata, context and analytics, a session, a device's key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from console.core.conversation.flows import REFRESH_FLOWS, rules_of, sends_device
from console.core.fields import FieldProblem
from console.core.request import SignInRequest
from console.ui.parts.field_block import FieldBlock
from console.ui.parts.pairs_editor import PairsEditor
from console.ui.parts.secret_field import SecretField
from console.ui.request.context_editor import ContextEditor
from console.ui.request.folds import Folds

_METADATA = "client_metadata"
_DEVICE = "DEVICE_KEY"
_TYPED_DEVICE = "Of a remembered device; sent only when given."
_KEPT_DEVICE = "A device that is kept in the keyring for this user goes along by itself."
_SRP_DEVICE = "With SRP, a device that is kept in the keyring goes along by itself."
_REFRESHED_DEVICE = "Needed where the pool tracks devices."
_SESSION_HINT = (
    "Signs in straight after the sign-up: the Session that ConfirmSignUp answered with. "
    "One try spends it."
)


class Extras(QWidget):
    """Folds; a fold that the flow has no use for is not offered, and nothing of it is sent."""

    edited = Signal()
    left = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._metadata = PairsEditor(name="metadata", noun="pair", key_word="key", field=_METADATA)
        self._context = ContextEditor()
        self._session = SecretField(
            name="sessionField", accessible_name="Session of ConfirmSignUp", blanks=False
        )
        self._device_key = QLineEdit()
        self._device_key.setObjectName("deviceKeyField")
        self._blocks = {
            "session": FieldBlock(label="Session", field=self._session, hint=_SESSION_HINT),
            _DEVICE: FieldBlock(label="Device key (DEVICE_KEY)", field=self._device_key),
        }
        self._folds = Folds()
        self._folds.add("metadata", "Client metadata", self._metadata)
        self._folds.add("context", "Context data, analytics", self._context)
        self._folds.add("session", "Session of ConfirmSignUp", self._blocks["session"])
        self._folds.add("advanced", "Advanced", self._blocks[_DEVICE])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._folds)
        self._connect()

    def _connect(self) -> None:
        self._metadata.edited.connect(self.edited)
        self._context.edited.connect(self.edited)
        self._context.left.connect(self.left)
        for line in (self._session, self._device_key):
            line.textChanged.connect(self.edited)
        for name, block in self._blocks.items():
            block.left.connect(lambda name=name: self.left.emit(name))

    def completed(self, request: SignInRequest, shape: str) -> SignInRequest:
        """The request with what the flow takes of all this; `shape` says which rules it has."""
        rules = rules_of(shape)
        key = self._device_key.text().strip() if _offers_device(shape) else ""
        return replace(
            request,
            parameters={**request.parameters, **({_DEVICE: key} if key else {})},
            client_metadata=self._metadata.pairs(),
            context_data=self._context.value() if rules.takes_context else None,
            analytics_endpoint_id=self._context.endpoint() if rules.takes_context else None,
            session=(self._session.secret() or None) if rules.takes_session else None,
        )

    def show_path(self, word: str) -> None:
        """Follows the path: admin, public or both."""
        self._context.show_for(word)

    # Showing

    def show_for(self, request: SignInRequest, shape: str) -> None:
        """Follows the flow, and counts what is set."""
        rules, folds = rules_of(shape), self._folds
        folds.set_offered("context", rules.takes_context)
        folds.set_offered("session", rules.takes_session)
        folds.set_offered("advanced", _offers_device(shape))
        folds.set_count("metadata", len(self._metadata.pairs()))
        folds.set_count("context", self._context.count())
        folds.set_count("session", 1 if self._session.text() else 0)
        folds.set_count("advanced", 1 if self._device_key.text() else 0)
        self._blocks[_DEVICE].show_hint(_device_hint(request))

    def problems(self, shape: str) -> tuple[FieldProblem, ...]:
        """What is wrong with the rows of pairs."""
        context = self._context.problems() if rules_of(shape).takes_context else ()
        return (*self._metadata.problems(), *context)

    def fields(self) -> tuple[str, ...]:
        """The names of the fields that problems can be about."""
        return (_METADATA, *self._blocks, *self._context.fields())

    def show_problems(self, problems: Mapping[str, Sequence[FieldProblem]]) -> None:
        """Shows exactly these, by the name of the field."""
        self._metadata.show_problems(list(problems.get(_METADATA, ())))
        for name, block in self._blocks.items():
            block.show_problems(problems.get(name, ()))
        self._context.show_problems(problems)

    def focus_field(self, name: str) -> None:
        """Opens the fold and puts the cursor into the field that a problem is about."""
        holder: QWidget = self._context
        if name in self._blocks:
            holder = self._blocks[name].field
        elif name == _METADATA:
            holder = self._metadata
        fold = self._folds.holder_of(holder)
        if fold is not None:
            self._folds.open(fold)
        if holder is self._metadata:
            self._metadata.focus_first()
        elif holder is self._context:
            self._context.focus_field(name)
        else:
            holder.setFocus()

    def forget_secrets(self) -> None:
        """Empties what belongs to one customer or device."""
        self._session.clear()
        self._device_key.clear()
        self._context.forget_secrets()


def _offers_device(shape: str) -> bool:
    return _DEVICE in rules_of(shape).optional


def _device_hint(request: SignInRequest) -> str:
    if any(sends_device(leg.auth_flow, leg.parameters) for leg in request.legs()):
        # A refresh without a name cannot find the user's device.
        nameless = request.auth_flow in REFRESH_FLOWS and not request.username
        return f"{_TYPED_DEVICE} {_REFRESHED_DEVICE if nameless else _KEPT_DEVICE}"
    return f"{_TYPED_DEVICE} {_SRP_DEVICE}"
