"""The shipped catalogue, parsed once for all tests of the diagnosis."""

from __future__ import annotations

import pytest

from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.classifier import Classifier
from console.resources import read_bytes


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.parse(read_bytes("catalogue.json"))


@pytest.fixture(scope="session")
def classifier(catalogue: Catalogue) -> Classifier:
    return Classifier(catalogue)
