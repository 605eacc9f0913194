"""Answers held against botocore's model: nothing unknown, every type, value and required member."""

from __future__ import annotations

from typing import Any

from botocore.model import ListShape, MapShape, OperationModel, Shape, StringShape, StructureShape
from botocore.session import get_session

_MODEL = get_session().get_service_model("cognito-idp")
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "long": (int,),
    "timestamp": (int, float),
    "structure": (dict,),
    "map": (dict,),
    "list": (list,),
}


def operation(name: str) -> OperationModel:
    """The model of that operation."""
    return _MODEL.operation_model(name)


def misfits(name: str, answer: dict[str, Any]) -> list[str]:
    """What about the output of operation `name` is not as the model has it."""
    shape = operation(name).output_shape
    return [] if shape is None else _misfits(shape, answer, name)


def _misfits(shape: Shape, value: Any, at: str) -> list[str]:
    if type(value) not in _TYPES[shape.type_name]:
        return [f"{at}: {type(value).__name__} for {shape.type_name}"]
    found: list[str] = []
    if isinstance(shape, StructureShape):
        found += [f"{at}.{key} is unknown" for key in value.keys() - shape.members.keys()]
        found += [f"{at}.{key} is missing" for key in set(shape.required_members) - value.keys()]
        for key in value.keys() & shape.members.keys():
            found += _misfits(shape.members[key], value[key], f"{at}.{key}")
    elif isinstance(shape, ListShape):
        for index, entry in enumerate(value):
            found += _misfits(shape.member, entry, f"{at}[{index}]")
    elif isinstance(shape, MapShape):
        for key, entry in value.items():
            found += _misfits(shape.value, entry, f"{at}.{key}")
    elif isinstance(shape, StringShape) and shape.enum and value not in shape.enum:
        found.append(f"{at}: {value} is not in the enum")
    return found
