"""/admin/variants, the variants of a product, and what differs by region."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import services
from catalog.api import examples
from catalog.api.staff.serializers import goods as shapes
from catalog.api.staff.serializers.parts import WhyIn
from catalog.selectors import staff as selectors
from core.api.idempotency import Idempotent
from core.api.permissions import StaffView

TAG = ["Admin: variants"]
ORDER = {
    "sku": ("sku",),
    "newest": ("-created_at", "-pk"),
    "price_low": ("price_minor", "pk"),
    "price_high": ("-price_minor", "-pk"),
}
CHANGE = "catalog.change_productvariant"


class VariantView(StaffView):
    def answer_variant(self, variant_id: UUID, status: int = 200) -> Response:
        return Response(shapes.StaffVariantOut(selectors.get_variant(variant_id=variant_id)).data, status=status)

    def answer_axes(self, variant_id: UUID, status: int = 200) -> Response:
        variant = selectors.get_variant(variant_id=variant_id)
        return Response(shapes.StaffAxisOut(variant.attribute_values.all(), many=True).data, status=status)


class Variants(VariantView):
    """GET /admin/variants"""

    staff_permissions = {"GET": "catalog.view_productvariant"}

    @extend_schema(
        operation_id="admin_variants_list", tags=TAG, summary="Variants of all products",
        parameters=[shapes.VariantFilterIn], responses=shapes.StaffVariantOut(many=True),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        wanted = self.asked(shapes.VariantFilterIn)
        variants = selectors.list_variants(is_deleted=wanted["deleted"])
        variants = variants.filter(**{name: wanted[name] for name in ("product", "is_active") if name in wanted})
        if "sku" in wanted:
            variants = variants.filter(sku=services.normal_sku(wanted["sku"]))
        if "q" in wanted:
            variants = selectors.search_variants(variants, wanted["q"])
        return self.answer_page(variants.order_by(*ORDER[wanted.get("sort", "sku")]), shapes.StaffVariantOut)


class VariantsOfProduct(Idempotent, VariantView):
    """POST /admin/products/{product_id}/variants"""

    staff_permissions = {"POST": "catalog.add_productvariant"}

    @extend_schema(
        operation_id="admin_variants_create", tags=TAG, summary="Add a variant to a product",
        request=shapes.VariantIn, responses={201: shapes.StaffVariantOut}, examples=examples.VARIANT,
    )  # fmt: skip
    def post(self, request: Request, product_id: UUID) -> Response:
        body = self.read(shapes.VariantIn)
        body.pop("version", None)
        product = selectors.get_product(product_id=product_id)
        variant = services.add_variant(product=product, actor=request.user, **body)
        return self.answer_variant(variant.pk, status=201)


class VariantGeneration(Idempotent, VariantView):
    """POST /admin/products/{product_id}/variants/generate"""

    staff_permissions = {"POST": "catalog.add_productvariant"}
    pagination_class = None

    @extend_schema(
        operation_id="admin_variants_generate", tags=TAG, summary="Add every missing combination of some values",
        request=shapes.GenerationIn, responses={201: shapes.StaffVariantOut(many=True)}, examples=examples.GENERATION,
    )  # fmt: skip
    def post(self, request: Request, product_id: UUID) -> Response:
        body = self.read(shapes.GenerationIn)
        product = selectors.get_product(product_id=product_id)
        made = services.generate_variants(product=product, actor=request.user, **body)
        variants = selectors.list_variants().filter(pk__in=[variant.pk for variant in made])
        return Response(shapes.StaffVariantOut(variants.order_by("position", "sku"), many=True).data, status=201)


class VariantDetail(VariantView):
    """GET, PUT, DELETE /admin/variants/{variant_id}"""

    staff_permissions = {
        "GET": "catalog.view_productvariant",
        "PUT": CHANGE,
        "DELETE": "catalog.delete_productvariant",
    }

    @extend_schema(operation_id="admin_variants_get", tags=TAG, summary="A variant", responses=shapes.StaffVariantOut)
    def get(self, request: Request, variant_id: UUID) -> Response:
        return self.answer_variant(variant_id)

    @extend_schema(
        operation_id="admin_variants_update", tags=TAG, summary="Change a variant",
        description="Only what is given changes; `attributes` replaces all of its values.",
        request=shapes.VariantIn(partial=True), responses=shapes.StaffVariantOut, examples=examples.VARIANT_CHANGE,
    )  # fmt: skip
    def put(self, request: Request, variant_id: UUID) -> Response:
        body = self.read(shapes.VariantIn, partial=True)
        services.update_variant(variant=selectors.get_variant(variant_id=variant_id), actor=request.user, **body)
        return self.answer_variant(variant_id)

    @extend_schema(
        operation_id="admin_variants_delete", tags=TAG, summary="Take a variant out of the shop",
        description="Orders keep it. The last one of a product stays.",
        request=WhyIn, responses={204: None},
    )  # fmt: skip
    def delete(self, request: Request, variant_id: UUID) -> Response:
        variant = selectors.get_variant(variant_id=variant_id)
        services.delete_variant(variant=variant, actor=request.user, **self.read(WhyIn))
        return Response(status=204)


class VariantAttributes(VariantView):
    """GET, POST /admin/variants/{variant_id}/attributes"""

    staff_permissions = {"GET": "catalog.view_productvariant", "POST": CHANGE}
    pagination_class = None

    @extend_schema(
        operation_id="admin_variant_attributes_list", tags=TAG, summary="By what a variant differs",
        responses=shapes.StaffAxisOut(many=True),
    )  # fmt: skip
    def get(self, request: Request, variant_id: UUID) -> Response:
        return self.answer_axes(variant_id)

    @extend_schema(
        operation_id="admin_variant_attributes_set", tags=TAG, summary="Say by what a variant differs",
        request=shapes.AxisIn, responses={201: shapes.StaffAxisOut(many=True)}, examples=examples.AXIS,
    )  # fmt: skip
    def post(self, request: Request, variant_id: UUID) -> Response:
        body = self.read(shapes.AxisIn)
        services.set_variant_attribute(
            variant=selectors.get_variant(variant_id=variant_id),
            code=body["attribute"],
            value=body["value"],
            actor=request.user,
        )
        return self.answer_axes(variant_id, status=201)


class VariantAttributeDetail(VariantView):
    """DELETE /admin/variants/{variant_id}/attributes/{value_id}"""

    staff_permissions = {"DELETE": CHANGE}

    @extend_schema(
        operation_id="admin_variant_attributes_delete", tags=TAG, summary="Take back by what a variant differs",
        request=None, responses={204: None},
    )  # fmt: skip
    def delete(self, request: Request, variant_id: UUID, value_id: UUID) -> Response:
        variant = selectors.get_variant(variant_id=variant_id)
        services.remove_variant_attribute(variant=variant, value_id=value_id, actor=request.user)
        return Response(status=204)


class VariantPrices(VariantView):
    """GET, PUT /admin/variants/{variant_id}/prices"""

    staff_permissions = {"GET": "catalog.view_variantprice", "PUT": "catalog.change_variantprice"}
    pagination_class = None

    @extend_schema(
        operation_id="admin_variant_prices_list", tags=TAG, summary="The prices set for regions",
        responses=shapes.RegionPriceOut(many=True),
    )  # fmt: skip
    def get(self, request: Request, variant_id: UUID) -> Response:
        variant = selectors.get_variant(variant_id=variant_id)
        return Response(shapes.RegionPriceOut(selectors.list_region_prices(variant=variant), many=True).data)

    @extend_schema(
        operation_id="admin_variant_prices_set", tags=TAG, summary="Set prices for regions",
        description="Only the regions that are named change.",
        request=shapes.RegionPricesIn, responses=shapes.RegionPriceOut(many=True), examples=examples.REGION_PRICES,
    )  # fmt: skip
    def put(self, request: Request, variant_id: UUID) -> Response:
        variant = selectors.get_variant(variant_id=variant_id)
        prices = services.set_region_prices(variant=variant, actor=request.user, **self.read(shapes.RegionPricesIn))
        return Response(shapes.RegionPriceOut(prices, many=True).data)


class RegionRestrictions(StaffView):
    """GET, PUT /regions/{region_id}/restrictions"""

    staff_permissions = {"GET": "catalog.view_productrestriction", "PUT": "catalog.change_productrestriction"}
    pagination_class = None

    @extend_schema(
        operation_id="region_restrictions_list", tags=["Admin: regions"], summary="What a region may not be sold",
        responses=shapes.RestrictionOut(many=True),
    )  # fmt: skip
    def get(self, request: Request, region_id: UUID) -> Response:
        region = selectors.get_region(region_id=region_id)
        return Response(shapes.RestrictionOut(selectors.list_restrictions(region=region), many=True).data)

    @extend_schema(
        operation_id="region_restrictions_set", tags=["Admin: regions"],
        summary="Say what a region may not be sold, or what is sold there only",
        description="Replaces all of them. Each names one product, category, brand or store.",
        request=shapes.RestrictionsIn, responses=shapes.RestrictionOut(many=True), examples=examples.RESTRICTIONS,
    )  # fmt: skip
    def put(self, request: Request, region_id: UUID) -> Response:
        rows = services.set_restrictions(
            region=selectors.get_region(region_id=region_id), actor=request.user, **self.read(shapes.RestrictionsIn)
        )
        return Response(shapes.RestrictionOut(rows, many=True).data)
