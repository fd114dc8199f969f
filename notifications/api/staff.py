"""JSON for staff: the logs, resending, and writing to customers."""

from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.idempotency import Idempotent
from core.api.pagination import PageOrCursorPagination
from core.api.permissions import StaffView
from notifications import selectors, services
from notifications.api.serializers import (
    BroadcastOut,
    EmailLogDetailOut,
    EmailLogOut,
    LogFilterIn,
    SendEmailIn,
    SendSMSIn,
    SMSLogOut,
)
from notifications.enums import Channel, Topic
from notifications.models import EmailLog, SMSLog
from notifications.querysets import MessageQuerySet

TAGS = ["Admin: messages"]
TO_SOME = OpenApiExample(
    "To one customer",
    value={
        "user_ids": ["0198c1f0-6f7e-7c3a-9a55-3f1f5d0c2b11"],
        "topic": "account",
        "subject": "Your question about delivery",
        "text": "Your parcel left us this morning.",
    },
    request_only=True,
)
TO_SEGMENT = OpenApiExample(
    "Preview for a segment",
    value={
        "segment": {"role": "retailer", "region": "IN"},
        "topic": "news",
        "subject": "Trade prices for the season",
        "text": "The new list is out.",
        "preview": True,
    },
    request_only=True,
)
SMS_TO_SOME = OpenApiExample(
    "To one customer",
    value={
        "user_ids": ["0198c1f0-6f7e-7c3a-9a55-3f1f5d0c2b11"],
        "topic": "account",
        "text": "Your parcel is at the counter.",
    },
    request_only=True,
)


class LogView(StaffView):
    """A log as a list: filtered, paged, the newest first."""

    pagination_class = PageOrCursorPagination

    def answer(self, request: Request, rows: MessageQuerySet, shape: type[serializers.Serializer]) -> Response:
        wanted = self.asked(LogFilterIn)
        if "q" in wanted:
            rows = rows.matching(wanted["q"])
        if "status" in wanted:
            rows = rows.filter(status=wanted["status"])
        if "shopper_id" in wanted:
            rows = rows.filter(user__shopper_id=wanted["shopper_id"])
        return self.answer_page(rows, shape)


class EmailLogs(LogView):
    """GET /admin/notifications/email-logs"""

    staff_permissions = {"GET": "notifications.view_emaillog"}

    @extend_schema(
        operation_id="admin_email_logs_list",
        summary="Mails of the shop",
        tags=TAGS,
        parameters=[LogFilterIn],
        responses=EmailLogOut(many=True),
    )
    def get(self, request: Request) -> Response:
        return self.answer(request, selectors.list_mails(), EmailLogOut)


class EmailLogDetail(StaffView):
    """GET /admin/notifications/email-logs/{id}"""

    staff_permissions = {"GET": "notifications.view_emaillog"}

    @extend_schema(operation_id="admin_email_logs_get", summary="One mail", tags=TAGS, responses=EmailLogDetailOut)
    def get(self, request: Request, email_id: UUID) -> Response:
        return Response(EmailLogDetailOut(selectors.get_message(EmailLog, email_id)).data)


class EmailResending(StaffView):
    """POST /admin/notifications/email-logs/{id}/resend"""

    staff_permissions = {"POST": "notifications.change_emaillog"}

    @extend_schema(
        operation_id="admin_email_logs_resend",
        summary="Send a mail again",
        description="Answers the new row. MESSAGE_EXPIRED when its code or link is used up or too old.",
        tags=TAGS,
        request=None,
        responses={201: EmailLogOut},
    )
    def post(self, request: Request, email_id: UUID) -> Response:
        email = selectors.get_message(EmailLog, email_id)
        copy = services.resend_mail(email=email, actor=request.user)
        return Response(EmailLogOut(copy).data, status=201)


class SMSLogs(LogView):
    """GET /admin/notifications/sms-logs"""

    staff_permissions = {"GET": "notifications.view_smslog"}

    @extend_schema(
        operation_id="admin_sms_logs_list",
        summary="Text messages of the shop",
        tags=TAGS,
        parameters=[LogFilterIn],
        responses=SMSLogOut(many=True),
    )
    def get(self, request: Request) -> Response:
        return self.answer(request, selectors.list_text_messages(), SMSLogOut)


class SMSLogDetail(StaffView):
    """GET /admin/notifications/sms-logs/{id}"""

    staff_permissions = {"GET": "notifications.view_smslog"}

    @extend_schema(operation_id="admin_sms_logs_get", summary="One text message", tags=TAGS, responses=SMSLogOut)
    def get(self, request: Request, sms_id: UUID) -> Response:
        return Response(SMSLogOut(selectors.get_message(SMSLog, sms_id)).data)


class SMSResending(StaffView):
    """POST /admin/notifications/sms-logs/{id}/resend"""

    staff_permissions = {"POST": "notifications.change_smslog"}

    @extend_schema(
        operation_id="admin_sms_logs_resend",
        summary="Send a text message again",
        tags=TAGS,
        request=None,
        responses={201: SMSLogOut},
    )
    def post(self, request: Request, sms_id: UUID) -> Response:
        sms = selectors.get_message(SMSLog, sms_id)
        copy = services.resend_text_message(sms=sms, actor=request.user)
        return Response(SMSLogOut(copy).data, status=201)


class BroadcastView(Idempotent, StaffView):
    """Writing to customers. With `preview` the message is shown and its recipients are counted, no more."""

    staff_permissions = {"POST": "notifications.add_broadcast"}
    channel: Channel

    def answer(self, request: Request, body: SendEmailIn | SendSMSIn) -> Response:
        body.is_valid(raise_exception=True)
        message = {
            "channel": self.channel,
            "topic": Topic(body.validated_data["topic"]),
            "recipients": body.recipients(),
            "subject": body.validated_data.get("subject", ""),
            "text": body.validated_data["text"],
        }
        if body.validated_data["preview"]:
            preview = services.preview_broadcast(**message)
            return Response(_counted(preview.audience) | {"id": None} | vars(preview.rendered))
        broadcast, audience = services.request_broadcast(
            actor=request.user, reason=body.validated_data["reason"], **message
        )
        return Response(_counted(audience) | {"id": str(broadcast.pk)}, status=202)


class EmailToCustomers(BroadcastView):
    """POST /admin/notifications/send-email"""

    channel = Channel.EMAIL

    @extend_schema(
        operation_id="admin_send_email",
        summary="Write a mail to customers",
        tags=TAGS,
        request=SendEmailIn,
        responses={200: BroadcastOut, 202: BroadcastOut},
        examples=[TO_SOME, TO_SEGMENT],
    )
    def post(self, request: Request) -> Response:
        return self.answer(request, SendEmailIn(data=request.data))


class SMSToCustomers(BroadcastView):
    """POST /admin/notifications/send-sms"""

    channel = Channel.SMS

    @extend_schema(
        operation_id="admin_send_sms",
        summary="Write a text message to customers",
        tags=TAGS,
        request=SendSMSIn,
        responses={200: BroadcastOut, 202: BroadcastOut},
        examples=[SMS_TO_SOME],
    )
    def post(self, request: Request) -> Response:
        return self.answer(request, SendSMSIn(data=request.data))


def _counted(audience) -> dict[str, int]:
    return {"chosen": audience.chosen, "recipients": audience.recipients, "skipped": audience.skipped}
