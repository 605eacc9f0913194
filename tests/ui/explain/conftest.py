"""The shipped catalogue, parsed once for the tests of pasted logs."""

from __future__ import annotations

import pytest

from console import resources
from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.classifier import Classifier


@pytest.fixture(scope="session")
def classifier() -> Classifier:
    return Classifier(Catalogue.parse(resources.read_bytes("catalogue.json")))
