"""What may be done to accounts."""

from .addresses import add_address, change_address, remove_address, restore_address, set_default_address
from .admins import create_admin
from .applications import apply_for_role, approve_application, reject_application
from .codes import issue_code, redeem_code
from .emails import confirm_email_change, request_email_change
from .erasure import delete_account, erase_user, request_deletion
from .exports import download_url, is_downloadable, open_export, pack_export, request_export
from .passwords import (
    change_password,
    confirm_password,
    find_reset,
    request_password_reset,
    reset_password,
    send_reset_link,
)
from .people import (
    delete_user,
    end_session_of_user,
    send_mail_to_user,
    set_status,
    trigger_password_reset,
    update_user,
)
from .profile import choose_region, set_avatar, update_profile, wrong_in_profile
from .registration import (
    register,
    register_quietly,
    resend_verification,
    send_phone_code,
    verify_email,
    verify_phone,
)
from .sessions import (
    end_other_sessions,
    end_own_session,
    end_session,
    end_session_of_token,
    end_sessions,
    open_session,
    open_token_session,
    refresh_tokens,
    touch_session,
)
from .sign_in import SignIn, complete_sign_in, resend_challenge, sign_in
from .staff import set_staff_groups, synchronise_groups
from .two_factor import (
    Enrolment,
    disable_two_factor,
    find_enrolment,
    finish_two_factor,
    regenerate_recovery_codes,
    send_confirmation_code,
    start_two_factor,
)

__all__ = [
    "Enrolment",
    "SignIn",
    "add_address",
    "apply_for_role",
    "approve_application",
    "change_address",
    "change_password",
    "choose_region",
    "complete_sign_in",
    "confirm_email_change",
    "confirm_password",
    "create_admin",
    "delete_account",
    "delete_user",
    "disable_two_factor",
    "download_url",
    "end_other_sessions",
    "end_own_session",
    "end_session",
    "end_session_of_token",
    "end_session_of_user",
    "end_sessions",
    "erase_user",
    "find_enrolment",
    "find_reset",
    "finish_two_factor",
    "is_downloadable",
    "issue_code",
    "open_export",
    "open_session",
    "open_token_session",
    "pack_export",
    "redeem_code",
    "refresh_tokens",
    "regenerate_recovery_codes",
    "register",
    "register_quietly",
    "reject_application",
    "remove_address",
    "request_deletion",
    "request_email_change",
    "request_export",
    "request_password_reset",
    "resend_challenge",
    "resend_verification",
    "reset_password",
    "restore_address",
    "send_confirmation_code",
    "send_mail_to_user",
    "send_phone_code",
    "send_reset_link",
    "set_avatar",
    "set_default_address",
    "set_staff_groups",
    "set_status",
    "sign_in",
    "start_two_factor",
    "synchronise_groups",
    "touch_session",
    "trigger_password_reset",
    "update_profile",
    "update_user",
    "verify_email",
    "verify_phone",
    "wrong_in_profile",
]
