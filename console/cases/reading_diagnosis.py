"""Reads back what a case says of causes. A case of before it said anything has none."""

from __future__ import annotations

from console.cases.case_diagnosis import Diagnosis
from console.cases.case_evidence import read_evidence
from console.cases.case_nodes import Node
from console.core.diagnosis.classification import Act
from console.core.diagnosis.finding import Confidence, Finding
from console.core.diagnosis.forecast import Forecast, SendsMessage
from console.core.diagnosis.not_exercised import Layer, NotExercised


def read_diagnosis(file: Node) -> Diagnosis:
    """Findings, evidence, forecast and layers; UserFacingError names what is not as it must be."""
    evidence, forecast = file.at("evidence"), file.at("forecast")
    return Diagnosis(
        findings=tuple(_finding(each) for each in _entries(file.at("findings"))),
        evidence=None if evidence.is_null else read_evidence(evidence),
        forecast=None if forecast.is_null else _forecast(forecast),
        not_exercised=tuple(_layer(each) for each in _entries(file.at("not_exercised"))),
    )


def _entries(node: Node) -> tuple[Node, ...]:
    return () if node.is_null else tuple(node.items())


def _finding(node: Node) -> Finding:
    return Finding(
        id=node.at("id").text(),
        title=node.at("title").text(),
        confidence=node.at("confidence").word(Confidence),
        decided=node.at("decided").flag(),
        for_=node.at("for").texts(),
        against=node.at("against").texts(),
        not_checked=node.at("not_checked").texts(),
        act=tuple(each.word(Act) for each in node.at("act").items()),
        next_step=node.at("next_step").text(),
        would_decide=node.at("would_decide").text_or_none(),
        for_customer=node.at("for_customer").text(),
        for_admin=node.at("for_admin").text(),
        remedy=node.at("remedy").text_or_none(),
    )


def _forecast(node: Node) -> Forecast:
    message = node.at("sends_message")
    return Forecast(
        challenge=node.at("challenge").text_or_none(),
        sends_message=None if message.is_null else _message(message),
        changes_user=node.at("changes_user").flag(),
        counts_towards_lockout=node.at("counts_towards_lockout").flag(),
        triggers=node.at("triggers").texts(),
        expects=node.at("expects").text(),
        certain=node.at("certain").flag(),
        for_person=node.at("for_person").text_or_none(),
        refusal=node.at("refusal").text_or_none(),
    )


def _message(node: Node) -> SendsMessage:
    return SendsMessage(
        medium=node.at("medium").text(),
        destination_masked=node.at("destination_masked").text_or_none(),
        after=node.at("after").text_or_none(),
    )


def _layer(node: Node) -> NotExercised:
    return NotExercised(layer=node.at("layer").word(Layer), sentence=node.at("sentence").text())
