"""The frame in which apps load the demo shop."""

import io

import pytest
from django.core.management import CommandError, call_command

from config import serve
from core import demo
from tests.factories.accounts import UserFactory


@pytest.fixture
def parts(monkeypatch):
    """Two parts that write down when they are loaded, the last one registered first."""
    loaded = []
    monkeypatch.setattr(demo, "_parts", {})
    demo.register("roof", lambda: loaded.append("roof") or "1 roof", is_last=True)
    demo.register("walls", lambda: loaded.append("walls") or "4 walls", prepare=lambda: loaded.append("bricks"))
    return loaded


@pytest.mark.django_db
class TestDemo:
    def test_loads_each_part_after_what_it_needs_and_says_what_it_made(self, parts):
        out = io.StringIO()

        call_command("demo", stdout=out)

        assert parts == ["bricks", "walls", "roof"]
        assert out.getvalue().index("walls: 4 walls") < out.getvalue().index("roof: 1 roof")

    def test_of_a_first_start_that_was_killed_is_finished_by_the_next_start(self, parts, capsys):
        UserFactory()
        killed = demo.load()
        next(killed)
        killed.close()

        assert serve._wants_demo()
        serve._load_demo()

        assert "roof: 1 roof" in capsys.readouterr().out
        assert not demo.is_unfinished()

    def test_is_not_loaded_into_a_shop_that_somebody_filled_or_emptied(self):
        UserFactory()

        assert not serve._wants_demo()

    def test_is_refused_where_its_passwords_would_be_a_hole(self, settings):
        settings.DEMO_ALLOWED = False

        with pytest.raises(CommandError, match="everybody knows its passwords"):
            call_command("demo", stdout=io.StringIO())

    def test_lists_its_parts_without_loading_them(self):
        out = io.StringIO()

        call_command("demo", list=True, stdout=out)

        assert out.getvalue().split() == demo.names()
