"""What goes wrong is said in the right shape, with an id that finds the log line and nothing of the inside."""

import io
import json
import time

import pytest
from django.test import Client

from core.context_processors import shown_shop
from core.models import ShopSettings
from tests.core.edge_urls import SECRET
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.urls("tests.core.edge_urls"), pytest.mark.django_db]

INSIDE = (
    SECRET, "Traceback", "RuntimeError", "django.core", "Exception", "SELECT", "site-packages", "URLResolver", "tried",
)  # fmt: skip


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


class TestTheApi:
    @pytest.mark.parametrize(
        ("path", "status", "code"),
        [
            ("/api/v1/nothing/here", 404, "ROUTE_NOT_FOUND"),
            ("/api/nothing", 404, "ROUTE_NOT_FOUND"),
            ("/api/v1/test/broken", 500, "SERVER_ERROR"),
            ("/api/v1/test/database-gone", 503, "SERVICE_UNAVAILABLE"),
            ("/api/v1/test/refusing", 409, "DUPLICATE"),
            ("/api/v1/test/shaped", 405, "METHOD_NOT_ALLOWED"),
            ("/api/v1/test/echo?search=%00", 400, "VALIDATION_ERROR"),
            ("/api/v1/test%00/echo", 400, "VALIDATION_ERROR"),
        ],
    )
    def test_answers_in_the_envelope(self, visitor, path, status, code):
        response = visitor.get(path)

        error = response.json()["error"]
        assert (response.status_code, error["code"]) == (status, code)
        assert response.json()["success"] is False
        assert error["message"]
        assert error["request_id"] == response["X-Request-ID"]
        assert not [inside for inside in INSIDE if inside in response.text]

    def test_says_when_to_come_back_when_the_database_is_gone(self, visitor):
        assert visitor.get("/api/v1/test/database-gone")["Retry-After"] == "5"


@pytest.mark.urls("config.urls")
class TestMaintenance:
    @pytest.fixture(autouse=True)
    def _closed(self, settings):
        settings.MAINTENANCE = True

    @pytest.mark.parametrize(("path", "words"), [("/", "open again shortly"), ("/hi/about/", "बेहतर")])
    def test_closes_the_pages_in_their_language(self, visitor, path, words):
        response = visitor.get(path)

        assert (response.status_code, response["Retry-After"]) == (503, "120")
        assert response["Cache-Control"] == "private, no-store"
        assert words in response.content.decode()

    def test_refuses_apps_in_the_envelope(self, visitor):
        response = visitor.post("/api/v1/auth/login", {})

        assert (response.status_code, response.json()["error"]["code"]) == (503, "SERVICE_UNAVAILABLE")

    @pytest.mark.parametrize(
        ("path", "status"),
        [("/hi/account/sign-in/", 200), ("/admin/", 302), ("/health/live", 200), ("/media/x.webp", 404)],
    )
    def test_leaves_staff_probes_and_pictures_alone(self, visitor, path, status):
        assert visitor.get(path).status_code == status


class TestPages:
    @pytest.mark.parametrize(
        ("path", "status"),
        [
            ("/nothing/", 404),
            ("/test/missing/", 404),
            ("/test/broken/", 500),
            ("/test/database-gone/", 503),
            ("/test/forbidden/", 403),
            ("/test/suspicious/", 400),
            ("/test/text/?q=%00", 400),
            ("/test/refusing/", 429),
            ("/.env", 404),
            ("/.git/config", 404),
            ("/static/../manage.py", 404),
            ("/media/../../manage.py", 404),
            ("/media/%2e%2e/%2e%2e/manage.py", 404),
            ("/media/%2e%2e/%2e%2e/logo.webp", 404),
            ("/media/..%5c..%5clogo.webp", 404),
        ],
    )
    def test_tell_a_person_and_nothing_of_the_inside(self, visitor, path, status):
        response = visitor.get(path)

        assert response.status_code == status
        assert response["Content-Type"].startswith("text/html")
        assert response["X-Request-ID"] in response.text
        assert not [inside for inside in INSIDE if inside in response.text]

    def test_tell_staff_no_more(self, client):
        client.force_login(UserFactory(admin=True))

        response = client.get("/admin/nothing/")

        assert response.status_code == 404
        assert response["X-Request-ID"] in response.text
        assert not [inside for inside in INSIDE if inside in response.text]

    @pytest.mark.parametrize(("path", "words"), [("/about/", "Not this way"), ("/hi/account/deleted/", "इस तरह नहीं")])
    def test_tell_that_an_address_takes_no_form(self, visitor, path, words):
        response = visitor.post(path)

        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
        assert words in response.content.decode()
        assert response["Cache-Control"] == "private, no-store"

    @pytest.mark.parametrize(
        ("referrer", "location"),
        [
            ("http://testserver/about/", "/about/"),
            ("https://evil.example/about/", "/"),
            ("//evil.example", "/"),
            ("javascript:alert(1)", "/"),
        ],
    )
    def test_lead_back_from_a_refused_form_and_never_to_another_site(self, visitor, referrer, location):
        assert visitor.post("/test/taken/", headers={"Referer": referrer})["Location"] == location

    def test_say_when_to_come_back(self, visitor):
        assert visitor.get("/test/database-gone/")["Retry-After"] == "5"
        assert visitor.get("/test/refusing/")["Retry-After"] == "7"

    def test_bear_the_name_that_the_shop_had_last(self, visitor):
        ShopSettings.objects.update_or_create(defaults={"name": "Bazaar"})
        shown_shop()

        for path in ("/test/broken/", "/test/database-gone/"):
            assert "· Bazaar</title>" in visitor.get(path).content.decode()

    def test_are_never_kept_by_a_cache(self, visitor):
        assert "no-store" in visitor.get("/test/broken/")["Cache-Control"]


class TestBodies:
    REFUSED = {
        "not json": (b"{", 400),
        "empty": (b"", 400),
        "invalid utf-8": (b'{"word": "\xff\xfe"}', 400),
        "byte order mark": (b'\xef\xbb\xbf{"word": "a"}', 400),
        "nan": (b'{"word": NaN}', 400),
        "infinity": (b'{"word": -Infinity}', 400),
        "1e400": (b'{"word": 1e400}', 400),
        "nul": (b'{"word": "a\\u0000"}', 400),
        "raw nul": (b'{"word": "a\x00"}', 400),
        "half a character": (b'{"word": "\\ud800"}', 400),
        "half a character as a key": (b'{"\\udfff": 1}', 400),
        "a key twice": (b'{"word": "a", "word": "b"}', 400),
        "deep list": (b"[" * 1000 + b"]" * 1000, 400),
        "deeper than any stack": (b"[" * 200_000 + b"]" * 200_000, 400),
        "deep object": (b'{"a":' * 40 + b"1" + b"}" * 40, 400),
        "huge integer": (b'{"word": ' + b"9" * 10_000 + b"}", 400),
        "deeper object": (b'{"a":' * 1000 + b"1" + b"}" * 1000, 400),
        "too long": (b'{"word": "' + b"a" * (1024 * 1024) + b'"}', 413),
        "ten megabytes": (b'{"word": "' + b"a" * (10 * 1024 * 1024) + b'"}', 413),
        "wrong type": (b"[]", 400),
        "wrong field": (b'{"word": {}}', 400),
        "nothing": (b"null", 400),
    }

    @pytest.mark.parametrize(("body", "status"), REFUSED.values(), ids=REFUSED.keys())
    def test_that_are_not_what_was_asked_for_are_refused(self, visitor, body, status):
        response = visitor.post("/api/v1/test/shaped", body, content_type="application/json")

        assert response.status_code == status
        assert response.json()["error"]["code"] in {"PARSE_ERROR", "VALIDATION_ERROR", "PAYLOAD_TOO_LARGE"}

    @pytest.mark.parametrize("body", [b"null", b"[]", b"7"])
    def test_that_are_no_object_are_asked_to_be_one(self, visitor, body):
        error = visitor.post("/api/v1/test/shaped", body, content_type="application/json").json()["error"]

        assert (error["code"], error["details"]) == ("VALIDATION_ERROR", {"non_field_errors": ["Send an object."]})

    @pytest.mark.parametrize(
        "kind",
        ["application/x-www-form-urlencoded", "application/xml", "text/plain", "multipart/form-data; boundary=x"],
    )
    def test_of_another_type_are_not_read(self, visitor, kind):
        response = visitor.post("/api/v1/test/shaped", b"word=a", content_type=kind)

        assert (response.status_code, response.json()["error"]["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")

    def test_with_an_escaped_backslash_before_u0000_are_text(self, visitor):
        body = json.dumps({"word": "\\u0000"})

        assert visitor.post("/api/v1/test/shaped", body, content_type="application/json").status_code == 200

    def test_with_whole_characters_beyond_the_basic_plane_are_text(self, visitor):
        body = b'{"word": "\\ud83d\\ude00"}'

        response = visitor.post("/api/v1/test/shaped", body, content_type="application/json")

        assert response.json()["data"] == {"word": "😀"}

    @pytest.mark.parametrize(("begin", "end"), [("[", "]"), ('{"a":', "}")])
    def test_of_32_levels_are_read_and_no_deeper_ones(self, visitor, begin, end):
        middle = "1" if ":" in begin else ""

        for levels, status in ((32, 200), (33, 400)):
            body = begin * levels + middle + end * levels
            answer = visitor.post("/api/v1/test/echo", body, content_type="application/json")
            assert answer.status_code == status, levels

    @pytest.mark.parametrize(
        "name", ["nul", "half a character", "half a character as a key", "a key twice", "1e400", "nan", "huge integer"]
    )
    def test_that_no_database_keeps_reach_no_view_that_reads_anything(self, visitor, name):
        body, _status = self.REFUSED[name]

        answer = visitor.post("/api/v1/test/echo", body, content_type="application/json")

        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "PARSE_ERROR")

    def test_that_are_uploads_may_have_ten_megabytes(self, visitor):
        fits = visitor.post("/test/form/", {"file": io.BytesIO(b"a" * 2 * 1024 * 1024)})
        too_long = visitor.post("/test/form/", {"file": io.BytesIO(b"a" * 11 * 1024 * 1024)})

        assert fits.status_code == 200
        assert too_long.status_code == 413
        assert "At most 10 MB" in too_long.text

    def test_that_are_too_long_are_told_the_limit(self, visitor):
        answer = visitor.post("/api/v1/test/echo", b"a" * 1024 * 1024 + b"a", content_type="application/json")

        error = answer.json()["error"]
        assert (error["message"], error["details"]) == ("That is too large. Send at most 1 MB.", {"megabytes": 1})

    def test_that_are_forms_may_have_one_megabyte(self, visitor):
        response = visitor.post(
            "/test/form/", "name=" + "a" * 1024 * 1024, content_type="application/x-www-form-urlencoded"
        )

        assert response.status_code == 413

    def test_are_refused_in_less_time_than_they_take_to_send(self, visitor):
        seconds = {}
        for name, (body, _status) in self.REFUSED.items():
            started = time.thread_time()
            visitor.post("/api/v1/test/shaped", body, content_type="application/json")
            seconds[name] = time.thread_time() - started

        assert {name: spent for name, spent in seconds.items() if spent > 0.2} == {}


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_a_read_cannot_be_turned_into_a_write(visitor, header):
    response = visitor.get("/api/v1/test/echo?_method=DELETE", headers={header: "DELETE"})

    assert response.json()["data"] == {"method": "GET"}


@pytest.mark.parametrize(
    "host", ["evil.example", "shop:@evil.example", "127.0.0.1.evil.example", "", "[", "a b", "evil.example#127.0.0.1"]
)
def test_a_host_that_is_not_ours_is_refused(visitor, settings, host):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]

    for path in ("/test/text/", "/api/v1/test/echo", "/test/shop/"):
        response = visitor.get(path, headers={"Host": host})

        assert response.status_code == 400
        assert "evil" not in response.content.decode()


def test_a_forwarded_host_is_never_believed(visitor):
    response = visitor.get("/account/", headers={"X-Forwarded-Host": "evil.example"})

    assert "evil" not in response.content.decode() + str(response.headers)
