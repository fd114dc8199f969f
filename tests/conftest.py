"""Fixtures that every test may use."""

import pytest
from rest_framework.test import APIClient


@pytest.fixture
def api() -> APIClient:
    """A plain HTTP client of the API, signed in by nobody."""
    return APIClient()
