"""Failpoints do what tests ask for, and nothing otherwise."""

import os
import subprocess
import sys
import time

import pytest
from django.conf import settings as project

from core import failpoints
from core.failpoints import FailpointReached, failpoint


class TestFailpoint:
    def test_does_nothing_by_itself(self):
        failpoint("anywhere")

    def test_does_nothing_elsewhere(self, settings):
        settings.FAILPOINTS = {"there": "raise"}

        failpoint("here")

    def test_raises(self, settings):
        settings.FAILPOINTS = {"here": "raise"}

        with pytest.raises(FailpointReached, match="here"):
            failpoint("here")

    def test_sleeps(self, settings):
        settings.FAILPOINTS = {"here": "sleep:0.05"}

        started = time.monotonic()
        failpoint("here")

        assert time.monotonic() - started >= 0.05

    def test_calls_what_it_is_given(self, settings):
        called = []
        settings.FAILPOINTS = {"here": lambda: called.append(1)}

        failpoint("here")

        assert called == [1]

    def test_refuses_an_action_that_it_does_not_know(self, settings):
        settings.FAILPOINTS = {"here": "explode"}

        with pytest.raises(ValueError, match="explode"):
            failpoint("here")

    def test_cannot_be_set_by_the_environment_of_a_shop(self):
        code = "from django.conf import settings; print(settings.FAILPOINTS)"

        shop = subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "FAILPOINTS": "outbox.claiming=kill"},
            cwd=project.BASE_DIR,
            capture_output=True,
            text=True,
            check=False,
        )

        assert shop.stdout.strip() == "{}", shop.stderr
        assert project.FAILPOINTS == {}


class TestParse:
    def test_reads_pairs(self):
        assert failpoints.parse("a=kill, b=sleep:0.5,") == {"a": "kill", "b": "sleep:0.5"}
