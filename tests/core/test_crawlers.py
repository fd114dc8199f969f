"""What browsers and finders of holes ask every site for at the same place."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.models import ShopSettings

pytestmark = pytest.mark.django_db


def test_a_password_manager_is_led_to_where_the_password_is_changed():
    answer = Client().get("/.well-known/change-password")

    assert (answer.status_code, answer["Location"]) == (302, "/account/security/password/")
    assert (
        Client().get("/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200").status_code
        == 404
    )


def test_whoever_found_a_hole_learns_whom_to_tell(settings):
    settings.SITE_URL = "https://haat.example"
    ShopSettings.objects.update_or_create(defaults={"contact_email": "safety@haat.example"})

    answer = Client().get("/.well-known/security.txt")
    said = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    del said["Expires"]
    assert said == {
        "Contact": "mailto:safety@haat.example",
        "Preferred-Languages": "en, hi",
        "Canonical": "https://haat.example/.well-known/security.txt",
    }


def test_it_is_never_out_of_date_nor_good_for_longer_than_a_year():
    answer = Client().get("/.well-known/security.txt").content.decode()
    until = datetime.fromisoformat(answer.split("Expires: ")[1].split("\n")[0])

    assert timezone.now() + timedelta(days=30) < until < timezone.now() + timedelta(days=365)
