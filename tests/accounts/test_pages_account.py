"""Profile, addresses and privacy, by the pages."""

import io
from uuid import uuid4

import pytest
from django.db import models
from PIL import Image

from accounts import privacy, services
from accounts.enums import CodePurpose
from accounts.models import Address, DataExport, User
from accounts.postal import lines_of
from core import caching
from core.models import OutboxEvent
from tests.accounts.letters import code_sent
from tests.conftest import ShopClient
from tests.factories.accounts import PASSWORD, AddressFactory, UserFactory
from tests.factories.catalog import CategoryFactory

pytestmark = pytest.mark.django_db

PROFILE = {"name": "Asha Rao", "language": "hi", "timezone": "Asia/Kolkata"}
CHANGEABLE = {"name", "language", "timezone", "phone_number", "avatar", "updated_at"}
PLACE = {
    "first_name": "Asha",
    "country": "IN",
    "address_line1": "12 MG Road",
    "city": "Bengaluru",
    "state": "Karnataka",
    "postal_code": "560001",
}


@pytest.fixture
def asha(client):
    user = UserFactory(email="asha@example.com", name="Asha Rao")
    client.force_login(user)
    return user


def wish_for(field: models.Field) -> str:
    """Something a thief would like to see in the field."""
    if isinstance(field, models.BooleanField):
        return "1"
    if isinstance(field, models.DateTimeField):
        return "2020-01-01T00:00:00Z"
    if field.choices:
        return str(field.choices[-1][0])
    return str(uuid4())


class TestProfile:
    def test_saves_what_was_typed_and_says_so(self, client, asha):
        response = client.post("/account/profile/", PROFILE | {"name": "  Asha   Devi Rao "}, follow=True)

        asha.refresh_from_db()
        assert (asha.name, asha.language, asha.timezone) == ("Asha Devi Rao", "hi", "Asia/Kolkata")
        assert "Your profile is saved." in response.content.decode()

    @pytest.mark.parametrize(
        "field",
        [field for field in User._meta.concrete_fields if field.name not in CHANGEABLE],
        ids=lambda it: it.name,
    )
    @pytest.mark.parametrize("url", ["/account/profile/", "/account/profile/phone/"])
    def test_changes_nothing_that_is_not_in_the_form(self, client, asha, field, url):
        before = User.objects.filter(pk=asha.pk).values(field.attname).get()

        client.post(url, PROFILE | {"phone_number": "+91 98450 12345", field.name: wish_for(field)})

        assert User.objects.filter(pk=asha.pk).values(field.attname).get() == before

    @pytest.mark.parametrize("name", ["groups", "user_permissions"])
    def test_gives_no_rights(self, client, asha, name):
        client.post("/account/profile/", PROFILE | {name: "1"})

        assert not getattr(asha, name).exists()

    @pytest.mark.parametrize("wrong", [{"language": "xx"}, {"timezone": "Mars/Base"}, {"name": ""}, {"name": "A"}])
    def test_says_at_the_field_what_to_do(self, client, asha, wrong):
        response = client.post("/account/profile/", PROFILE | wrong)

        assert response.status_code == 422
        assert set(response.context["form"].errors) == set(wrong)
        assert "<title>Error: Profile" in response.content.decode()

    def test_shows_a_name_as_text(self, client, asha):
        name = '"><img src=x onerror=alert(1)>{{7*7}}</title>'
        client.post("/account/profile/", PROFILE | {"name": name})

        page = client.get("/account/").content.decode()

        assert "<img src=x" not in page
        assert "{{7*7}}" in page

    def test_refuses_a_number_of_another_account(self, client, asha):
        UserFactory(phone_number="+919845012345")

        response = client.post("/account/profile/phone/", {"phone_number": "+91 98450 12345"})

        assert "phone_number" in response.context["form"].errors

    def test_confirms_the_number_by_the_code_of_the_message(self, client, asha):
        client.post("/account/profile/phone/", {"phone_number": "+91 98450 12345"})
        sent = client.post("/account/profile/phone/code/")

        client.post("/account/profile/phone/confirm/", {"code": code_sent(CodePurpose.VERIFY_PHONE)})

        asha.refresh_from_db()
        assert sent["Location"] == "/account/profile/phone/confirm/"
        assert asha.phone_verified_at

    def test_keeps_a_picture_and_removes_it(self, client, asha):
        picture = io.BytesIO()
        Image.new("RGB", (40, 30), "orange").save(picture, "PNG")
        picture.seek(0)
        picture.name = "../../me.png.html"

        client.post("/account/profile/picture/", {"file": picture})
        asha.refresh_from_db()
        kept = asha.avatar.name
        client.post("/account/profile/picture/remove/")
        asha.refresh_from_db()

        assert kept.startswith("avatars/")
        assert kept.endswith(".webp")
        assert "me" not in kept.removeprefix("avatars/").removesuffix(".webp")
        assert not asha.avatar

    @pytest.mark.parametrize(
        "content", [b"", b"<svg onload=alert(1)>", b"GIF89a<script>", b"\x89PNG\r\n\x1a\n broken"]
    )
    def test_refuses_what_is_no_picture_in_words(self, client, asha, content):
        file = io.BytesIO(content)
        file.name = "me.png"

        response = client.post("/account/profile/picture/", {"file": file})

        assert response.status_code == 422
        assert "picture" in response.context["form"].errors["file"][0]
        asha.refresh_from_db()
        assert not asha.avatar


class TestChangeEmail:
    def start(self, client, email="new@example.com", password=PASSWORD):
        return client.post("/account/profile/e-mail/", {"email": email, "password": password})

    def test_moves_the_account_after_the_code_and_tells_the_old_address(self, client, asha):
        self.start(client)
        asha.refresh_from_db()
        before = asha.email

        client.post("/account/profile/e-mail/confirm/", {"code": code_sent(CodePurpose.CHANGE_EMAIL)})

        asha.refresh_from_db()
        assert before == "asha@example.com"
        assert asha.email == "new@example.com"
        assert OutboxEvent.objects.get(name="EmailChanged").payload["old_email"] == "asha@example.com"

    def test_needs_the_password(self, client, asha):
        response = self.start(client, password="not it")

        assert response.status_code == 422
        assert "password" in response.context["form"].errors
        assert not OutboxEvent.objects.filter(name="CodeRequested").exists()

    def test_says_that_the_address_is_ones_own_already(self, client, asha):
        response = self.start(client, email="Asha@Example.com")

        assert response.status_code == 422
        assert response.context["form"].errors["email"] == ["That is your e-mail address already. Enter another one."]
        assert not OutboxEvent.objects.filter(name="CodeRequested").exists()

    def test_answers_the_same_for_a_taken_address_and_tells_its_owner(self, client, asha):
        owner = UserFactory(email="owner@example.com")

        answers = [self.start(client, email=email) for email in ["new@example.com", "owner@example.com"]]

        assert {(answer.status_code, answer["Location"]) for answer in answers} == {
            (302, "/account/profile/e-mail/confirm/")
        }
        wrong = client.post("/account/profile/e-mail/confirm/", {"code": "123456"})
        assert "not right" in wrong.content.decode()
        assert OutboxEvent.objects.get(name="RegistrationRepeated").payload["user_id"] == str(owner.pk)


class TestAddresses:
    def test_are_kept_and_shown_as_on_an_envelope(self, client, asha):
        client.post("/account/addresses/add/", PLACE | {"address_line2": "Flat 4B", "label": "Home"})

        page = client.get("/account/addresses/").content.decode()
        address = Address.objects.get(user=asha)
        assert address.is_default_shipping
        assert "Asha</span><br><span>12 MG Road</span><br><span>Flat 4B</span><br><span>Bengaluru 560001" in page

    @pytest.mark.parametrize(
        ("country", "asked", "label"),
        [
            ("IN", {"city", "state", "postal_code"}, "PIN code"),
            ("US", {"city", "state", "postal_code"}, "ZIP code"),
            ("GB", {"city", "postal_code"}, "Town"),
            ("AE", {"state"}, "Emirate"),
            ("IE", {"city", "state", "postal_code"}, "Eircode"),
            ("JP", {"state", "postal_code"}, "Prefecture"),
            ("AT", {"city", "postal_code"}, "Postcode"),
            ("HK", {"city", "state"}, "Area"),
        ],
    )
    def test_ask_for_what_the_country_writes(self, client, asha, country, asked, label):
        response = client.post("/account/addresses/add/", {"country": country, "show_country": "1", "first_name": "A"})

        form = response.context["form"]
        assert response.status_code == 200
        assert {"city", "state", "postal_code"} & set(form.fields) == asked
        assert label in response.content.decode()
        assert 'value="A"' in response.content.decode()
        assert not Address.objects.exists()

    @pytest.mark.parametrize(
        ("wrong", "field", "words"),
        [
            ({"postal_code": "12"}, "postal_code", "Enter a PIN code, like 110034."),
            ({"postal_code": ""}, "postal_code", "Enter a PIN code, like 110034."),
            (
                {"postal_code": "560 001", "state": "Bihar"},
                "postal_code",
                "560001 is not in Bihar. Check which of the two is right.",
            ),
            ({"state": ""}, "state", "Choose the state."),
            ({"city": ""}, "city", "Enter the city."),
            ({"address_line1": ""}, "address_line1", "Enter the street and number."),
            ({"first_name": ""}, "first_name", "Enter the name of who gets the parcel."),
            ({"phone": "12"}, "phone", "Enter a phone number with its country code, like +91 81234 56789."),
            ({"country": "XX"}, "country", "Choose a country of the list."),
        ],
    )
    def test_say_at_the_field_what_to_type(self, client, asha, wrong, field, words):
        response = client.post("/account/addresses/add/", PLACE | wrong)

        assert response.status_code == 422
        assert response.context["form"].errors[field] == [words]
        assert not Address.objects.exists()

    def test_say_all_that_is_wrong_at_once(self, client, asha):
        response = client.post(
            "/account/addresses/add/", PLACE | {"first_name": "", "state": "", "postal_code": "999", "phone": "12"}
        )

        assert response.context["form"].errors == {
            "first_name": ["Enter the name of who gets the parcel."],
            "state": ["Choose the state."],
            "postal_code": ["Enter a PIN code, like 110034."],
            "phone": ["Enter a phone number with its country code, like +91 81234 56789."],
        }
        assert all(f'<a href="#id_{name}">' in response.text for name in response.context["form"].errors)

    def test_name_the_states_of_india_in_hindi_and_keep_them_as_ever(self, client, asha):
        form = client.get("/hi/account/addresses/add/?").context["form"]
        client.post("/hi/account/addresses/add/", PLACE | {"country": "IN", "state": "Karnataka"})

        states = dict(form.fields["state"].choices)
        assert states["Karnataka"] == "कर्नाटक"
        assert len(states) == 37
        assert [key for key, name in states.items() if key and name.isascii()] == []
        assert Address.objects.get().state == "Karnataka"
        for path in ("/account/addresses/", "/account/"):
            assert "कर्नाटक" in client.get(f"/hi{path}").content.decode()
            assert "Karnataka" in client.get(path).content.decode()
        assert "Karnataka" in " ".join(lines_of(Address.objects.get()))

    def test_can_be_edited(self, client, asha):
        address = AddressFactory(user=asha)

        client.post(f"/account/addresses/{address.pk}/", PLACE | {"address_line1": "7 Church Street"})

        address.refresh_from_db()
        assert (address.address_line1, address.state) == ("7 Church Street", "Karnataka")

    @pytest.mark.parametrize("kinds", [("shipping",), ("billing",), ("shipping", "billing")])
    def test_can_be_edited_while_they_are_the_default(self, client, asha, kinds):
        flags = {f"is_default_{kind}": True for kind in kinds}
        address = AddressFactory(user=asha, **flags)
        where = f"/account/addresses/{address.pk}/"

        page = client.get(where)
        refused = client.post(where, PLACE | {"city": ""})
        client.post(where, PLACE | {"address_line1": "7 Church Street"})

        address.refresh_from_db()
        assert (page.status_code, refused.status_code) == (200, 422)
        assert all(name not in page.text for name in flags)
        assert (address.address_line1, *(getattr(address, name) for name in flags)) == (
            "7 Church Street",
            *flags.values(),
        )

    def test_can_be_deleted_and_put_back_as_they_were(self, client, asha):
        home, work = AddressFactory(user=asha), AddressFactory(user=asha, address_line1="7 Church Street")
        services.set_default_address(address=home)

        page = client.post(f"/account/addresses/{home.pk}/delete/", follow=True).content.decode()
        work.refresh_from_db()
        heir = work.is_default_shipping
        client.post(f"/account/addresses/{home.pk}/restore/")

        home.refresh_from_db()
        work.refresh_from_db()
        assert "“12 MG Road” is deleted" in page
        assert "Undo" in page
        assert heir
        assert (home.is_active, home.is_default_shipping, work.is_default_shipping) == (True, True, False)

    def test_have_one_default_of_each_kind(self, client, asha):
        home, work = AddressFactory(user=asha), AddressFactory(user=asha)

        client.post(f"/account/addresses/{home.pk}/default/shipping/")
        client.post(f"/account/addresses/{work.pk}/default/shipping/")
        client.post(f"/account/addresses/{home.pk}/default/billing/")

        assert list(Address.objects.filter(is_default_shipping=True)) == [work]
        assert list(Address.objects.filter(is_default_billing=True)) == [home]

    @pytest.mark.parametrize("action", ["", "delete/", "restore/", "default/shipping/"])
    def test_of_others_are_not_there(self, client, asha, action):
        theirs = AddressFactory()

        response = client.post(f"/account/addresses/{theirs.pk}/{action}", PLACE)

        assert response.status_code == 404
        theirs.refresh_from_db()
        assert (theirs.address_line1, theirs.is_active, theirs.is_default_shipping) == ("12 MG Road", True, False)

    def test_of_others_cannot_be_seen_as_deleted(self, client, asha):
        theirs = AddressFactory(is_active=False, address_line1="Secret Lane 1")

        page = client.get(f"/account/addresses/?deleted={theirs.pk}").content.decode()

        assert "Secret Lane" not in page

    @pytest.mark.parametrize("deleted", ["", "x", "0" * 32, "' OR 1=1--", "%00"])
    def test_shrug_at_strange_questions(self, client, asha, deleted):
        assert client.get("/account/addresses/", {"deleted": deleted}).status_code == 200

    def test_show_what_was_typed_as_text(self, client, asha):
        AddressFactory(user=asha, address_line1="<script>alert(1)</script>", label='"><img onerror=x>')

        page = client.get("/account/addresses/").content.decode()

        assert "<script>alert" not in page
        assert "<img onerror" not in page


class TestPrivacy:
    def test_prepares_the_data_and_offers_it_when_ready(self, client, asha):
        client.post("/account/privacy/export/")
        waiting = client.get("/account/privacy/").content.decode()
        export = DataExport.objects.get()

        services.pack_export(export_id=export.pk)

        ready = client.get("/account/privacy/")
        assert "It is being prepared" in waiting
        assert "Download your data" in ready.content.decode()
        path = ready.context["download_url"].removeprefix("http://127.0.0.1:8000")
        assert client.get(path).status_code == 200

    def test_hands_nothing_out_before_the_address_is_confirmed(self, client):
        client.force_login(UserFactory(unverified=True))

        client.post("/account/privacy/export/")

        assert not DataExport.objects.exists()
        assert "Confirm your e-mail address first" in client.get("/account/privacy/").content.decode()

    def test_deletes_the_account_for_password_and_code(self, client, asha):
        client.post("/account/privacy/delete/code/")

        response = client.post(
            "/account/privacy/delete/", {"password": PASSWORD, "code": code_sent(CodePurpose.DELETE_ACCOUNT)}
        )

        asha.refresh_from_db()
        assert response["Location"] == "/account/deleted/"
        assert asha.deleted_at
        assert client.get("/account/").status_code == 302

    def test_asks_for_the_code_first(self, client, asha):
        response = client.post("/account/privacy/delete/", {"password": PASSWORD, "code": "123456"})

        assert response.status_code == 422
        assert "Nothing was done. Ask for the code first" in response.content.decode()
        assert "Nothing was done" not in client.get("/account/privacy/delete/").content.decode()

    @pytest.mark.parametrize("wrong", ["password", "code"])
    def test_keeps_the_account_when_one_is_wrong(self, client, asha, wrong):
        client.post("/account/privacy/delete/code/")
        typed = {"password": PASSWORD, "code": code_sent(CodePurpose.DELETE_ACCOUNT)}

        response = client.post("/account/privacy/delete/", typed | {wrong: "000000"})

        asha.refresh_from_db()
        assert response.status_code == 422
        assert wrong in response.context["form"].errors
        assert asha.deleted_at is None

    def test_lists_what_must_be_settled_first(self, client, asha, monkeypatch):
        monkeypatch.setattr(privacy, "_parts", dict(privacy._parts))
        privacy.register("orders", blockers=lambda user: ["Order 1042 is on its way."])

        page = client.get("/account/privacy/delete/").content.decode()
        client.post("/account/privacy/delete/code/")

        assert "Order 1042 is on its way." in page
        assert 'type="password"' not in page
        assert not OutboxEvent.objects.filter(name="CodeRequested").exists()


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/account/", 5),
        ("/account/profile/", 2),
        ("/account/addresses/", 3),
        ("/account/addresses/add/", 3),
        ("/account/security/", 4),
        ("/account/devices/", 3),
        ("/account/privacy/", 3),
        ("/account/applications/", 3),
        ("/account/sign-in/", 2),
    ],
)
def test_a_page_asks_the_database_as_often_for_one_row_as_for_many(
    client, asha, path, most, django_assert_max_num_queries
):
    for number in range(12):
        AddressFactory(user=asha, label=f"Address {number}")
        ShopClient().force_login(asha)
    client.get(path)  # from here on the process knows the shop's settings, its regions and its trade customers

    with django_assert_max_num_queries(most):
        client.get(path)


@pytest.mark.parametrize(("label", "shown"), [("", 1), ("Home", 1), ("Asha", 1)])
def test_an_address_names_its_owner_once(client, label, shown):
    user = UserFactory()
    AddressFactory(user=user, label=label, first_name="Asha", last_name="")
    client.force_login(user)

    page = client.get("/account/addresses/").text

    said = page.count("<h2>Asha</h2>") + page.count("<span>Asha</span>")
    assert said == shown


def test_the_account_leads_on_into_the_shop(client, asha):
    CategoryFactory(name="Clothing", slug="clothing")
    caching.forget()

    html = client.get("/account/").content.decode()

    assert '<li><a href="/category/clothing/">Clothing</a></li>' in html
    caching.forget()
