"""A repeated call has one effect and gives one answer."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from core.api import idempotency
from core.models import CacheVersion, IdempotentCall
from tests.core.edge_urls import EFFECT

pytestmark = [pytest.mark.urls("tests.core.edge_urls"), pytest.mark.django_db]
PLACE = "/api/v1/test/place"


def place(key="k1", body=None, *, ip="203.0.113.1", client=None, **headers):
    client = client or APIClient(raise_request_exception=False)
    if key is not None:
        headers["Idempotency-Key"] = key
    return client.post(PLACE, body or {}, REMOTE_ADDR=ip, headers=headers)


def effects() -> int:
    return CacheVersion.objects.filter(tag__startswith=EFFECT).count()


class TestRepeating:
    def test_gives_the_first_answer_again_and_says_so(self):
        first, second = place(), place()

        assert effects() == 1
        assert (second.status_code, second.content) == (first.status_code, first.content) == (201, first.content)
        assert second["Content-Type"] == first["Content-Type"]
        assert second["Idempotent-Replayed"] == "true"
        assert "Idempotent-Replayed" not in first

    def test_survives_a_restart_because_the_answer_is_in_the_database(self):
        first = place()

        kept = IdempotentCall.objects.get()
        assert bytes(kept.body) == first.content

    def test_with_another_body_is_refused(self):
        place(body={"status": 201})

        response = place(body={"status": 200})

        assert (response.status_code, response.json()["error"]["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
        assert effects() == 1

    def test_with_another_query_is_refused(self):
        place()

        response = APIClient().post(f"{PLACE}?x=1", {}, REMOTE_ADDR="203.0.113.1", headers={"Idempotency-Key": "k1"})

        assert response.status_code == 422

    def test_by_somebody_else_is_another_call(self):
        place(ip="203.0.113.1")

        response = place(ip="203.0.113.2")

        assert "Idempotent-Replayed" not in response
        assert effects() == 2

    def test_with_another_cart_is_another_call(self):
        place(**{"X-Cart-Token": "a"})

        assert "Idempotent-Replayed" not in place(**{"X-Cart-Token": "b"})

    def test_without_a_key_has_its_effect_each_time(self):
        place(key=None)
        place(key=None)

        assert effects() == 2

    def test_after_a_day_is_a_new_call(self, time_machine):
        time_machine.move_to("2026-01-01T12:00:00Z", tick=False)
        place()

        time_machine.shift(timedelta(hours=23, minutes=59))
        assert place()["Idempotent-Replayed"] == "true"
        time_machine.shift(timedelta(minutes=1))
        assert "Idempotent-Replayed" not in place()

    @pytest.mark.parametrize("status", [400, 404, 422])
    def test_gives_a_refusal_again(self, status):
        place(body={"status": status})

        assert place(body={"status": status})["Idempotent-Replayed"] == "true"

    @pytest.mark.parametrize("status", [409, 429, 500, 503])
    def test_tries_again_what_may_succeed_later(self, status):
        place(body={"status": status})

        assert "Idempotent-Replayed" not in place(body={"status": status})
        assert effects() == 2

    def test_tries_again_after_a_bug(self):
        assert place(body={"breaks": True}).status_code == 500

        assert not IdempotentCall.objects.exists()


class TestKeys:
    @pytest.mark.parametrize("key", ["", " ", "a" * 256, "a b", "é", "a\x7f"])
    def test_of_another_form_are_refused(self, key):
        response = place(key)

        assert response.status_code == 400
        assert "Idempotency-Key" in response.json()["error"]["details"]
        assert effects() == 0

    def test_may_have_255_characters(self):
        assert place("a" * 255).status_code == 201


class TestARunningCall:
    def begun(self, *, ago: timedelta) -> IdempotentCall:
        place()
        IdempotentCall.objects.update(status=None, body=None, claimed_at=timezone.now() - ago)
        CacheVersion.objects.all().delete()
        return IdempotentCall.objects.get()

    def test_makes_its_twin_wait(self):
        self.begun(ago=timedelta(seconds=5))

        response = place()

        assert (response.status_code, response.json()["error"]["code"]) == (409, "IDEMPOTENCY_IN_PROGRESS")
        assert int(response["Retry-After"]) >= 1
        assert effects() == 0

    def test_that_was_killed_is_taken_over(self):
        killed = self.begun(ago=idempotency.CLAIM_LASTS + timedelta(seconds=1))

        response = place()

        assert response.status_code == 201
        assert effects() == 1
        assert IdempotentCall.objects.get().claim != killed.claim

    def test_cannot_overwrite_the_answer_of_the_one_that_took_over(self):
        slow = self.begun(ago=idempotency.CLAIM_LASTS + timedelta(seconds=1))
        answer = place()

        idempotency.release(slow)

        assert place().content == answer.content


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestTwentyAtOnce:
    def release_together(self, keys: list) -> list:
        ready = threading.Barrier(len(keys))

        def call(key):
            ready.wait()
            try:
                return place(key, {"seconds": 0.05})
            finally:
                connection.close()

        with ThreadPoolExecutor(len(keys)) as pool:
            return list(pool.map(call, keys))

    def test_with_one_key_have_one_effect(self):
        key = uuid4().hex

        answers = self.release_together([key] * 20)

        assert effects() == 1
        assert {answer.status_code for answer in answers} <= {201, 409}
        assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
        assert place(key, {"seconds": 0.05})["Idempotent-Replayed"] == "true"

    def test_without_a_key_have_twenty(self):
        self.release_together([None] * 20)

        assert effects() == 20
