"""The flow: one of the list, or one whose name is typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from console.core.conversation.flows import FLOWS
from console.core.fields import FieldProblem
from console.core.pool_settings import PoolSettings
from console.ui.parts.field_block import FieldBlock
from console.ui.parts.widget_state import set_shown
from console.ui.request.flow_combo import ANOTHER, FLOW_LINES, FlowCombo
from console.ui.theme import Theme

FIELD = "auth_flow"
_NAME_LIMIT = 64


class FlowChoice(QWidget):
    """The combo box, and the name's field where the flow is not in it."""

    edited = Signal()
    left = Signal(str)

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self._combo = FlowCombo(theme=theme)
        self._name = QLineEdit()
        self._name.setObjectName("otherFlowField")
        self._name.setMaxLength(_NAME_LIMIT)
        self._name.setPlaceholderText("as the API spells it")
        self._block = FieldBlock(label="Flow", field=self._combo)
        self._name_block = FieldBlock(label="Name of the flow (AuthFlow)", field=self._name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._block)
        layout.addWidget(self._name_block)
        self._combo.flow_changed.connect(lambda _: self.edited.emit())
        self._name.textChanged.connect(lambda _: self.edited.emit())
        self._name_block.left.connect(lambda: self.left.emit(FIELD))
        self.follow()

    @property
    def another(self) -> bool:
        """Whether the flow's name is typed."""
        return self._combo.flow() == ANOTHER

    def flow(self) -> str:
        """The flow's name, which may be empty where it is typed."""
        return self._name.text().strip() if self.another else self._combo.flow()

    def choose(self, flow: str) -> None:
        """Any flow: one that the list lacks is put into the field."""
        self._combo.choose(flow)
        self._name.setText(flow if self.another else "")

    def show_settings(self, settings: PoolSettings | None) -> None:
        """What is known of the app client."""
        self._combo.show_settings(settings)

    def follow(self) -> None:
        """The line below the list, and the name's field where it is needed."""
        self._block.show_hint(FLOW_LINES[self._combo.flow()])
        set_shown(self._name_block, self.another)

    def problems(self) -> tuple[FieldProblem, ...]:
        """A flow of the list has fields of its own, which the pairs would go round."""
        if self.another and self.flow() in FLOWS:
            sentence = f"{self.flow()} is in the list above: choose it there."
            return (FieldProblem(field=FIELD, sentence=sentence),)
        return ()

    def fields(self) -> tuple[str, ...]:
        """The names of the fields that problems can be about."""
        return (FIELD,)

    def show_problems(self, problems: Sequence[FieldProblem]) -> None:
        """Shows exactly these, where they can be mended."""
        self._block.show_problems(() if self.another else problems)
        self._name_block.show_problems(problems if self.another else ())

    def focus_field(self) -> None:
        """Puts the cursor where the flow is chosen or typed."""
        (self._name if self.another else self._combo).setFocus()
