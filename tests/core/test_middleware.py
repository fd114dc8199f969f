"""Every answer carries its headers, is counted, and is measured against its limit."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from core import metrics
from core.ids import uuid7
from core.models import DeliveryStatus, OutboxDelivery, OutboxEvent, ShopSettings
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.urls("tests.core.edge_urls"), pytest.mark.django_db]


def plain_paths(patterns=None, prefix=""):
    """Every path of the site that needs no argument."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from plain_paths(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern) and not set("<^$(") & set(path):
            yield f"/{path}"


class TestSecurityHeaders:
    def test_are_on_every_path_of_the_site(self, settings):
        settings.SECURE_HSTS_SECONDS = 31_536_000
        visitor = Client(raise_request_exception=False)
        paths = [*plain_paths(), "/nothing/", "/api/nothing", "/static/nothing.css", "/media/nothing.webp", "/hi/"]
        assert len(paths) > 40

        poor = []
        for path in paths:
            headers = visitor.get(path, secure=True).headers
            policy = headers.get("Content-Security-Policy", "")
            is_probe = "health" in path or path == "/metrics"
            if not (
                "frame-ancestors 'none'" in policy
                and "object-src 'none'" in policy
                and "base-uri 'none'" in policy
                and headers.get("Permissions-Policy")
                and headers.get("X-Request-ID")
                and (is_probe or headers.get("X-Content-Type-Options") == "nosniff")
                and (is_probe or headers.get("Referrer-Policy"))
                and (is_probe or headers.get("Cross-Origin-Opener-Policy") == "same-origin")
                and (is_probe or "max-age=31536000" in headers.get("Strict-Transport-Security", ""))
            ):
                poor.append((path, dict(headers)))
        assert not poor

    @pytest.mark.parametrize("path", ["/", "/account/sign-in/", "/nothing/"])
    def test_let_pages_run_nothing_but_their_own_files(self, path):
        policy = Client().get(path)["Content-Security-Policy"]

        assert "unsafe" not in policy
        assert "script-src 'self';" in policy

    def test_are_relaxed_for_the_back_office_only(self):
        assert "unsafe-eval" in Client().get("/admin/login/")["Content-Security-Policy"]

    def test_let_answers_of_the_api_load_nothing(self):
        policy = Client().get("/api/v1")["Content-Security-Policy"]

        assert policy.startswith("default-src 'none'")
        assert "script-src" not in policy


@pytest.mark.parametrize("path", ["/api/v1/test/echo", "/api/v1/users/me", "/test/private/", "/test/broken/"])
def test_what_may_be_personal_is_kept_by_no_cache(path):
    assert Client(raise_request_exception=False).get(path)["Cache-Control"] == "private, no-store"


class TestCors:
    def test_lets_listed_origins_read_the_api(self, settings):
        settings.CORS_ALLOWED_ORIGINS = ["https://app.example"]

        response = Client().get("/api/v1", headers={"Origin": "https://app.example"})

        assert response["Access-Control-Allow-Origin"] == "https://app.example"
        assert "Access-Control-Allow-Credentials" not in response

    @pytest.mark.parametrize(
        "origin",
        ["null", "https://evil.example", "https://app.example.evil", "https://evilapp.example", "http://app.example"],
    )
    def test_echoes_no_other_origin(self, settings, origin):
        settings.CORS_ALLOWED_ORIGINS = ["https://app.example"]

        for response in (
            Client().get("/api/v1", headers={"Origin": origin}),
            Client().options("/api/v1", headers={"Origin": origin, "Access-Control-Request-Method": "POST"}),
        ):
            assert "Access-Control-Allow-Origin" not in response

    def test_is_for_the_api_only(self, settings):
        settings.CORS_ALLOWED_ORIGINS = ["https://app.example"]

        assert "Access-Control-Allow-Origin" not in Client().get("/", headers={"Origin": "https://app.example"})


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_the_cookie_of_a_page_is_worth_nothing_on_the_api(client, headers):
    asha = UserFactory()
    client.force_login(asha)
    assert client.get("/account/").status_code == 200

    read = client.get("/api/v1/users/me", headers=headers)
    written = client.patch("/api/v1/users/me", {"name": "Mallory"}, "application/json", headers=headers)

    for answer in (read, written):
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "NO_TOKEN")
        assert "Access-Control-Allow-Origin" not in answer
    asha.refresh_from_db()
    assert asha.name != "Mallory"


class TestLimits:
    def test_of_writes_hold_per_person_or_address(self, settings):
        settings.RATE_LIMIT_API = "3/15m"
        answers = [Client().post("/api/v1/test/writes", REMOTE_ADDR="203.0.113.5") for _ in range(4)]

        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert [answer["RateLimit-Remaining"] for answer in answers[:3]] == ["2", "1", "0"]
        assert answers[0]["RateLimit-Limit"] == "3"
        assert 1 <= int(answers[3]["Retry-After"]) <= 900
        assert answers[3].json()["error"]["code"] == "RATE_LIMIT_EXCEEDED"
        assert Client().post("/api/v1/test/writes", REMOTE_ADDR="203.0.113.6").status_code == 200

    def test_of_the_sign_in_family_are_six_requests_for_each_try(self, settings):
        settings.RATE_LIMIT_AUTH = "2/15m"

        statuses = [Client().post("/api/v1/test/sign-in").status_code for _ in range(13)]

        assert statuses == [200] * 12 + [429]

    def test_are_shared_by_pages_and_api(self, settings):
        settings.RATE_LIMIT_AUTH = "1/15m"
        for _ in range(6):
            Client().post("/api/v1/test/sign-in")

        assert Client().post("/test/sign-in/").status_code == 429
        assert Client().get("/test/sign-in/").status_code == 200

    def test_of_public_reads_write_nothing(self, settings, django_assert_num_queries):
        ShopSettings.objects.create()
        settings.RATE_LIMIT_CATALOGUE = "5/15m"
        Client().get("/api/v1/test/shop")

        with django_assert_num_queries(0):
            answers = [Client().get("/api/v1/test/shop") for _ in range(5)]

        assert [answer.status_code for answer in answers] == [200] * 4 + [429]
        assert int(answers[4]["Retry-After"]) >= 1
        assert answers[3]["RateLimit-Remaining"] == "0"

    @pytest.mark.parametrize("headers", [
        {"X-Forwarded-For": "198.51.100.{}"}, {"X-Real-IP": "198.51.100.{}"}, {"Forwarded": "for=198.51.100.{}"},
        {"Client-IP": "198.51.100.{}"}, {"True-Client-IP": "198.51.100.{}"}, {"CF-Connecting-IP": "198.51.100.{}"},
    ])  # fmt: skip
    def test_hold_against_headers_that_anybody_can_write(self, settings, headers):
        settings.RATE_LIMIT_API = "5/15m"

        statuses = [
            Client().post(
                "/api/v1/test/writes", headers={name: value.format(number) for name, value in headers.items()}
            ).status_code
            for number in range(20)
        ]  # fmt: skip

        assert statuses.count(200) == 5

    def test_see_the_visitor_behind_a_trusted_proxy(self, settings):
        settings.RATE_LIMIT_API = "1/15m"
        settings.TRUSTED_PROXIES = ["10.0.0.0/8"]

        def ask(visitor):
            return Client().post(
                "/api/v1/test/writes", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": f"6.6.6.6, {visitor}"}
            ).status_code  # fmt: skip

        assert [ask("198.51.100.1"), ask("198.51.100.2"), ask("198.51.100.1")] == [200, 200, 429]

    def test_can_be_switched_off(self, settings):
        settings.RATE_LIMIT_API = "off"

        response = Client().post("/api/v1/test/writes")

        assert "RateLimit-Limit" not in response


class TestProbes:
    @pytest.mark.parametrize("path", ["/health", "/api/health", "/health/ready", "/health/", "/api/v1/health"])
    def test_say_that_all_is_well(self, path):
        response = Client().get(path)

        report = response.json()
        assert response.status_code == 200
        assert report | {"timestamp": "", "uptime": 0} == {
            "success": True, "status": "OK", "message": "Server is healthy", "timestamp": "", "uptime": 0,
            "checks": {"database": "ok", "cache": "ok", "queue": "ok"},
        }  # fmt: skip
        assert report["timestamp"].endswith("Z")

    def test_answer_to_any_host_name(self, settings):
        settings.ALLOWED_HOSTS = ["shop.example"]

        assert Client().get("/health/live", headers={"Host": "10.2.3.4:8000"}).status_code == 200

    def test_say_which_cache_is_down_and_stay_up(self, settings):
        settings.REDIS_URL = "redis://127.0.0.1:1/0"

        response = Client().get("/health")

        assert response.status_code == 200
        assert response.json()["checks"]["cache"] == "down"

    def test_live_asks_no_database(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert Client().get("/health/live").json() == {"success": True, "status": "OK"}


class TestMetrics:
    def test_count_requests_by_route_not_by_path(self):
        for word in ("a", "b"):
            Client().get(f"/nothing/{word}/")
        Client().get("/test/asks-twice/")

        page = Client().get("/metrics").content.decode()

        assert 'haat_requests_total{method="GET",route="test/asks-twice/",status="200"}' in page
        assert "/nothing/a/" not in page
        assert "haat_request_seconds_bucket" in page
        assert "haat_sql_statements_total" in page

    def test_do_not_grow_with_invented_methods(self):
        Client().generic("BREW", "/test/text/")

        assert "BREW" not in Client().get("/metrics").content.decode()

    def test_show_what_apps_register(self):
        metrics.register_gauge("haat_test_waiting", "How many wait", lambda: 3)
        try:
            assert "haat_test_waiting 3.0" in Client().get("/metrics").content.decode()
        finally:
            metrics._gauges.pop("haat_test_waiting")

    def test_say_how_far_behind_the_outbox_is(self):
        OutboxEvent.objects.create(name="UserRegistered", payload={})
        event = OutboxEvent.objects.get()
        for status in (DeliveryStatus.PENDING, DeliveryStatus.PENDING, DeliveryStatus.DEAD):
            OutboxDelivery.objects.create(
                event=event, handler=f"a.{uuid7()}", queue="mail", status=status, next_try_at=timezone.now()
            )
        OutboxDelivery.objects.update(created_at=timezone.now() - timedelta(minutes=2))

        page = Client().get("/metrics").content.decode()

        assert "haat_outbox_pending 2.0" in page
        assert "haat_outbox_dead 1.0" in page
        assert "haat_outbox_oldest_seconds 12" in page

    def test_go_on_while_a_number_cannot_be_read(self):
        def fail():
            raise OperationalError("gone")

        metrics.register_gauge("haat_test_gone", "Never read", fail)
        try:
            page = Client().get("/metrics").content.decode()
        finally:
            metrics._gauges.pop("haat_test_gone")

        assert "haat_requests_total" in page
        assert "haat_test_gone 0" not in page

    def test_are_hidden_from_strangers(self):
        assert Client().get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 404

    def test_are_shown_to_whoever_has_the_token(self, settings):
        settings.METRICS_TOKEN = "t" * 32

        def status(token):
            return Client().get(
                "/metrics", REMOTE_ADDR="203.0.113.9", headers={"Authorization": f"Bearer {token}"}
            ).status_code  # fmt: skip

        assert (status("t" * 32), status("t" * 31), status("")) == (200, 404, 404)

    def test_are_shown_to_monitors_that_ask_by_address(self):
        assert Client().get("/metrics", headers={"Host": "10.0.0.5:8000"}).status_code == 200
        assert Client().get("/metrics", headers={"Host": "10.0.0.5"}, REMOTE_ADDR="203.0.113.9").status_code == 400
