"""Logs as SDKs write them: each has several errors, and what they are is known."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SdkLog:
    """`errors` are (entry of the catalogue, line)."""

    name: str
    text: str
    errors: tuple[tuple[str, int], ...]


DOTNET = SdkLog(
    name=".NET",
    text="""\
2026-11-24 09:12:44.120 +00:00 [WRN] Sign-in failed
Amazon.CognitoIdentityProvider.Model.NotAuthorizedException: Incorrect username or password.
 ---> Amazon.Runtime.Internal.HttpErrorResponseException: Exception of type \
'Amazon.Runtime.Internal.HttpErrorResponseException' was thrown.
   at Amazon.Runtime.HttpWebRequestMessage.ProcessHttpResponseMessage(HttpResponseMessage m)
   --- End of inner exception stack trace ---
   at Shop.Login.SignInAsync(String user) in /src/Login.cs:line 41
2026-11-24 09:13:02.554 +00:00 [ERR] Unhandled exception. System.AggregateException: One or more \
errors occurred. (User is disabled.)
 ---> Amazon.CognitoIdentityProvider.Model.NotAuthorizedException: User is disabled.
   at Amazon.Runtime.Internal.ErrorHandler.InvokeAsync[T](IExecutionContext executionContext)
2026-11-24 09:14:00.001 +00:00 [ERR] Amazon.CognitoIdentityProvider.Model.\
TooManyRequestsException: Rate exceeded
""",
    errors=(("NA01", 2), ("NA02", 7), ("TM01", 10)),
)
JAVA = SdkLog(
    name="Java",
    text="""\
2026-11-24 09:12:44 ERROR c.e.Login - sign-in failed
com.amazonaws.services.cognitoidp.model.UserNotConfirmedException: User is not confirmed. \
(Service: AWSCognitoIdentityProvider; Status Code: 400; Error Code: UserNotConfirmedException; \
Request ID: 9fdb5cfa-5ec1-47bf-bc07-8adc3b4bebf6; Proxy: null)
\tat com.amazonaws.http.AmazonHttpClient$RequestExecutor.handle(AmazonHttpClient.java:1879)
2026-11-24 09:13:44 ERROR c.e.Login - again
java.lang.RuntimeException: software.amazon.awssdk.services.cognitoidentityprovider.model.\
CodeMismatchException: Invalid code received for user (Service: CognitoIdentityProvider, Status \
Code: 400, Request ID: 9fdb5cfa-5ec1-47bf-bc07-8adc3b4bebf6) (SDK Attempt Count: 1)
\tat com.example.Login.main(Login.java:12)
Caused by: software.amazon.awssdk.services.cognitoidentityprovider.model.CodeMismatchException: \
Invalid code received for user (Service: CognitoIdentityProvider, Status Code: 400, Request ID: \
9fdb5cfa-5ec1-47bf-bc07-8adc3b4bebf6) (SDK Attempt Count: 1)
Caused by: java.lang.NullPointerException: null
""",
    errors=(("UC01", 2), ("CM02", 5)),
)
JAVASCRIPT = SdkLog(
    name="JavaScript",
    text="""\
/app/node_modules/@smithy/smithy-client/dist-cjs/index.js:836
NotAuthorizedException: Invalid session for the user, session is expired.
    at de_NotAuthorizedExceptionRes (/app/node_modules/@aws-sdk/client-cognito-identity-provider\
/dist-cjs/index.js:5312:21)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5) {
  '$fault': 'client',
  '$metadata': {
    httpStatusCode: 400,
    requestId: '9fdb5cfa-5ec1-47bf-bc07-8adc3b4bebf6',
    attempts: 1
  },
  __type: 'NotAuthorizedException'
}
Uncaught (in promise) UserNotFoundException: User does not exist.
TypeError: Cannot read properties of undefined (reading 'user')
{
  "name": "PasswordResetRequiredException",
  "message": "Password reset required for the user"
}
console.error Error: Incorrect username or password.
""",
    errors=(("NA11", 2), ("UN01", 13), ("PR01", 17), ("NA01", 19)),
)
PYTHON = SdkLog(
    name="Python",
    text="""\
Traceback (most recent call last):
  File "/app/login.py", line 12, in sign_in
    client.admin_initiate_auth(**request)
botocore.errorfactory.NotAuthorizedException: An error occurred (NotAuthorizedException) when \
calling the AdminInitiateAuth operation: Password attempts exceeded

During handling of the above exception, another exception occurred:

botocore.exceptions.ClientError: An error occurred (InvalidParameterException) when calling the \
AdminRespondToAuthChallenge operation: Missing required parameter Session
ERROR:root:An error occurred (ExpiredToken) when calling the GetCallerIdentity operation: The \
security token included in the request is expired
botocore.exceptions.ProfileNotFound: The config profile (shop) could not be found
ValueError: not ours
""",
    errors=(("NA03", 4), ("IP04", 8), ("AC03", 9), ("BC03", 10)),
)
PHP = SdkLog(
    name="PHP",
    text="""\
[24-Nov-2026 09:12:44 UTC] PHP Fatal error:  Uncaught exception 'Aws\\CognitoIdentityProvider\\\
Exception\\CognitoIdentityProviderException' with message 'Error executing "AdminInitiateAuth" on \
"https://cognito-idp.eu-west-1.amazonaws.com"; AWS HTTP error: Client error: `POST \
https://cognito-idp.eu-west-1.amazonaws.com` resulted in a `400 Bad Request` response:
{"__type":"NotAuthorizedException","message":"Incorrect username or password."}
 NotAuthorizedException (client): Incorrect username or password. - \
{"__type":"NotAuthorizedException","message":"Incorrect username or password."}'
#0 /app/vendor/aws/src/WrappedHttpHandler.php(100): Aws\\WrappedHttpHandler->parseError()
[24-Nov-2026 09:13:44 UTC] UserLambdaValidationException (client): PreAuthentication failed with \
error Wrong clientId. - {"__type":"UserLambdaValidationException","message":"PreAuthentication \
failed with error Wrong clientId."}
""",
    errors=(("NA01", 2), ("UL01", 5)),
)
GO = SdkLog(
    name="Go",
    text="""\
2026/11/24 09:12:44 operation error Cognito Identity Provider: AdminInitiateAuth, https response \
error StatusCode: 400, RequestID: 9fdb5cfa-5ec1-47bf-bc07-8adc3b4bebf6, InvalidParameterException: \
USER_SRP_AUTH is not enabled for the client.
time="2026-11-24T09:13:44Z" level=error msg="UserNotFoundException: User does not exist.\\n\
\\tstatus code: 400, request id: 9fdb5cfa-5ec1-47bf-bc07-8adc3b4bebf6"
2026/11/24 09:14:44 operation error Cognito Identity Provider: ListUsers, https response error \
StatusCode: 400, RequestID: 9fdb5cfa-5ec1-47bf-bc07-8adc3b4bebf6, api error AccessDeniedException: \
User: arn:aws:iam::999999999999:user/x is not authorized to perform: cognito-idp:ListUsers
ExpiredCodeException: Invalid code provided, please request a code again.
	status code: 400, request id: 9fdb5cfa-5ec1-47bf-bc07-8adc3b4bebf6
""",
    errors=(("IP09", 1), ("UN01", 2), ("AC01", 3), ("EC02", 4)),
)
SDK_LOGS = (DOTNET, JAVA, JAVASCRIPT, PYTHON, PHP, GO)
