"""`drain_outbox` delivers, and its exit code says whether anything is left."""

import json

import pytest
from django.core.management import CommandError, call_command

from core.models import DeliveryStatus, OutboxDelivery
from tests.core import background as lamp
from tests.core.processes import run_python

pytestmark = pytest.mark.django_db


def call(capsys, *arguments) -> str:
    call_command("drain_outbox", *arguments)
    return capsys.readouterr().out


class TestDrainOutbox:
    def test_delivers_what_is_due(self, capsys):
        with lamp.wired(lamp.on_lamp_lit):
            lamp.light()

            assert call(capsys) == "1 delivered, 0 failed, 0 given up, 0 waiting.\n"

    def test_shows_progress(self, capsys):
        with lamp.wired(lamp.on_lamp_lit):
            for _ in range(100):
                lamp.light()

            assert call(capsys).startswith("100 ...\n100 delivered")

    def test_fails_when_a_handler_fails(self, capsys):
        with lamp.wired(lamp.on_lamp_lit_broken):
            lamp.light()
            with pytest.raises(CommandError, match="failed"):
                call(capsys, "--json")

        assert json.loads(capsys.readouterr().out) == {"done": 0, "failed": 1, "dead": 0, "waiting": 1}

    def test_fails_when_something_waits_and_tries_it_when_told_to(self, capsys):
        with lamp.wired(lamp.on_lamp_lit_broken):
            lamp.light()
            with pytest.raises(CommandError):
                call(capsys)
        OutboxDelivery.objects.update(handler="tests.core.background.on_lamp_lit")

        with lamp.wired(lamp.on_lamp_lit):
            with pytest.raises(CommandError, match="wait for their next attempt"):
                call(capsys)
            assert "1 delivered" in call(capsys, "--all")

    def test_tries_dead_letters_when_told_to(self, capsys):
        with lamp.wired(lamp.on_lamp_lit):
            lamp.light()
            OutboxDelivery.objects.update(status=DeliveryStatus.DEAD, attempts=20)

            assert "0 delivered" in call(capsys)
            assert "1 delivered" in call(capsys, "--dead")

    def test_keeps_to_the_queues_it_is_given(self, capsys):
        with lamp.wired(lamp.on_lamp_lit, lamp.on_lamp_lit_outside):
            lamp.light()

            assert "1 delivered, 0 failed, 0 given up, 0 waiting" in call(capsys, "--queue", "mail")

        assert (lamp.noted("inside"), lamp.noted("outside")) == (0, 1)


@pytest.mark.django_db(transaction=True)
class TestExitCodes:
    """As a script sees them."""

    def run(self, command: str) -> int:
        code = f"""
from django.core.management import execute_from_command_line
with b.wired(b.on_lamp_lit_broken):
    execute_from_command_line({command.split()!r})
"""
        return run_python(code).returncode

    def test_are_honest(self):
        assert self.run("manage.py drain_outbox") == 0
        assert self.run("manage.py verify outbox.no_dead_letters") == 0
        with lamp.wired(lamp.on_lamp_lit_broken):
            lamp.light()
        assert self.run("manage.py drain_outbox") == 1
        OutboxDelivery.objects.update(status=DeliveryStatus.DEAD)
        assert self.run("manage.py verify outbox.no_dead_letters") == 1
        assert self.run("manage.py verify no.such") == 2
