"""What may be done to accounts."""

from .addresses import add_address, change_address, remove_address, set_default_address
from .codes import issue_code, redeem_code
from .emails import confirm_email_change, request_email_change
from .passwords import (
    change_password,
    confirm_password,
    find_reset,
    request_password_reset,
    reset_password,
    send_reset_link,
)
from .profile import set_avatar, update_profile
from .registration import (
    register,
    register_quietly,
    resend_verification,
    send_phone_code,
    verify_email,
    verify_phone,
)
from .sessions import (
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
from .two_factor import (
    Enrolment,
    disable_two_factor,
    finish_two_factor,
    regenerate_recovery_codes,
    send_confirmation_code,
    start_two_factor,
)

__all__ = [
    "Enrolment",
    "SignIn",
    "add_address",
    "change_address",
    "change_password",
    "complete_sign_in",
    "confirm_email_change",
    "confirm_password",
    "disable_two_factor",
    "end_own_session",
    "end_session",
    "end_session_of_token",
    "end_sessions",
    "find_reset",
    "finish_two_factor",
    "issue_code",
    "open_session",
    "open_token_session",
    "redeem_code",
    "refresh_tokens",
    "regenerate_recovery_codes",
    "register",
    "register_quietly",
    "remove_address",
    "request_email_change",
    "request_password_reset",
    "resend_challenge",
    "resend_verification",
    "reset_password",
    "send_confirmation_code",
    "send_phone_code",
    "send_reset_link",
    "set_avatar",
    "set_default_address",
    "sign_in",
    "start_two_factor",
    "touch_session",
    "update_profile",
    "verify_email",
    "verify_phone",
]
