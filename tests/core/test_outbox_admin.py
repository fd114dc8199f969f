"""Staff see what was not told, and have it tried again."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from audit.models import AdminActionLog
from core import beat, outbox
from core.models import DeliveryStatus, OutboxDelivery, ScheduledJob
from tests.core import background as lamp
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def sign_in(client, *codenames):
    user = UserFactory(support=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return user


@pytest.fixture
def dead_letter() -> OutboxDelivery:
    with lamp.wired(lamp.on_lamp_lit):
        lamp.light()
    OutboxDelivery.objects.update(status=DeliveryStatus.DEAD, attempts=20, last_error="ValueError: <b>no</b> bulb")
    return OutboxDelivery.objects.get()


class TestDeliveries:
    def test_are_listed_with_what_went_wrong(self, client, dead_letter):
        sign_in(client, "view_outboxdelivery")

        page = client.get(reverse("admin:core_outboxdelivery_changelist"))

        assert page.status_code == 200
        assert "LampLit" in page.text
        assert "ValueError: &lt;b&gt;no&lt;/b&gt; bulb" in page.text

    def test_are_listed_with_the_same_number_of_queries(
        self, client, dead_letter, warm, django_assert_max_num_queries
    ):
        sign_in(client, "view_outboxdelivery")
        with lamp.wired(lamp.on_lamp_lit, lamp.on_lamp_lit_outside):
            for _ in range(20):
                lamp.light()

        with django_assert_max_num_queries(15):
            client.get(reverse("admin:core_outboxdelivery_changelist"))

    def test_are_shown_one_by_one(self, client, dead_letter):
        sign_in(client, "view_outboxdelivery")

        page = client.get(reverse("admin:core_outboxdelivery_change", args=[dead_letter.pk]))

        assert page.status_code == 200
        assert "lamp_id" in page.text

    def test_are_tried_again_and_that_is_recorded(self, client, dead_letter):
        user = sign_in(client, "view_outboxdelivery", "change_outboxdelivery")
        page = reverse("admin:core_outboxdelivery_changelist")

        client.post(
            page, {"action": "try_again", "_selected_action": [str(dead_letter.pk)], "_confirmed": "1"}, follow=True
        )

        dead_letter.refresh_from_db()
        assert (dead_letter.status, dead_letter.attempts) == (DeliveryStatus.PENDING, 0)
        row = AdminActionLog.objects.get()
        assert (row.actor, row.action) == (user, "core.outboxdelivery.tried_again")
        with lamp.wired(lamp.on_lamp_lit):
            outbox.drain()
        assert lamp.noted("inside") == 1

    def test_are_not_tried_again_by_those_who_may_only_look(self, client, dead_letter):
        sign_in(client, "view_outboxdelivery")
        page = reverse("admin:core_outboxdelivery_changelist")

        client.post(page, {"action": "try_again", "_selected_action": [str(dead_letter.pk)], "_confirmed": "1"})

        dead_letter.refresh_from_db()
        assert dead_letter.status == DeliveryStatus.DEAD


class TestScheduledJobs:
    def test_are_run_soon_and_that_is_recorded(self, client, settings, time_machine):
        time_machine.move_to("2026-03-04T12:00:00Z", tick=False)
        settings.SCHEDULE = {"lamp": {"job": "tests.core.background.light", "at": "0 2 * * 0", "queue": "bulk"}}
        beat.tick()
        assert beat.tick(lambda job: True) == []
        user = sign_in(client, "view_scheduledjob", "change_scheduledjob")
        page = reverse("admin:core_scheduledjob_changelist")
        job = ScheduledJob.objects.get()

        client.post(page, {"action": "run_soon", "_selected_action": [str(job.pk)], "_confirmed": "1"})

        assert beat.tick(lambda job: True) == ["lamp"]
        row = AdminActionLog.objects.get()
        assert (row.actor, row.action) == (user, "core.scheduledjob.run_soon")
