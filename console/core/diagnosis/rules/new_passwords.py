"""The new password that was asked for, and what goes along with it; Cognito's words tell."""

from __future__ import annotations

from typing import Final

from console.core.diagnosis.cause import Cause, Rule, says
from console.core.diagnosis.classification import Act

_POLICY = Cause(
    id="new_password_refused",
    title="The new password does not meet the pool's policy",
    act=(Act.USER,),
    next_step="Read the pool's rules for passwords and choose one that keeps them.",
    customer="The new password does not meet the rules. Please choose a longer one with capital and"
    " small letters, digits and symbols.",
    admin="The pool's password policy refused the new password. See that the app shows the rules.",
    remedy="aws cognito-idp describe-user-pool --user-pool-id USER_POOL_ID"
    " --query UserPool.Policies",
)
_REUSED = Cause(
    id="password_used_before",
    title="The new password was used before",
    act=(Act.USER,),
    next_step="Choose a password that was not used here before.",
    customer="You have used this password before. Please choose one that is new.",
    admin="The pool keeps a history of passwords and takes none of them again.",
    remedy="aws cognito-idp describe-user-pool --user-pool-id USER_POOL_ID"
    " --query UserPool.Policies.PasswordPolicy",
)
_TAKEN = Cause(
    id="alias_taken",
    title="Another user has this e-mail address or phone number",
    act=(Act.CUSTOMER_ADMIN, Act.USER),
    next_step="Find out which of the two profiles should have it.",
    customer="The address or number that you entered belongs to another account already. Please use"
    " another one, or sign in with that account.",
    admin="An alias can belong to one profile only, and another one holds it, verified.",
    remedy="aws cognito-idp list-users --user-pool-id USER_POOL_ID --filter 'email = \"EMAIL\"'",
)
_ATTRIBUTES = Cause(
    id="attributes_refused",
    title="An attribute that goes with the new password is missing or not acceptable",
    act=(Act.CUSTOMER_DEVELOPER, Act.CUSTOMER_ADMIN),
    next_step="Send each required attribute, in its form, and no other.",
    customer="Some of the details that you entered could not be taken. Please check them.",
    admin="With the new password exactly the attributes that the pool requires and lacks must be"
    " given; those that are immutable or that the app client may not write are refused.",
    remedy="aws cognito-idp describe-user-pool --user-pool-id USER_POOL_ID"
    " --query UserPool.SchemaAttributes",
)
CAUSES: Final = (_POLICY, _REUSED, _TAKEN, _ATTRIBUTES)
RULES: Final[tuple[Rule, ...]] = (
    says(_POLICY, "PW01", "PW00"),
    says(_REUSED, "PH01", "PH00"),
    says(_TAKEN, "AE01", "AE00"),
    says(_ATTRIBUTES, "IP15", "IP16", "IP26", "IP27", "IP52", "IP54", "IP90", "NA22", "NA23"),
)
