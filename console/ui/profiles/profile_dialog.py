"""The form of one profile; its client secret goes to the vault, never into the profile."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.core.fields import FieldProblem, errors
from console.core.profile import Profile, ProfileKind, profile_problems
from console.core.secret import Secret
from console.core.text import visible
from console.ui.parts.arrow_combo import ArrowCombo
from console.ui.parts.field_block import FieldBlock
from console.ui.parts.fitting import fit_height
from console.ui.parts.secret_field import SecretField
from console.ui.theme import KIND_SHAPES, KIND_WORDS

_REGION_OF_POOL = re.compile(r"([a-z]{2,5}(?:-[a-z]+)+-\d{1,2})_")
_TEXT_LIMIT = 2048
_LIMITS = {
    "connect_timeout_s": "Seconds to connect",
    "read_timeout_s": "Seconds between bytes",
    "total_timeout_s": "Seconds for the answer",
}
_VARIANTS = {
    "use_fips": ("FIPS endpoint", "Use AWS’s endpoint with FIPS 140"),
    "use_dualstack": ("Dual-stack endpoint", "Use AWS’s endpoint with IPv6 too"),
}
_VARIANT_TIP = "This box alone decides: AWS’s variables and files are not asked"
_CLOSED, _OPEN = "▸ A&dvanced", "▾ A&dvanced"
_WIDTH = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileEdit:
    """What the form was left with: a new client secret, the kept one removed, or neither."""

    profile: Profile
    new_secret: Secret | None = None
    forget_secret: bool = False


class ProfileDialog(QDialog):
    """Problems are drawn beside the fields once Save was tried, and on every edit after it."""

    def __init__(self, parent: QWidget | None, *, title: str, profile: Profile, vault: str) -> None:
        """`vault` says in a sentence where secrets are kept."""
        super().__init__(parent)
        self.setObjectName("profileDialog")
        self.setWindowTitle(title)
        self._start = profile
        self._tried = False
        self._filled_region = ""
        self._blocks: dict[str, FieldBlock] = {}
        self._build_ui(vault)
        self._fill(profile)
        self._connect()

    def edit(self) -> ProfileEdit:
        """The form as it stands."""
        secret = self._secret.text()
        forget = self._forget.isChecked() and not secret
        endpoint = self._optional(self._endpoint) if self._endpoint.isEnabled() else None
        profile = replace(
            self._start,
            name=self._name.text().strip(),
            kind=self._chosen_kind(),
            region=self._region.text().strip(),
            user_pool_id=self._pool.text().strip(),
            client_id=self._client.text().strip(),
            has_client_secret=bool(secret) or (self._start.has_client_secret and not forget),
            aws_profile=self._optional(self._aws_profile),
            endpoint_url=endpoint,
            use_fips=self._variants["use_fips"].isChecked(),
            use_dualstack=self._variants["use_dualstack"].isChecked(),
            ca_bundle=self._optional(self._ca_bundle),
            proxy=self._optional(self._proxy),
            connect_timeout_s=_seconds(self._limits["connect_timeout_s"].text()),
            read_timeout_s=_seconds(self._limits["read_timeout_s"].text()),
            total_timeout_s=_seconds(self._limits["total_timeout_s"].text()),
        )
        if _target(profile) != _target(self._start):
            profile = replace(profile, known=None)  # it was read of another pool or client
        return ProfileEdit(
            profile=profile,
            new_secret=Secret(secret) if secret else None,
            forget_secret=forget and self._start.has_client_secret,
        )

    def problems(self) -> tuple[FieldProblem, ...]:
        """What is wrong with the form as it stands."""
        return profile_problems(self.edit().profile)

    def accept(self) -> None:
        """Save: closes the form, or shows what is wrong and leads to the first of it."""
        self._tried = True
        self._show_problems()
        wrong = errors(self.problems())
        if not wrong:
            super().accept()
            return
        first = next(name for name in self._blocks if any(p.field == name for p in wrong))
        if self._advanced.isAncestorOf(self._blocks[first]):
            self._toggle.setChecked(True)
        self._blocks[first].field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen_kind(self) -> ProfileKind:
        return ProfileKind(self._kind.currentData())  # Qt keeps the bare text

    @staticmethod
    def _optional(field: QLineEdit) -> str | None:
        return field.text().strip() or None

    def _build_ui(self, vault: str) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(self._build_main(vault))
        layout.addWidget(self._build_advanced_toggle(), 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._build_advanced())
        layout.addStretch(1)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        save = self._buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setObjectName("saveProfileButton")
        save.setProperty("primary", "true")
        layout.addWidget(self._buttons)
        self.resize(_WIDTH, 0)
        fit_height(self)

    def _build_main(self, vault: str) -> QGridLayout:
        self._name = self._line("name", "Name", "Contoso shop")
        self._kind = ArrowCombo(name="profileKindCombo")
        for kind in ProfileKind:
            if kind is not ProfileKind.PRACTICE or self._start.kind is ProfileKind.PRACTICE:
                self._kind.addItem(f"{KIND_SHAPES[kind]}  {KIND_WORDS[kind]}", kind)
        self._blocks["kind"] = FieldBlock(label="Kind", field=self._kind)
        self._pool = self._line("user_pool_id", "User pool id", "eu-west-1_Ab12Cd34E")
        self._region = self._line("region", "Region", "eu-west-1")
        self._client = self._line("client_id", "App client id", "26 letters and digits")
        self._aws_profile = self._line(
            "aws_profile", "AWS profile", "", hint="Empty: botocore’s own search."
        )
        self._endpoint = self._line("endpoint_url", "Endpoint URL", "http://127.0.0.1:5000",
                                    hint="For kind Lab only.")  # fmt: skip
        return _grid(
            (self._blocks["name"], self._blocks["kind"]),
            (self._blocks["user_pool_id"], self._blocks["region"]),
            (self._blocks["client_id"], self._build_secret(vault)),
            (self._blocks["aws_profile"], self._blocks["endpoint_url"]),
        )

    def _build_secret(self, vault: str) -> QWidget:
        kept = self._start.has_client_secret
        self._secret = SecretField(name="clientSecretField", accessible_name="Client secret")
        self._secret.setMaxLength(_TEXT_LIMIT)
        self._secret.setPlaceholderText("kept" if kept else "")
        hint = "Type to replace it." if kept else "Only for a confidential client."
        block = FieldBlock(
            label="Client secret", field=self._secret, hint=f"{hint} {visible(vault)}"
        )
        self._blocks["client_secret"] = block
        self._forget = QCheckBox("Remove the kept secret")
        self._forget.setObjectName("forgetSecretCheck")
        self._forget.setVisible(kept)
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(block)
        column.addWidget(self._forget)
        column.addStretch(1)
        return cell

    def _build_advanced_toggle(self) -> QPushButton:
        self._toggle = QPushButton(_CLOSED)
        self._toggle.setObjectName("advancedToggle")
        self._toggle.setProperty("quiet", "true")
        self._toggle.setCheckable(True)
        self._toggle.setAutoDefault(False)
        return self._toggle

    def _build_advanced(self) -> QWidget:
        self._ca_bundle = self._line(
            "ca_bundle", "CA bundle", "", hint="A file. Empty: the system’s authorities."
        )
        self._proxy = self._line(
            "proxy",
            "Proxy",
            "http://proxy.example:3128",
            hint="Empty: the environment’s or system’s.",
        )
        self._variants = {name: self._check(name) for name in _VARIANTS}
        self._limits = {name: self._line(name, label, "") for name, label in _LIMITS.items()}
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        rows.addLayout(_grid((self._blocks["ca_bundle"], self._blocks["proxy"])))
        rows.addLayout(_grid(tuple(self._blocks[name] for name in _VARIANTS)))
        rows.addLayout(_grid(tuple(self._blocks[name] for name in _LIMITS)))
        self._advanced = body
        body.hide()
        return body

    def _check(self, name: str) -> QCheckBox:
        label, words = _VARIANTS[name]
        field = QCheckBox(words)
        field.setObjectName(f"{name}Check")
        field.setToolTip(_VARIANT_TIP)
        self._blocks[name] = FieldBlock(label=label, field=field)
        return field

    def _line(self, name: str, label: str, example: str, *, hint: str = "") -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(f"{name}Field")
        field.setPlaceholderText(example)
        field.setMaxLength(_TEXT_LIMIT)
        self._blocks[name] = FieldBlock(label=label, field=field, hint=hint)
        return field

    def _fill(self, profile: Profile) -> None:
        self._name.setText(profile.name)
        self._kind.setCurrentIndex(self._kind.findData(profile.kind))
        self._region.setText(profile.region)
        self._pool.setText(profile.user_pool_id)
        self._client.setText(profile.client_id)
        self._aws_profile.setText(profile.aws_profile or "")
        self._endpoint.setText(profile.endpoint_url or "")
        self._ca_bundle.setText(profile.ca_bundle or "")
        self._proxy.setText(profile.proxy or "")
        for name, field in self._limits.items():
            field.setText(f"{getattr(profile, name):g}")
        for name, check in self._variants.items():
            check.setChecked(getattr(profile, name))
        self._set_endpoint_enabled()

    def _connect(self) -> None:
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._kind.currentIndexChanged.connect(self._set_endpoint_enabled)
        self._pool.textEdited.connect(self._fill_region)
        self._toggle.toggled.connect(self._show_advanced)
        for field in (
            self._name, self._region, self._pool, self._client, self._aws_profile,
            self._endpoint, self._ca_bundle, self._proxy, *self._limits.values(),
        ):  # fmt: skip
            field.textChanged.connect(self._on_edited)
        for check in self._variants.values():
            check.toggled.connect(self._on_edited)
        self._kind.currentIndexChanged.connect(self._on_edited)

    def _set_endpoint_enabled(self) -> None:
        allowed = self._chosen_kind() in (ProfileKind.LAB, ProfileKind.PRACTICE)
        self._endpoint.setEnabled(allowed)

    def _fill_region(self, pool: str) -> None:
        """A pool id begins with its region: an empty region field is filled from it."""
        match = _REGION_OF_POOL.match(pool.strip())
        if match is not None and self._region.text().strip() in ("", self._filled_region):
            self._filled_region = match.group(1)
            self._region.setText(self._filled_region)

    def _show_advanced(self, shown: bool) -> None:
        self._toggle.setText(_OPEN if shown else _CLOSED)
        self._advanced.setVisible(shown)
        fit_height(self)

    def _on_edited(self) -> None:
        if self._tried:
            self._show_problems()

    def _show_problems(self) -> None:
        found = self.problems()
        for name, block in self._blocks.items():
            block.show_problems([problem for problem in found if problem.field == name])
        fit_height(self)


def _target(profile: Profile) -> tuple[str | None, ...]:
    """What `known` depends on."""
    return (profile.region, profile.user_pool_id, profile.client_id, profile.endpoint_url)


def _seconds(text: str) -> float:
    """The number typed, with a decimal comma too; not a number where it is none."""
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return math.nan


def _grid(*rows: tuple[QWidget, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(12)
    for number, row in enumerate(rows):
        for column, widget in enumerate(row):
            grid.addWidget(widget, number, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
    return grid
