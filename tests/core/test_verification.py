"""`verify` finds what is broken, says so, and repairs what can be rebuilt."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core import jobs, verification
from core.models import DeliveryStatus, OutboxDelivery
from tests.core import background as lamp


@pytest.fixture
def invariants(monkeypatch):
    monkeypatch.setattr(verification, "_invariants", {})
    return verification.register_invariant


@pytest.fixture
def lamps(invariants):
    """Three lamps, two of them dark; a repair lights them."""
    dark = ["lamp 1", "lamp 2"]
    invariants("lamps.lit", lambda: [f"{name} is dark" for name in dark], dark.clear)
    invariants("lamps.counted", list)
    return dark


class TestVerify:
    def test_is_content_when_everything_holds(self, lamps, capsys):
        call_command("verify", "lamps.counted")

        assert capsys.readouterr().out == "ok        lamps.counted\n"

    def test_lists_what_is_broken_and_fails(self, lamps, capsys):
        with pytest.raises(CommandError, match=r"Broken: lamps\.lit"):
            call_command("verify")

        out = capsys.readouterr().out
        assert "ok        lamps.counted" in out
        assert "BROKEN    lamps.lit\n          lamp 1 is dark\n          lamp 2 is dark\n" in out
        assert "verify --repair" in out
        assert lamps == ["lamp 1", "lamp 2"]

    def test_repairs_when_it_is_asked_to(self, lamps, capsys):
        call_command("verify", "--repair")

        assert "repaired  lamps.lit" in capsys.readouterr().out
        assert lamps == []

    def test_fails_when_the_repair_did_not_help(self, invariants):
        invariants("lamps.lit", lambda: ["dark"], lambda: None)

        with pytest.raises(CommandError):
            call_command("verify", "--repair")

    def test_speaks_json(self, lamps, capsys):
        with pytest.raises(CommandError):
            call_command("verify", "--json")

        answer = json.loads(capsys.readouterr().out)
        assert answer["ok"] is False
        assert [line["name"] for line in answer["invariants"] if line["is_broken"]] == ["lamps.lit"]

    def test_asks_a_group_by_its_name(self, invariants, capsys):
        invariants("lamps.counted", list)
        invariants("lampshades.clean", lambda: ["dusty"])

        call_command("verify", "lamps")

        assert capsys.readouterr().out == "ok        lamps.counted\n"

    def test_refuses_a_name_that_nobody_registered(self, lamps):
        with pytest.raises(CommandError, match=r"no invariant lamps\.green") as refusal:
            call_command("verify", "lamps.green")
        assert refusal.value.returncode == 2

    def test_shows_the_first_of_very_many(self, invariants, capsys):
        invariants("lamps.lit", lambda: (f"lamp {number}" for number in range(10**9)))

        with pytest.raises(CommandError):
            call_command("verify")

        out = capsys.readouterr().out
        assert out.count("lamp ") == verification.MOST_PROBLEMS
        assert "and more" in out

    def test_names_what_it_knows(self, lamps, capsys):
        call_command("verify", "--list")

        assert capsys.readouterr().out == "lamps.counted\nlamps.lit\n"

    def test_tells_somebody_at_night(self, lamps, caplog):
        jobs.verify()

        assert [record.invariant for record in caplog.records if record.levelname == "ERROR"] == ["lamps.lit"]


@pytest.mark.django_db
class TestOutboxInvariants:
    @pytest.fixture(autouse=True)
    def _lamp(self):
        with lamp.wired(lamp.on_lamp_lit):
            lamp.light()
            yield

    def problems(self, name: str) -> list[str]:
        return next(verification.verify([name])).problems

    def test_find_what_waits_for_more_than_fifteen_minutes(self, time_machine):
        now = timezone.now()
        time_machine.move_to(now + timedelta(minutes=14))
        assert self.problems("outbox.delivered_in_time") == []

        time_machine.move_to(now + timedelta(minutes=16))

        assert "never tried" in self.problems("outbox.delivered_in_time")[0]

    def test_have_it_delivered_by_a_repair(self, time_machine):
        OutboxDelivery.objects.update(next_try_at=timezone.now() + timedelta(hours=1))
        time_machine.move_to(timezone.now() + timedelta(minutes=16))

        verdict = next(verification.verify(["outbox.delivered_in_time"], repair=True))

        assert verdict.is_repaired
        assert lamp.noted("inside") == 1

    def test_find_dead_letters(self):
        OutboxDelivery.objects.update(status=DeliveryStatus.DEAD, last_error="ValueError: dark")

        assert self.problems("outbox.no_dead_letters") == [
            "LampLit was never told to tests.core.background.on_lamp_lit: ValueError: dark"
        ]

    def test_find_handlers_that_are_gone(self):
        assert self.problems("outbox.handlers_exist") == []

        OutboxDelivery.objects.update(handler="shop.handlers.on_gone")

        assert self.problems("outbox.handlers_exist") == [
            "LampLit waits for shop.handlers.on_gone, which the wiring does not have"
        ]
