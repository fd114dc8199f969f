"""Public answers are found without asking anybody, the same for everyone, and gone when what they show changes."""

import gzip
import time
from contextlib import nullcontext

import brotli
import pytest
from django.conf import settings as conf
from django.test import Client

from core import caching
from core.cache_backend import PatientRedisCache
from core.models import ShopSettings
from tests.core.faults import hung_server

pytestmark = [pytest.mark.urls("tests.core.edge_urls"), pytest.mark.django_db]
API, PAGE = "/api/v1/test/shop", "/test/shop/"


@pytest.fixture(autouse=True)
def shop():
    return ShopSettings.objects.create(name="First")


def rename(name: str) -> None:
    """Change what the answers show, as a service does."""
    ShopSettings.objects.update(name=name)
    caching.bump("shop")
    caching.versions.forget()


def forget_this_process() -> None:
    caching.shelf.clear()


class TestFinding:
    @pytest.mark.parametrize("path", [API, PAGE])
    def test_the_second_time_asks_the_database_nothing(self, path, django_assert_num_queries):
        first = Client().get(path)

        with django_assert_num_queries(0):
            second = Client().get(path)

        assert second.content == first.content
        assert {k: v for k, v in second.headers.items() if k != "X-Request-ID"} == {
            k: v for k, v in first.headers.items() if k != "X-Request-ID"
        }

    def test_keeps_an_old_answer_until_it_is_told(self):
        Client().get(API)
        ShopSettings.objects.update(name="Silent")
        assert Client().get(API).json()["data"]["name"] == "First"

        rename("Told")

        assert Client().get(API).json()["data"]["name"] == "Told"

    def test_ends_with_its_time(self, time_machine):
        time_machine.move_to("2026-01-01T12:00:00Z", tick=False)
        Client().get(API)
        ShopSettings.objects.update(name="Later")

        time_machine.shift(61)

        assert Client().get(API).json()["data"]["name"] == "Later"

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ({"path": f"{PAGE}?page=1"}, {"path": f"{PAGE}?page=2"}),
            ({"path": PAGE}, {"path": PAGE, "HTTP_ACCEPT_ENCODING": "br"}),
            ({"path": API}, {"path": API, "HTTP_ACCEPT_LANGUAGE": "hi"}),
        ],
    )
    def test_keeps_apart_what_differs(self, one, other):
        Client().get(**one)
        ShopSettings.objects.update(name="Second")

        response = Client().get(**other)

        body = brotli.decompress(response.content) if response.get("Content-Encoding") == "br" else response.content
        assert b"Second" in body

    def test_keeps_apart_what_a_registered_part_of_the_key_says(self, monkeypatch):
        monkeypatch.setattr(caching, "_key_parts", {})
        caching.register_key_part("planet", lambda request: request.COOKIES.get("planet", ""))
        Client().get(PAGE)
        ShopSettings.objects.update(name="Second")
        abroad = Client()
        abroad.cookies["planet"] = "mars"

        assert b"Second" in abroad.get(PAGE).content

    def test_keeps_a_long_query_out(self, django_assert_num_queries):
        path = f"{PAGE}?page={'x' * 600}"
        Client().get(path)

        with django_assert_num_queries(1):
            Client().get(path)

    def test_answers_head_from_the_same_bytes(self):
        whole = Client().get(PAGE)

        head = Client().head(PAGE)

        assert head.content == b""
        assert head["Content-Length"] == str(len(whole.content))


class TestHeaders:
    def test_let_caches_keep_it_and_set_no_cookie(self):
        response = Client().get(PAGE)

        assert response["Cache-Control"] == "public, max-age=5"
        assert sorted(response["Vary"].split(", ")) == ["Accept-Encoding", "Cookie"]
        assert not response.cookies

    @pytest.mark.urls("config.urls")
    @pytest.mark.parametrize("page", ["/", "/hi/"])
    def test_split_no_page_by_a_header_when_its_address_names_the_language(self, page):
        answers = [Client().get(page, headers={"Accept-Language": language}) for language in ("en", "hi")]

        assert [answer.status_code for answer in answers] == [200, 200]
        assert answers[0].content == answers[1].content
        assert all("Accept-Language" not in answer["Vary"] for answer in answers)

    @pytest.mark.parametrize("form", ["{}", "W/{}", '"x", {}', "*"])
    def test_say_304_to_one_who_has_it(self, form):
        etag = Client().get(PAGE)["ETag"]

        response = Client().get(PAGE, headers={"If-None-Match": form.format(etag)})

        assert (response.status_code, response.content) == (304, b"")
        assert response["ETag"] == etag

    def test_say_200_to_one_who_has_an_older_one(self):
        etag = Client().get(PAGE)["ETag"]
        rename("Newer")

        response = Client().get(PAGE, headers={"If-None-Match": etag})

        assert response.status_code == 200
        assert response["ETag"] != etag

    def test_carry_the_security_headers_and_a_fresh_request_id(self):
        first, second = Client().get(PAGE), Client().get(PAGE)

        assert second["Content-Security-Policy"] == conf.CSP_PAGES
        assert second["X-Content-Type-Options"] == "nosniff"
        assert first["X-Request-ID"] != second["X-Request-ID"]


class TestNotKept:
    def test_what_touched_the_session(self, caplog):
        Client().get("/test/personal/")
        response = Client().get("/test/personal/")

        assert "ETag" not in response
        assert "a public page is personal" in caplog.text

    def test_what_was_asked_with_a_token(self):
        Client().get(API)
        ShopSettings.objects.update(name="Second")

        response = Client().get(API, headers={"Authorization": "Bearer x"})

        assert response.json()["data"]["name"] == "Second"


class TestBetweenProcesses:
    @pytest.fixture(autouse=True)
    def _redis(self, settings, redis_url):
        settings.REDIS_URL = redis_url

    def test_an_answer_of_another_process_is_found_before_the_view(self):
        first = Client().get(API)
        ShopSettings.objects.update(name="Silent")
        forget_this_process()

        assert Client().get(API).content == first.content

    def test_an_answer_of_another_process_is_dropped_when_told(self):
        Client().get(API)
        forget_this_process()

        rename("Told")

        assert Client().get(API).json()["data"]["name"] == "Told"

    def test_rubbish_in_redis_is_no_answer(self, redis_url):
        import redis

        Client().get(API)
        forget_this_process()
        with redis.Redis.from_url(redis_url) as shared:
            for key in shared.keys("public:*"):
                shared.set(key, b"\x80rubbish")

        assert Client().get(API).json()["data"]["name"] == "First"


class TestWithoutRedis:
    def test_answers_when_redis_refuses(self, settings):
        settings.REDIS_URL = "redis://127.0.0.1:1/0"

        assert Client().get(API).status_code == 200

    def test_waits_for_a_hung_redis_once_only(self, settings):
        with hung_server() as port:
            settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"
            started = time.monotonic()
            for page in range(20):
                assert Client().get(f"{PAGE}?page={page}").status_code == 200
            seconds = time.monotonic() - started

        assert seconds < 2


class TestCompression:
    def test_packs_with_brotli_or_gzip_as_asked(self):
        plain = Client().get("/test/text/").content

        br = Client().get("/test/text/", headers={"Accept-Encoding": "gzip, deflate, br"})
        gz = Client().get("/test/text/", headers={"Accept-Encoding": "gzip"})

        assert (br["Content-Encoding"], brotli.decompress(br.content)) == ("br", plain)
        assert (gz["Content-Encoding"], gzip.decompress(gz.content)) == ("gzip", plain)
        assert "Accept-Encoding" in br["Vary"]

    @pytest.mark.parametrize("accepted", ["", "identity", "br;q=0, gzip;q=0", "deflate", "zstd"])
    def test_leaves_alone_who_does_not_ask(self, accepted):
        assert "Content-Encoding" not in Client().get("/test/text/", headers={"Accept-Encoding": accepted})

    @pytest.mark.parametrize(("accepted", "encoding"), [("*", "br"), ("br;q=0, *", "gzip"), ("gzip;q=0.5", "gzip")])
    def test_reads_preferences(self, accepted, encoding):
        assert Client().get("/test/text/", headers={"Accept-Encoding": accepted})["Content-Encoding"] == encoding

    def test_leaves_pictures_and_short_answers_alone(self):
        for path in ("/test/picture/", "/health/live"):
            assert "Content-Encoding" not in Client().get(path, headers={"Accept-Encoding": "br"})

    def test_never_packs_answers_to_writes_where_secrets_stand_beside_input(self):
        response = Client().post("/api/v1/test/echo", {"word": "a" * 2000}, content_type="application/json",
                                 headers={"Accept-Encoding": "br"})  # fmt: skip

        assert "Content-Encoding" not in response

    def test_blurs_the_length_of_pages_with_a_csrf_token(self):
        visitor = Client()
        lengths = {len(visitor.get("/test/form/", headers={"Accept-Encoding": "br, gzip"}).content) for _ in range(20)}

        assert len(lengths) > 5


class TestDjangosOwnCacheOnRedis:
    def test_keeps_what_it_is_given(self, redis_url):
        cache = PatientRedisCache(redis_url, {})
        cache.set("a", "lamp")

        assert (cache.get("a"), cache.get("b", "none"), cache.get_many(["a", "b"])) == ("lamp", "none", {"a": "lamp"})
        cache.delete_many(["a"])
        assert cache.get("a") is None

    @pytest.mark.parametrize("is_hung", [False, True])
    def test_forgets_and_fails_nobody_while_redis_does_not_answer(self, is_hung):
        with hung_server() if is_hung else nullcontext(1) as port:
            cache = PatientRedisCache(f"redis://127.0.0.1:{port}/0", {})
            started = time.monotonic()
            for _ in range(5):
                assert cache.get("a", "none") == "none"
                cache.set("a", "lamp")
                assert cache.add("a", "lamp") is False
                assert cache.get_many(["a"]) == {}
                cache.set_many({"a": "lamp"})
                cache.delete("a")
                cache.delete_many(["a"])
                assert not cache.has_key("a")
                cache.touch("a")
                cache.clear()
            seconds = time.monotonic() - started

        assert seconds < 1
