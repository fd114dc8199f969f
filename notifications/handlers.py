"""What the shop says when something happened. These write messages; only the last three speak to carriers."""

from accounts import events as accounts
from accounts.enums import ApplicationStatus, CodeChannel, CodePurpose, UserStatus
from accounts.models import DataExport, OneTimeCode, RoleApplication, Session, User
from cart.events import CartAbandoned
from cart.models import Cart
from core.outbox import Queue, delivered_event_id, handler
from inventory import events as inventory
from inventory.models import BackInStockRequest
from notifications import services
from notifications.events import BroadcastRequested, MailQueued, SMSQueued
from notifications.mails import account, carts, codes, security, staff, stock
from notifications.mails.base import Mail, Params

writes_messages = handler(queue=Queue.MAIL)
speaks_to_carriers = handler(queue=Queue.MAIL, external=True)


@writes_messages
def on_code_requested(event: accounts.CodeRequested) -> None:
    _send_code(OneTimeCode.objects.select_related("user").filter(pk=event.code_id).first())


@writes_messages
def on_password_reset_requested(event: accounts.PasswordResetRequested) -> None:
    _send_code(OneTimeCode.objects.select_related("user").filter(pk=event.code_id).first())


@writes_messages
def on_registration_repeated(event: accounts.RegistrationRepeated) -> None:
    _write(security.ACCOUNT_EXISTS, _person(event.user_id))


@writes_messages
def on_email_verified(event: accounts.EmailVerified) -> None:
    if event.is_first:
        _write(account.WELCOME, _person(event.user_id))


@writes_messages
def on_password_changed(event: accounts.PasswordChanged) -> None:
    user = _person(event.user_id)
    _write(security.PASSWORD_CHANGED, user, {"user_id": str(event.user_id)})
    _ring(security.PASSWORD_CHANGED, user)


@writes_messages
def on_email_changed(event: accounts.EmailChanged) -> None:
    user = _person(event.user_id)
    _write(security.EMAIL_CHANGED, user, {"user_id": str(event.user_id)}, to=event.old_email)
    _ring(security.EMAIL_CHANGED, user)


@writes_messages
def on_signed_in_on_new_device(event: accounts.SignedInOnNewDevice) -> None:
    _tell_of_session(security.NEW_DEVICE, event.session_id)


@writes_messages
def on_refresh_token_reused(event: accounts.RefreshTokenReused) -> None:
    _tell_of_session(security.SESSION_STOLEN, event.session_id)


@writes_messages
def on_two_factor_changed(event: accounts.TwoFactorChanged) -> None:
    mail, user = security.TWO_FACTOR_ON if event.is_on else security.TWO_FACTOR_OFF, _person(event.user_id)
    _write(mail, user, {"user_id": str(event.user_id)})
    _ring(mail, user)


@writes_messages
def on_recovery_code_used(event: accounts.RecoveryCodeUsed) -> None:
    user = _person(event.user_id)
    _write(security.RECOVERY_CODE_USED, user, {"user_id": str(event.user_id), "left": str(event.left)})
    _ring(security.RECOVERY_CODE_USED, user)


@writes_messages
def on_role_applied(event: accounts.RoleApplied) -> None:
    _tell_of_application(account.APPLICATION_RECEIVED, event.application_id)


@writes_messages
def on_application_decided(event: accounts.ApplicationDecided) -> None:
    application = RoleApplication.objects.get(pk=event.application_id)
    approved = application.status == ApplicationStatus.APPROVED
    mail = account.APPLICATION_APPROVED if approved else account.APPLICATION_REJECTED
    _tell_of_application(mail, event.application_id)


@writes_messages
def on_data_export_ready(event: accounts.DataExportReady) -> None:
    export = DataExport.objects.select_related("user").filter(pk=event.export_id).first()
    if export:
        _write(account.DATA_EXPORT_READY, export.user, {"export_id": str(export.pk)})


@writes_messages
def on_user_status_changed(event: accounts.UserStatusChanged) -> None:
    user = _person(event.user_id)
    if user and user.status == UserStatus.SUSPENDED:
        _write(account.ACCOUNT_SUSPENDED, user)
    elif user and user.status == UserStatus.ACTIVE:
        _write(account.ACCOUNT_RESTORED, user)


@writes_messages
def on_mail_to_user_requested(event: accounts.MailToUserRequested) -> None:
    _write(staff.STAFF_MESSAGE, _person(event.user_id), {"subject": event.subject, "text": event.text})


@writes_messages
def on_stock_low(event: inventory.StockLow) -> None:
    services.tell_of_low_stock(cause=_cause(), is_asked_for=event.is_asked_for)


@writes_messages
def on_cart_abandoned(event: CartAbandoned) -> None:
    cart = Cart.objects.open().select_related("user").filter(pk=event.cart_id).first()
    if cart and cart.user:
        services.queue_mail(
            mail=carts.CART_WAITING,
            to=cart.user.email,
            cause=_cause(),
            params={"cart_id": str(cart.pk)},
            user=cart.user,
        )


@writes_messages
def on_back_in_stock(event: inventory.BackInStock) -> None:
    request = BackInStockRequest.objects.select_related("user").filter(pk=event.request_id).first()
    if request:
        services.queue_mail(
            mail=stock.BACK_IN_STOCK,
            to=request.email,
            cause=_cause(),
            params={"request_id": str(request.pk)},
            user=request.user,
            language=request.language,
        )


@handler(queue=Queue.BULK, external=True)
def on_broadcast_requested(event: BroadcastRequested) -> None:
    """Outside of one long transaction: each step of the addressing has its own."""
    services.address_broadcast(broadcast_id=event.broadcast_id)


@speaks_to_carriers
def on_mail_queued(event: MailQueued) -> None:
    services.send_mail(email_id=event.email_id)


@speaks_to_carriers
def on_sms_queued(event: SMSQueued) -> None:
    services.send_text_message(sms_id=event.sms_id)


def _cause() -> str:
    return f"event:{delivered_event_id()}"


def _person(user_id) -> User | None:
    """Return the person, unless the account was deleted before its mail was written."""
    return User.objects.filter(pk=user_id, deleted_at=None).first()


def _write(mail: Mail, user: User | None, params: Params | None = None, *, to: str = "") -> None:
    if user:
        services.queue_mail(mail=mail, to=to or user.email, cause=_cause(), params=params or {}, user=user)


def _ring(mail: Mail, user: User | None) -> None:
    if user:
        services.add_notice(user=user, mail=mail, cause=_cause(), page="accounts:security")


def _send_code(code: OneTimeCode | None) -> None:
    if code is None:
        return
    params = {"code_id": str(code.pk)}
    if code.channel == CodeChannel.SMS:
        services.queue_text_message(
            message=codes.CODE_SMS, to=code.destination, cause=_cause(), params=params, user=code.user
        )
    elif code.channel == CodeChannel.EMAIL:
        mail = codes.MAIL_FOR_PURPOSE[CodePurpose(code.purpose)]
        services.queue_mail(mail=mail, to=code.destination, cause=_cause(), params=params, user=code.user)


def _tell_of_session(mail: Mail, session_id) -> None:
    session = Session.objects.select_related("user").filter(pk=session_id).first()
    if session and session.user.deleted_at is None:
        _write(mail, session.user, {"session_id": str(session.pk)})
        _ring(mail, session.user)


def _tell_of_application(mail: Mail, application_id) -> None:
    application = RoleApplication.objects.select_related("user").filter(pk=application_id).first()
    if application:
        _write(mail, application.user, {"application_id": str(application.pk)})
