"""What a row of the action log says."""

import pytest
from django.db import transaction

from audit.models import AdminActionLog
from audit.services import blank_person
from core import actions, context
from tests.factories.accounts import AddressFactory, UserFactory
from tests.factories.audit import AdminActionLogFactory


@pytest.mark.django_db
class TestRecord:
    def test_keeps_who_did_what_to_whom_from_where_and_why(self):
        actor, person = UserFactory(support=True), UserFactory(name="Asha Rao")
        request = context.RequestContext(request_id="r" * 32, ip="203.0.113.9", user_agent="Firefox")

        with context.entered(request), transaction.atomic():
            actions.record(
                actor=actor,
                action="accounts.user.suspended",
                target=person,
                before={"status": "active", "name": "Asha Rao"},
                after={"status": "suspended", "name": "Asha Rao"},
                reason="Chargebacks",
            )

        row = AdminActionLog.objects.get()
        assert (row.actor, row.customer, row.action) == (actor, person, "accounts.user.suspended")
        assert (row.object_type, row.object_id, row.object_label) == ("accounts.user", str(person.pk), "Asha Rao")
        assert (row.before, row.after) == ({"status": "active"}, {"status": "suspended"})
        assert (row.reason, row.ip, row.user_agent) == ("Chargebacks", "203.0.113.9", "Firefox")
        assert row.request_id == "r" * 32

    def test_tells_of_no_change_from_nothing_to_no_text(self):
        actions.record(
            actor=None, action="x", target=UserFactory(), before={"name": None}, after={"name": "", "status": "active"}
        )

        assert AdminActionLog.objects.get().changed_fields == ["status"]

    def test_masks_secrets_wherever_they_hide(self):
        actions.record(
            actor=None,
            action="x",
            target=UserFactory(),
            before={"password": "old", "nested": {"totp_secret": "JBSW"}},
            after={"password": "new", "nested": {"totp_secret": "KRSX"}},
        )

        row = AdminActionLog.objects.get()
        assert row.before == {"password": "••••••", "nested": {"totp_secret": "••••••"}}
        assert row.after == row.before

    def test_files_the_row_under_the_owner_of_the_thing(self):
        address = AddressFactory()

        actions.record(actor=None, action="x", target=address)

        assert AdminActionLog.objects.about(address.user_id).count() == 1

    def test_vanishes_with_the_write_it_describes(self):
        person = UserFactory()

        with transaction.atomic():
            actions.record(actor=None, action="x", target=person)
            transaction.set_rollback(True)

        assert not AdminActionLog.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_record_outside_of_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="outside the transaction"):
        actions.record(actor=None, action="x", target=UserFactory())


@pytest.mark.django_db
class TestBlankPerson:
    def test_takes_out_what_rows_say_about_the_person_and_nothing_else(self):
        row, other = AdminActionLogFactory(), AdminActionLogFactory()

        blank_person(user=row.customer)

        row.refresh_from_db()
        assert (row.object_label, row.reason, row.before, row.after) == ("", "", {}, {})
        assert (row.action, row.object_id) == ("accounts.user.suspended", str(row.customer_id))
        other.refresh_from_db()
        assert other.reason == "Chargebacks"
