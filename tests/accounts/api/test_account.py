"""/users/me of the API."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts import privacy, services
from accounts.derivation import code_of
from accounts.models import DataExport, OneTimeCode, RoleApplication, User
from accounts.services.codes import reveal
from core import caching
from core.ids import uuid7
from core.models import OutboxEvent
from tests.core.papers import pdf
from tests.factories.accounts import PASSWORD, AddressFactory, UserFactory
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db

ME = "/api/v1/users/me"


def events(name: str) -> list[dict]:
    return list(OutboxEvent.objects.filter(name=name).values_list("payload", flat=True))


class TestProfile:
    def test_shows_what_is_listed_and_nothing_secret(self, api_as):
        user = UserFactory()

        data = api_as(user).get(ME).json()["data"]

        assert data["id"] == str(user.pk)
        assert data["current_address"] is None
        assert not {"password", "totp_secret", "is_staff", "is_superuser", "totp_last_step"} & set(data)

    def test_changes_what_is_the_persons(self, api_as):
        answer = api_as(UserFactory()).patch(
            ME, {"name": "Asha R.", "phone_number": "98765 43210", "timezone": "Asia/Kolkata", "language": "hi"}
        )

        data = answer.json()["data"]
        assert answer.status_code == 200
        assert (data["name"], data["phone_number"], data["language"]) == ("Asha R.", "+919876543210", "hi")

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", "A"),
            ("phone_number", "12"),
            ("timezone", "Mars/Base"),
            ("language", "xx"),
            ("region", "XX"),
            ("shopping_region", "off"),
        ],
    )
    def test_names_the_field_that_is_wrong(self, api_as, field, value):
        RegionFactory(code="off", is_active=False)
        user = UserFactory()

        answer = api_as(user).patch(ME, {field: value})

        assert answer.status_code == 400
        assert list(answer.json()["error"]["details"]) == [field]

    def test_names_every_field_that_is_wrong_at_once(self, api_as):
        wrong = {"language": "xx", "timezone": "Mars/1", "region": "zz", "shopping_region": "zz", "phone_number": "+1"}

        answer = api_as(UserFactory()).patch(ME, wrong)

        assert set(answer.json()["error"]["details"]) == set(wrong)

    def test_chooses_the_region_to_shop_in(self, api_as):
        RegionFactory(code="jp", currency="JPY")
        caching.forget()
        client = api_as(UserFactory())

        chosen = client.patch(ME, {"shopping_region": "JP"}).json()["data"]["shopping_region"]

        regions = client.get("/api/v1/regions").json()["data"]
        assert (chosen, client.get(ME).json()["data"]["shopping_region"]) == ("jp", "jp")
        assert [region["code"] for region in regions if region["is_current"]] == ["jp"]
        assert client.patch(ME, {"shopping_region": ""}).json()["data"]["shopping_region"] == ""

    def test_refuses_the_number_of_another_account(self, api_as):
        UserFactory(phone_number="+919876543210")

        answer = api_as(UserFactory()).patch(ME, {"phone_number": "+91 98765 43210"})

        assert answer.status_code == 400
        assert "phone_number" in answer.json()["error"]["details"]

    def test_forgets_that_a_number_was_proven_when_it_changes(self, api_as):
        user = UserFactory(phone_number="+919876543210", phone_verified_at=timezone.now())
        client = api_as(user)

        assert client.patch(ME, {"phone_number": "+919876543210"}).json()["data"]["phone_verified"] is True
        assert client.patch(ME, {"phone_number": "+919876543211"}).json()["data"]["phone_verified"] is False

    def test_keeps_the_number_to_which_sign_in_codes_go(self, api_as):
        user = UserFactory(phone_number="+919876543210", two_factor="sms")

        answer = api_as(user).patch(ME, {"phone_number": "+919876543211"})

        assert answer.status_code == 400
        user.refresh_from_db()
        assert str(user.phone_number) == "+919876543210"


class TestAnswers:
    def test_about_a_person_are_kept_by_nobody(self, api, api_as):
        client = api_as(UserFactory(email="asha@example.com"))
        login = api.post("/api/v1/auth/login", {"email": "asha@example.com", "password": PASSWORD})

        for answer in [client.get(ME), client.get(reverse("accounts-api:addresses")), login, client.get(ME + "/x")]:
            assert answer["Cache-Control"] == "private, no-store"


class TestVerifyPhone:
    def test_to_prove_needs_a_number_and_says_so_in_the_readers_language(self, api_as):
        answer = api_as(UserFactory()).post(
            reverse("accounts-api:verify-phone"), {}, headers={"Accept-Language": "hi"}
        )

        assert answer.json()["error"]["details"] == {"phone_number": ["पहले फ़ोन नंबर जोड़ें।"]}

    def test_sends_a_code_and_takes_it(self, api_as):
        user = UserFactory(phone_number="+919876543210")
        client = api_as(user)

        sent = client.post(reverse("accounts-api:verify-phone"), {})
        row = OneTimeCode.objects.get()
        done = client.post(reverse("accounts-api:verify-phone"), {"code": code_of(row)})

        assert (sent.status_code, row.channel, row.destination) == (202, "sms", "+919876543210")
        assert done.json()["data"]["phone_verified"] is True

    def test_does_not_prove_a_number_that_was_changed_meanwhile(self, api_as):
        user = UserFactory(phone_number="+919876543210")
        client = api_as(user)
        client.post(reverse("accounts-api:verify-phone"), {})
        client.patch(ME, {"phone_number": "+919876543211"})

        answer = client.post(reverse("accounts-api:verify-phone"), {"code": code_of(OneTimeCode.objects.get())})

        assert answer.status_code == 400


class TestChangePassword:
    PATH = reverse("accounts-api:change-password")

    def test_signs_every_device_out_and_gives_new_tokens(self, api, api_as):
        user = UserFactory()
        other, client = api_as(user), api_as(user)

        answer = client.post(self.PATH, {"current_password": PASSWORD, "new_password": "Another-2026!"})

        assert answer.status_code == 200
        assert other.get(ME).status_code == 401
        assert client.get(ME).status_code == 401
        api.credentials(HTTP_AUTHORIZATION=f"Bearer {answer.json()['data']['access_token']}")
        assert api.get(ME).status_code == 200
        assert events("PasswordChanged") == [{"user_id": str(user.pk), "by_reset": False}]

    def test_names_the_field_of_a_weak_password_as_it_was_sent(self, api_as):
        answer = api_as(UserFactory()).post(self.PATH, {"current_password": PASSWORD, "new_password": "short"})

        assert list(answer.json()["error"]["details"]) == ["new_password"]

    def test_refuses_the_present_password_again_and_changes_nothing(self, api_as):
        client = api_as(UserFactory())

        answer = client.post(self.PATH, {"current_password": PASSWORD, "new_password": PASSWORD})

        details = answer.json()["error"]["details"]
        assert (answer.status_code, details) == (
            400,
            {"new_password": ["Choose another password than your present one."]},
        )
        assert client.get(ME).status_code == 200
        assert events("PasswordChanged") == []

    def test_takes_the_present_password(self, api_as):
        user = UserFactory()

        answer = api_as(user).post(self.PATH, {"current_password": "not-it", "new_password": "Another-2026!"})
        without = api_as(user).post(self.PATH, {"new_password": "Another-2026!"})

        assert (answer.status_code, without.status_code) == (400, 400)
        assert answer.json()["error"]["code"] == "WRONG_PASSWORD"
        assert list(without.json()["error"]["details"]) == ["current_password"]
        user.refresh_from_db()
        assert user.check_password(PASSWORD)

    def test_ends_a_reset_link_that_is_under_way(self, api, api_as):
        user = UserFactory()
        services.request_password_reset(email=user.email)
        token = reveal(OneTimeCode.objects.get())
        api_as(user).post(self.PATH, {"current_password": PASSWORD, "new_password": "Another-2026!"})

        answer = api.post(reverse("accounts-api:reset-password"), {"token": token, "password": "Third-2026!!"})

        assert answer.status_code == 400


class TestChangeEmail:
    PATH = reverse("accounts-api:change-email")

    def test_moves_the_account_after_the_code_from_the_new_address(self, api_as):
        user = UserFactory(email="old@example.com")
        client = api_as(user)

        asked = client.post(self.PATH, {"email": "New@Example.com", "password": PASSWORD})
        row = OneTimeCode.objects.get()
        user.refresh_from_db()
        assert (asked.status_code, row.destination, user.email) == (202, "new@example.com", "old@example.com")
        done = client.post(self.PATH, {"code": code_of(row)})

        assert done.json()["data"]["email"] == "new@example.com"
        assert events("EmailChanged") == [{"user_id": str(user.pk), "old_email": "old@example.com"}]

    def test_takes_the_password(self, api_as):
        user = UserFactory(email="old@example.com")
        client = api_as(user)

        wrong = client.post(self.PATH, {"email": "new@example.com", "password": "not-it"})
        without = client.post(self.PATH, {"email": "new@example.com"})

        assert wrong.json()["error"]["code"] == "WRONG_PASSWORD"
        assert "password" in without.json()["error"]["details"]
        assert not OneTimeCode.objects.exists()

    def test_refuses_the_address_of_another_account(self, api_as):
        UserFactory(email="taken@example.com")

        answer = api_as(UserFactory()).post(self.PATH, {"email": "TAKEN@example.com", "password": PASSWORD})

        assert answer.status_code == 409
        assert answer.json()["error"]["code"] == "USER_EXISTS"

    def test_says_that_the_address_is_ones_own_already(self, api_as):
        answer = api_as(UserFactory(email="asha@example.com")).post(
            self.PATH, {"email": "Asha@Example.com", "password": PASSWORD}
        )

        assert answer.status_code == 409
        assert answer.json()["error"]["message"] == "That is your e-mail address already. Enter another one."
        assert not OneTimeCode.objects.exists()

    def test_refuses_an_address_that_was_taken_meanwhile(self, api_as):
        user = UserFactory(email="old@example.com")
        client = api_as(user)
        client.post(self.PATH, {"email": "new@example.com", "password": PASSWORD})
        UserFactory(email="new@example.com")

        answer = client.post(self.PATH, {"code": code_of(OneTimeCode.objects.get())})

        assert answer.status_code == 409
        user.refresh_from_db()
        assert user.email == "old@example.com"

    def test_ends_a_reset_link_to_the_old_address(self, api, api_as):
        user = UserFactory(email="old@example.com")
        services.request_password_reset(email=user.email)
        token = reveal(OneTimeCode.objects.get())
        client = api_as(user)
        client.post(self.PATH, {"email": "new@example.com", "password": PASSWORD})
        client.post(self.PATH, {"code": code_of(OneTimeCode.objects.get(purpose="change_email"))})

        answer = api.post(reverse("accounts-api:reset-password"), {"token": token, "password": "Third-2026!!"})

        assert answer.status_code == 400


class TestDelete:
    def test_takes_password_and_code(self, api_as):
        user = UserFactory(email="asha@example.com")
        client = api_as(user)

        wrong = client.delete(ME, {"password": "not-it"})
        asked = client.delete(ME, {"password": PASSWORD})
        code = code_of(OneTimeCode.objects.get())
        bad = client.delete(ME, {"password": PASSWORD, "code": "x"})
        assert User.objects.by_email("asha@example.com").exists()
        done = client.delete(ME, {"password": PASSWORD, "code": code})

        assert wrong.json()["error"]["code"] == "WRONG_PASSWORD"
        assert (asked.status_code, asked.json()["data"]["channel"]) == (202, "email")
        assert bad.json()["error"]["code"] == "CODE_INVALID"
        assert done.status_code == 204
        assert client.get(ME).status_code == 401
        user.refresh_from_db()
        assert user.deleted_at
        assert "asha" not in user.email

    def test_is_refused_while_something_is_open(self, api_as, monkeypatch):
        monkeypatch.setattr(privacy, "_parts", dict(privacy._parts))
        privacy.register("orders", blockers=lambda user: ["Order 1001 is on its way."])
        user = UserFactory()

        answer = api_as(user).delete(ME, {"password": PASSWORD})

        assert answer.status_code == 409
        assert answer.json()["error"]["code"] == "INVALID_TRANSITION"
        assert answer.json()["error"]["details"]["blockers"] == ["Order 1001 is on its way."]
        user.refresh_from_db()
        assert user.deleted_at is None


class TestAvatar:
    PATH = reverse("accounts-api:avatar")

    @pytest.mark.parametrize("address", ["http://169.254.169.254/latest/meta-data/", "file:///etc/passwd", "//[::1]/"])
    def test_is_never_fetched_from_an_address(self, api_as, address):
        user = UserFactory()

        answer = api_as(user).post(self.PATH, {"file": address, "url": address, "avatar": address}, format="multipart")

        assert answer.status_code == 400
        assert not User.objects.get(pk=user.pk).avatar

    def test_is_made_anew_from_what_was_sent(self, api_as, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        user = UserFactory()
        client = api_as(user)
        content = io.BytesIO()
        Image.new("RGB", (900, 600), "teal").save(content, "PNG")

        answer = client.post(
            self.PATH, {"file": SimpleUploadedFile("../../me.png.html", content.getvalue())}, format="multipart"
        )

        assert answer.status_code == 200
        user.refresh_from_db()
        assert answer.json()["data"]["avatar"] == f"{settings.SITE_URL}/media/{user.avatar.name}"
        assert user.avatar.name.startswith("avatars/")
        assert user.avatar.name.endswith(".webp")
        shown = client.get(user.avatar.url)
        assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")
        assert (shown["X-Content-Type-Options"], shown["Content-Security-Policy"]) == (
            "nosniff",
            "default-src 'none'; sandbox",
        )
        assert client.delete(self.PATH).status_code == 204
        user.refresh_from_db()
        assert not user.avatar

    def test_refuses_what_is_no_picture(self, api_as):
        answer = api_as(UserFactory()).post(
            self.PATH, {"file": SimpleUploadedFile("me.png", b"<svg onload=alert(1)>")}, format="multipart"
        )

        assert answer.status_code == 400
        assert not User.objects.exclude(avatar="").exists()


class TestExport:
    PATH = reverse("accounts-api:export")

    def test_is_packed_by_a_worker_and_opened_by_its_link(self, api, api_as, settings, tmp_path):
        settings.PRIVATE_ROOT = tmp_path
        user = UserFactory(email="asha@example.com")
        AddressFactory(user=user, city="Bengaluru")
        AddressFactory(city="Elsewhere")
        client = api_as(user)

        started = client.post(self.PATH)
        assert started.json()["data"]["download_url"] is None
        services.pack_export(export_id=DataExport.objects.get().pk)
        ready = client.get(self.PATH).json()["data"]
        answer = api.get(ready["download_url"].removeprefix(settings.SITE_URL))

        assert started.status_code == 202
        assert ready["status"] == "ready"
        assert answer["Content-Type"] == "application/zip"
        assert "attachment" in answer["Content-Disposition"]
        with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
            everything = "".join(archive.read(name).decode() for name in archive.namelist())
            assert {"profile.json", "addresses.json", "devices.json", "applications.json"} <= set(archive.namelist())
        assert "asha@example.com" in everything
        assert "Bengaluru" in everything
        assert "Elsewhere" not in everything
        assert user.password not in everything

    def test_is_asked_for_once_while_one_is_under_way(self, api_as):
        client = api_as(UserFactory())

        first, second = client.post(self.PATH), client.post(self.PATH)

        assert first.json()["data"]["id"] == second.json()["data"]["id"]
        assert len(events("DataExportRequested")) == 1

    def test_is_not_opened_by_a_bent_or_an_old_link(self, api, api_as, settings, tmp_path):
        settings.PRIVATE_ROOT = tmp_path
        client = api_as(UserFactory())
        client.post(self.PATH)
        export = DataExport.objects.get()
        services.pack_export(export_id=export.pk)
        export.refresh_from_db()
        link = services.download_url(export).removeprefix(settings.SITE_URL)
        DataExport.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

        assert api.get(link).status_code == 404
        assert api.get(link[:-2]).status_code == 400
        assert api.get(reverse("accounts-api:export-download", args=[str(export.pk)])).status_code == 400

    def test_waits_for_the_proof_of_the_address(self, api_as):
        answer = api_as(UserFactory(unverified=True)).post(self.PATH)

        assert answer.status_code == 403
        assert answer.json()["error"]["code"] == "EMAIL_NOT_VERIFIED"


class TestApplications:
    PATH = reverse("accounts-api:applications")
    BODY = {"role": "seller", "business_name": "Rao Handlooms", "tax_id": "29ABCDE1234F1Z5"}

    def test_are_wishes_and_grant_nothing(self, api_as):
        user = UserFactory()

        answer = api_as(user).post(self.PATH, self.BODY | {"status": "approved", "decided_by": str(user.pk)})

        assert answer.status_code == 201
        assert answer.json()["data"]["status"] == "pending"
        user.refresh_from_db()
        assert user.role == "customer"

    def test_are_made_once_per_role(self, api_as):
        client = api_as(UserFactory())
        client.post(self.PATH, self.BODY)

        again = client.post(self.PATH, self.BODY)

        assert again.status_code == 409
        assert again.json()["error"]["code"] == "DUPLICATE"
        assert again.json()["error"]["message"].startswith("You applied for this role already.")
        assert client.post(self.PATH, self.BODY | {"role": "retailer"}).status_code == 201

    def test_complete_what_was_wished_at_registration(self, api_as):
        user = UserFactory()
        application = RoleApplication.objects.create(user=user, role="seller")

        assert api_as(user).post(self.PATH, self.BODY).status_code == 201

        assert RoleApplication.objects.get().business_name == "Rao Handlooms"
        assert events("RoleApplied") == [{"application_id": str(application.pk)}]

    def test_take_papers_that_were_sent_before(self, api_as, settings, tmp_path):
        settings.PRIVATE_ROOT = tmp_path
        client = api_as(UserFactory())
        file = SimpleUploadedFile("gst.pdf", pdf())
        sent = client.post("/api/v1/uploads", {"purpose": "application", "file": file}, format="multipart").json()[
            "data"
        ]

        answer = client.post(self.PATH, self.BODY | {"documents": [sent["id"]]}, format="json")

        paper = answer.json()["data"]["documents"][0]
        assert (paper["name"], paper["size"], paper["url"]) == ("gst.pdf", len(pdf()), sent["url"])
        assert b"".join(client.get(paper["url"]).streaming_content) == pdf()

    def test_take_no_papers_of_somebody_else(self, api_as):
        answer = api_as(UserFactory()).post(self.PATH, self.BODY | {"documents": [str(uuid7())]}, format="json")

        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "DOCUMENT_UNKNOWN")
        assert not RoleApplication.objects.exists()

    def test_wait_for_the_proof_of_the_address(self, api_as):
        answer = api_as(UserFactory(unverified=True)).post(self.PATH, self.BODY)

        assert answer.status_code == 403
        assert answer.json()["error"]["code"] == "EMAIL_NOT_VERIFIED"

    def test_take_as_many_queries_for_one_as_for_ten(self, api_as, django_assert_num_queries):
        for size in (1, 10):
            user = UserFactory()
            for _ in range(size):
                RoleApplication.objects.create(user=user, role="seller", status="rejected")
            client = api_as(user)
            with django_assert_num_queries(3):
                answer = client.get(self.PATH)
            assert len(answer.json()["data"]) == size
