"""The password policy follows what is typed, by sign and word besides colour."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.core.pool_settings import PasswordPolicy
from console.core.secret import Secret
from console.ui.challenge.policy_list import PolicyList

POLICY = PasswordPolicy(minimum_length=8, require_uppercase=True, require_numbers=True)


def rules(policy: PolicyList) -> list[str]:
    return [
        label.text()
        for label in policy.findChildren(QLabel)
        if label.objectName().startswith("policyRule")
    ]


def test_each_rule_is_marked_as_the_password_grows(qtbot: QtBot) -> None:
    policy = PolicyList(policy=POLICY)
    qtbot.addWidget(policy)
    assert rules(policy) == [
        "• at least 8 characters · missing",
        "• an upper-case letter · missing",
        "• a digit · missing",
    ]
    policy.follow(Secret("Ab1"))
    assert rules(policy) == [
        "• at least 8 characters · missing",
        "✓ an upper-case letter · met",
        "✓ a digit · met",
    ]
    tones = [label.property("tone") for label in policy.findChildren(QLabel)]
    assert tones == [None, None, "ok", "ok"]
    policy.follow(Secret("abcdefgh"))
    assert [rule[0] for rule in rules(policy)] == ["✓", "•", "•"], "a rule can be broken again"


def test_without_a_policy_it_says_so(qtbot: QtBot) -> None:
    policy = PolicyList(policy=None)
    qtbot.addWidget(policy)
    policy.follow(Secret("Ab1"))
    (label,) = policy.findChildren(QLabel)
    assert "not known here" in label.text()
