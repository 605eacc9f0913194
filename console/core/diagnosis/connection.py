"""Whether a profile can be worked with: what read-only calls tell of it, check by check.

Pure: values in, values out. Nothing here tells of a user; no sign-in is sent for it.
"""

from __future__ import annotations

from console.core.call import (
    DESCRIBE_USER_POOL,
    DESCRIBE_USER_POOL_CLIENT,
    GET_CALLER_IDENTITY,
    GET_USER_POOL_MFA_CONFIG,
    LIST_USER_POOL_CLIENTS,
    SERVICES,
)
from console.core.diagnosis.connection_check import CheckStatus, ConnectionCheck, check
from console.core.diagnosis.connection_client import flows, secret
from console.core.diagnosis.evidence import Evidence, Probe, ProbeStatus
from console.core.diagnosis.permission_checks import permissions
from console.core.profile import Profile
from console.core.text import visible

__all__ = ["CheckStatus", "ConnectionCheck", "checks"]

_TEXT_LIMIT = 256
_SKEW_LIMIT_S = 300.0  # beyond it AWS refuses a signature
_SKEW_WORTH_S = 30.0  # beyond it a code of an authenticator app may not fit
# Calls about the pool that an absent pool would not answer.
_TELL_OF_POOL = (DESCRIBE_USER_POOL_CLIENT, GET_USER_POOL_MFA_CONFIG, LIST_USER_POOL_CLIENTS)


def checks(
    profile: Profile, evidence: Evidence, *, client_secret_known: bool
) -> tuple[ConnectionCheck, ...]:
    """All of them, in the order in which one rests on the other; what is not known is skipped.

    `client_secret_known`: the console has a client secret for this profile at hand. While evidence
    still comes in, those that are not skipped hold already.
    """
    return (
        _identity(profile, evidence),
        _clock(evidence),
        _region(profile, evidence),
        _pool(evidence),
        _client(profile, evidence),
        flows(evidence),
        secret(profile, evidence, known=client_secret_known),
        *permissions(evidence),
    )


def caller_words(arn: str) -> str:
    """`role Support` from the ARN of an assumed role, `user alice` from a user's."""
    resource = arn.split(":", 5)[-1]
    kind, _, rest = resource.partition("/")
    if kind == "assumed-role":
        return f"role {visible(rest.partition('/')[0], _TEXT_LIMIT)}"
    if kind == "root":
        return "the account’s root user"
    name = rest.rpartition("/")[2] or kind
    word = {"user": "user ", "federated-user": "federated user "}.get(kind, "")
    return f"{word}{visible(name, _TEXT_LIMIT)}"


def _identity(profile: Profile, evidence: Evidence) -> ConnectionCheck:
    name, caller = "AWS identity", evidence.caller
    if profile.simulated:
        return check(name, CheckStatus.SKIPPED, "The practice pool has no STS.")
    if caller is not None:
        account = visible(caller.account, _TEXT_LIMIT)
        return check(name, CheckStatus.OK, f"Account {account}, {caller_words(caller.arn)}.")
    probe = evidence.probe(GET_CALLER_IDENTITY)
    if probe is None or probe.status in (ProbeStatus.OK, ProbeStatus.SKIPPED):
        return check(name, CheckStatus.SKIPPED, "STS told nothing of it.")
    if any(each.status in (ProbeStatus.OK, ProbeStatus.DENIED) for each in _others(evidence)):
        return check(
            name,
            CheckStatus.WARN,
            f"Not known: {_reason(probe)} Cognito took the credentials all the same.",
            "Look whether this network lets calls to STS in the profile’s region pass.",
        )
    return check(
        name,
        CheckStatus.FAIL,
        f"GetCallerIdentity did not tell it. {_reason(probe)}",
        "Sign in to AWS again, or check the profile’s AWS credentials, network and proxy.",
    )


def _others(evidence: Evidence) -> list[Probe]:
    """Of Cognito alone."""
    return [each for each in evidence.probes if each.operation not in SERVICES]


def _reason(probe: Probe) -> str:
    return probe.reason or "It failed."


def _clock(evidence: Evidence) -> ConnectionCheck:
    name, skew = "Clock", evidence.clock_skew_s
    if skew is None:
        return check(name, CheckStatus.SKIPPED, "No answer told the time.")
    size = abs(skew)
    words = f"This machine is {size:.0f} s {'ahead of' if skew > 0 else 'behind'} the service."
    if size > _SKEW_LIMIT_S:
        hint = "Have the clock set automatically: AWS refuses signatures more than 5 minutes off."
        return check(name, CheckStatus.FAIL, words, hint)
    if size > _SKEW_WORTH_S:
        hint = "Have the clock set automatically: codes made on this machine may not fit."
        return check(name, CheckStatus.WARN, words, hint)
    return check(name, CheckStatus.OK, words if size >= 1 else "Within a second of the service.")


def _region(profile: Profile, evidence: Evidence) -> ConnectionCheck:
    name = "Region"
    region = visible(profile.region, _TEXT_LIMIT)
    named = visible(profile.user_pool_id.rpartition("_")[0], _TEXT_LIMIT)
    if named == region:
        return check(name, CheckStatus.OK, f"{region}, as the pool id says.")
    found = evidence.pool is not None
    return check(
        name,
        CheckStatus.WARN if found else CheckStatus.FAIL,
        f"The profile says {region}, the pool id {named or 'nothing'}.",
        "" if found else f"Set the profile’s region to {named or 'that of the pool'}.",
    )


def _pool(evidence: Evidence) -> ConnectionCheck:
    name = "User pool"
    if evidence.pool is not None:
        tier = visible(evidence.pool.tier or "", _TEXT_LIMIT)
        mfa = visible(evidence.pool.mfa or "", _TEXT_LIMIT)
        known = (f"plan {tier}" * bool(tier), f"MFA {mfa}" * bool(mfa))
        told = ", ".join(each for each in known if each)
        return check(name, CheckStatus.OK, f"It exists{': ' * bool(told)}{told}.")
    if evidence.pool_missing:
        return check(
            name,
            CheckStatus.FAIL,
            "There is no such pool in this account and region.",
            "Compare pool id, region and AWS account with those of the customer’s app.",
        )
    answered = [each for each in _TELL_OF_POOL if evidence.known(each)]
    if answered:
        return check(name, CheckStatus.OK, f"It exists: {answered[0]} answered for it.")
    return _unread(name, evidence.probe(DESCRIBE_USER_POOL))


def _client(profile: Profile, evidence: Evidence) -> ConnectionCheck:
    name, client = "App client", evidence.client
    if client is not None:
        label = f": {visible(client.name, _TEXT_LIMIT)}" if client.name else ""
        return check(name, CheckStatus.OK, f"It exists{label}.")
    listed = evidence.pool_clients
    if evidence.client_missing:
        return check(
            name,
            CheckStatus.FAIL,
            "The pool has no such app client.",
            "Compare the client id with the one that the customer’s app is built with.",
        )
    if listed is not None and profile.client_id in listed:
        return check(name, CheckStatus.OK, f"It exists: {LIST_USER_POOL_CLIENTS} lists it.")
    if evidence.pool_missing:
        return check(name, CheckStatus.SKIPPED, "Not known: there is no such pool.")
    return _unread(name, evidence.probe(DESCRIBE_USER_POOL_CLIENT))


def _unread(name: str, probe: Probe | None) -> ConnectionCheck:
    if probe is None or probe.status in (ProbeStatus.OK, ProbeStatus.SKIPPED):
        return check(name, CheckStatus.SKIPPED, "Not known.")
    return check(name, CheckStatus.WARN, f"Not known. {probe.operation}: {_reason(probe)}")
