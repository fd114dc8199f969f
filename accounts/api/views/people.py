"""JSON for /admin/users, /admin/customers and /admin/applications: staff look after people."""

from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import selectors, services
from accounts.api.examples import SUSPEND
from accounts.api.presentation import show_person
from accounts.api.serializers.account import StaffUserIn
from accounts.api.serializers.people import (
    ApplicationFilterIn,
    MailIn,
    PeopleFilterIn,
    ReasonGivenIn,
    ReasonIn,
    StaffApplicationOut,
    StaffUserDetailOut,
    StaffUserOut,
    StatusIn,
)
from accounts.models import User
from accounts.querysets import UserQuerySet
from core.api.pagination import PageOrCursorPagination
from core.api.permissions import StaffView
from core.api.responses import Answer
from core.errors import InvalidInput, NotFound

TAG = ["Admin: people"]
ORDER = {
    "newest": ("-created_at", "-id"),
    "oldest": ("created_at", "id"),
    "name": ("name", "id"),
    "last_login": ("-last_login_at", "-id"),
}
BY_CURSOR = {"newest", "oldest"}


class PeopleView(StaffView):
    """Base of the views about people; `customers_only` leaves staff out, as if they were not there."""

    customers_only = False

    def people(self) -> UserQuerySet:
        people = selectors.list_people()
        return people.filter(is_staff=False) if self.customers_only else people

    def person(self, user_id: UUID) -> User:
        user = selectors.get_person(user_id=user_id)
        if self.customers_only and user.is_staff:
            raise NotFound
        return user


class People(PeopleView):
    """GET /admin/users"""

    pagination_class = PageOrCursorPagination
    staff_permissions = {"GET": "accounts.view_user"}

    @extend_schema(tags=TAG, summary="People", parameters=[PeopleFilterIn], responses=StaffUserOut(many=True))
    def get(self, request: Request) -> Response:
        wanted = self.asked(PeopleFilterIn)
        people = self.people()
        for field in ("role", "status"):
            if field in wanted:
                people = people.filter(**{field: wanted[field]})
        if "region" in wanted:
            people = people.filter(region=wanted["region"])
        if "q" in wanted:
            people = people.search(wanted["q"])
        sort = wanted.get("sort", "newest")
        if "cursor" in request.query_params and sort not in BY_CURSOR:
            raise InvalidInput(sort=[_("With a cursor, people come by newest or oldest only.")])
        people = people.order_by(*ORDER[sort])
        return self.answer_page(people, StaffUserOut)


class PersonDetail(PeopleView):
    """GET, PUT, DELETE /admin/users/{user_id}"""

    staff_permissions = {
        "GET": "accounts.view_user",
        "PUT": "accounts.change_user",
        "DELETE": "accounts.delete_user",
    }

    @extend_schema(tags=TAG, summary="Somebody's account", responses=StaffUserDetailOut)
    def get(self, request: Request, user_id: UUID) -> Response:
        return Response(show_person(self.person(user_id)))

    @extend_schema(
        tags=TAG,
        summary="Change somebody's profile",
        description="Only the fields that are given change. A change of role takes a reason; making or unmaking "
        "staff, a superuser too.",
        request=StaffUserIn(partial=True),
        responses=StaffUserDetailOut,
    )
    def put(self, request: Request, user_id: UUID) -> Response:
        changes = self.read(StaffUserIn, partial=True)
        user = services.update_user(user=self.person(user_id), actor=request.user, **changes)
        return Response(show_person(user))

    @extend_schema(
        tags=TAG,
        summary="Erase somebody on their wish",
        request=ReasonGivenIn,
        responses={204: None},
    )
    def delete(self, request: Request, user_id: UUID) -> Response:
        asked = self.read(ReasonGivenIn)
        services.delete_user(user=self.person(user_id), actor=request.user, **asked)
        return Response(status=204)


class PersonStatus(PeopleView):
    """PUT /admin/users/{user_id}/status"""

    staff_permissions = {"PUT": "accounts.change_user"}

    @extend_schema(
        tags=TAG,
        summary="Suspend, deactivate or activate somebody",
        request=StatusIn,
        responses=StaffUserDetailOut,
        examples=[SUSPEND],
    )
    def put(self, request: Request, user_id: UUID) -> Response:
        user = services.set_status(user=self.person(user_id), actor=request.user, **self.read(StatusIn))
        return Response(show_person(user))


class PersonMail(PeopleView):
    """POST /admin/users/{user_id}/send-email"""

    staff_permissions = {"POST": "accounts.change_user"}

    @extend_schema(tags=TAG, summary="Write to somebody", request=MailIn, responses={202: None})
    def post(self, request: Request, user_id: UUID) -> Response:
        services.send_mail_to_user(user=self.person(user_id), actor=request.user, **self.read(MailIn))
        return Answer({}, status=202, message=_("The mail is on its way."))


class PersonPasswordReset(PeopleView):
    """POST /admin/users/{user_id}/reset-password"""

    staff_permissions = {"POST": "accounts.change_user"}

    @extend_schema(
        tags=TAG, summary="Mail somebody a link to set a new password", request=ReasonIn, responses={202: None}
    )
    def post(self, request: Request, user_id: UUID) -> Response:
        services.trigger_password_reset(user=self.person(user_id), actor=request.user, **self.read(ReasonIn))
        return Answer({}, status=202, message=_("A link is on its way to the person."))


class AllApplications(PeopleView):
    """GET /admin/applications"""

    pagination_class = PageOrCursorPagination
    staff_permissions = {"GET": "accounts.view_roleapplication"}

    @extend_schema(
        operation_id="admin_applications",
        tags=TAG,
        summary="Who wants to be a retailer or a seller",
        parameters=[ApplicationFilterIn],
        responses=StaffApplicationOut(many=True),
    )
    def get(self, request: Request) -> Response:
        return self.answer_page(
            selectors.list_all_applications().filter(**self.asked(ApplicationFilterIn)), StaffApplicationOut
        )


class ApplicationApproval(PeopleView):
    """POST /admin/applications/{application_id}/approve"""

    staff_permissions = {"POST": "accounts.change_roleapplication"}

    @extend_schema(
        operation_id="admin_application_approve",
        tags=TAG,
        summary="Approve an application",
        request=ReasonIn,
        responses=StaffApplicationOut,
    )
    def post(self, request: Request, application_id: UUID) -> Response:
        application = selectors.get_application(application_id=application_id)
        reason = self.read(ReasonIn)["reason"]
        services.approve_application(application=application, actor=request.user, reason=reason)
        return Response(StaffApplicationOut(selectors.get_application(application_id=application_id)).data)


class ApplicationRejection(PeopleView):
    """POST /admin/applications/{application_id}/reject"""

    staff_permissions = {"POST": "accounts.change_roleapplication"}

    @extend_schema(
        operation_id="admin_application_reject",
        tags=TAG,
        summary="Reject an application, with a reason for the person",
        request=ReasonGivenIn,
        responses=StaffApplicationOut,
    )
    def post(self, request: Request, application_id: UUID) -> Response:
        application = selectors.get_application(application_id=application_id)
        reason = self.read(ReasonGivenIn)["reason"]
        services.reject_application(application=application, actor=request.user, reason=reason)
        return Response(StaffApplicationOut(selectors.get_application(application_id=application_id)).data)
