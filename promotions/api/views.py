"""JSON of coupons and discounts: staff write them, everybody reads what is on."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog.selectors import audience_of
from core.api.calls import Call
from core.api.idempotency import Idempotent
from core.api.pagination import PageOrCursorPagination
from core.api.permissions import StaffView
from core.caching import public
from core.route_limits import RouteClass
from promotions import selectors, services
from promotions.api.serializers import (
    CouponFilterIn,
    CouponIn,
    CouponOut,
    CouponUserOut,
    CouponUsersIn,
    CouponUsersOut,
    GeneratedOut,
    GenerateIn,
    PromotionOut,
    RedemptionFilterIn,
    RedemptionOut,
    RuleFilterIn,
    RuleIn,
    RuleOut,
)
from promotions.models import Coupon
from regions.selectors import region_of

COUPONS, RULES = ["Admin: coupons"], ["Admin: discount rules"]
LEFT_OUT = "What is left out stays."
TEN_PERCENT = OpenApiExample(
    "Ten percent",
    value={
        "code": "WELCOME10",
        "type": "percentage",
        "discount_value": "10",
        "usage_limit": 1000,
        "per_user_limit": 1,
    },
    request_only=True,
)
MANY = OpenApiExample(
    "A thousand codes",
    value={"pattern": "DIWALI-######", "count": 1000, "type": "percentage", "discount_value": "15", "usage_limit": 1},
    request_only=True,
)
TIERS = OpenApiExample(
    "The more, the less",
    value={
        "name": "Notebooks in packs",
        "rule_type": "bulk_tier",
        "tiers": [{"quantity": 5, "value_type": "percent", "value": "5"}],
        "target_type": "category",
        "targets": ["01931f2e-5b7a-7c40-8f8e-2f1d6a3b9c11"],
    },
    request_only=True,
)


@public(max_age=60, tags=["promotions", "catalogue"])
class Promotions(Call, APIView):
    """GET /promotions"""

    permission_classes = (AllowAny,)
    route_class = RouteClass.CATALOGUE

    @extend_schema(
        operation_id="promotions_list",
        summary="What is on now",
        description="In the caller's region, for its audience; what ends first in front. Coupons are not told.",
        tags=["Catalogue"],
        responses=PromotionOut(many=True),
        auth=[{}],
    )
    def get(self, request: Request) -> Response:
        running = selectors.list_running(region_of(request), audience_of(request), timezone.now())
        return self.answer_page(running, PromotionOut)


class CouponsView(StaffView):
    """What the answers about coupons have in common."""

    def answer(self, coupon: Coupon, status: int = 200) -> Response:
        usage = selectors.usage_of([coupon.pk])
        return Response(CouponOut(coupon, context={"usage": usage}).data, status=status)


class Coupons(Idempotent, CouponsView):
    """GET, POST /admin/coupons"""

    staff_permissions = {"GET": "promotions.view_coupon", "POST": "promotions.add_coupon"}

    @extend_schema(
        operation_id="admin_coupons_list",
        summary="Coupons with their use",
        tags=COUPONS,
        parameters=[CouponFilterIn],
        responses=CouponOut(many=True),
    )
    def get(self, request: Request) -> Response:
        wanted = self.asked(CouponFilterIn)
        if code := wanted.pop("code", None):
            wanted["code__startswith"] = selectors.normal_code(code)
        pages = self.pagination_class()
        page = pages.paginate_queryset(selectors.list_coupons().filter(**wanted), request, view=self)
        usage = selectors.usage_of([coupon.pk for coupon in page])
        return pages.get_paginated_response(CouponOut(page, many=True, context={"usage": usage}).data)

    @extend_schema(
        operation_id="admin_coupons_add",
        summary="Add a coupon",
        description="DUPLICATE when another living coupon has its code.",
        tags=COUPONS,
        request=CouponIn,
        responses={201: CouponOut},
        examples=[TEN_PERCENT],
    )
    def post(self, request: Request) -> Response:
        return self.answer(services.save_coupon(actor=request.user, **self.read(CouponIn)), status=201)


class CouponDetail(CouponsView):
    """GET, PUT, DELETE /admin/coupons/{id}"""

    staff_permissions = {
        "GET": "promotions.view_coupon",
        "PUT": "promotions.change_coupon",
        "DELETE": "promotions.delete_coupon",
    }

    @extend_schema(operation_id="admin_coupons_get", summary="One coupon", tags=COUPONS, responses=CouponOut)
    def get(self, request: Request, coupon_id: UUID) -> Response:
        return self.answer(selectors.get_coupon(coupon_id))

    @extend_schema(
        operation_id="admin_coupons_update",
        summary="Change a coupon",
        description=LEFT_OUT,
        tags=COUPONS,
        request=CouponIn(partial=True),
        responses=CouponOut,
    )
    def put(self, request: Request, coupon_id: UUID) -> Response:
        fields = self.read(CouponIn, partial=True)
        coupon = selectors.get_coupon(coupon_id)
        return self.answer(services.save_coupon(coupon=coupon, actor=request.user, **fields))

    @extend_schema(
        operation_id="admin_coupons_delete",
        summary="Remove a coupon",
        description="Orders keep what it gave. Its code may be given anew.",
        tags=COUPONS,
        responses={204: None},
    )
    def delete(self, request: Request, coupon_id: UUID) -> Response:
        services.remove_coupon(coupon=selectors.get_coupon(coupon_id), actor=request.user)
        return Response(status=204)


class CouponGenerator(Idempotent, StaffView):
    """POST /admin/coupons/generate"""

    staff_permissions = {"POST": "promotions.add_coupon"}

    @extend_schema(
        operation_id="admin_coupons_generate",
        summary="Make many codes",
        description="All or none. The back office's list of the lot exports them as CSV.",
        tags=COUPONS,
        request=GenerateIn,
        responses={201: GeneratedOut},
        examples=[MANY],
    )
    def post(self, request: Request) -> Response:
        made = services.generate_coupons(actor=request.user, **self.read(GenerateIn))
        answer = {"lot": made[0].lot, "count": len(made), "codes": [coupon.code for coupon in made]}
        return Response(GeneratedOut(answer).data, status=201)


class CouponUsers(StaffView):
    """GET, POST /admin/coupons/{id}/users"""

    staff_permissions = {"GET": "promotions.view_coupon", "POST": "promotions.change_coupon"}

    @extend_schema(
        operation_id="admin_coupons_users_list",
        summary="Whom a coupon is for",
        description="Nobody is everybody.",
        tags=COUPONS,
        responses=CouponUserOut(many=True),
    )
    def get(self, request: Request, coupon_id: UUID) -> Response:
        rows = selectors.get_coupon(coupon_id).users.select_related("user").order_by("pk")
        return self.answer_page(rows, CouponUserOut)

    @extend_schema(
        operation_id="admin_coupons_users_add",
        summary="Give a coupon to people",
        tags=COUPONS,
        request=CouponUsersIn,
        responses={201: CouponUsersOut},
    )
    def post(self, request: Request, coupon_id: UUID) -> Response:
        coupon = selectors.get_coupon(coupon_id)
        wanted = self.read(CouponUsersIn)["users"]
        rows = services.add_coupon_users(coupon=coupon, user_ids=wanted, actor=request.user)
        return Response(CouponUsersOut({"users": rows}).data, status=201)


class CouponUser(StaffView):
    """DELETE /admin/coupons/{id}/users/{user_id}"""

    staff_permissions = {"DELETE": "promotions.change_coupon"}

    @extend_schema(
        operation_id="admin_coupons_users_delete",
        summary="Take a coupon from somebody",
        tags=COUPONS,
        responses={204: None},
    )
    def delete(self, request: Request, coupon_id: UUID, user_id: UUID) -> Response:
        coupon = selectors.get_coupon(coupon_id)
        services.remove_coupon_user(coupon=coupon, user_id=user_id, actor=request.user)
        return Response(status=204)


class Redemptions(StaffView):
    """GET /admin/coupon-redemptions"""

    staff_permissions = {"GET": "promotions.view_couponredemption"}
    pagination_class = PageOrCursorPagination

    @extend_schema(
        operation_id="admin_coupon_redemptions",
        summary="Uses of coupons",
        tags=COUPONS,
        parameters=[RedemptionFilterIn],
        responses=RedemptionOut(many=True),
    )
    def get(self, request: Request) -> Response:
        names = {"from": "redeemed_at__gte", "to": "redeemed_at__lt"}
        wanted = {names.get(name, name): value for name, value in self.asked(RedemptionFilterIn).items()}
        return self.answer_page(selectors.list_redemptions().filter(**wanted), RedemptionOut)


class Rules(Idempotent, StaffView):
    """GET, POST /admin/discount-rules"""

    staff_permissions = {"GET": "promotions.view_discountrule", "POST": "promotions.add_discountrule"}

    @extend_schema(
        operation_id="admin_discount_rules_list",
        summary="Automatic discounts",
        tags=RULES,
        parameters=[RuleFilterIn],
        responses=RuleOut(many=True),
    )
    def get(self, request: Request) -> Response:
        wanted = self.asked(RuleFilterIn)
        rules = selectors.list_discount_rules()
        if (is_on := wanted.pop("on", None)) is not None:
            on = rules.on(timezone.now())
            rules = on if is_on else rules.exclude(pk__in=on.values("pk"))
        if "rule_type" in wanted:
            wanted["kind"] = wanted.pop("rule_type")
        return self.answer_page(rules.filter(**wanted), RuleOut)

    @extend_schema(
        operation_id="admin_discount_rules_add",
        summary="Add an automatic discount",
        tags=RULES,
        request=RuleIn,
        responses={201: RuleOut},
        examples=[TIERS],
    )
    def post(self, request: Request) -> Response:
        return Response(RuleOut(services.save_rule(actor=request.user, **self.read(RuleIn))).data, status=201)


class RuleDetail(StaffView):
    """GET, PUT, DELETE /admin/discount-rules/{id}"""

    staff_permissions = {
        "GET": "promotions.view_discountrule",
        "PUT": "promotions.change_discountrule",
        "DELETE": "promotions.delete_discountrule",
    }

    @extend_schema(
        operation_id="admin_discount_rules_get", summary="One automatic discount", tags=RULES, responses=RuleOut
    )
    def get(self, request: Request, rule_id: UUID) -> Response:
        return Response(RuleOut(selectors.get_rule(rule_id)).data)

    @extend_schema(
        operation_id="admin_discount_rules_update",
        summary="Change an automatic discount",
        description=LEFT_OUT,
        tags=RULES,
        request=RuleIn(partial=True),
        responses=RuleOut,
    )
    def put(self, request: Request, rule_id: UUID) -> Response:
        fields = self.read(RuleIn, partial=True)
        return Response(
            RuleOut(services.save_rule(rule=selectors.get_rule(rule_id), actor=request.user, **fields)).data
        )

    @extend_schema(
        operation_id="admin_discount_rules_delete",
        summary="Remove an automatic discount",
        tags=RULES,
        responses={204: None},
    )
    def delete(self, request: Request, rule_id: UUID) -> Response:
        services.remove_rule(rule=selectors.get_rule(rule_id), actor=request.user)
        return Response(status=204)
