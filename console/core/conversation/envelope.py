"""What goes around every call of one sign-in: pool, client, hash, metadata and context."""

from __future__ import annotations

from collections.abc import Mapping

from console.core.call import (
    ASSOCIATE_SOFTWARE_TOKEN,
    GET_TOKENS_FROM_REFRESH_TOKEN,
    VERIFY_SOFTWARE_TOKEN,
    ApiCall,
    ParamValue,
    Path,
)
from console.core.conversation.flows import ROTATED_REFRESH, rules_of
from console.core.request import ContextData, SignInRequest
from console.core.secret import Secret
from console.core.secret_hash import secret_hash

Params = dict[str, ParamValue]


class Envelope:
    """Knows where the calls go and what goes with all of them; holds no session."""

    def __init__(
        self,
        *,
        user_pool_id: str,
        client_id: str,
        client_secret: Secret | None,
        request: SignInRequest,
    ) -> None:
        self._pool = user_pool_id
        self._client = client_id
        self._client_secret = client_secret
        self._request = request
        self._path = request.path

    def initiate(self, parameters: Mapping[str, ParamValue]) -> ApiCall:
        """The first call; `parameters` by Cognito's own keys, without SECRET_HASH."""
        request = self._request
        if request.auth_flow == ROTATED_REFRESH:
            return self._rotated(parameters)
        params: Params = {
            "AuthFlow": str(request.auth_flow),
            "AuthParameters": self.hashed(parameters, request.username),
        }
        if request.session is not None:
            params["Session"] = request.session
        return self._sign_in(self._path.initiate, params)

    def respond(
        self,
        name: str,
        responses: Mapping[str, ParamValue],
        *,
        username: str,
        session: Secret | None,
    ) -> ApiCall:
        """The call that answers challenge `name`; its hash is made over `username`."""
        given = {"USERNAME": username, **responses}
        params: Params = {
            "ChallengeName": name,
            "ChallengeResponses": self.hashed(given, username),
        }
        if session is not None:
            params["Session"] = session
        return self._sign_in(self._path.respond, params)

    def associate(self, session: Secret) -> ApiCall:
        """AssociateSoftwareToken, which gives the seed of a new authenticator."""
        return self._bare(ASSOCIATE_SOFTWARE_TOKEN, {"Session": session})

    def verify(self, session: Secret, code: Secret, name: str) -> ApiCall:
        """VerifySoftwareToken with the authenticator's first code; `name` may be empty."""
        params: Params = {"Session": session, "UserCode": code}
        if name:
            params["FriendlyDeviceName"] = name
        return self._bare(VERIFY_SOFTWARE_TOKEN, params)

    def hashed(self, parameters: Mapping[str, ParamValue], username: str) -> Params:
        """`parameters` with SECRET_HASH, where the client has a secret."""
        if self._client_secret is None:
            return dict(parameters)
        made = secret_hash(
            client_secret=self._client_secret, username=username, client_id=self._client
        )
        return {**parameters, "SECRET_HASH": made}

    def _rotated(self, parameters: Mapping[str, ParamValue]) -> ApiCall:
        # The secret itself and no hash: the model's own way for this call alone.
        params: Params = {"ClientId": self._client}
        if "REFRESH_TOKEN" in parameters:  # it is missing in a preview only
            params["RefreshToken"] = parameters["REFRESH_TOKEN"]
        if self._client_secret is not None:
            params["ClientSecret"] = self._client_secret
        if "DEVICE_KEY" in parameters:
            params["DeviceKey"] = parameters["DEVICE_KEY"]
        if self._request.client_metadata:
            params["ClientMetadata"] = dict(self._request.client_metadata)
        return self._bare(GET_TOKENS_FROM_REFRESH_TOKEN, params)

    def _bare(self, operation: str, params: Params) -> ApiCall:
        return ApiCall(operation=operation, params=params, path=self._path)

    def _sign_in(self, operation: str, params: Params) -> ApiCall:
        request, path = self._request, self._path
        # The public operations find the pool by the client.
        pool: Params = {"UserPoolId": self._pool} if path is Path.ADMIN else {}
        whole: Params = {**pool, "ClientId": self._client, **params}
        if request.client_metadata:
            whole["ClientMetadata"] = dict(request.client_metadata)
        if request.analytics_endpoint_id is not None:
            whole["AnalyticsMetadata"] = {"AnalyticsEndpointId": request.analytics_endpoint_id}
        if request.context_data is not None and rules_of(request.auth_flow).takes_context:
            key = "ContextData" if path is Path.ADMIN else "UserContextData"
            whole[key] = context_params(request.context_data, path)
        return self._bare(operation, whole)


def context_params(context: ContextData, path: Path) -> dict[str, ParamValue]:
    """ContextData of the admin API, or the shorter UserContextData of the public one."""
    params: Params = {}
    if context.ip_address or path is Path.ADMIN:  # the public API can do without
        params["IpAddress"] = context.ip_address
    if path is Path.ADMIN:
        params["ServerName"] = context.server_name
        params["ServerPath"] = context.server_path
        params["HttpHeaders"] = tuple(
            {"headerName": name, "headerValue": value} for name, value in context.http_headers
        )
    if context.encoded_data is not None:
        params["EncodedData"] = context.encoded_data
    return params
