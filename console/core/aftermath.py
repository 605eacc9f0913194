"""What may follow a sign-in: tokens are checked, refreshed or revoked, a device remembered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from console.core import facts
from console.core.attempt import Attempt, Won
from console.core.call import (
    CONFIRM_DEVICE,
    REVOKE_TOKEN,
    UPDATE_DEVICE_STATUS,
    ApiCall,
    CallResult,
    Failure,
    Origin,
    ParamValue,
    Reply,
)
from console.core.calling import Caller
from console.core.claims import Signature, TokenClaims
from console.core.conversation.device import Device, new_device, verifier
from console.core.conversation.envelope import Envelope
from console.core.conversation.flows import ROTATED_REFRESH, AuthFlow
from console.core.diagnosis.classifier import Classification
from console.core.events import EventKind
from console.core.ports import Clock, TokenVerifier
from console.core.request import SignInRequest
from console.core.secret import Secret
from console.core.tokens_left import claims_of, tokens_left


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedToken:
    """A token's claims and what was said of its signature."""

    claims: TokenClaims
    signature: Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How a call that followed ended; `failure` is None where Cognito did what was asked."""

    failure: Failure | None = None
    classification: Classification | None = None


class Aftermath:
    """Belongs to one attempt that won tokens; its calls are written onto the same timeline."""

    def __init__(
        self,
        *,
        attempt: Attempt,
        caller: Caller,
        verifier: TokenVerifier,
        clock: Clock,
        keep: Callable[[], Awaitable[None]],
    ) -> None:
        """`keep` writes the attempt to the journal as it stands."""
        self._attempt = attempt
        self._caller = caller
        self._verifier = verifier
        self._clock = clock
        self._keep = keep
        self._device_done = False
        self._revoked: list[Secret] = []  # refresh tokens, of which each is revoked once
        # By the tokens of the sign-in: those of a refresh need not say it again.
        self._revocable = any(each.revocable for won in attempt.won for each in self._claims(won))

    @property
    def can_refresh(self) -> bool:
        """Whether there is a refresh token that is still good."""
        return not self.revoked and self._last.tokens.refresh_token is not None

    @property
    def can_revoke(self) -> bool:
        """Whether RevokeToken will be taken: the client has EnableTokenRevocation.

        Cognito puts origin_jti into the tokens of such clients alone.
        """
        if self.revoked or not self._refresh_tokens():
            return False
        known = self._attempt.plan.profile.known
        if known is not None and known.token_revocation is not None:
            return known.token_revocation
        return self._revocable

    @property
    def revokes_at_close(self) -> bool:
        """Whether the session is the test's own, so that nobody loses it when it is revoked.

        Tokens for a refresh token that the operator brought belong to the customer's session.
        """
        return self.can_revoke and not self._of_customer

    @property
    def _of_customer(self) -> bool:
        return "REFRESH_TOKEN" in self._attempt.plan.request.parameters

    @property
    def can_remember_device(self) -> bool:
        """Whether Cognito offered a device that nobody has confirmed yet.

        On a refresh nothing proves the user name, under which the device would be kept.
        """
        tokens = self._last.tokens
        return (
            not self._device_done
            and not self._of_customer
            and not self.revoked
            and tokens.new_device is not None
            and tokens.access_token is not None
        )

    @property
    def revoked(self) -> bool:
        """Whether the tokens are good no more."""
        left = self._attempt.tokens_left
        return left is not None and left.revoked_at is not None

    async def check(self) -> tuple[CheckedToken, ...]:
        """Checks claims and signatures of each path's tokens, and writes what came of it."""
        checked = [each for won in self._attempt.won for each in await self._checked(won)]
        await self._keep()
        return tuple(checked)

    async def _checked(self, won: Won) -> list[CheckedToken]:
        checked = []
        path = str(won.path) if len(self._attempt.won) > 1 else None
        for claims in self._claims(won):
            token = won.tokens.id_token if claims.use == "id" else won.tokens.access_token
            if token is None:
                continue
            signature = await self._verifier.verify(self._attempt.plan.profile, token)
            self._caller.tell(EventKind.TOKEN_CHECKED, facts.token_checked(claims, signature, path))
            checked.append(CheckedToken(claims=claims, signature=signature))
        return checked

    async def refresh(self, *, rotated: bool = False) -> Done:
        """New tokens for the refresh token; `rotated` by GetTokensFromRefreshToken."""
        won = self._last
        if won.tokens.refresh_token is None:
            raise AssertionError("there is no refresh token")
        flow = ROTATED_REFRESH if rotated else AuthFlow.REFRESH_TOKEN_AUTH
        parameters: dict[str, str | Secret] = {"REFRESH_TOKEN": won.tokens.refresh_token}
        device = self._attempt.plan.device
        if device is not None:
            parameters["DEVICE_KEY"] = device.key
        request = replace(
            self._attempt.plan.request,
            auth_flow=flow,
            path=won.path,
            both_paths=False,
            username=self._real_name(won),
            parameters={},
            session=None,
        )
        result, classification = await self._caller.make(
            self._envelope(request).initiate(dict(parameters))
        )
        if not isinstance(result, Failure) and result.tokens is None:
            result = _no_tokens(result)
        if not isinstance(result, Failure) and result.tokens is not None:
            new = result.tokens
            kept = new.refresh_token or won.tokens.refresh_token
            tokens = replace(new, refresh_token=kept, new_device=won.tokens.new_device)
            self._attempt.won[-1] = Won(path=won.path, tokens=tokens)
            self._attempt.tokens_left = tokens_left(self._attempt, now=self._clock.now())
            self._caller.tell(EventKind.TOKENS, facts.tokens(new), step=self._attempt.calls_made)
        await self._keep()
        return _done(result, classification)

    async def revoke(self, *, at_close: bool = False) -> Done:
        """RevokeToken for each refresh token of the attempt; one that is revoked is left alone.

        Where one is refused, the others are revoked all the same, until the operator stops it.
        """
        done = Done()
        for won, token in self._refresh_tokens():
            one = _done(*await self._caller.make(self._revocation(won, token)))
            if one.failure is None:
                self._revoked.append(token)
                continue
            done = done if done.failure is not None else one
            if one.failure.origin is Origin.STOPPED:
                break
        left = self._attempt.tokens_left
        if done.failure is None and left is not None:
            self._attempt.tokens_left = replace(left, revoked_at=self._clock.now())
            self._caller.tell(
                EventKind.TOKENS_REVOKED,
                {"at_close": True if at_close else None},
                step=self._attempt.calls_made,
            )
        await self._keep()
        return done

    async def remember_device(
        self, name: str, keep_device: Callable[[Device], Awaitable[bool]]
    ) -> Done:
        """ConfirmDevice, and UpdateDeviceStatus where the pool asks the user first.

        `keep_device` stores the device's secrets and says whether they outlive this run.
        """
        tokens = self._last.tokens
        metadata, access = tokens.new_device, tokens.access_token
        if metadata is None or access is None:
            raise AssertionError("there is no device to remember")
        device = new_device(metadata)
        self._attempt.live.add([device.password])
        result, classification = await self._caller.make(
            self._device_call(CONFIRM_DEVICE, access, device, _config(device, name))
        )
        done = _done(result, classification)
        if not isinstance(result, Failure):
            needed = result.confirmation_needed
            if needed:
                status: dict[str, ParamValue] = {"DeviceRememberedStatus": "remembered"}
                done = _done(
                    *await self._caller.make(
                        self._device_call(UPDATE_DEVICE_STATUS, access, device, status)
                    )
                )
            self._device_done = True
            kept = await keep_device(device)
            self._caller.tell(
                EventKind.DEVICE_REMEMBERED,
                {"confirmation_needed": needed and done.failure is None, "kept": kept},
                step=self._attempt.calls_made,
            )
        await self._keep()
        return done

    def _refresh_tokens(self) -> list[tuple[Won, Secret]]:
        """Those that are not revoked yet."""
        found = ((won, won.tokens.refresh_token) for won in self._attempt.won)
        return [
            (won, token) for won, token in found if token is not None and token not in self._revoked
        ]

    @property
    def _last(self) -> Won:
        return self._attempt.won[-1]

    def _claims(self, won: Won) -> tuple[TokenClaims, ...]:
        profile = self._attempt.plan.profile
        return claims_of(won.tokens, profile=profile, now=self._clock.now())

    def _real_name(self, won: Won) -> str:
        """The name that a refresh is hashed over; the typed one may be an alias (facts 4.6)."""
        names = (claims.username for claims in self._claims(won))
        return next((name for name in names if name), self._attempt.plan.request.username)

    def _envelope(self, request: SignInRequest) -> Envelope:
        plan = self._attempt.plan
        return Envelope(
            user_pool_id=plan.profile.user_pool_id,
            client_id=plan.profile.client_id,
            client_secret=plan.client_secret,
            request=request,
        )

    def _revocation(self, won: Won, token: Secret) -> ApiCall:
        plan = self._attempt.plan
        params: dict[str, ParamValue] = {"Token": token, "ClientId": plan.profile.client_id}
        if plan.client_secret is not None:
            params["ClientSecret"] = plan.client_secret
        return ApiCall(operation=REVOKE_TOKEN, params=params, path=won.path)

    def _device_call(
        self, operation: str, access: Secret, device: Device, params: dict[str, ParamValue]
    ) -> ApiCall:
        whole: dict[str, ParamValue] = {"AccessToken": access, "DeviceKey": device.key, **params}
        return ApiCall(operation=operation, params=whole, path=self._last.path)


def _config(device: Device, name: str) -> dict[str, ParamValue]:
    made = verifier(device)
    return {
        "DeviceSecretVerifierConfig": {
            "PasswordVerifier": made.password_verifier,
            "Salt": made.salt,
        },
        **({"DeviceName": name} if name else {}),
    }


def _no_tokens(reply: Reply) -> Failure:
    return Failure(
        record=reply.record,
        origin=Origin.REPLY,
        code="NotCognitoReply",
        message="The answer to the refresh has no tokens.",
    )


def _done(result: CallResult, classification: Classification | None) -> Done:
    if isinstance(result, Failure):
        return Done(failure=result, classification=classification)
    return Done()
