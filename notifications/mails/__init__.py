"""Every mail and text message the shop can send, by name."""

from notifications.mails import account, carts, codes, security, staff, stock
from notifications.mails.base import Mail, TextMessage

MAILS: dict[str, Mail] = {
    mail.name: mail
    for mail in [*account.MAILS, *carts.MAILS, *codes.MAILS, *security.MAILS, *staff.MAILS, *stock.MAILS]
}
TEXT_MESSAGES: dict[str, TextMessage] = {
    message.name: message for message in [codes.CODE_SMS, staff.STAFF_SMS, staff.NEWS_SMS]
}
