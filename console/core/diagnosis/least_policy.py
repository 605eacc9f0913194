"""The smallest IAM policy that would let the operator's identity make the calls it was denied."""

from __future__ import annotations

import json
import re
from typing import Final

from console.core.call import FILTER_LOG_EVENTS, LIST_USER_POOLS, SERVICES
from console.core.diagnosis.evidence import Evidence, ProbeStatus
from console.core.diagnosis.probe_plan_beyond import log_group
from console.core.profile import Profile

ACCOUNT: Final = "ACCOUNT_ID"  # stands where the account is not known
_ACCOUNT = re.compile(r"[0-9]{12}", re.ASCII)
_PARTITION = re.compile(r"aws(?:-[a-z]{1,16}){0,3}", re.ASCII)
_PARTITIONS = {"cn": "aws-cn", "us-gov": "aws-us-gov", "eusc": "aws-eusc"}
_COGNITO = "cognito-idp:"
_FIND_POOLS = f"{_COGNITO}{LIST_USER_POOLS}"  # it has no resource type
_READ_LOGS = f"logs:{FILTER_LOG_EVENTS}"


def least_policy(profile: Profile, evidence: Evidence) -> str | None:
    """The policy as JSON; None where no call was denied."""
    denied = {
        probe.missing_action or f"{SERVICES.get(probe.operation, 'cognito-idp')}:{probe.operation}"
        for probe in evidence.probes
        if probe.status is ProbeStatus.DENIED
    }
    on_pool = {each for each in denied if each.startswith(_COGNITO)} - {_FIND_POOLS}
    # CloudTrail's look-up and what SNS tells of the whole account have no resource types.
    on_account = denied - on_pool - {_FIND_POOLS, _READ_LOGS}
    wanted = (
        ("ReadThePool", on_pool, pool_arn(profile, evidence)),
        ("FindPools", denied & {_FIND_POOLS}, "*"),
        ("ReadTheLogs", denied & {_READ_LOGS}, _log_arns(profile, evidence)),
        ("ReadTheAccount", on_account, "*"),
    )
    statements = [_statement(sid, sorted(of), resource) for sid, of, resource in wanted if of]
    if not statements:
        return None
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=2)


def _log_arns(profile: Profile, evidence: Evidence) -> str | list[str]:
    """Of the triggers' functions alone, where they are known; lines are in streams of a group."""
    functions = {} if evidence.pool is None else evidence.pool.functions
    groups = [log_group(each) for each in sorted(set(functions.values()))] or [log_group("*")]
    arns = [f"{_arn(profile, evidence, 'logs')}:log-group:{group}:*" for group in groups]
    return arns[0] if len(arns) == 1 else arns


def pool_arn(profile: Profile, evidence: Evidence) -> str:
    """The pool's ARN. A pool is of the caller's own account: it has no policy for others."""
    return f"{_arn(profile, evidence, 'cognito-idp')}:userpool/{profile.user_pool_id}"


def _arn(profile: Profile, evidence: Evidence, service: str) -> str:
    """What the ARNs of a service begin with, in the pool's region and the caller's account."""
    region = profile.user_pool_id.rpartition("_")[0] or profile.region
    account, partition = ACCOUNT, partition_of(region)
    if evidence.caller is not None:
        if _ACCOUNT.fullmatch(evidence.caller.account):
            account = evidence.caller.account
        named = evidence.caller.arn.split(":")[1:2]
        if named and _PARTITION.fullmatch(named[0]):
            partition = named[0]
    return f"arn:{partition}:{service}:{region}:{account}"


def _statement(sid: str, actions: list[str], resource: str | list[str]) -> dict[str, object]:
    return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resource}


def partition_of(region: str) -> str:
    """The part of AWS in which a region is: aws, aws-cn, …"""
    found = (name for start, name in _PARTITIONS.items() if region.startswith(f"{start}-"))
    return next(found, "aws")
