"""Messages whose words come from staff."""

from django.utils.translation import gettext_lazy as _

from notifications.enums import Topic
from notifications.mails.base import Mail, Params, TextMessage, Values
from notifications.wording import one_line

SAMPLE = {
    "staff_subject": "The Diwali market opens on Friday",
    "staff_text": "Forty makers from six states bring their best work.\n\nDoors open at ten.",
}


def _words(params: Params) -> Values:
    return {"staff_subject": one_line(params["subject"]), "staff_text": params["text"]}


STAFF_MESSAGE = Mail(
    name="staff_message",
    folder="staff",
    title=_("Message from staff"),
    topic=Topic.ACCOUNT,
    subject="{{ staff_subject }}",
    preheader="",
    sample=SAMPLE,
    values=_words,
)
NEWS = Mail(
    name="news",
    folder="staff",
    title=_("Offers and news"),
    topic=Topic.NEWS,
    subject="{{ staff_subject }}",
    preheader="",
    sample=SAMPLE,
    values=_words,
)
MAILS = [STAFF_MESSAGE, NEWS]

STAFF_SMS = TextMessage(
    name="staff_message",
    title=_("Message from staff"),
    topic=Topic.ACCOUNT,
    text="{{ shop_name }}: {{ staff_text }}",
    sample={"staff_text": "Your parcel is at the counter."},
    values=lambda params: {"staff_text": params["text"]},
)
NEWS_SMS = TextMessage(
    name="news",
    title=_("Offers and news"),
    topic=Topic.NEWS,
    text="{{ shop_name }}: {{ staff_text }}",
    sample={"staff_text": "The Diwali market opens on Friday."},
    values=lambda params: {"staff_text": params["text"]},
)
