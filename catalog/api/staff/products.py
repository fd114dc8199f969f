"""/admin/products"""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import services, tree
from catalog.api import examples
from catalog.api.staff.base import show
from catalog.api.staff.serializers import goods as shapes
from catalog.api.staff.serializers.parts import WhyIn
from catalog.models import Product
from catalog.selectors import staff as selectors
from core.api.idempotency import Idempotent
from core.api.permissions import StaffView

TAG = ["Admin: products"]
ORDER = {
    "newest": ("-created_at", "-pk"),
    "oldest": ("created_at", "pk"),
    "changed": ("-updated_at", "-pk"),
    "name": ("name", "pk"),
    "price_low": ("base_price_minor", "pk"),
    "price_high": ("-base_price_minor", "-pk"),
    "best_selling": ("-sold_count", "-pk"),
    "rating": ("-rating_sum", "-pk"),
}
CHANGE = "catalog.change_product"


class ProductView(StaffView):
    def answer_product(self, product_id: UUID, status: int = 200) -> Response:
        return Response(show(selectors.get_product(product_id=product_id), shapes.StaffProductOut), status=status)

    def product(self, product_id: UUID) -> Product:
        return selectors.get_product(product_id=product_id)


class Products(Idempotent, ProductView):
    """GET, POST /admin/products"""

    staff_permissions = {"GET": "catalog.view_product", "POST": "catalog.add_product"}

    @extend_schema(
        operation_id="admin_products_list", tags=TAG, summary="Products of every status",
        parameters=[shapes.ProductFilterIn], responses=shapes.StaffProductRowOut(many=True),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        wanted = self.asked(shapes.ProductFilterIn)
        return self.answer_page(
            filtered(wanted).order_by(*ORDER[wanted.get("sort", "newest")]), shapes.StaffProductRowOut
        )

    @extend_schema(
        operation_id="admin_products_create", tags=TAG, summary="Add a product with its variants",
        request=shapes.NewProductIn, responses={201: shapes.StaffProductOut}, examples=examples.PRODUCT,
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        body = self.read(shapes.NewProductIn)
        body.pop("version", None)
        product = services.create_product(actor=request.user, **body)
        return self.answer_product(product.pk, status=201)


class ProductDetail(ProductView):
    """GET, PUT, DELETE /admin/products/{product_id}"""

    staff_permissions = {"GET": "catalog.view_product", "PUT": CHANGE, "DELETE": "catalog.delete_product"}

    @extend_schema(
        operation_id="admin_products_get",
        tags=TAG,
        summary="A product, deleted or not",
        responses=shapes.StaffProductOut,
    )
    def get(self, request: Request, product_id: UUID) -> Response:
        return self.answer_product(product_id)

    @extend_schema(
        operation_id="admin_products_update", tags=TAG, summary="Change a product",
        description="Only what is given changes. Variants at the base price follow it.",
        request=shapes.ProductIn(partial=True), responses=shapes.StaffProductOut, examples=examples.PRODUCT_CHANGE,
    )  # fmt: skip
    def put(self, request: Request, product_id: UUID) -> Response:
        body = self.read(shapes.ProductIn, partial=True)
        body.pop("currency", None)
        services.update_product(product=self.product(product_id), actor=request.user, **body)
        return self.answer_product(product_id)

    @extend_schema(
        operation_id="admin_products_delete", tags=TAG, summary="Take a product out of the shop",
        description="It stays in orders and can be restored, unless `for_good`, which is refused while it is needed.",
        request=shapes.ProductRemovalIn, responses={204: None},
    )  # fmt: skip
    def delete(self, request: Request, product_id: UUID) -> Response:
        asked = self.read(shapes.ProductRemovalIn)
        delete = services.delete_product_for_good if asked.pop("for_good", False) else services.delete_product
        delete(product=self.product(product_id), actor=request.user, **asked)
        return Response(status=204)


class ProductStatusToggle(ProductView):
    """PUT /admin/products/{product_id}/toggle-status"""

    staff_permissions = {"PUT": CHANGE}

    @extend_schema(
        operation_id="admin_products_toggle_status", tags=TAG, summary="Put a product on sale, or take it off",
        request=shapes.ToggleIn, responses=shapes.StaffProductOut,
    )  # fmt: skip
    def put(self, request: Request, product_id: UUID) -> Response:
        asked = self.read(shapes.ToggleIn)
        product = self.product(product_id)
        if "status" in asked:
            services.set_product_status(product=product, actor=request.user, **asked)
        else:
            services.toggle_product_status(product=product, actor=request.user, **asked)
        return self.answer_product(product_id)


class ProductRestoration(ProductView):
    """POST /admin/products/{product_id}/restore"""

    staff_permissions = {"POST": CHANGE}

    @extend_schema(
        operation_id="admin_products_restore", tags=TAG, summary="Bring a deleted product back",
        request=WhyIn, responses=shapes.StaffProductOut,
    )  # fmt: skip
    def post(self, request: Request, product_id: UUID) -> Response:
        services.restore_product(product=self.product(product_id), actor=request.user, **self.read(WhyIn))
        return self.answer_product(product_id)


class ProductCopies(Idempotent, ProductView):
    """POST /admin/products/{product_id}/duplicate"""

    staff_permissions = {"POST": "catalog.add_product"}

    @extend_schema(
        operation_id="admin_products_duplicate", tags=TAG, summary="Make a draft like this product",
        request=shapes.CopyIn, responses={201: shapes.StaffProductOut},
    )  # fmt: skip
    def post(self, request: Request, product_id: UUID) -> Response:
        copy = services.duplicate_product(
            product=self.product(product_id), actor=request.user, **self.read(shapes.CopyIn)
        )
        return self.answer_product(copy.pk, status=201)


def filtered(wanted: dict[str, Any]) -> QuerySet[Product]:
    """Return the products that the filters of a query ask for."""
    products = selectors.list_products(is_deleted=wanted["deleted"]).filter(**_equal(wanted))
    return selectors.search_products(products, wanted["q"]) if "q" in wanted else products


def _equal(wanted: dict[str, Any]) -> dict[str, Any]:
    equal = {name: wanted[name] for name in ("status", "kind", "brand", "store") if name in wanted}
    if "category" in wanted:
        equal["category__in"] = tree.whole_tree().descendants(wanted["category"])
    return equal
