"""JSON for a person's own messages, preferences and notices."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.calls import Call
from core.api.pagination import PagePagination
from core.api.responses import Answer
from notifications import selectors, services
from notifications.api.serializers import ChoiceOut, NotificationOut, OwnEmailOut, OwnSMSOut, PreferencesIn

MESSAGES, PREFERENCES = ["Messages"], ["Preferences"]
NEWS_OFF = OpenApiExample(
    "No more offers by e-mail",
    value={"preferences": [{"topic": "news", "channel": "email", "is_on": False}]},
    request_only=True,
)


class OwnView(Call, APIView):
    """Answers about whoever asks."""

    permission_classes = [IsAuthenticated]


class OwnPreferences(OwnView):
    """GET, PUT /users/me/preferences"""

    pagination_class = None

    @extend_schema(
        operation_id="preferences_list", summary="What you hear of", tags=PREFERENCES, responses=ChoiceOut(many=True)
    )
    def get(self, request: Request) -> Response:
        return Response(ChoiceOut(services.list_choices(request.user), many=True).data)

    @extend_schema(
        operation_id="preferences_update",
        summary="Choose what you hear of",
        description="Lines that are not named stay as they are. Those that are fixed answer PREFERENCE_FIXED.",
        tags=PREFERENCES,
        request=PreferencesIn,
        responses=ChoiceOut(many=True),
        examples=[NEWS_OFF],
    )
    def put(self, request: Request) -> Response:
        body = PreferencesIn(data=request.data)
        body.is_valid(raise_exception=True)
        choices = services.set_preferences(user=request.user, wanted=body.wanted())
        return Response(ChoiceOut(choices, many=True).data)


class OwnEmails(OwnView):
    """GET /users/me/email-logs"""

    @extend_schema(
        operation_id="own_email_logs_list",
        summary="Mails that were sent to you",
        tags=MESSAGES,
        responses=OwnEmailOut(many=True),
    )
    def get(self, request: Request) -> Response:
        return self.answer_page(selectors.list_mails_of(request.user), OwnEmailOut)


class OwnTextMessages(OwnView):
    """GET /users/me/sms-logs"""

    @extend_schema(
        operation_id="own_sms_logs_list",
        summary="Text messages that were sent to you",
        tags=MESSAGES,
        responses=OwnSMSOut(many=True),
    )
    def get(self, request: Request) -> Response:
        return self.answer_page(selectors.list_text_messages_of(request.user), OwnSMSOut)


class NoticePages(PagePagination):
    """Pages that say beside the rows how many are unread."""

    def get_paginated_response_schema(self, schema: dict) -> dict:
        page = super().get_paginated_response_schema(schema)
        page["required"].append("unread")
        page["properties"]["unread"] = {"type": "integer", "minimum": 0}
        return page


class Notifications(OwnView):
    """GET /notifications"""

    pagination_class = NoticePages

    @extend_schema(
        operation_id="notifications_list",
        summary="Notices on the site",
        description="`unread` beside the data counts all unread ones.",
        tags=MESSAGES,
        responses=NotificationOut(many=True),
    )
    def get(self, request: Request) -> Response:
        pages = NoticePages()
        page = pages.paginate_queryset(selectors.list_notices(request.user), request, view=self)
        answer = pages.get_paginated_response(NotificationOut(page, many=True).data)
        return Answer(answer.data, **answer.beside_data, unread=selectors.count_unread(request.user))


class NotificationReading(OwnView):
    """PUT /notifications/{id}/read"""

    @extend_schema(
        operation_id="notifications_read",
        summary="Mark a notice as read",
        tags=MESSAGES,
        request=None,
        responses=NotificationOut,
    )
    def put(self, request: Request, notification_id: UUID) -> Response:
        row = services.mark_read(user=request.user, notification_id=notification_id, now=timezone.now())
        return Response(NotificationOut(row).data)
