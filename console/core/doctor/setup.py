"""Judges how AWS is set up on this machine: its configuration, and the operator's credentials."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from console.core.call import Failure, Origin
from console.core.diagnosis.classifier import Classifier
from console.core.diagnosis.connection import caller_words
from console.core.diagnosis.connection_check import CheckStatus, ConnectionCheck, check
from console.core.diagnosis.evidence import CallerFacts
from console.core.doctor.facts import ConfigFacts, CredentialFacts
from console.core.doctor.names import CONFIGURATION, CREDENTIALS
from console.core.text import visible

_SHOWN: Final = 200
_SOON: Final = timedelta(minutes=15)  # botocore renews what is valid for less, where it can
_WITHOUT_EFFECT: Final = "Set, and without effect on calls to Cognito"
_ANEW: Final = "Sign in to AWS again (for SSO: aws sso login), then run this again."
_BY_HAND: Final = (
    "Run aws sts get-caller-identity in a terminal: what it waits for there hangs here, too."
)
_SOURCES: Final = {
    "env": "environment variables",
    "shared-credentials-file": "the credentials file",
    "config-file": "the config file",
    "custom-process": "the program that credential_process names",
    "assume-role": "a role that another profile assumes",
    "assume-role-with-web-identity": "a role, with a web identity token",
    "sso": "AWS SSO (IAM Identity Center)",
    "sso-token": "AWS SSO (IAM Identity Center)",
    "login": "aws login",
    "container-role": "the container’s role",
    "boto-config": "a boto configuration file",
    "ec2-credentials-file": "the file that AWS_CREDENTIAL_FILE names",
}


def configuration(facts: ConfigFacts, explain: Callable[[], Classifier]) -> ConnectionCheck:
    """Whether AWS's files and variables can be used, and which of them have no effect."""
    if facts.failure is not None:
        words, hint = _explained(facts.failure, explain)
        return check(CONFIGURATION, CheckStatus.FAIL, words, hint)
    bundle = facts.bundle
    if bundle is not None and bundle.problem is not None:
        words = f"{visible(bundle.named_by, _SHOWN)} names a file of certificates: {bundle.problem}"
        hint = "Name a PEM file that has your network’s root certificate, or take the setting out."
        return check(CONFIGURATION, CheckStatus.FAIL, words, hint)
    told = [f"files: {' and '.join(facts.files)}" if facts.files else "no files"]
    told += [f"profile {visible(facts.profile or '', _SHOWN)}"] * (facts.profile is not None)
    told.append(f"region {visible(facts.region or 'not set', _SHOWN)}")
    told += [f"certificates from {visible(bundle.named_by, _SHOWN)}"] if bundle is not None else []
    words = f"{'; '.join(told)}."
    words = f"{words[:1].upper()}{words[1:]}"
    if not facts.ignored:
        return check(CONFIGURATION, CheckStatus.OK, words)
    ignored = ", ".join(visible(each, _SHOWN) for each in facts.ignored)
    hint = (
        "Take out what is ignored, so that nobody relies on it. The console’s own profiles "
        "set FIPS, dual-stack and, of kind lab, another endpoint; AWS_DEFAULT_REGION sets a region."
    )
    return check(CONFIGURATION, CheckStatus.WARN, f"{words} {_WITHOUT_EFFECT}: {ignored}.", hint)


def credentials(facts: CredentialFacts, explain: Callable[[], Classifier]) -> ConnectionCheck:
    """Where they come from, until when they are good, and whose they are."""
    if facts.failure is not None:
        words, hint = _explained(facts.failure, explain)
        return check(CREDENTIALS, CheckStatus.FAIL, words, hint)
    method = facts.method or "a source without a name"
    source = _SOURCES.get(method)
    words = f"From {visible(method, _SHOWN)}{f' ({source})' if source else ''}{_until(facts)}."
    if facts.expires_at is not None and facts.expires_at <= facts.now:
        return check(CREDENTIALS, CheckStatus.FAIL, words, _ANEW)
    if facts.refusal is not None:
        return _refused(facts.refusal, words, explain)
    if facts.caller is not None:
        words = f"{words} They are those of {_owner(facts.caller)}."
    if facts.expires_at is not None and facts.expires_at - facts.now < _SOON:
        return check(CREDENTIALS, CheckStatus.WARN, words, f"They end soon. {_ANEW}")
    return check(CREDENTIALS, CheckStatus.OK, words)


def _until(facts: CredentialFacts) -> str:
    if facts.expires_at is None:
        return ", without an end that is known here"
    over = " (over)" if facts.expires_at <= facts.now else ""
    return f", good until {facts.expires_at:%Y-%m-%d %H:%M} UTC{over}"


def _owner(caller: CallerFacts) -> str:
    """The account, and the role where there is one: the name of a person has no place here."""
    account = f"account {visible(caller.account, _SHOWN)}"
    kind = caller.arn.split(":", 5)[-1].partition("/")[0]
    if kind == "assumed-role":
        return f"{account}, {caller_words(caller.arn)}"
    words = {"user": "an IAM user", "root": "its root user", "federated-user": "a federated user"}
    return f"{account}, {words.get(kind, 'an identity of another kind')}"


def _refused(refusal: Failure, words: str, explain: Callable[[], Classifier]) -> ConnectionCheck:
    why, hint = _explained(refusal, explain)
    if refusal.origin is Origin.SERVICE and refusal.code != "AccessDenied":
        return check(CREDENTIALS, CheckStatus.FAIL, f"{words} AWS does not take them. {why}", hint)
    words = f"{words} Whose they are is not known: GetCallerIdentity failed. {why}"
    return check(CREDENTIALS, CheckStatus.WARN, words, hint)


def _explained(failure: Failure, explain: Callable[[], Classifier]) -> tuple[str, str]:
    """What the catalogue says of it, and the first thing to do; never the failure's own text."""
    if failure.origin is Origin.DEADLINE:
        return "It did not end within its time limit.", _BY_HAND
    found = explain().classify(code=failure.code, message=failure.message)
    hint = next(iter(found.next_steps), _ANEW)
    return f"{visible(failure.code, _SHOWN)}: {found.meaning}", hint
