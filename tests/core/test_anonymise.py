"""A copy for showing: everybody is still there, and nobody can be recognised."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.enums import TwoFactorMethod
from accounts.models import Address, OneTimeCode, User
from accounts.postal import clean_address
from audit.models import AdminActionLog
from core import anonymise, outgoing
from core.models import OutboxEvent
from tests.factories.accounts import AddressFactory, UserFactory

REAL = {
    "email": "asha.rao@mail.example",
    "name": "Asha Venkataraman Rao",
    "phone": "+919876543210",
    "street": "77 Residency Road",
    "city": "Thrissur",
}

KEPT_OF_PEOPLE = {
    "id", "created_at", "updated_at", "is_superuser", "role", "status", "is_staff", "region", "shopping_region",
    "language", "timezone", "email_verified_at", "marketing_consent", "last_login_at", "deleted_at",
}  # fmt: skip
KEPT_OF_ADDRESSES = {
    "id", "created_at", "updated_at", "user_id", "country", "is_default_shipping", "is_default_billing", "is_active",
}  # fmt: skip


@pytest.fixture
def shop():
    person = UserFactory(email=REAL["email"], name=REAL["name"], phone_number=REAL["phone"])
    AddressFactory(
        user=person, first_name="Asha", address_line1=REAL["street"], city=REAL["city"], phone=REAL["phone"]
    )
    now = timezone.now()
    OneTimeCode.objects.create(
        user=person, destination=REAL["email"], purpose="verify_email", code_hash="x", expires_at=now
    )
    OutboxEvent.objects.create(name="EmailChanged", payload={"old_email": REAL["email"]})
    AdminActionLog.objects.create(
        actor=person, action="accounts.user.edited", object_type="user", object_id="1", object_label=REAL["name"]
    )
    return person


def run(**options) -> str:
    out = io.StringIO()
    confirm = Path(str(connection.settings_dict["NAME"])).name
    call_command("anonymise", stdout=out, **({"confirm": confirm} | options))
    return out.getvalue()


def everything() -> str:
    """All rows of all tables as text."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


@pytest.mark.django_db
class TestAnonymise:
    def test_leaves_no_trace_of_anybody(self, shop):
        assert all(value in everything() for value in REAL.values())

        run()

        assert [value for value in REAL.values() if value in everything()] == []

    def test_keeps_the_shape_of_the_shop(self, shop):
        run()

        person = User.objects.get()
        assert person.pk == shop.pk
        assert person.email.endswith("@example.invalid")
        assert Address.objects.get().user == person
        assert Address.objects.get().country == "IN"

    def test_removes_the_mails_and_texts_that_were_written_into_files(
        self, shop, settings, tmp_path, django_capture_on_commit_callbacks
    ):
        settings.EMAIL_FILE_PATH, settings.SMS_FILE_PATH = str(tmp_path / "mail"), tmp_path / "sms"
        for name in ("mail/1-reset.eml", "mail/2-welcome.part", "sms/3.txt", "mail/notes"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(REAL["email"])

        with django_capture_on_commit_callbacks(execute=True):
            said = run()

        assert "written mails and texts: 3" in said
        assert [file.name for file in tmp_path.glob("*/*")] == ["notes"]

    def test_lets_nobody_in(self, shop):
        run()

        assert not User.objects.get().has_usable_password()

    def test_leaves_of_people_and_addresses_only_what_tells_nobody_apart(self, shop):
        # No invented name is this one by chance.
        real = {
            "first_name": "Xanthippe",
            "last_name": "Venkataraman",
            "address_line2": "Flat 4",
            "state": "Nowhere",
            "postal_code": "680001",
        }
        Address.objects.update(label="Home", **real)
        User.objects.update(
            name="Xanthippe",
            avatar="avatars/asha.webp",
            two_factor=TwoFactorMethod.TOTP,
            totp_secret="secret",
            totp_last_step=7,
            phone_verified_at=timezone.now(),
        )
        before = [User.objects.values().get(), Address.objects.values().get()]

        run()

        after = [User.objects.values().get(), Address.objects.values().get()]
        kept = [
            {field for field in then if then[field] == now[field]} for then, now in zip(before, after, strict=True)
        ]
        assert kept == [KEPT_OF_PEOPLE, KEPT_OF_ADDRESSES]
        assert len(after[0]["shopper_id"]) == len("SH-") + 12

    @pytest.mark.parametrize("country", ["AE", "BR", "CN", "DE", "GB", "IE", "IN", "IT", "JP", "KW", "SG", "US", "ZW"])
    def test_invents_places_that_the_postal_rules_accept(self, shop, country):
        fields = {"country": country, "city": "Thrissur", "state": "Kerala", "postal_code": "680001"}
        AddressFactory.create_batch(4, user=shop, **fields)

        run()

        names = ["address_line1", "city", "state", "postal_code", "country"]
        for address in Address.objects.filter(country=country).values(*names):
            assert clean_address(address) == address
            assert address["postal_code"] != "680001"

    def test_gives_everybody_another_shopper_id(self, shop):
        UserFactory.create_batch(20)
        real = set(User.objects.values_list("shopper_id", flat=True))

        run()

        invented = set(User.objects.values_list("shopper_id", flat=True))
        assert len(invented) == 21
        assert not invented & real

    def test_invents_the_same_twice(self, shop):
        run()
        first = list(User.objects.values_list("email", "name"))

        run()

        assert list(User.objects.values_list("email", "name")) == first

    def test_leaves_only_itself_in_the_action_log_and_protects_it_again(self, shop):
        run()

        log = AdminActionLog.objects.order_by("pk")
        assert [row.title for row in log] == [
            "Mails and calls to other companies: held back",
            "All data of the shop: anonymised",
        ]
        assert {row.reason for row in log} == {"manage.py anonymise"}
        with pytest.raises(Exception, match="cannot be changed"), connection.cursor() as cursor:
            cursor.execute("DELETE FROM audit_adminactionlog")

    def test_keeps_the_copy_from_mailing_anybody(self, shop):
        run()

        assert outgoing.is_paused()

    def test_only_counts_in_a_dry_run(self, shop):
        said = json.loads(run(dry_run=True, json=True, confirm=None))

        assert said["rows"]["people"] == 1
        assert User.objects.get().email == REAL["email"]

    def test_wants_the_name_of_the_database(self, shop):
        with pytest.raises(CommandError, match="--confirm"):
            run(confirm="other")
        assert User.objects.get().email == REAL["email"]

    def test_wants_a_second_word_in_production(self, shop, settings):
        settings.DEMO_ALLOWED = False

        with pytest.raises(CommandError, match="--yes"):
            run()
        assert User.objects.get().email == REAL["email"]
        run(yes=True)
        assert User.objects.get().email != REAL["email"]


class TestFakes:
    def test_differ_by_person(self):
        fakes = anonymise.Fakes()

        assert len({fakes.email(number) for number in range(1000)}) == 1000

    def test_depend_on_the_key_of_the_shop(self, settings):
        first = anonymise.Fakes().email("x")
        settings.SECRET_KEY = "another key of the shop"

        assert anonymise.Fakes().email("x") != first
