"""What is at fault on the operator's side: target, credentials, permissions, clock, network."""

from __future__ import annotations

from typing import Final

from console.core.call import (
    ADMIN_INITIATE_AUTH,
    DESCRIBE_USER_POOL,
    DESCRIBE_USER_POOL_CLIENT,
    INITIATE_AUTH,
    Path,
)
from console.core.diagnosis.cause import SAYS_SO, Cause, Rule, says
from console.core.diagnosis.classification import Act
from console.core.diagnosis.evidence import ProbeStatus
from console.core.diagnosis.finding import Confidence, Finding
from console.core.diagnosis.grounds import may_mean, unsent
from console.core.diagnosis.situation import Situation

_NOT_YOU: Final = (
    "The check could not be made on our side. This says nothing about your account, and there is"
    " nothing that you need to do."
)
_WHO: Final = "aws sts get-caller-identity"
_OPERATOR: Final = (Act.OPERATOR,)
_NO_POOL = Cause(
    id="pool_not_found",
    title="There is no such user pool in this account and region",
    act=_OPERATOR,
    next_step="Compare the pool id, the region and the AWS account of the profile with the app's.",
    customer=_NOT_YOU,
    admin="Please confirm the id of the user pool, its region and account; it may have been"
    " deleted.",
    remedy="aws cognito-idp list-user-pools --max-results 60 --region REGION",
)
_NO_CLIENT = Cause(
    id="client_not_found",
    title="The pool has no such app client",
    act=(Act.OPERATOR, Act.CUSTOMER_DEVELOPER),
    next_step="Compare the app client id with the one that the app is built with.",
    customer="The app that you use is not known to our sign-in any more. Please update it.",
    admin="The app client id does not exist in this pool: it was deleted, or is of another pool.",
    remedy="aws cognito-idp list-user-pool-clients --user-pool-id USER_POOL_ID",
)
_REGION = Cause(
    id="region_mismatch",
    title="The region of the profile is not the one that the pool id names",
    act=_OPERATOR,
    next_step="Set the region to the part of the pool id before the underscore.",
    customer=_NOT_YOU,
    admin="Please confirm the id of the user pool and its region.",
)
_PERMISSION = Cause(
    id="permission_missing",
    title="The AWS identity of this profile may not make the call",
    act=(Act.OPERATOR_IAM,),
    next_step="Ask for the missing IAM action on this pool.",
    customer=_NOT_YOU,
    admin="The support role lacks a permission on the user pool.",
    remedy="aws iam simulate-principal-policy --policy-source-arn ROLE_ARN"
    " --action-names cognito-idp:AdminInitiateAuth --resource-arns POOL_ARN",
)
_EXPIRED = Cause(
    id="credentials_expired",
    title="The operator's AWS credentials have expired",
    act=_OPERATOR,
    next_step="Sign in to AWS again, for example with aws sso login.",
    customer=_NOT_YOU,
    admin="Nothing to do on your side: the credentials of the support desk have expired.",
    remedy="aws sso login --profile PROFILE",
)
_INVALID = Cause(
    id="credentials_refused",
    title="AWS does not accept the operator's credentials",
    act=_OPERATOR,
    next_step="Check which keys the profile uses, and whether they still exist.",
    customer=_NOT_YOU,
    admin="Nothing to do on your side: the credentials of the support desk are not valid.",
    remedy=_WHO,
)
_NONE = Cause(
    id="credentials_missing",
    title="There are no AWS credentials that the console could use",
    act=_OPERATOR,
    next_step="Choose an AWS profile that exists and is complete, or configure one.",
    customer=_NOT_YOU,
    admin="Nothing to do on your side: the support desk's AWS configuration is not complete.",
    remedy="aws configure list --profile PROFILE",
)
_CLOCK = Cause(
    id="clock_skew",
    title="The clock of this machine is wrong",
    act=_OPERATOR,
    next_step="Have the clock set automatically; AWS refuses signatures that are minutes off.",
    customer=_NOT_YOU,
    admin="Nothing to do on your side: the clock of the support desk's machine is off.",
)
_THROTTLED = Cause(
    id="throttled",
    title="Too many requests: the account's quota was used up for the moment",
    act=(Act.CUSTOMER_ADMIN, Act.OPERATOR),
    next_step="Wait some seconds and try once more; look for a surge of sign-ins or a script.",
    customer="Our sign-in is very busy at the moment. Please try again in a few minutes.",
    admin="The request rate of the account in this region was exceeded. All its pools share it.",
    remedy="aws service-quotas list-service-quotas --service-code cognito-idp",
)
_SERVICE = Cause(
    id="service_fault",
    title="Cognito itself had a fault",
    act=(Act.AWS,),
    next_step="Try again in a minute; keep the request id for AWS support if it goes on.",
    customer="The sign-in service had a short fault. Please try again in a few minutes.",
    admin="AWS answered with an internal error. Check the AWS health page of the region.",
)
_NETWORK = Cause(
    id="network_unreachable",
    title="The service could not be reached, or did not answer in time",
    act=_OPERATOR,
    next_step="Check network, DNS, VPN and firewall. If the request was sent, the try may have"
    " counted.",
    customer=_NOT_YOU,
    admin="Nothing to do on your side: the support desk could not reach the service.",
)
_TLS = Cause(
    id="tls_not_trusted",
    title="The encrypted connection is not trusted or breaks off",
    act=_OPERATOR,
    next_step="Look whose certificate it is: a proxy that looks inside needs its CA named here.",
    customer=_NOT_YOU,
    admin="Nothing to do on your side: the support desk's network gets between it and AWS.",
)
_PROXY = Cause(
    id="proxy_between",
    title="Something between here and AWS answered in its place",
    act=_OPERATOR,
    next_step="Check the proxy settings, and whether the network wants a log-in page first.",
    customer=_NOT_YOU,
    admin="Nothing to do on your side: a proxy of the support desk's network answered.",
)
_WAF = Cause(
    id="waf_blocked",
    title="The pool's web firewall blocked the app's own call",
    act=(Act.CUSTOMER_ADMIN,),
    next_step="Look at the web ACL's sampled requests; calls of the admin path never pass it.",
    customer="The sign-in was blocked by a protection of our network. Please try from another"
    " network, without a VPN.",
    admin="A rule of the web ACL that is attached to the pool blocks or challenges this call.",
    remedy="aws wafv2 get-web-acl-for-resource --resource-arn POOL_ARN",
)
CAUSES: Final = (
    _NO_POOL, _NO_CLIENT, _REGION, _PERMISSION, _EXPIRED, _INVALID, _NONE, _CLOCK, _THROTTLED,
    _SERVICE, _NETWORK, _TLS, _PROXY, _WAF,
)  # fmt: skip

_EXPIRED_CODES: Final = frozenset(
    {"ExpiredToken", "ExpiredTokenException", "UnauthorizedSSOTokenError", "SSOTokenLoadError",
     "TokenRetrievalError", "LoginRefreshRequired"}
)  # fmt: skip
_INVALID_CODES: Final = frozenset({"UnrecognizedClientException", "InvalidClientTokenId"})
_NONE_CODES: Final = frozenset({"NoCredentialsError", "PartialCredentialsError", "ProfileNotFound"})
_NOT_FOUND: Final = "RN00"  # of which nothing is told but its code
_SKEW_LIMIT_S: Final = 300.0  # beyond it AWS refuses a signature


def pool_not_found(situation: Situation) -> Finding | None:
    """The call that describes the pool finds none, or Cognito says so."""
    missing, said = situation.evidence.pool_missing, situation.code_id == "RN02"
    by_look = unsent(situation) and situation.path is Path.ADMIN
    if not said and not (missing and (by_look or situation.code_id == _NOT_FOUND)):
        return None
    because = [SAYS_SO] if said else ["The pool cannot be described: there is none."]
    rests_on = () if said else (DESCRIBE_USER_POOL,)
    return _NO_POOL.found(situation, Confidence.HIGH, *because, decided=True, rests_on=rests_on)


def client_not_found(situation: Situation) -> Finding | None:
    """The call that describes the app client finds none, or Cognito says so."""
    evidence, said = situation.evidence, situation.code_id == "RN01"
    if not said and not (evidence.client_missing and may_mean(situation, _NOT_FOUND)):
        return None
    if evidence.pool_missing and not said:
        return None
    because = [SAYS_SO] if said else ["The app client cannot be described: there is none."]
    listed = evidence.pool_clients
    if listed is not None and situation.profile.client_id not in listed:
        because.append("It is not among the app clients of the pool.")
    rests_on = () if said else (DESCRIBE_USER_POOL_CLIENT,)
    return _NO_CLIENT.found(situation, Confidence.HIGH, *because, decided=True, rests_on=rests_on)


def region_mismatch(situation: Situation) -> Finding | None:
    """A pool id begins with its region."""
    profile = situation.profile
    named = profile.user_pool_id.rpartition("_")[0]
    if not named or named == profile.region or situation.code_id not in ("", "RN02", "RN01"):
        return None
    if situation.evidence.pool is not None:
        return None  # it was found all the same
    return _REGION.found(
        situation,
        Confidence.HIGH,
        "The pool id begins with another region than the profile's.",
        decided=situation.evidence.pool_missing,
        rests_on=(DESCRIBE_USER_POOL,),
    )


def clock_skew(situation: Situation) -> Finding | None:
    """Signatures are refused for their time, or would be."""
    if said := _CLOCK.said(situation, "AC50", "AC07", "AC08", "AC16", "AW07"):
        return said
    skew = situation.skew_s if situation.skew_s is not None else situation.evidence.clock_skew_s
    if skew is None or abs(skew) <= _SKEW_LIMIT_S or not unsent(situation):
        return None
    if situation.path is Path.PUBLIC:
        return None  # an unsigned call has no time in it
    evidence = situation.evidence
    read = any(one is not None for one in (evidence.pool, evidence.client, evidence.user))
    return _CLOCK.found(
        situation,
        Confidence.LOW if read else Confidence.HIGH,
        "The clock of this machine is off by more than five minutes.",
        decided=not read,
        against=("The signatures of the read-only calls were taken.",) if read else (),
        would_decide=ADMIN_INITIATE_AUTH,
    )


def _credentials(cause: Cause, codes: frozenset[str], *ids: str) -> Rule:
    """Cognito's or botocore's words; before a sign-in those that the read-only calls met."""

    def rule(situation: Situation) -> Finding | None:
        if said := cause.said(situation, *ids):
            return said
        probes = situation.evidence.probes
        failed = [one for one in probes if one.status is ProbeStatus.FAILED and one.code in codes]
        if not failed or not unsent(situation):
            return None
        signed = situation.path is Path.ADMIN
        return cause.found(
            situation,
            Confidence.HIGH if signed else Confidence.LOW,
            "The read-only calls were refused for the credentials.",
            decided=signed,
            against=() if signed else ("The app's own call needs no credentials of AWS.",),
            would_decide=INITIATE_AUTH,
        )

    return rule


def _numbered(prefix: str, first: int, last: int) -> tuple[str, ...]:
    return tuple(f"{prefix}{number:02}" for number in range(first, last + 1))


RULES: Final[tuple[Rule, ...]] = (
    region_mismatch,
    pool_not_found,
    client_not_found,
    says(_PERMISSION, "AC01", "AC02", "AD00", "AW11", "FM07", "BC20"),
    _credentials(
        _EXPIRED, _EXPIRED_CODES, "AC03", "ET00", "BC13", "BC14", "BC15", "BC16", "BC17", "BC18",
        "BC19", "BC21", "BC23", "FM05", "AW15",
    ),
    _credentials(
        _INVALID, _INVALID_CODES, "AC04", "UR00", "AC15", "CT00", "AC05", "AC09", "AC51", "IS00",
        "AW08", "AW09", "AW10", "AW14",
    ),
    _credentials(_NONE, _NONE_CODES, "AC10", "MA00", *_numbered("BC", 1, 12), "BC44", "NC06"),
    clock_skew,
    says(_THROTTLED, "TM01", "TM02", "TM00", "AC12", "TH00", "FM02", "FH07", "BC39", "EV03"),
    says(_SERVICE, "IE01", "AC13", "FM21", "FH08", "EV04"),
    says(
        _NETWORK, *_numbered("BC", 24, 30), "BC42", "BC43", "NC02", "NC04", "FM12", "FM14", "FH05",
        "LB05", *_numbered("LB", 14, 20), "AW02", "AW04", "BC54", "BC55", "NC12",
    ),
    says(_TLS, "BC31", "BC51", "BC52", "BC53", "BC58", "FM11"),
    says(
        _PROXY, "BC32", "BC33", "BC56", "BC57", "NC01", "NC03", "NC08", "NC09", "FM13", "FH02",
        "FH04", "FH09", "AC14",
    ),
    says(_WAF, "FB01", "FB02", "FB00"),
)  # fmt: skip
