"""/admin/users, /admin/customers and /admin/applications of the API."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts import services
from accounts.models import OneTimeCode, RoleApplication, User
from audit.models import AdminActionLog
from core.errors import InvalidTransition
from core.models import OutboxEvent
from tests.factories.accounts import AddressFactory, UserFactory

pytestmark = pytest.mark.django_db

REASON = "Chargebacks on three orders"


def staff_with(*codenames: str) -> User:
    user = UserFactory(support=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def path(operation: str, user: User, word: str = "users") -> str:
    return reverse(f"accounts-api:admin-{word}-{operation}", args=[user.pk])


def apply(role: str, *, user: User | None = None) -> RoleApplication:
    return RoleApplication.objects.create(user=user or UserFactory(), role=role, business_name="Rao Handlooms")


def last_action() -> AdminActionLog:
    return AdminActionLog.objects.latest("pk")


def read_to_the_end(client, address: str, **wanted: str) -> list[str]:
    seen, at = [], ""
    while at is not None:
        body = client.get(address, {"cursor": at, "limit": 2} | wanted).json()
        seen += [row["id"] for row in body["data"]]
        at = body["pagination"]["next_cursor"]
    return seen


class TestLongLists:
    @pytest.mark.parametrize("operation", ["admin-users", "admin-applications"])
    def test_name_the_cursor_beyond_ten_thousand(self, api_as, operation):
        client = api_as(staff_with("view_user", "view_roleapplication"))

        answer = client.get(reverse(f"accounts-api:{operation}"), {"page": 101, "limit": 100})

        assert answer.status_code == 400
        assert list(answer.json()["error"]["details"]) == ["cursor"]

    def test_are_read_to_their_end_in_their_order(self, api_as):
        client = api_as(staff_with("view_user", "view_roleapplication"))
        waiting = [str(apply("seller", user=user).pk) for user in UserFactory.create_batch(5)]
        people = [str(key) for key in User.objects.order_by("id").values_list("pk", flat=True)]

        assert read_to_the_end(client, reverse("accounts-api:admin-applications")) == waiting
        assert read_to_the_end(client, TestPeople.LIST) == people[::-1]
        assert read_to_the_end(client, TestPeople.LIST, sort="oldest") == people

    def test_of_people_say_which_orders_a_cursor_can_follow(self, api_as):
        answer = api_as(staff_with("view_user")).get(TestPeople.LIST, {"cursor": "", "sort": "name"})

        assert answer.status_code == 400
        assert list(answer.json()["error"]["details"]) == ["sort"]


class TestPeople:
    LIST = reverse("accounts-api:admin-users")

    def test_are_found_by_what_staff_know_of_them(self, api_as):
        asha = UserFactory(name="Asha Rao", email="asha@example.com", region="IN", phone_number="+919876543210")
        UserFactory(name="Ben", email="ben@example.com", region="GB", suspended=True)
        client = api_as(staff_with("view_user"))

        for wanted in [
            {"q": "asha"},
            {"q": "Rao"},
            {"q": asha.shopper_id.lower()},
            {"q": "98765 43210"},
            {"region": "in"},
        ]:
            rows = client.get(self.LIST, wanted).json()["data"]
            assert [row["email"] for row in rows] == ["asha@example.com"], wanted
        assert [row["name"] for row in client.get(self.LIST, {"status": "suspended"}).json()["data"]] == ["Ben"]

    @pytest.mark.parametrize(
        "wanted", [{"role": "root"}, {"status": "dead"}, {"sort": "password"}, {"region": "IND"}, {"region": "ZZ"}]
    )
    def test_are_not_filtered_by_an_unknown_value(self, api_as, wanted):
        assert api_as(staff_with("view_user")).get(self.LIST, wanted).status_code == 400

    @pytest.mark.parametrize("q", ["%", "_", "' OR 1=1--"])
    def test_are_searched_literally(self, api_as, q):
        UserFactory(name="Asha Rao")

        assert api_as(staff_with("view_user")).get(self.LIST, {"q": q}).json()["data"] == []

    def test_take_as_many_queries_for_three_as_for_thirty(self, api_as, django_assert_num_queries):
        client = api_as(staff_with("view_user"))
        counts = []
        for size in (3, 27):
            UserFactory.create_batch(size)
            with django_assert_num_queries(5):
                counts.append(len(client.get(self.LIST, {"limit": 100}).json()["data"]))
        assert counts == [4, 31]

    def test_of_the_customers_leave_staff_out(self, api_as):
        customer = UserFactory()
        staff = staff_with("view_user")
        client = api_as(staff)

        rows = client.get(reverse("accounts-api:admin-customers")).json()["data"]

        assert [row["id"] for row in rows] == [str(customer.pk)]
        assert client.get(path("detail", staff, "customers")).status_code == 404
        assert client.get(path("detail", customer, "customers")).status_code == 200


class TestPerson:
    def test_is_shown_with_addresses_and_applications_and_no_secret(self, api_as):
        user = UserFactory(totp_secret="HIDDEN")
        AddressFactory(user=user)
        RoleApplication.objects.create(user=user, role="seller", business_name="Rao Handlooms")

        data = api_as(staff_with("view_user")).get(path("detail", user)).json()["data"]

        assert (len(data["addresses"]), len(data["applications"]), data["live_sessions"]) == (1, 1, 0)
        assert "HIDDEN" not in str(data)
        assert not {"password", "totp_secret"} & set(data)

    def test_is_changed_with_a_line_in_the_action_log(self, api_as):
        user = UserFactory(name="Asha")
        staff = staff_with("change_user")

        answer = api_as(staff).put(path("detail", user), {"name": "Asha Rao", "reason": "typo"})

        assert answer.json()["data"]["name"] == "Asha Rao"
        line = last_action()
        assert (line.action, line.actor_id, line.reason) == ("accounts.user.changed", staff.pk, "typo")
        assert (line.before, line.after) == ({"name": "Asha"}, {"name": "Asha Rao"})

    @pytest.mark.parametrize("role", ["admin", "support"])
    def test_is_made_staff_by_a_superuser_only(self, api_as, role):
        user = UserFactory()

        wish = {"role": role, "reason": "hired"}

        refused = api_as(staff_with("change_user")).put(path("detail", user), wish)
        user.refresh_from_db()
        assert (refused.status_code, user.role, user.is_staff) == (403, "customer", False)
        allowed = api_as(UserFactory(admin=True)).put(path("detail", user), wish)

        user.refresh_from_db()
        assert (allowed.status_code, user.role, user.is_staff, user.is_superuser) == (200, role, True, False)
        assert (last_action().action, last_action().reason) == ("accounts.user.changed", "hired")

    @pytest.mark.parametrize("role", ["admin", "retailer"])
    def test_changes_role_for_a_reason_only(self, api_as, role):
        user = UserFactory()
        client = api_as(UserFactory(admin=True))

        answers = [client.put(path("detail", user), {"role": role} | reason) for reason in ({}, {"reason": " "})]

        user.refresh_from_db()
        assert {answer.status_code for answer in answers} == {400}
        assert answers[0].json()["error"]["details"] == {"reason": ["Say why."]}
        assert (user.role, AdminActionLog.objects.exists()) == ("customer", False)
        assert client.put(path("detail", user), {"role": "customer"}).status_code == 200

    def test_is_erased_with_a_reason(self, api_as):
        user = UserFactory(email="asha@example.com", name="Asha Rao")
        client = api_as(staff_with("delete_user", "change_user"))
        client.put(path("detail", user), {"name": "Asha Devi Rao", "reason": "her letter"})

        assert client.delete(path("detail", user)).status_code == 400
        assert client.delete(path("detail", user), {"reason": "asked by letter"}).status_code == 204

        user.refresh_from_db()
        assert user.deleted_at
        line = last_action()
        assert (line.action, line.reason, line.after) == ("accounts.user.erased", "asked by letter", {"deleted": True})
        older = AdminActionLog.objects.get(action="accounts.user.changed")
        assert (older.reason, older.after) == ("", {})
        assert not AdminActionLog.objects.filter(object_label__contains="Asha").exists()


class TestStatus:
    def test_suspended_signs_out_everywhere_at_once(self, api_as):
        user = UserFactory()
        phone, laptop = api_as(user), api_as(user)

        answer = api_as(staff_with("change_user")).put(path("status", user), {"status": "suspended", "reason": REASON})

        assert answer.json()["data"]["status"] == "suspended"
        assert phone.get("/api/v1/auth/me").status_code == laptop.get("/api/v1/auth/me").status_code == 401
        line = last_action()
        assert (line.action, line.reason) == ("accounts.user.suspended", REASON)
        assert OutboxEvent.objects.filter(name="UserStatusChanged").count() == 1

    def test_active_again_waits_for_the_proof_of_the_address(self, api_as):
        user = UserFactory(suspended=True, email_verified_at=None)

        answer = api_as(staff_with("change_user")).put(path("status", user), {"status": "active", "reason": "cleared"})

        assert answer.json()["data"]["status"] == "pending"

    @pytest.mark.parametrize("traits", [{"suspended": True}, {"status": "active"}, {"unverified": True}])
    def test_that_holds_already_is_no_news(self, api_as, traits):
        user = UserFactory(**traits)
        client = api_as(staff_with("change_user"))
        status = "suspended" if "suspended" in traits else "active"
        before = AdminActionLog.objects.count(), OutboxEvent.objects.count()

        answers = [client.put(path("status", user), {"status": status, "reason": REASON}) for _ in range(2)]

        user.refresh_from_db()
        assert [answer.status_code for answer in answers] == [200, 200]
        assert {answer.json()["data"]["status"] for answer in answers} == {user.status}
        assert (AdminActionLog.objects.count(), OutboxEvent.objects.count()) == before

    @pytest.mark.parametrize(
        "body", [{"status": "suspended"}, {"status": "suspended", "reason": " "}, {"status": "x"}]
    )
    def test_takes_a_known_word_and_a_reason(self, api_as, body):
        user = UserFactory()

        assert api_as(staff_with("change_user")).put(path("status", user), body).status_code == 400

        user.refresh_from_db()
        assert user.status == "active"

    def test_of_oneself_and_of_stronger_people_is_out_of_reach(self, api_as):
        staff = staff_with("change_user")
        client = api_as(staff)

        for user in (staff, UserFactory(admin=True), UserFactory(support=True)):
            answer = client.put(path("status", user), {"status": "suspended", "reason": REASON})
            assert answer.status_code == 403
            user.refresh_from_db()
            assert user.status == "active"
        assert not AdminActionLog.objects.exists()


class TestMail:
    def test_is_sent_by_the_outbox_and_recorded(self, api_as):
        user = UserFactory()

        answer = api_as(staff_with("change_user")).post(
            path("send-email", user), {"subject": "Your parcel", "text": "It is on its way."}
        )

        assert answer.status_code == 202
        payload = OutboxEvent.objects.get(name="MailToUserRequested").payload
        assert payload["subject"] == "Your parcel"
        assert last_action().action == "accounts.user.mailed"

    def test_cannot_smuggle_a_header(self, api_as):
        answer = api_as(staff_with("change_user")).post(
            path("send-email", UserFactory()), {"subject": "Hi\nBcc: all@example.com", "text": "x"}
        )

        assert answer.status_code == 400

    def test_is_not_written_to_a_stronger_person(self, api_as):
        letter = {"subject": "Your account", "text": "Read this."}

        for user in (UserFactory(admin=True), UserFactory(support=True)):
            assert api_as(staff_with("change_user")).post(path("send-email", user), letter).status_code == 403
            assert api_as(UserFactory(admin=True)).post(path("send-email", user), letter).status_code == 202

        assert OutboxEvent.objects.filter(name="MailToUserRequested").count() == 2


class TestPasswordReset:
    def test_mails_a_link_that_staff_never_see(self, api_as):
        user = UserFactory()

        answer = api_as(staff_with("change_user")).post(path("reset-password", user))

        assert answer.status_code == 202
        assert answer.json()["data"] == {}
        assert OneTimeCode.objects.get().user == user
        assert last_action().action == "accounts.user.password_reset"

    def test_is_not_started_for_a_stronger_person(self, api_as):
        answer = api_as(staff_with("change_user")).post(path("reset-password", UserFactory(admin=True)))

        assert answer.status_code == 403
        assert not OneTimeCode.objects.exists()


class TestApplications:
    LIST = reverse("accounts-api:admin-applications")

    def decide(self, client, application, verb: str, **body):
        return client.post(reverse(f"accounts-api:admin-application-{verb}", args=[application.pk]), body)

    def test_are_listed_with_their_people_in_as_many_queries_for_two_as_for_twelve(
        self, api_as, django_assert_num_queries
    ):
        client = api_as(staff_with("view_roleapplication"))
        for size in (2, 10):
            for _ in range(size):
                apply("seller")
            with django_assert_num_queries(5):
                answer = client.get(self.LIST, {"status": "pending"})
        assert len(answer.json()["data"]) == 12

    def test_once_approved_give_the_role(self, api_as):
        user = UserFactory()
        application = apply("retailer", user=user)
        client = api_as(staff_with("change_roleapplication"))

        answer = self.decide(client, application, "approve")
        again = self.decide(client, application, "approve")

        assert answer.json()["data"]["status"] == "approved"
        assert again.json()["error"]["code"] == "INVALID_TRANSITION"
        user.refresh_from_db()
        assert user.role == "retailer"
        assert OutboxEvent.objects.filter(name="ApplicationDecided").count() == 1
        assert AdminActionLog.objects.filter(action="accounts.application.approved").count() == 1

    @pytest.mark.parametrize("verb", ["approve", "reject"])
    def test_begun_while_registering_are_nothing_to_decide_until_they_are_complete(self, api_as, verb):
        application = RoleApplication.objects.create(user=UserFactory(), role="seller")
        staff = staff_with("view_roleapplication", "change_roleapplication")
        client = api_as(staff)

        assert client.get(self.LIST).json()["data"] == []
        assert self.decide(client, application, verb, reason=REASON).status_code == 404
        with pytest.raises(InvalidTransition):
            services.approve_application(application=application, actor=staff)
        services.apply_for_role(user=application.user, role="seller", business_name="Rao Handlooms")

        assert [row["business_name"] for row in client.get(self.LIST).json()["data"]] == ["Rao Handlooms"]
        assert self.decide(client, application, verb, reason=REASON).status_code == 200

    def test_are_rejected_with_a_reason(self, api_as):
        application = apply("retailer")
        client = api_as(staff_with("change_roleapplication"))

        assert self.decide(client, application, "reject").status_code == 400
        answer = self.decide(client, application, "reject", reason="The tax number is another's.")

        assert answer.json()["data"]["reason"] == "The tax number is another's."
        application.user.refresh_from_db()
        assert application.user.role == "customer"

    def test_of_an_unproven_address_wait(self, api_as):
        application = apply("seller", user=UserFactory(unverified=True))

        answer = self.decide(api_as(staff_with("change_roleapplication")), application, "approve")

        assert answer.status_code == 409
        application.refresh_from_db()
        assert application.status == "pending"
