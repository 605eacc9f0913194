from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from botocore.session import get_session

from console.practice.cause_rows import ALICES_SUB
from console.practice.clients import CLIENTS
from console.practice.later_users import LATER_USERS
from console.practice.listing import LISTED
from console.practice.seeds import SEEDS
from console.practice.seeds_causes import SHARED_EMAIL
from console.practice.tokens import subject
from console.practice.users import USERS

_SIGN_IN = ("AdminInitiateAuth", "AdminRespondToAuthChallenge")


def test_every_exception_of_the_model_is_met_by_a_seeded_user() -> None:
    model = get_session().get_service_model("cognito-idp")
    modelled = {
        shape.name for name in _SIGN_IN for shape in model.operation_model(name).error_shapes
    }
    assert len(modelled) == 25
    met = {user.expect.code for user in (*USERS, *LATER_USERS)}
    # Of more than the model names for these calls, the firewall's refusal is on the public path.
    assert met - {None} == modelled | {"ForbiddenException"}
    # A reader of the list can meet each with name, password, seed, client and flow alone.
    assert {user.expect.code for user in LISTED} - {None} == modelled


def test_a_code_by_e_mail_is_read_where_one_by_text_message_is() -> None:
    assert ("EMAIL_OTP",) in {user.expect.challenges for user in LISTED}


def test_every_flow_is_tried_on_each_path_that_takes_it() -> None:
    tried = {(user.auth_flow, user.path) for user in LATER_USERS}
    for flow in ("USER_SRP_AUTH", "CUSTOM_AUTH", "USER_AUTH", "USER_PASSWORD_AUTH"):
        assert {(flow, "admin"), (flow, "public")} <= tried
    challenges = {name for user in LATER_USERS for name in user.expect.challenges}
    assert challenges == {
        "CUSTOM_CHALLENGE",
        "DEVICE_PASSWORD_VERIFIER",
        "DEVICE_SRP_AUTH",
        "EMAIL_OTP",
        "MFA_SETUP",
        "NEW_PASSWORD_REQUIRED",
        "PASSWORD",
        "PASSWORD_SRP",
        "PASSWORD_VERIFIER",
        "SELECT_CHALLENGE",
        "SELECT_MFA_TYPE",
        "SMS_MFA",
        "SMS_OTP",
        "SOFTWARE_TOKEN_MFA",
        "WEB_AUTHN",
    }


def test_the_readme_names_those_who_ask_for_more_than_the_list_can_say() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    for username in ("trent", "xenia", "walter", "yvonne", "yusuf"):
        (password,) = {seed.password for seed in SEEDS if seed.username == username}
        assert f"{username} `{password}`" in readme


def test_rows_are_distinct_and_name_known_users_and_clients() -> None:
    purposes = [user.purpose for user in (*USERS, *LATER_USERS)]
    assert len(set(purposes)) == len(purposes)
    assert {user.client for user in LATER_USERS} <= CLIENTS.keys()
    seeded = {seed.username for seed in SEEDS}
    assert {user.username for user in LATER_USERS} - seeded == {
        "nobody",
        # Somebody is meant, by a name that is not the user name itself.
        "Luisa",
        "basil@example.com",
        SHARED_EMAIL,
        "0012025550199",
        "+12025550199",
        ALICES_SUB,
    }
    assert subject("alice") == ALICES_SUB


def test_answers_are_given_to_challenges_that_come() -> None:
    for user in LATER_USERS:
        for challenge, answers in user.answers.items():
            assert len(answers) == user.expect.challenges.count(challenge)


def test_a_row_shows_path_parameters_and_answers_where_it_has_them() -> None:
    for user in LATER_USERS:
        shown = json.loads(json.dumps(user.to_json()))
        assert shown.get("path", "admin") == user.path
        assert shown.get("parameters", {}) == dict(user.parameters)
        given = {name: [dict(one) for one in all_] for name, all_ in user.answers.items()}
        assert shown.get("answers", {}) == given
        assert all(shown.get(key, True) for key in ("path", "parameters", "answers"))
    for user in USERS:
        assert not {"path", "parameters", "answers"} & user.to_json().keys()


def test_the_rows_load_without_server_and_cryptography() -> None:
    code = (
        "import sys, console.practice.later_users;"
        "print([m for m in ('http.server','cryptography','jwt','pyotp','socket','asyncio')"
        " if m in sys.modules])"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "[]"
