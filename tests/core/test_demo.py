"""The frame in which apps load the demo shop."""

import io

import pytest
from django.core.management import CommandError, call_command

from core import demo


@pytest.mark.django_db
class TestDemo:
    def test_loads_every_part_and_says_what_it_made(self):
        out = io.StringIO()

        call_command("demo", stdout=out)

        assert [name for name in demo.names() if f"  {name}: " not in out.getvalue()] == []

    def test_adds_nothing_the_second_time(self, django_assert_max_num_queries):
        from django.contrib.auth import get_user_model

        call_command("demo", stdout=io.StringIO())
        people = set(get_user_model().objects.values_list("pk", "email"))

        call_command("demo", stdout=io.StringIO())

        assert set(get_user_model().objects.values_list("pk", "email")) == people

    def test_is_refused_where_its_passwords_would_be_a_hole(self, settings):
        settings.DEMO_ALLOWED = False

        with pytest.raises(CommandError, match="everybody knows its passwords"):
            call_command("demo", stdout=io.StringIO())

    def test_lists_its_parts_without_loading_them(self):
        out = io.StringIO()

        call_command("demo", list=True, stdout=out)

        assert out.getvalue().split() == demo.names()
