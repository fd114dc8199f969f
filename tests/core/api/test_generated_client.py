"""A client made from the document calls every operation once with good data, and is told nothing that is not in it."""

import io

import pytest
from django.utils import timezone
from PIL import Image

from accounts import services
from accounts.derivation import reset_token_of
from accounts.enums import CodePurpose, Role
from accounts.models import DataExport, User
from tests.accounts.letters import app_code, code_sent, newest
from tests.cart.api_walk import fill_a_cart, wish_for_something
from tests.catalog.api_browse import browse
from tests.catalog.api_import import move_goods
from tests.catalog.api_walk import name_things, sell_things, show_things
from tests.core.api.api_client import ApiClient
from tests.documented import operations
from tests.factories.accounts import PASSWORD, AddressFactory, UserFactory
from tests.factories.audit import AdminActionLogFactory
from tests.factories.notifications import EmailLogFactory, NotificationFactory, SMSLogFactory
from tests.inventory.api_walk import look_after_stock, wait_for_stock
from tests.promotions.api_walk import look_after_offers, see_offers
from tests.regions.api_walk import look_after_regions
from tests.shipping.api_walk import look_after_shipping
from tests.stores.api_walk import look_after_stores

pytestmark = pytest.mark.django_db
ADDRESS = {
    "label": "Home", "first_name": "Asha", "last_name": "Rao", "phone": "+91 98765 43210",
    "address_line1": "12 MG Road", "city": "Bengaluru", "state": "Karnataka", "postal_code": "560 001",
    "country": "IN",
}  # fmt: skip
APPLICATION = {"role": "seller", "business_name": "Rao Handlooms", "message": "We weave in Mysuru."}


def client_of(user: User) -> ApiClient:
    return ApiClient(services.open_token_session(user=user).access_token)


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 64), "teal").save(file, "PNG")
    return file.getvalue()


def look_around() -> ApiClient:
    stranger = ApiClient()
    assert stranger.api_root().data["links"]["schema"].endswith("/api/schema")
    assert stranger.health().body["checks"]["database"] == "ok"
    return stranger


def enter() -> ApiClient:
    """Register, prove the address, sign in, renew the tokens, and sign out again."""
    stranger = ApiClient()
    email = "asha@example.com"
    made = stranger.auth_register({"email": email, "password": PASSWORD, "name": "Asha Rao"})
    assert made.data["email_verification_required"] is True
    stranger.auth_resend_otp({"purpose": "verify_email", "email": email})
    code = code_sent(CodePurpose.VERIFY_EMAIL)
    assert stranger.auth_verify_email({"email": email, "code": code}).data["email_verified"] is True
    signed_in = stranger.auth_login({"email": email, "password": PASSWORD})
    pair = stranger.auth_refresh_token({"refresh_token": signed_in.data["refresh_token"]}).data
    assert stranger.auth_verify_token({"token": pair["access_token"]}).data["valid"] is True
    stranger.auth_logout({"refresh_token": pair["refresh_token"]})
    return stranger


def forget_the_password() -> ApiClient:
    stranger, user = ApiClient(), UserFactory()
    for operation in ("body", "path"):
        stranger.auth_forgot_password({"email": user.email})
        token = reset_token_of(newest(CodePurpose.RESET_PASSWORD))
        if operation == "body":
            stranger.auth_reset_password({"token": token, "password": "Mango-Lassi-77"})
        else:
            stranger.auth_reset_password_by_link({"password": "Mango-Lassi-78"}, token=token)
    return stranger


def keep_an_account() -> ApiClient:
    user = UserFactory()
    me = client_of(user)
    assert me.auth_me().data["email"] == me.users_me().data["email"] == user.email
    me.users_me_update({"name": "Asha Rao", "phone_number": "+919876543210", "region": "IN"})
    assert me.users_me_partial_update({"timezone": "Asia/Kolkata"}).data["name"] == "Asha Rao"
    me.users_me_verify_phone({})
    assert me.users_me_verify_phone({"code": code_sent(CodePurpose.VERIFY_PHONE)}).data["phone_verified"] is True
    assert me.users_me_avatar({"file": picture()}).data["avatar"]
    me.users_me_avatar_delete()
    paper = me.uploads_create({"purpose": "application", "file": picture()}).data["id"]
    me.uploads_retrieve(document_id=paper)
    me.users_me_apply(APPLICATION | {"documents": [paper]})
    assert len(me.users_me_applications().data) == 1
    me.users_me_change_email({"email": "new@example.com", "password": PASSWORD})
    assert me.users_me_change_email({"code": code_sent(CodePurpose.CHANGE_EMAIL)}).data["email"] == "new@example.com"
    return me


def keep_addresses() -> ApiClient:
    me = client_of(UserFactory())
    first, second = (me.users_addresses_add(ADDRESS).data["id"] for _ in range(2))
    assert len(me.users_addresses(limit=1).data) == 1
    assert me.users_address(address_id=first).data["city"] == "Bengaluru"
    me.users_address_update(ADDRESS | {"label": "Work"}, address_id=first)
    assert me.users_address_partial_update({"label": "Studio"}, address_id=first).data["label"] == "Studio"
    assert me.users_default_address({}, address_id=second).data["is_default_shipping"] is True
    me.users_address_remove(address_id=first)
    return me


def use_two_steps() -> ApiClient:
    user = UserFactory()
    me = client_of(user)
    assert me.users_me_2fa_enable({"method": "totp"}).data["secret"]
    me.users_me_2fa_verify({"code": app_code(user)})
    assert me.users_me_2fa_recovery_codes().data["unused"] > 0
    codes = me.users_me_2fa_recovery_codes_regenerate({"password": PASSWORD}).data["recovery_codes"]

    challenge = me.auth_login({"email": user.email, "password": PASSWORD}).data["challenge"]
    assert me.auth_login_verify_2fa({"challenge": challenge, "code": codes[0]}).data["access_token"]

    assert len(me.users_me_sessions().data) == 2
    other = next(session for session in me.users_me_sessions().data if not session["is_current"])
    me.users_me_session_end(session_id=other["id"])
    me.users_me_2fa_disable({"password": PASSWORD})
    me.users_me_2fa_disable({"password": PASSWORD, "code": codes[1]})
    return me


def read_messages() -> ApiClient:
    user = UserFactory()
    me = client_of(user)
    EmailLogFactory(user=user, sent=True)
    SMSLogFactory(user=user, sent=True)
    notice = NotificationFactory(user=user)
    assert len(me.own_email_logs_list().data) == len(me.own_sms_logs_list().data) == 1
    assert me.notifications_list().body["unread"] == 1
    assert me.notifications_read(notification_id=notice.pk).data["read_at"]
    assert any(line["topic"] == "news" for line in me.preferences_list().data)
    me.preferences_update({"preferences": [{"topic": "news", "channel": "email", "is_on": False}]})
    return me


def take_the_data_along() -> ApiClient:
    user = UserFactory()
    me = client_of(user)
    me.users_me_export_start()
    services.pack_export(export_id=DataExport.objects.get(user=user).pk)
    link = me.users_me_export().data["download_url"]
    assert me.users_me_export_download(token=link.rpartition("/")[2]).content.startswith(b"PK")
    me.users_me_change_password({"current_password": PASSWORD, "new_password": "Mango-Lassi-77"})
    return me


def leave() -> ApiClient:
    me = client_of(UserFactory())
    me.users_me_delete({"password": PASSWORD})
    me.users_me_delete({"password": PASSWORD, "code": code_sent(CodePurpose.DELETE_ACCOUNT)})
    return me


def leave_every_device() -> ApiClient:
    me = client_of(UserFactory())
    me.auth_logout_all()
    return me


def look_after_people(kind: str) -> ApiClient:
    """`users` and `customers` are two doors to the same rooms."""
    admin, person = client_of(UserFactory(admin=True)), UserFactory()
    AddressFactory(user=person)

    def call(what: str, *body, **parameters):
        return getattr(admin, f"admin_{kind}_{what}")(*body, user_id=person.pk, **parameters)

    listed = getattr(admin, f"admin_{kind}_list")
    assert [row["id"] for row in listed(q=person.email, status="active", sort="name").data] == [str(person.pk)]
    assert len(call("retrieve").data["addresses"]) == 1
    assert call("update", {"name": "Bina Das", "reason": "Asked by phone"}).data["name"] == "Bina Das"
    call("reset_password_create", {"reason": "Asked by phone"})
    call("send_email_create", {"subject": "Your order", "text": "It is on its way."})
    assert call("status_update", {"status": "suspended", "reason": "Fraud"}).data["status"] == "suspended"
    call("destroy", {"reason": "Asked in writing"})
    return admin


def decide_applications() -> ApiClient:
    admin = client_of(UserFactory(admin=True))
    first, second = (services.apply_for_role(user=UserFactory(), **APPLICATION | {"role": Role.SELLER}) for _ in "ab")
    pending = {row["id"] for row in admin.admin_applications(status="pending").data}
    assert {str(first.pk), str(second.pk)} <= pending
    admin.admin_application_approve({"reason": "Papers seen"}, application_id=first.pk)
    admin.admin_application_reject({"reason": "No papers"}, application_id=second.pk)
    return admin


def run_the_catalogue() -> ApiClient:
    admin = client_of(UserFactory(admin=True))
    name_things(admin)
    sell_things(admin)
    show_things(admin, picture())
    move_goods(admin)
    return admin


def run_the_shop() -> ApiClient:
    admin = client_of(UserFactory(admin=True))
    look_after_regions(admin)
    look_after_shipping(admin)
    look_after_stores(admin)
    look_after_stock(admin)
    look_after_offers(admin)
    return admin


def go_shopping() -> ApiClient:
    stranger = ApiClient()
    browse(stranger)
    wait_for_stock(stranger)
    see_offers(stranger)
    return stranger


def fill_carts() -> ApiClient:
    shopper = client_of(UserFactory())
    fill_a_cart(shopper)
    wish_for_something(shopper)
    return shopper


def read_the_action_log() -> ApiClient:
    boss, person = UserFactory(admin=True), UserFactory()
    AdminActionLogFactory(actor=boss, customer=person)
    admin = client_of(boss)
    day = {"from": "2020-01-01T00:00:00.000000Z"}
    assert admin.admin_action_logs_list(**day).data[0]["admin"]["id"] == str(boss.pk)
    assert len(admin.admin_action_logs_of_admin(admin_id=boss.pk).data) == 1
    assert len(admin.admin_action_logs_of_customer(customer_id=person.pk).data) == 1
    return admin


def look_after_messages() -> ApiClient:
    admin = client_of(UserFactory(admin=True))
    person = UserFactory(phone_number="+919876543211", phone_verified_at=timezone.now(), marketing_consent=True)
    mail, text = EmailLogFactory(user=person, sent=True), SMSLogFactory(user=person, sent=True)
    assert admin.admin_email_logs_list(status="sent").data[0]["id"] == str(mail.pk)
    assert admin.admin_email_logs_get(email_id=mail.pk).data["html"] is not None
    admin.admin_email_logs_resend(email_id=mail.pk)
    assert admin.admin_sms_logs_list().data[0]["id"] == str(text.pk)
    admin.admin_sms_logs_get(sms_id=text.pk)
    admin.admin_sms_logs_resend(sms_id=text.pk)
    news = {"user_ids": [str(person.pk)], "text": "From Friday on.", "topic": "account"}
    for preview in (True, False):
        admin.admin_send_email(news | {"subject": "Monsoon sale", "preview": preview})
        admin.admin_send_sms(news | {"preview": preview})
    return admin


JOURNEYS = [
    look_around, enter, forget_the_password, keep_an_account, keep_addresses, use_two_steps, read_messages,
    take_the_data_along, leave, leave_every_device, decide_applications, read_the_action_log, look_after_messages,
    run_the_catalogue, run_the_shop, go_shopping, fill_carts,
]  # fmt: skip


@pytest.mark.slow
def test_every_operation_answers_well_and_only_what_the_document_says():
    seen = set()
    for journey in JOURNEYS:
        seen |= journey().seen
    for kind in ("users", "customers"):
        seen |= look_after_people(kind).seen

    good = {
        (name, int(status))
        for name, (_method, _path, operation) in operations().items()
        for status in operation["responses"]
        if status < "300"
    }
    assert good - seen == set()
    assert {status for _name, status in seen if status >= 300} == set()
