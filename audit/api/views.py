"""JSON for /admin/action-logs."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from audit import selectors
from audit.api.serializers import ActionLogFilterIn, ActionLogOut
from audit.querysets import AdminActionLogQuerySet
from core.api.pagination import PageOrCursorPagination
from core.api.permissions import StaffView
from core.errors import NotFound

LIST = extend_schema(parameters=[ActionLogFilterIn], responses=ActionLogOut(many=True), tags=["Admin: action log"])


class ActionLogView(StaffView):
    """What staff did, the newest first."""

    staff_permissions = {"GET": "audit.view_adminactionlog"}
    pagination_class = PageOrCursorPagination

    def answer(self, request: Request, rows: AdminActionLogQuerySet) -> Response:
        wanted = self.asked(ActionLogFilterIn)
        rows = rows.between(wanted.get("from"), wanted.get("to"))
        if "admin" in wanted:
            rows = rows.by(wanted["admin"])
        if "customer" in wanted:
            rows = rows.about(wanted["customer"])
        if "action" in wanted:
            rows = rows.filter(action=wanted["action"])
        return self.answer_page(rows, ActionLogOut)


class ActionLogs(ActionLogView):
    """GET /admin/action-logs"""

    @extend_schema(operation_id="admin_action_logs_list", summary="What staff did")
    @LIST
    def get(self, request: Request) -> Response:
        return self.answer(request, selectors.list_actions())


class ActionLogsOfAdmin(ActionLogView):
    """GET /admin/action-logs/{admin_id}"""

    @extend_schema(operation_id="admin_action_logs_of_admin", summary="What one member of staff did")
    @LIST
    def get(self, request: Request, admin_id: UUID) -> Response:
        _refuse_unknown(admin_id)
        return self.answer(request, selectors.list_actions().by(admin_id))


class ActionLogsOfCustomer(ActionLogView):
    """GET /admin/action-logs/customer/{customer_id}"""

    @extend_schema(operation_id="admin_action_logs_of_customer", summary="What staff did to one person's account")
    @LIST
    def get(self, request: Request, customer_id: UUID) -> Response:
        _refuse_unknown(customer_id)
        return self.answer(request, selectors.list_actions().about(customer_id))


def _refuse_unknown(user_id: UUID) -> None:
    if not User.objects.filter(pk=user_id).exists():
        raise NotFound
