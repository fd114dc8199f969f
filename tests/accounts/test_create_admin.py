"""`manage.py create_admin` and the people of the demo."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts import demo, services
from accounts.models import Address, RoleApplication, Session, User
from audit.models import AdminActionLog
from core.demo import PASSWORD as DEMO_PASSWORD
from core.models import OutboxEvent
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "Quite-Long-77"


def create(email: str = "boss@example.com", password: str = PASSWORD, **options) -> str:
    out = io.StringIO()
    call_command("create_admin", email=email, password=password, stdout=out, **options)
    return out.getvalue()


class TestCreateAdmin:
    def test_makes_somebody_who_may_do_everything(self):
        create("Boss@Example.com")

        user = User.objects.get()
        assert (user.email, user.role, user.is_superuser) == ("boss@example.com", "admin", True)
        assert user.is_email_verified
        assert services.sign_in(email="boss@example.com", password=PASSWORD).user == user
        assert AdminActionLog.objects.get().action == "accounts.user.made_admin"

    def test_changes_nothing_the_second_time(self):
        create()
        before = User.objects.values().get()

        assert "already" in create()

        assert User.objects.values().get() | {"updated_at": 0} == before | {"updated_at": 0}
        assert AdminActionLog.objects.count() == 1

    def test_keeps_a_password_that_was_changed_since_and_its_sessions(self):
        create()
        user = User.objects.get()
        user.set_password("Another-One-88")
        user.save()
        services.open_token_session(user=user)

        assert "nothing was changed" in create()

        assert User.objects.get().check_password("Another-One-88")
        assert Session.objects.get().revoked_at is None

        create(reset_password=True)

        assert User.objects.get().check_password(PASSWORD)

    def test_does_not_raise_somebody_whose_password_is_another(self):
        UserFactory(email="boss@example.com")

        with pytest.raises(CommandError, match="--reset-password"):
            create()

        assert not User.objects.get().is_superuser

    def test_makes_one_of_an_account_and_signs_its_devices_out(self):
        user = UserFactory(email="boss@example.com")
        services.open_token_session(user=user)

        create(reset_password=True)

        user.refresh_from_db()
        assert user.is_superuser
        assert Session.objects.get().revoked_at
        assert PASSWORD not in str(list(AdminActionLog.objects.values()))

    def test_tells_nobody_that_a_password_changed_that_was_never_another(self):
        create()

        assert not OutboxEvent.objects.filter(name="PasswordChanged").exists()

    def test_tells_the_owner_of_an_account_that_its_password_changed(self):
        UserFactory(email="boss@example.com")

        create(reset_password=True)

        assert OutboxEvent.objects.filter(name="PasswordChanged").count() == 1

    @pytest.mark.parametrize(
        ("email", "password", "words"),
        [("boss@example.com", "short", "Use at least 8"), ("no-address", PASSWORD, "like asha@example.com")],
    )
    def test_refuses_a_weak_password_and_a_wrong_address(self, email, password, words):
        with pytest.raises(CommandError, match=words):
            create(email, password)

        assert not User.objects.exists()

    def test_says_what_to_add_where_there_is_no_terminal_to_ask(self, monkeypatch):
        monkeypatch.setattr("sys.stdin", io.StringIO(""))

        with pytest.raises(CommandError, match="Add --password") as refused:
            call_command("create_admin", email="boss@example.com")

        assert refused.value.returncode == 2

    def test_checks_the_address_before_it_asks_for_the_password(self, monkeypatch):
        monkeypatch.setattr("sys.stdin", io.StringIO(""))

        with pytest.raises(CommandError, match="address") as refused:
            call_command("create_admin", email="no-address")

        assert refused.value.returncode == 1

    def test_refuses_the_password_of_the_demo_in_production(self, settings):
        settings.DEMO_ALLOWED = False

        with pytest.raises(CommandError, match="documentation"):
            create(password=DEMO_PASSWORD)

        assert not User.objects.exists()


class TestLoadPeople:
    def test_makes_people_who_can_sign_in_with_addresses_and_applications(self):
        demo.load_people()

        for login in demo.LOGINS:
            assert services.sign_in(email=login, password=DEMO_PASSWORD).user.email == login
        assert Address.objects.filter(is_default_shipping=True).count() == 2
        assert User.objects.get(email="shopper@haat.example").shopper_id == "SH-ASHA72"
        standing = set(RoleApplication.objects.values_list("user__email", "user__role", "status"))
        assert standing == {
            ("seller@haat.example", "seller", "approved"),
            ("seller2@haat.example", "seller", "approved"),
            ("shopper@haat.example", "customer", "pending"),
            ("retailer@haat.example", "retailer", "approved"),
        }
        papers = [paper["name"] for row in RoleApplication.objects.all() for paper in row.documents]
        assert papers == ["Certificate of registration.pdf"] * 4
        assert set(User.objects.filter(is_staff=True).values_list("role", flat=True)) == {"admin", "support"}
        assert User.objects.get(email="support@haat.example").has_perm("accounts.view_user")

    def test_adds_only_who_is_missing(self):
        demo.load_people()
        User.objects.get(email="shopper@haat.example").delete()

        assert demo.load_people() == "1 made, 6 there"

        assert User.objects.count() == 6
