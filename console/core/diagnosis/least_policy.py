"""The smallest IAM policy that would let the operator's identity make the calls it was denied."""

from __future__ import annotations

import json
import re
from typing import Final

from console.core.call import LIST_USER_POOLS
from console.core.diagnosis.evidence import Evidence, ProbeStatus
from console.core.profile import Profile

ACCOUNT: Final = "ACCOUNT_ID"  # stands where the account is not known
_ACCOUNT = re.compile(r"[0-9]{12}", re.ASCII)
_PARTITION = re.compile(r"aws(?:-[a-z]{1,16}){0,3}", re.ASCII)
_PARTITIONS = {"cn": "aws-cn", "us-gov": "aws-us-gov", "eusc": "aws-eusc"}
_COGNITO = "cognito-idp:"
_ON_ALL = frozenset({f"{_COGNITO}{LIST_USER_POOLS}"})  # it has no resource type


def least_policy(profile: Profile, evidence: Evidence) -> str | None:
    """The policy as JSON; None where no call was denied."""
    denied = {
        probe.missing_action or f"{_COGNITO}{probe.operation}"
        for probe in evidence.probes
        if probe.status is ProbeStatus.DENIED
    }
    on_pool = sorted(each for each in denied if each.startswith(_COGNITO) and each not in _ON_ALL)
    on_all = sorted(denied - set(on_pool))
    statements = []
    if on_pool:
        statements.append(_statement("ReadThePool", on_pool, pool_arn(profile, evidence)))
    if on_all:
        statements.append(_statement("FindPools", on_all, "*"))
    if not statements:
        return None
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=2)


def pool_arn(profile: Profile, evidence: Evidence) -> str:
    """The pool's ARN. A pool is of the caller's own account: it has no policy for others."""
    region = profile.user_pool_id.rpartition("_")[0] or profile.region
    account, partition = ACCOUNT, _partition_of(region)
    if evidence.caller is not None:
        if _ACCOUNT.fullmatch(evidence.caller.account):
            account = evidence.caller.account
        named = evidence.caller.arn.split(":")[1:2]
        if named and _PARTITION.fullmatch(named[0]):
            partition = named[0]
    return f"arn:{partition}:cognito-idp:{region}:{account}:userpool/{profile.user_pool_id}"


def _statement(sid: str, actions: list[str], resource: str) -> dict[str, object]:
    return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resource}


def _partition_of(region: str) -> str:
    found = (name for start, name in _PARTITIONS.items() if region.startswith(f"{start}-"))
    return next(found, "aws")
