"""No secret gets out, however a hostile server repeats it: every artefact is searched."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
)

from console.core.ports import PracticeDesk
from console.core.secret import WITHHELD
from console.practice.room import LocalPractice
from tests.e2e.canaries import REQUEST_ID, Body, forms, hidden, hostile_server, leaks
from tests.e2e.programs import Finished, environment, finish
from tests.e2e.window import Operator, console_on_practice, until

SENT = {
    "PASSWORD": "Kx7\"q'ü%41\\u0041 zZ9<&>",
    "CLIENT_SECRET": "crv8d7g0dkcot3ci5eeups8swmelt3wm81stzybfqsqphmalh8b",
    "CODE": "918273",
    "NEW_PASSWORD": "Pässwörd-Ünïcode-Ω1",
}
METADATA, HEADER, ENCODED = "meta-canary-77", "header-canary-88", "encoded-canary-99"
ATTRIBUTE = "Synthia Exämple-Canary"
SESSION = "session-Kq8RtZ-canary-1"
EXPORTS = ("case.json", "case.md", "case.html")
TOKENS = {
    "AccessToken": "access.canary-token-value.0123456789",
    "IdToken": "id.canary-token-value.0123456789",
    "RefreshToken": "refresh.canary-token-value.0123456789",
}
SECRETS = (*SENT.values(), METADATA, HEADER, ENCODED, ATTRIBUTE, SESSION, *TOKENS.values())
# What the later challenges bring: of these the server makes the seed and the session.
SEED = "KVKFKRCPNZQUYMLXOVYDSQKJKZDTSRLDOVKFKRCPNZQU"
HELD = {
    "START_SESSION": "start-session-Vw3Lq9-canary-of-confirm-sign-up",
    "DEVICE_KEY": "eu-west-1_0a1b2c3d-canary-4e5f-device",
    "DEVICE_GROUP_KEY": "-GrouPcanary7",
    "DEVICE_PASSWORD": "dEvIcE+canary/Pass==Word0123456789",
    "CREDENTIAL": json.dumps(
        {
            "id": "Y2FuYXJ5LXBhc3NrZXk",
            "rawId": "Y2FuYXJ5LXBhc3NrZXk",
            "type": "public-key",
            "response": dict.fromkeys(
                ("clientDataJSON", "authenticatorData", "signature"), "c2lnbmVkLWNhbmFyeS05OTk"
            ),
        }
    ),
}
HELD_SECRETS = (SEED, SESSION, *HELD.values(), "Y2FuYXJ5LXBhc3NrZXk", "c2lnbmVkLWNhbmFyeS05OTk")
HELD_RECIPE = """
[profile]
kind = "practice"
region = "eu-west-1"
user_pool_id = "eu-west-1_Practice1"
client_id = "canaryclient"
client_secret = "env:CLIENT_SECRET"
endpoint_url = "{url}"
[request]
auth_flow = "USER_AUTH"
username = "alice"
session = "env:START_SESSION"
[answers.MFA_SETUP]
FRIENDLY_DEVICE_NAME = "phone"
[answers.WEB_AUTHN]
CREDENTIAL = "env:CREDENTIAL"
[answers.DEVICE_SRP_AUTH]
DEVICE_KEY = "env:DEVICE_KEY"
DEVICE_GROUP_KEY = "env:DEVICE_GROUP_KEY"
DEVICE_PASSWORD = "env:DEVICE_PASSWORD"
[answers.NEWER]
SOME_KEY = "env:PASSWORD"
"""
HOSTILE = "\x1b[2J\u202egnp.exe\u2066\x7f <img src=x> ![x](http://example.invalid) | `a` \n# b"
RECIPE = """
[profile]
kind = "practice"
region = "eu-west-1"
user_pool_id = "eu-west-1_Practice1"
client_id = "canaryclient"
client_secret = "env:CLIENT_SECRET"
endpoint_url = "{url}"
[request]
auth_flow = "ADMIN_USER_PASSWORD_AUTH"
username = "alice"
ticket = "CS-48213"
[request.parameters]
PASSWORD = "env:PASSWORD"
[request.client_metadata]
tenant = "{metadata}"
[request.context_data]
ip_address = "192.0.2.55"
server_name = "shop"
server_path = "/login"
encoded_data = "{encoded}"
http_headers = {{ "X-Thing" = "{header}" }}
[answers.SMS_MFA]
SMS_MFA_CODE = "env:CODE"
[answers.NEW_PASSWORD_REQUIRED]
NEW_PASSWORD = "env:NEW_PASSWORD"
"userAttributes.name" = "{attribute}"
"""


def challenge(name: str, **parameters: str) -> Body:
    return {"ChallengeName": name, "Session": SESSION, "ChallengeParameters": parameters}


def error(message: str, code: str = "UserLambdaValidationException") -> Body:
    return {"__type": code, "message": message}


def all_forms(secrets: Iterable[str]) -> str:
    return " ".join(form for secret in secrets for form in forms(secret).values())


def hash_of(body: Body) -> str:
    given = body.get("AuthParameters") or body.get("ChallengeResponses") or {}
    return str(given.get("SECRET_HASH", "no hash goes with this call"))


def files_in(folder: Path) -> dict[str, str]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {path.name: path.read_bytes().decode("utf-8", "replace") for path in found}


class Run:
    """One `run` and everything that it left, by name."""

    def __init__(
        self,
        folder: Path,
        *answers: tuple[int, Body, Mapping[str, str]],
        text: str = RECIPE,
    ) -> None:
        self.hashes: list[str] = []

        def script(body: Body, number: int) -> tuple[int, Body, Mapping[str, str]]:
            self.hashes.append(hash_of(body))
            status, reply, headers = answers[min(number, len(answers)) - 1]
            told = json.dumps(reply).replace("THE-HASH", hash_of(body).rstrip("="))
            return status, json.loads(told), headers

        with hostile_server(script) as server:
            recipe = folder / "recipe.toml"
            recipe.write_text(
                text.format(
                    url=server.url,
                    metadata=METADATA,
                    header=HEADER,
                    encoded=ENCODED,
                    attribute=ATTRIBUTE,
                )
            )
            exports = [f"--export={folder / name}" for name in EXPORTS]
            env = environment(folder, **SENT, **HELD)
            env["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
            self.done: Finished = finish("run", str(recipe), "--json", *exports, env=env)
        self.artefacts = {"stdout": self.done.stdout, "stderr": self.done.stderr}
        recipe.unlink()
        self.artefacts |= files_in(folder)

    def check(self) -> dict[str, Any]:
        """The JSON line, once nothing is found anywhere."""
        assert {"journal.sqlite3", *EXPORTS} <= set(self.artefacts)
        hashes = [value.rstrip("=") for value in self.hashes]
        assert leaks(self.artefacts, (*SECRETS, *HELD_SECRETS, *hashes)) == []
        assert "Traceback" not in self.done.stderr
        assert "internal error" not in self.done.stderr
        for name in ("stdout", "stderr", *EXPORTS):
            assert not hidden(self.artefacts[name]), name
        return self.done.json


TEXTS = [text for name, text in HELD.items() if name != "CREDENTIAL"]  # which is JSON, in parts


@pytest.mark.parametrize("secret", [*SENT.values(), *TEXTS, METADATA, HEADER, ENCODED])
def test_each_form_of_a_sent_secret_is_known_again(secret: str) -> None:
    from console.core.masking import LiveSecrets
    from console.core.secret import Secret

    live = LiveSecrets()
    live.add([Secret(secret)])
    assert [how for how, form in forms(secret).items() if not live.hit(f"it was {form}, no")] == []


def test_an_error_and_its_headers_repeat_everything(tmp_path: Path) -> None:
    headers = {
        "x-amzn-RequestId": METADATA,
        "Content-Type": f"application/json; x={HEADER}",
        "x-amzn-ErrorType": ENCODED,
    }
    run = Run(tmp_path, (400, error(f"{all_forms(SECRETS)} THE-HASH", f"X{METADATA}"), headers))
    value = run.check()
    assert run.done.status == 1
    assert value["classification"]["message"] == WITHHELD
    assert value["classification"]["code"] == WITHHELD
    assert value["steps"][0]["request_id"] == WITHHELD


def test_challenges_repeat_everything(tmp_path: Path) -> None:
    new_password = challenge(
        "NEW_PASSWORD_REQUIRED",
        USER_ID_FOR_SRP=SENT["PASSWORD"],
        requiredAttributes='["userAttributes.name"]',
        userAttributes=json.dumps({"note": SENT["PASSWORD"]}),
    )
    by_text = challenge(
        "SMS_MFA",
        USER_ID_FOR_SRP="alice",
        CODE_DELIVERY_DESTINATION=f"{SENT['NEW_PASSWORD']} {ATTRIBUTE}",
        CODE_DELIVERY_DELIVERY_MEDIUM=f"{SESSION}-and-more",
    )
    odd = challenge(f"ODD_{SESSION}", x=all_forms(SECRETS))
    run = Run(tmp_path, (200, new_password, {}), (200, by_text, {}), (200, odd, {}))
    assert run.check()["challenges"] == ["NEW_PASSWORD_REQUIRED", "SMS_MFA", WITHHELD]


def test_tokens_repeat_everything(tmp_path: Path) -> None:
    tokens = {**TOKENS, "TokenType": TOKENS["AccessToken"], "ExpiresIn": 10**400}
    headers = {"x-amzn-RequestId": TOKENS["IdToken"]}
    run = Run(tmp_path, (200, {"AuthenticationResult": tokens}, headers))
    assert run.check()["outcome"] == "signed_in"


@pytest.mark.parametrize("before", [0, 165, 180, 195])
def test_claims_repeat_the_password_whole_and_in_part(tmp_path: Path, before: int) -> None:
    password = SENT["PASSWORD"]  # it has a blank, at which a scope ends
    told = "x" * before + password
    claims = {"sub": told, "scope": told, "cognito:groups": [told, HOSTILE], told: HOSTILE}
    token = ".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
        for part in ({"alg": told, "kid": f"../{told}"}, claims, "signature")
    )
    tokens = {"AccessToken": token, "IdToken": token, "RefreshToken": TOKENS["RefreshToken"]}
    run = Run(tmp_path, *held({"AuthenticationResult": tokens}))
    assert run.check()["outcome"] == "signed_in"
    for name, text in run.artefacts.items():
        assert password[:8] not in text, name
        assert "<img" not in text or name != "case.md"


def held(*answers: Body) -> list[tuple[int, Body, Mapping[str, str]]]:
    """The answers, and last a refusal that repeats everything."""
    told = error(f"{all_forms((*SENT.values(), *HELD_SECRETS))} THE-HASH")
    return [
        *((200, each, {}) for each in answers),
        (400, told, {"x-amzn-RequestId": HELD["START_SESSION"]}),
    ]


def test_the_set_up_of_an_app_repeats_everything(tmp_path: Path) -> None:
    setup = challenge("MFA_SETUP", MFAS_CAN_SETUP='["SOFTWARE_TOKEN_MFA"]', x=SEED)
    seed = {"SecretCode": SEED, "Session": SESSION}
    done = {"Status": "SUCCESS", "Session": SESSION, "FriendlyDeviceName": SEED}
    run = Run(tmp_path, *held(setup, seed, done), text=HELD_RECIPE)
    value = run.check()
    assert [step["operation"] for step in value["steps"]] == [
        "AdminInitiateAuth",
        "AssociateSoftwareToken",
        "VerifySoftwareToken",
        "AdminRespondToAuthChallenge",
    ]
    assert (value["outcome"], value["challenges"]) == ("failed", ["MFA_SETUP"])


def test_an_odd_status_of_the_set_up_repeats_everything(tmp_path: Path) -> None:
    setup = challenge("MFA_SETUP", MFAS_CAN_SETUP='["SOFTWARE_TOKEN_MFA"]')
    seed = {"SecretCode": SEED, "Session": SESSION}
    odd = {"Status": f"{SEED} {SESSION}", "Session": SESSION}
    run = Run(tmp_path, *held(setup, seed, odd), text=HELD_RECIPE)
    run.check()


@pytest.mark.parametrize(
    "asked",
    [
        challenge("WEB_AUTHN", CREDENTIAL_REQUEST_OPTIONS=HELD["CREDENTIAL"]),
        challenge("DEVICE_SRP_AUTH", DEVICE_KEY=HELD["DEVICE_KEY"]),
        challenge("NEWER", SOME_KEY=SENT["PASSWORD"], seed=HELD["DEVICE_PASSWORD"]),
    ],
)
def test_what_a_user_holds_is_repeated(tmp_path: Path, asked: Body) -> None:
    run = Run(tmp_path, *held(asked), text=HELD_RECIPE)
    value = run.check()
    assert (value["outcome"], value["challenges"]) == ("failed", [asked["ChallengeName"]])
    assert value["classification"]["message"] == WITHHELD


def test_the_keys_of_a_new_device_are_repeated(tmp_path: Path) -> None:
    new = {"DeviceKey": HELD["DEVICE_KEY"], "DeviceGroupKey": HELD["DEVICE_GROUP_KEY"]}
    tokens = {**TOKENS, "TokenType": new["DeviceKey"], "NewDeviceMetadata": new}
    text = HELD_RECIPE + "[after]\nremember_device = true\n"
    confirmed = {"UserConfirmationNecessary": True, "x": all_forms(HELD_SECRETS)}
    run = Run(tmp_path, *held({"AuthenticationResult": tokens}, confirmed), text=text)
    value = run.check()
    assert value["outcome"] == "signed_in"
    assert [step["operation"] for step in value["after"]] == ["ConfirmDevice", "UpdateDeviceStatus"]


def test_hostile_texts_are_shown_as_escapes_and_plain_ones_as_they_are(tmp_path: Path) -> None:
    run = Run(tmp_path, (400, error(f"PreAuthentication failed with error {HOSTILE}."), {}))
    value = run.check()
    assert value["classification"]["message"].endswith(f"{HOSTILE}.")
    assert value["steps"][0]["request_id"] == REQUEST_ID
    assert "\\u202egnp.exe" in run.artefacts["case.json"].replace("\\\\", "\\")
    report = run.artefacts["case.md"]
    assert "\n# b" not in report
    assert not re.search(r"(?m)^[^`]*(`[^`]*`[^`]*)*(<img|!\[)", report)


class HostilePractice(LocalPractice):
    """The practice pool's desk, whose address is another's."""

    url = ""

    async def open(self) -> PracticeDesk:
        import dataclasses

        return dataclasses.replace(await super().open(), endpoint_url=self.url)


def every_text(app: QApplication) -> Iterable[str]:
    """Whatever a person, a screen reader or a tip can get out of the windows."""
    for widget in app.allWidgets():
        yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
        yield from (widget.windowTitle(), widget.statusTip(), widget.whatsThis())
        yield from (action.text() + action.toolTip() for action in widget.actions())
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        elif isinstance(widget, QLineEdit):
            yield widget.displayText()
        elif isinstance(widget, QPlainTextEdit):
            yield widget.toPlainText()
        elif isinstance(widget, QTabBar):
            yield from (widget.tabText(at) + widget.tabToolTip(at) for at in range(widget.count()))
        elif isinstance(widget, QComboBox | QAbstractItemView) and widget.model() is not None:
            yield from model_texts(widget.model())


def model_texts(model: QAbstractItemModel) -> Iterable[str]:
    columns = model.columnCount() if isinstance(model, QAbstractTableModel) else 1
    for row in range(model.rowCount()):
        for column in range(columns):
            for role in Qt.ItemDataRole:
                if isinstance(text := model.index(row, column).data(role), str):
                    yield text


async def test_a_window_keeps_them_too(
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setattr("console.practice.room.LocalPractice", HostilePractice)
    password, code = SENT["PASSWORD"], SENT["CODE"]

    def script(_body: Body, number: int) -> tuple[int, Body, Mapping[str, str]]:
        if number == 1:
            asked = challenge(
                "SMS_MFA",
                USER_ID_FOR_SRP=password,
                CODE_DELIVERY_DELIVERY_MEDIUM="SMS<b>",
                CODE_DELIVERY_DESTINATION=f"{HOSTILE} {password}",
            )
            return 200, asked, {}
        if number == 2:
            return 400, error(f"{code} {code[::-1]} is wrong", "CodeMismatchException"), {}
        return 400, error(f"{HOSTILE} {all_forms((password, code))}"), {"x-amzn-RequestId": SESSION}

    seen: dict[str, str] = {}
    with hostile_server(script) as server:
        monkeypatch.setattr(HostilePractice, "url", server.url)
        async with console_on_practice(qapp, tmp_path) as operator:
            await fail_by_text_message(operator, password, code)
            operator.click("exportButton")
            await until(lambda: operator.sees("copyMarkdownButton"))
            seen["window"] = "\n".join(every_text(qapp))
            seen |= {f"clipboard {n}": text for n, text in enumerate(copies(qapp))}
    seen["output"] = "".join(capfd.readouterr())
    seen |= files_in(tmp_path)
    assert leaks(seen, (password, code, SESSION)) == []
    assert not hidden(seen["window"].replace("\u200b", ""))
    assert WITHHELD in seen["window"]
    assert "journal.sqlite3" in seen
    assert any("**Tried:**" in text for name, text in seen.items() if name.startswith("clipboard"))


async def fail_by_text_message(operator: Operator, password: str, code: str) -> None:
    operator.type_into("usernameField", "alice")
    operator.find(QLineEdit, "passwordField").setText(password)
    operator.click("runButton")
    for words in ("", "this is try 2"):
        await until(lambda: operator.sees("codeField"))
        await until(lambda words=words: words in operator.texts())  # type: ignore[misc]
        operator.type_into("codeField", code)
        operator.click("answerButton")
    await until(lambda: "efused" in operator.outcome())
    await until(lambda: operator.sees("runButton"))  # and the answer is forgotten


def copies(app: QApplication) -> Iterable[str]:
    """What each of our own copy buttons puts on the clipboard."""
    buttons = [
        widget
        for widget in app.allWidgets()
        if isinstance(widget, QAbstractButton) and widget.objectName().startswith("copy")
    ]
    for button in buttons:
        button.click()
        yield QGuiApplication.clipboard().text()
    for widget in app.allWidgets():
        if widget.isModal():
            widget.close()
