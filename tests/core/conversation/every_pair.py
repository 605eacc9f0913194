"""Every flow with every challenge on both paths, driven by plain values; ARCHITECTURE.md's table.

`make docs` writes the table anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

from console.core.call import ApiCall, Path, Reply
from console.core.conversation.challenges import ANSWERED, AnswerField, FieldKind
from console.core.conversation.device import Device
from console.core.conversation.flows import FLOWS, REFRESH_FLOWS, AuthFlow
from console.core.conversation.machine import Conversation
from console.core.conversation.srp import SrpClient
from console.core.conversation.turns import Ask, Next, Proceed
from console.core.request import SignInRequest
from console.core.secret import Secret
from tests.fakes import START, record

NEWER = "A_NEWER_ONE"
CHALLENGES = (*ANSWERED, "ADMIN_NO_SRP_AUTH", NEWER)
FLOW_NAMES = (*FLOWS, NEWER)
PASSWORD, TOKEN = Secret("correct-horse-1"), Secret("refresh-token-value")
CLIENT_SECRET = Secret("client-secret-value")
DEVICE = Device(key=Secret("eu-west-1_k"), group_key=Secret("-g"), password=Secret("p"))
SEED = Secret("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
BEGIN, END = "<!-- conversation table: begin -->", "<!-- conversation table: end -->"
_SRP = {"SALT": "ab", "SRP_B": "2", "SECRET_BLOCK": "YmxvY2s="}
_PARAMETERS: Mapping[str, Mapping[str, str]] = {
    "PASSWORD_VERIFIER": {**_SRP, "USER_ID_FOR_SRP": "real-name"},
    "DEVICE_PASSWORD_VERIFIER": {**_SRP, "DEVICE_KEY": "eu-west-1_k"},
    "SELECT_MFA_TYPE": {"MFAS_CAN_CHOOSE": '["SMS_MFA","SOFTWARE_TOKEN_MFA"]'},
    "MFA_SETUP": {"MFAS_CAN_SETUP": '["SOFTWARE_TOKEN_MFA"]'},
    "NEW_PASSWORD_REQUIRED": {"requiredAttributes": '["userAttributes.name"]'},
    "WEB_AUTHN": {"CREDENTIAL_REQUEST_OPTIONS": json.dumps({"rpId": "shop.example"})},
    "CUSTOM_CHALLENGE": {"question": "Pet?"},
}
# What has no Session of its own (facts 1.3): its state is in SECRET_BLOCK.
_WITHOUT_SESSION = ("DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER")


def request(flow: str, path: Path) -> SignInRequest:
    """A request that the flow can begin with."""
    parameters: dict[str, str | Secret] = {"PASSWORD": PASSWORD}
    if flow in REFRESH_FLOWS:
        parameters = {"REFRESH_TOKEN": TOKEN}
    elif flow == AuthFlow.CUSTOM_AUTH:
        parameters["CHALLENGE_NAME"] = "SRP_A"
    elif flow == AuthFlow.USER_AUTH:
        parameters["PREFERRED_CHALLENGE"] = "PASSWORD_SRP"
    elif flow == NEWER:
        parameters = {"THOUGHT": Secret("blue")}
    return SignInRequest(auth_flow=flow, path=path, username="alias", parameters=parameters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One flow's first call, one challenge, and the call that answers it, if one does."""

    flow: str
    challenge: str
    path: Path
    first: ApiCall
    following: Next
    answer: ApiCall | None

    @property
    def word(self) -> str:
        """Who answers: an operator is asked, the console itself does, or nobody can."""
        if isinstance(self.following, Proceed):
            return "itself"
        return "asked" if self.answer is not None else "ends"


def exchange(flow: str, challenge: str, path: Path) -> Exchange:
    """Drives the conversation through this pair."""
    talk = Conversation(
        user_pool_id="eu-west-1_Ab12Cd34E",
        client_id="client",
        client_secret=CLIENT_SECRET,
        request=request(flow, path),
        device=DEVICE,
        new_srp=lambda: SrpClient(a=7),
    )
    first = talk.start()
    if challenge == "DEVICE_PASSWORD_VERIFIER":  # it comes after the other device challenge only
        talk.receive(_reply("DEVICE_SRP_AUTH"), now=0.0, at=START)
    following = talk.receive(_reply(challenge), now=0.0, at=START)
    answer = None
    if isinstance(following, Proceed):
        answer = following.call
    elif isinstance(following, Ask) and following.challenge.supported:
        made = talk.answer(responses(following.challenge.fields), now=0.0)
        answer = made if isinstance(made, ApiCall) else None
    return Exchange(
        flow=flow,
        challenge=challenge,
        path=path,
        first=first,
        following=following,
        answer=answer,
    )


def _reply(challenge: str) -> Reply:
    session = None if challenge in _WITHOUT_SESSION else Secret("session-of-the-pool-1")
    return Reply(
        record=record(),
        challenge_name=challenge,
        session=session,
        challenge_parameters=_PARAMETERS.get(challenge, {}),
        available_challenges=("PASSWORD", "EMAIL_OTP") if challenge == "SELECT_CHALLENGE" else (),
    )


def responses(fields: tuple[AnswerField, ...]) -> dict[str, str | Secret]:
    """An answer to the fields."""
    return {
        field.key or "THOUGHT": field.choices[0]
        if field.kind is FieldKind.CHOICE
        else Secret("value")
        for field in fields
    }


def keys(call: ApiCall) -> tuple[str, ...]:
    """The keys of AuthParameters or ChallengeResponses; of a call without them, its own."""
    for name in ("AuthParameters", "ChallengeResponses"):
        inner = call.params.get(name)
        if isinstance(inner, Mapping):
            return tuple(inner)
    return tuple(call.params)


def table() -> str:
    """Both tables as Markdown."""
    lines = ["| AuthFlow | admin path | public path | sends |", "|---|---|---|---|"]
    for flow in FLOW_NAMES:
        pair = [exchange(flow, "SMS_MFA", path).first for path in Path]
        sent = ", ".join(key for key in keys(pair[0]) if key != "SECRET_HASH")
        lines.append(f"| {flow} | {pair[0].operation} | {pair[1].operation} | {sent} |")
    lines += ["", f"| challenge | {' | '.join(_SHORT)} | answered with |"]
    lines.append("|---|" + "---|" * len(_SHORT) + "---|")
    for challenge in CHALLENGES:
        cells, sent = [], "–"
        for flows in _SHORT.values():
            words = {exchange(flow, challenge, path).word for flow in flows for path in Path}
            cells.append(" / ".join(sorted(words)))
            answers = [exchange(flow, challenge, Path.ADMIN).answer for flow in flows]
            sent = next((_sent(call) for call in answers if call is not None), sent)
        lines.append(f"| {challenge} | {' | '.join(cells)} | {sent} |")
    return "\n".join(lines)


_PASSWORD_FLOWS = ("ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH")
_SHORT: Mapping[str, tuple[str, ...]] = {
    "password flows": _PASSWORD_FLOWS,
    "USER_SRP_AUTH": ("USER_SRP_AUTH",),
    "CUSTOM_AUTH": ("CUSTOM_AUTH",),
    "USER_AUTH": ("USER_AUTH",),
    "refresh": tuple(sorted(REFRESH_FLOWS)),
    "newer": (NEWER,),
}


def _sent(call: ApiCall) -> str:
    if "ChallengeResponses" not in call.params:
        return f"{call.operation}: {', '.join(call.params)}"
    session = "" if "Session" in call.params else " (no Session)"
    return ", ".join(key for key in keys(call) if key not in ("USERNAME", "SECRET_HASH")) + session


def document() -> FilePath:
    """ARCHITECTURE.md."""
    return FilePath(__file__).parents[3] / "ARCHITECTURE.md"


def written(text: str) -> str:
    """`text` with the table as the code gives it now."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


if __name__ == "__main__":
    place = document()
    place.write_text(written(place.read_text(encoding="utf-8")), encoding="utf-8")
