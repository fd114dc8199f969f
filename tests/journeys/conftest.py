"""Fixtures of the tests that drive a browser."""

from collections.abc import Iterator

import pytest

from tests.journeys.visitor import Visitor, visiting


@pytest.fixture
def visitor(chromium, live_server) -> Iterator[Visitor]:
    """Somebody with a browser at the live server; the test fails if the browser complained."""
    with visiting(chromium, live_server.url) as visitor:
        yield visitor
        assert visitor.complaints == []
