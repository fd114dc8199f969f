"""Staff actions on more rows than a request should carry: done by the worker, shown meanwhile, kept afterwards."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import AdminActionLog
from config.staff import STAFF_GROUPS
from core import cleaning, outbox
from core.back_office import bulk, staff_action
from core.models import BulkAction, BulkRefusal
from tests.architecture.back_office import a_bulk_action, registered, staff
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/accounts/user/"
MANY = 3


@pytest.fixture(autouse=True)
def _two_are_many(monkeypatch):
    monkeypatch.setattr(staff_action, "MAX_ROWS_AT_ONCE", MANY - 1)


@pytest.fixture
def boss(client):
    user = UserFactory(admin=True, name="Boss")
    client.force_login(user)
    return user


def suspend(client, people, **more):
    chosen = [str(person.pk) for person in people]
    data = {"action": "suspend", "_selected_action": chosen, "_confirmed": "1", "reason": "Stolen cards", **more}
    return client.post(LIST, data, headers={"User-Agent": "Firefox"})


class TestManyRows:
    def test_are_asked_about_with_their_number(self, client, boss):
        people = UserFactory.create_batch(MANY)

        answer = client.post(LIST, {"action": "suspend", "_selected_action": [person.pk for person in people]})

        assert "For 3 rows:" in answer.text
        assert "done in the background" in answer.text
        assert not BulkAction.objects.exists()

    def test_are_left_to_the_worker_which_does_each_and_tells_which_it_left(self, client, boss):
        people = UserFactory.create_batch(MANY)

        answer = suspend(client, [*people, boss])
        job = BulkAction.objects.get()
        assert answer.url == reverse("admin:core_bulkaction_change", args=[job.pk])
        assert User.objects.filter(status="suspended").count() == 0
        outbox.drain()

        job.refresh_from_db()
        assert (job.status, job.done, job.refused, job.total) == ("done", MANY, 1, MANY + 1)
        assert set(User.objects.filter(status="suspended")) == set(people)
        refusal = BulkRefusal.objects.get()
        assert (refusal.object_id, refusal.reason) == (str(boss.pk), "You are not allowed to do that.")

    def test_leave_a_row_each_in_the_action_log_and_one_for_the_asking(self, client, boss):
        people = UserFactory.create_batch(MANY)

        suspend(client, people)
        outbox.drain()

        assert AdminActionLog.objects.filter(actor=boss, action="core.bulkaction.added").count() == 1
        rows = AdminActionLog.objects.filter(actor=boss, action="accounts.user.suspended")
        assert {row.object_id for row in rows} == {str(person.pk) for person in people}
        assert {(row.reason, row.user_agent, row.ip) for row in rows} == {("Stolen cards", "Firefox", "127.0.0.1")}

    def test_of_all_pages_are_those_that_the_filter_finds(self, client, boss):
        people = UserFactory.create_batch(MANY + 2, language="hi")
        others = UserFactory.create_batch(2, language="en")
        url = f"{LIST}?language__exact=hi"
        data = {"action": "suspend", "select_across": "1", "_selected_action": [str(people[0].pk)], "reason": "x"}

        asked = client.post(url, {"action": "suspend", "select_across": "1", "_selected_action": [people[0].pk]})
        assert "For 5 rows:" in asked.text
        client.post(url, {**data, "_confirmed": "1", "_count": "5"})
        outbox.drain()

        assert set(User.objects.filter(status="suspended")) == set(people)
        assert not User.objects.filter(pk__in=[other.pk for other in others], status="suspended").exists()

    def test_are_asked_about_again_when_they_became_more(self, client, boss):
        UserFactory.create_batch(MANY)
        data = {"action": "suspend", "select_across": "1", "_selected_action": [str(boss.pk)], "reason": "x"}

        answer = client.post(LIST, {**data, "_confirmed": "1", "_count": "2"})

        assert answer.status_code == 422
        assert "The list has changed meanwhile" in answer.text
        assert 'name="_count" value="4"' in answer.text
        assert not BulkAction.objects.exists()

    def test_keep_the_language_of_whoever_asked(self, client, boss):
        people = UserFactory.create_batch(MANY, suspended=True)

        suspend(client, people)
        BulkAction.objects.update(language="hi")
        outbox.drain()

        assert "state" not in BulkRefusal.objects.first().reason

    def test_that_went_meanwhile_are_told(self, client, boss):
        people = UserFactory.create_batch(MANY)

        suspend(client, people)
        people[0].delete()
        outbox.drain()

        assert BulkRefusal.objects.get().reason == "It is no longer there."
        assert BulkAction.objects.get().done == MANY - 1

    def test_are_not_held_up_by_one_that_breaks(self, client, boss, monkeypatch):
        people = UserFactory.create_batch(MANY)
        work = staff_action_of("suspend").work

        def breaks_on_one(self, request, row, form):
            work(self, request, row, form)
            if row == people[1]:
                raise ZeroDivisionError

        monkeypatch.setattr(staff_action_of("suspend"), "work", breaks_on_one)
        suspend(client, people)
        outbox.drain()

        assert set(User.objects.filter(status="suspended")) == {people[0], people[2]}
        assert BulkRefusal.objects.get().reason.startswith("Something went wrong here.")
        assert BulkAction.objects.get().status == "done"

    def test_go_on_after_a_pause_when_they_take_long(self, client, boss, monkeypatch):
        monkeypatch.setattr(bulk, "RUN_SECONDS", -1)
        people = UserFactory.create_batch(MANY)
        suspend(client, people)

        bulk.run_bulk_action(bulk_action_id=BulkAction.objects.get().pk)
        assert (BulkAction.objects.get().status, BulkAction.objects.get().done) == ("running", 1)
        outbox.drain()

        assert BulkAction.objects.get().done == MANY

    def test_stop_when_whoever_asked_lost_the_right(self, client, boss):
        people = UserFactory.create_batch(MANY)

        suspend(client, people)
        User.objects.filter(pk=boss.pk).update(is_staff=False)
        outbox.drain()

        job = BulkAction.objects.get()
        assert (job.status, job.done) == ("stopped", 0)
        assert job.stopped_because == "Whoever asked for it may no longer do it."
        assert not User.objects.filter(status="suspended").exists()

    def test_are_not_taken_from_those_without_the_right(self, client):
        client.force_login(staff("finance"))

        suspend(client, UserFactory.create_batch(MANY))
        outbox.drain()

        assert not BulkAction.objects.exists()
        assert not User.objects.filter(status="suspended").exists()


class TestThePage:
    def test_shows_how_far_it_is_and_looks_again_until_it_is_finished(self, client, boss):
        people = UserFactory.create_batch(MANY, name="Bina Das")
        url = suspend(client, [*people, boss]).url

        before = client.get(url).text
        outbox.drain()
        after = client.get(url).text

        assert "0 of 4 (0 %)" in before
        assert 'hx-trigger="every 2s"' in before
        assert "4 of 4 (100 %)" in after
        assert "every 2s" not in after
        assert f'<a href="/admin/accounts/user/{boss.pk}/change/">' in after
        assert "You are not allowed to do that." in after

    def test_stops_what_is_left(self, client, boss):
        people = UserFactory.create_batch(MANY)
        suspend(client, people)
        job = BulkAction.objects.get()

        client.post(f"/admin/core/bulkaction/{job.pk}/stop/", {"reason": "Wrong list"})
        outbox.drain()

        job.refresh_from_db()
        assert (job.status, job.done, job.stopped_because) == ("stopped", 0, "Wrong list")
        assert not User.objects.filter(status="suspended").exists()
        assert client.post(f"/admin/core/bulkaction/{job.pk}/stop/", {"reason": "Again"}).status_code == 422

    def test_of_others_is_closed_to_those_who_may_not_change_them(self, client, boss):
        suspend(client, UserFactory.create_batch(MANY))
        job = BulkAction.objects.get()
        client.force_login(staff("support"))

        assert client.get(f"/admin/core/bulkaction/{job.pk}/change/").status_code == 302
        assert client.post(f"/admin/core/bulkaction/{job.pk}/stop/", {"reason": "x"}).status_code in {302, 404}
        assert str(job.pk) not in client.get("/admin/core/bulkaction/").text
        assert BulkAction.objects.get().status == "waiting"

    def test_survives_an_action_that_a_release_took_away(self, client, boss):
        job = a_bulk_action(model="shop.lamp", action="light", actor_id=boss.pk)

        bulk.run_bulk_action(bulk_action_id=job.pk)

        assert "does not have the action" in client.get(f"/admin/core/bulkaction/{job.pk}/change/").text

    def test_lists_with_equally_many_queries_whatever_their_number(self, client, boss):
        counts = []
        for number in (3, 12):
            for _ in range(number):
                a_bulk_action(actor_id=boss.pk)
            client.get("/admin/core/bulkaction/")
            with CaptureQueriesContext(connection) as seen:
                client.get("/admin/core/bulkaction/")
            counts.append(len(seen))

        assert counts[0] == counts[1] <= 15


class TestGroups:
    def test_that_may_do_something_to_many_may_see_how_far_it_is(self):
        asked = {getattr(page, name).permission for page in registered().values() for name in page.actions or ()}

        for name, codes in STAFF_GROUPS.items():
            assert not asked & set(codes) or "core.view_bulkaction" in codes, name


class TestCleaning:
    def test_forgets_the_details_after_a_season(self):
        old = a_bulk_action(status="stopped", finished_at=timezone.now() - timedelta(days=91))
        running = a_bulk_action()

        list(cleaning.clean(timezone.now()))

        assert not BulkAction.objects.filter(pk=old.pk).exists()
        assert BulkAction.objects.filter(pk=running.pk).exists()


def staff_action_of(name):
    return getattr(type(registered()[User]), name)
