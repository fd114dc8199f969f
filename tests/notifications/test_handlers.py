"""What the shop says when something happened: the right mail, to the right person, once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django.utils.translation import override

from accounts import events
from accounts.enums import ApplicationStatus, CodeChannel, CodePurpose, Role, SessionKind, UserStatus
from accounts.models import DataExport, OneTimeCode, RoleApplication, Session
from accounts.services import codes
from core.models import OutboxDelivery
from core.outbox import publish
from notifications.models import EmailLog, Notification, SMSLog
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return UserFactory(email="asha@example.com", name="Asha Rao")


def application(user, status=ApplicationStatus.PENDING, reason=""):
    return RoleApplication.objects.create(user=user, role=Role.SELLER, status=status, reason=reason)


def session(user):
    now = timezone.now()
    return Session.objects.create(
        user=user,
        kind=SessionKind.BROWSER,
        device_name="Firefox on Linux",
        ip="203.0.113.7",
        region="IN",
        last_seen_at=now,
        expires_at=now + timedelta(days=1),
    )


def code(user, purpose=CodePurpose.LOGIN_2FA, channel=CodeChannel.EMAIL, to=""):
    return codes.write_code(user=user, purpose=purpose, channel=channel, destination=to or user.email)


# Every event that sends a mail: how it comes about, which mail follows, and words that have to be in it.
EVENTS = {
    "verify": (lambda u: events.CodeRequested(code(u, CodePurpose.VERIFY_EMAIL).pk), "verification_code", "10 min"),
    "sign in": (lambda u: events.CodeRequested(code(u).pk), "sign_in_code", "10 minutes"),
    "delete": (lambda u: events.CodeRequested(code(u, CodePurpose.DELETE_ACCOUNT).pk), "deletion_code", "deleted"),
    "2fa on": (lambda u: events.CodeRequested(code(u, CodePurpose.ENABLE_2FA).pk), "two_factor_code", "two-step"),
    "2fa off": (lambda u: events.CodeRequested(code(u, CodePurpose.DISABLE_2FA).pk), "two_factor_code", "two-step"),
    "reset": (
        lambda u: events.PasswordResetRequested(code(u, CodePurpose.RESET_PASSWORD).pk),
        "password_reset",
        "/account/reset-password/",
    ),
    "verified": (lambda u: events.EmailVerified(u.pk, u.email, is_first=True), "welcome", "/account/"),
    "password": (lambda u: events.PasswordChanged(u.pk, by_reset=False), "password_changed", "/forgot-password/"),
    "exists": (lambda u: events.RegistrationRepeated(u.pk), "account_exists", "/account/sign-in/"),
    "device": (lambda u: events.SignedInOnNewDevice(session(u).pk), "new_device", "Firefox on Linux"),
    "reuse": (lambda u: events.RefreshTokenReused(session(u).pk), "session_stolen", "India · 203.0.113.7"),
    "on": (lambda u: events.TwoFactorChanged(u.pk, is_on=True), "two_factor_on", "recovery codes"),
    "off": (lambda u: events.TwoFactorChanged(u.pk, is_on=False), "two_factor_off", "password alone"),
    "recovery": (lambda u: events.RecoveryCodeUsed(u.pk, left=3), "recovery_code_used", "3 codes are left"),
    "applied": (lambda u: events.RoleApplied(application(u).pk), "application_received", "Seller"),
    "approved": (
        lambda u: events.ApplicationDecided(application(u, ApplicationStatus.APPROVED).pk),
        "application_approved",
        "Seller",
    ),
    "rejected": (
        lambda u: events.ApplicationDecided(application(u, ApplicationStatus.REJECTED, "No such tax number.").pk),
        "application_rejected",
        "No such tax number.",
    ),
    "staff": (lambda u: events.MailToUserRequested(u.pk, "About your parcel", "It is here."), "staff_message", "here"),
}


class TestEvents:
    @pytest.mark.parametrize("name", EVENTS)
    def test_are_followed_by_one_mail_to_the_person(self, user, deliver, name):
        happens, template, words = EVENTS[name]
        publish(happens(user))

        deliver()

        (row,) = EmailLog.objects.all()
        (sent,) = mail.outbox
        assert (row.template, row.user, row.status) == (template, user, "sent")
        assert sent.to == ["asha@example.com"]
        assert words in sent.body
        assert sent.subject == row.subject

    @pytest.mark.parametrize("name", EVENTS)
    def test_told_again_send_nothing_more(self, user, deliver, name):
        publish(EVENTS[name][0](user))
        deliver()

        OutboxDelivery.objects.update(status="pending", done_at=None, next_try_at=timezone.now())
        deliver()

        assert len(mail.outbox) == 1
        assert EmailLog.objects.count() == 1

    def test_that_happen_twice_are_told_twice(self, user, deliver):
        publish(events.PasswordChanged(user.pk, by_reset=False))
        publish(events.PasswordChanged(user.pk, by_reset=False))

        deliver()

        assert len(mail.outbox) == 2

    def test_are_told_in_the_language_of_the_person(self, deliver):
        reader = UserFactory(language="hi")
        publish(events.PasswordChanged(reader.pk, by_reset=False))

        with override("en"):
            deliver()

        (sent,) = mail.outbox
        html = sent.alternatives[0].content
        assert '<html lang="hi">' in html
        assert "/hi/account/forgot-password/" in sent.body

    def test_about_people_who_are_gone_are_let_be(self, user, deliver):
        publish(events.PasswordChanged(user.pk, by_reset=False))
        type(user).objects.update(deleted_at=timezone.now())

        deliver()

        assert mail.outbox == []


class TestOnEmailChanged:
    def test_warns_the_old_address_without_telling_the_new_one(self, user, deliver):
        publish(events.EmailChanged(user.pk, old_email="old@example.com"))

        deliver()

        (sent,) = mail.outbox
        assert sent.to == ["old@example.com"]
        assert "a••••@example.com" in sent.body
        assert "asha@example.com" not in sent.body


class TestOnUserStatusChanged:
    @pytest.mark.parametrize(
        ("status", "template"),
        [(UserStatus.SUSPENDED, "account_suspended"), (UserStatus.ACTIVE, "account_restored")],
    )
    def test_tells_the_person(self, deliver, status, template):
        publish(events.UserStatusChanged(UserFactory(status=status).pk))

        deliver()

        assert EmailLog.objects.get().template == template


class TestOnDataExportReady:
    def test_sends_a_link_that_the_log_does_not_hold(self, user, deliver):
        export = DataExport.objects.create(
            user=user, status="ready", file="exports/x.zip", expires_at=timezone.now() + timedelta(days=7)
        )
        publish(events.DataExportReady(export.pk))

        deliver()

        (sent,) = mail.outbox
        link = next(word for word in sent.body.split() if "/export" in word)
        row = EmailLog.objects.get()
        assert link not in row.text
        assert link not in row.html


class TestOnCodeRequested:
    def test_sends_a_change_of_address_to_the_new_address(self, user, deliver):
        publish(events.CodeRequested(code(user, CodePurpose.CHANGE_EMAIL, to="new@example.com").pk))

        deliver()

        (sent,) = mail.outbox
        assert sent.to == ["new@example.com"]

    def test_sends_an_sms_when_asked_to(self, user, deliver, settings):
        row = code(user, CodePurpose.VERIFY_PHONE, CodeChannel.SMS, "+919876543210")
        publish(events.CodeRequested(row.pk))

        deliver()

        (sms,) = SMSLog.objects.all()
        (written,) = settings.SMS_FILE_PATH.iterdir()
        assert (sms.to, sms.status) == ("+919876543210", "sent")
        assert codes.reveal(row) in written.read_text()
        assert codes.reveal(row) not in sms.text
        assert mail.outbox == []

    def test_says_nothing_about_a_code_that_is_gone(self, user, deliver):
        row = code(user)
        publish(events.CodeRequested(row.pk))
        OneTimeCode.objects.all().delete()

        deliver()

        assert not EmailLog.objects.exists()


class TestNotices:
    def test_ring_once_for_what_concerns_the_account_s_safety(self, user, deliver):
        publish(events.PasswordChanged(user.pk, by_reset=False))
        deliver()
        OutboxDelivery.objects.update(status="pending", done_at=None, next_try_at=timezone.now())
        deliver()

        (notice,) = Notification.objects.all()
        assert notice.user == user
        assert notice.title == "Your Haat password was changed"
        assert notice.link.endswith("/account/security/")


class TestNames:
    @pytest.mark.parametrize("name", ["Win at http://evil.example", "evil.example/win", "mail me@evil.example"])
    def test_that_advertise_are_left_out(self, deliver, name):
        publish(events.RegistrationRepeated(UserFactory(name=name).pk))

        deliver()

        (sent,) = mail.outbox
        assert "evil" not in sent.body
        assert "evil" not in sent.alternatives[0].content

    def test_cannot_write_headers_or_markup(self, deliver):
        publish(events.RegistrationRepeated(UserFactory(name="A\r\nBcc: b@c <b>{{ 7 }}").pk))

        deliver()

        (sent,) = mail.outbox
        assert "Bcc" not in sent.message()
        assert "<b>" not in sent.alternatives[0].content
