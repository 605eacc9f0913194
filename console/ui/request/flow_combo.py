"""The choice of the AuthFlow, each with one line on what it does."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox

from console.core.conversation.flows import AuthFlow
from console.ui.parts.arrow_combo import ArrowCombo

FLOW_LINES = {
    AuthFlow.ADMIN_USER_PASSWORD_AUTH: "Name and password, checked by Cognito.",
    AuthFlow.ADMIN_NO_SRP_AUTH: "Older name of ADMIN_USER_PASSWORD_AUTH.",
    AuthFlow.USER_SRP_AUTH: "The password proves itself and is not sent.",
    AuthFlow.USER_PASSWORD_AUTH: "Name and password on the public path.",
    AuthFlow.CUSTOM_AUTH: "The pool's own questions, from its triggers.",
    AuthFlow.USER_AUTH: "Cognito offers what the user can sign in with.",
    AuthFlow.REFRESH_TOKEN_AUTH: "New tokens for a refresh token.",
    AuthFlow.REFRESH_TOKEN: "Other name of REFRESH_TOKEN_AUTH.",
}
FLOW_TIPS = {
    AuthFlow.ADMIN_USER_PASSWORD_AUTH: "The app client must allow ALLOW_ADMIN_USER_PASSWORD_AUTH.",
    AuthFlow.ADMIN_NO_SRP_AUTH: "Still accepted; the app client needs the same setting.",
    AuthFlow.USER_SRP_AUTH: "The app client must allow ALLOW_USER_SRP_AUTH. What most apps use.",
    AuthFlow.USER_PASSWORD_AUTH: "The app client must allow ALLOW_USER_PASSWORD_AUTH. "
    "AdminInitiateAuth refuses it.",
    AuthFlow.CUSTOM_AUTH: "The app client must allow ALLOW_CUSTOM_AUTH, and the pool needs the "
    "three custom authentication triggers.",
    AuthFlow.USER_AUTH: "The app client must allow ALLOW_USER_AUTH; Essentials or Plus plan.",
    AuthFlow.REFRESH_TOKEN_AUTH: "The app client must allow ALLOW_REFRESH_TOKEN_AUTH. "
    "Refused where the client rotates its refresh tokens.",
    AuthFlow.REFRESH_TOKEN: "Treated like REFRESH_TOKEN_AUTH.",
}


class FlowCombo(ArrowCombo):
    """One entry a flow; says in its tool tip what the chosen one needs."""

    flow_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__(name="flowCombo")
        # A long name must not widen the column.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        for place, flow in enumerate(AuthFlow):
            self.addItem(str(flow), flow)
            tip = f"{FLOW_LINES[flow]} {FLOW_TIPS[flow]}"
            self.setItemData(place, tip, Qt.ItemDataRole.ToolTipRole)
        self.currentIndexChanged.connect(self._follow)
        self._follow()

    def flow(self) -> AuthFlow:
        """The chosen flow."""
        return AuthFlow(self.currentText())

    def choose(self, name: str) -> None:
        """Chooses the flow called `name`; a name that this version lacks changes nothing."""
        place = self.findText(name)
        if place >= 0:
            self.setCurrentIndex(place)

    def _follow(self) -> None:
        flow = self.flow()
        self.setToolTip(f"{FLOW_LINES[flow]} {FLOW_TIPS[flow]}")
        self.flow_changed.emit(flow)
