"""Cognito's API as the installed botocore knows it: what the tables are held against."""

from __future__ import annotations

from functools import cache
from typing import Any

import botocore.session
from botocore.model import ServiceModel, StringShape


@cache
def api_model(service: str = "cognito-idp") -> ServiceModel:
    """The model of cognito-idp, or of another service."""
    data: dict[str, Any] = (
        botocore.session.get_session()
        .get_component("data_loader")
        .load_service_model(service, "service-2")
    )
    return ServiceModel(data, service)


def enum_values(shape: str) -> tuple[str, ...]:
    """The values of an enum of the model."""
    found = api_model().shape_for(shape)
    assert isinstance(found, StringShape)
    return tuple(found.enum)
