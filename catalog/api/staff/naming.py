"""/admin/categories, /admin/brands and /admin/attributes"""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import services
from catalog.api import examples
from catalog.api.staff.base import show, with_texts
from catalog.api.staff.serializers import naming as shapes
from catalog.api.staff.serializers.parts import WhyIn
from catalog.selectors import staff as selectors
from core.api.idempotency import Idempotent
from core.api.pagination import PagePagination
from core.api.permissions import StaffView

CATEGORIES = ["Admin: categories"]
BRANDS = ["Admin: brands"]
ATTRIBUTES = ["Admin: attributes"]
ORDER = {"position": ("position", "name", "pk"), "name": ("name", "pk"), "newest": ("-created_at", "-pk")}
FLAGS = ("is_active", "is_filterable", "is_variant_axis")
EQUAL = (*FLAGS, "parent", "target_role", "data_type")


VERBS = {"GET": "view", "POST": "add", "PUT": "change", "DELETE": "delete"}


def permissions(model: str, *methods: str) -> dict[str, str]:
    return {method: f"catalog.{VERBS[method]}_{model}" for method in methods}


class NamingView(StaffView):
    def filtered(self, rows, wanted: dict, default: str):
        rows = rows.filter(**{name: wanted[name] for name in EQUAL if name in wanted})
        if "q" in wanted:
            rows = rows.filter(name__icontains=wanted["q"])
        return rows.order_by(*ORDER[wanted.get("sort", default)])


class Categories(Idempotent, NamingView):
    """GET, POST /admin/categories"""

    staff_permissions = permissions("category", "GET", "POST")

    @extend_schema(
        operation_id="admin_categories_list", tags=CATEGORIES, summary="Every category, hidden ones included",
        parameters=[shapes.CategoryFilterIn], responses=shapes.StaffCategoryRowOut(many=True),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        wanted = self.asked(shapes.CategoryFilterIn)
        return self.answer_page(
            self.filtered(selectors.list_categories(), wanted, "position"), shapes.StaffCategoryRowOut
        )

    @extend_schema(
        operation_id="admin_categories_create", tags=CATEGORIES, summary="Add a category",
        request=shapes.CategoryIn, responses={201: shapes.StaffCategoryOut}, examples=examples.CATEGORY,
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        body = self.read(shapes.CategoryIn)
        body.pop("version", None)
        made = services.create_category(actor=request.user, **body)
        return Response(show(selectors.get_category(category_id=made.pk), shapes.StaffCategoryOut), status=201)


class CategoryDetail(NamingView):
    """GET, PUT, DELETE /admin/categories/{category_id}"""

    staff_permissions = permissions("category", "GET", "PUT", "DELETE")

    @extend_schema(
        operation_id="admin_categories_get", tags=CATEGORIES, summary="A category", responses=shapes.StaffCategoryOut
    )
    def get(self, request: Request, category_id: UUID) -> Response:
        return Response(show(selectors.get_category(category_id=category_id), shapes.StaffCategoryOut))

    @extend_schema(
        operation_id="admin_categories_update", tags=CATEGORIES, summary="Change or move a category",
        description="Only what is given changes. A place below itself is refused.",
        request=shapes.CategoryIn(partial=True), responses=shapes.StaffCategoryOut, examples=examples.CATEGORY_MOVE,
    )  # fmt: skip
    def put(self, request: Request, category_id: UUID) -> Response:
        body = self.read(shapes.CategoryIn, partial=True)
        services.update_category(category=selectors.get_category(category_id=category_id), actor=request.user, **body)
        return Response(show(selectors.get_category(category_id=category_id), shapes.StaffCategoryOut))

    @extend_schema(
        operation_id="admin_categories_delete", tags=CATEGORIES, summary="Delete a category",
        description="Products, categories below and its address go to `move_to`, or else to its parent.",
        request=shapes.CategoryRemovalIn, responses={204: None},
    )  # fmt: skip
    def delete(self, request: Request, category_id: UUID) -> Response:
        services.delete_category(
            category=selectors.get_category(category_id=category_id),
            actor=request.user,
            **self.read(shapes.CategoryRemovalIn),
        )
        return Response(status=204)


class CategoryOrder(NamingView):
    """PUT /admin/categories/order"""

    staff_permissions = permissions("category", "PUT")

    @extend_schema(
        operation_id="admin_categories_order", tags=CATEGORIES, summary="Put the categories of one place in order",
        request=shapes.CategoryOrderIn, responses={204: None},
    )  # fmt: skip
    def put(self, request: Request) -> Response:
        services.reorder_categories(actor=request.user, **self.read(shapes.CategoryOrderIn))
        return Response(status=204)


class Brands(Idempotent, NamingView):
    """GET, POST /admin/brands"""

    staff_permissions = permissions("brand", "GET", "POST")

    @extend_schema(
        operation_id="admin_brands_list", tags=BRANDS, summary="Every brand, hidden ones included",
        parameters=[shapes.BrandFilterIn], responses=shapes.StaffBrandRowOut(many=True),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        wanted = self.asked(shapes.BrandFilterIn)
        return self.answer_page(self.filtered(selectors.list_brands(), wanted, "name"), shapes.StaffBrandRowOut)

    @extend_schema(
        operation_id="admin_brands_create", tags=BRANDS, summary="Add a brand",
        request=shapes.BrandIn, responses={201: shapes.StaffBrandOut}, examples=examples.BRAND,
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        body = self.read(shapes.BrandIn)
        body.pop("version", None)
        made = services.create_brand(actor=request.user, **body)
        return Response(show(selectors.get_brand(brand_id=made.pk), shapes.StaffBrandOut), status=201)


class BrandDetail(NamingView):
    """GET, PUT, DELETE /admin/brands/{brand_id}"""

    staff_permissions = permissions("brand", "GET", "PUT", "DELETE")

    @extend_schema(operation_id="admin_brands_get", tags=BRANDS, summary="A brand", responses=shapes.StaffBrandOut)
    def get(self, request: Request, brand_id: UUID) -> Response:
        return Response(show(selectors.get_brand(brand_id=brand_id), shapes.StaffBrandOut))

    @extend_schema(
        operation_id="admin_brands_update", tags=BRANDS, summary="Change a brand",
        description="Only what is given changes.",
        request=shapes.BrandIn(partial=True), responses=shapes.StaffBrandOut, examples=examples.BRAND,
    )  # fmt: skip
    def put(self, request: Request, brand_id: UUID) -> Response:
        body = self.read(shapes.BrandIn, partial=True)
        services.update_brand(brand=selectors.get_brand(brand_id=brand_id), actor=request.user, **body)
        return Response(show(selectors.get_brand(brand_id=brand_id), shapes.StaffBrandOut))

    @extend_schema(
        operation_id="admin_brands_delete", tags=BRANDS, summary="Delete a brand that no product has",
        request=WhyIn, responses={204: None},
    )  # fmt: skip
    def delete(self, request: Request, brand_id: UUID) -> Response:
        brand = selectors.get_brand(brand_id=brand_id)
        services.delete_brand(brand=brand, actor=request.user, **self.read(WhyIn))
        return Response(status=204)


class Attributes(Idempotent, NamingView):
    """GET, POST /admin/attributes"""

    staff_permissions = permissions("attribute", "GET", "POST")

    @extend_schema(
        operation_id="admin_attributes_list", tags=ATTRIBUTES, summary="What can be said of products",
        parameters=[shapes.AttributeFilterIn], responses=shapes.StaffAttributeRowOut(many=True),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        wanted = self.asked(shapes.AttributeFilterIn)
        return self.answer_page(
            self.filtered(selectors.list_attributes(), wanted, "position"), shapes.StaffAttributeRowOut
        )

    @extend_schema(
        operation_id="admin_attributes_create", tags=ATTRIBUTES, summary="Add an attribute",
        request=shapes.AttributeIn, responses={201: shapes.StaffAttributeOut}, examples=examples.ATTRIBUTE,
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        body = self.read(shapes.AttributeIn)
        body.pop("version", None)
        made = services.create_attribute(actor=request.user, **body)
        return Response(show(selectors.get_attribute(attribute_id=made.pk), shapes.StaffAttributeOut), status=201)


class AttributeDetail(NamingView):
    """GET, PUT, DELETE /admin/attributes/{attribute_id}"""

    staff_permissions = permissions("attribute", "GET", "PUT", "DELETE")

    @extend_schema(
        operation_id="admin_attributes_get",
        tags=ATTRIBUTES,
        summary="An attribute",
        responses=shapes.StaffAttributeOut,
    )
    def get(self, request: Request, attribute_id: UUID) -> Response:
        return Response(show(selectors.get_attribute(attribute_id=attribute_id), shapes.StaffAttributeOut))

    @extend_schema(
        operation_id="admin_attributes_update", tags=ATTRIBUTES, summary="Change an attribute",
        description="Only what is given changes. The type stays while it has values.",
        request=shapes.AttributeIn(partial=True), responses=shapes.StaffAttributeOut, examples=examples.ATTRIBUTE,
    )  # fmt: skip
    def put(self, request: Request, attribute_id: UUID) -> Response:
        body = self.read(shapes.AttributeIn, partial=True)
        attribute = selectors.get_attribute(attribute_id=attribute_id)
        services.update_attribute(attribute=attribute, actor=request.user, **body)
        return Response(show(selectors.get_attribute(attribute_id=attribute_id), shapes.StaffAttributeOut))

    @extend_schema(
        operation_id="admin_attributes_delete", tags=ATTRIBUTES, summary="Delete an attribute that nothing has",
        request=WhyIn, responses={204: None},
    )  # fmt: skip
    def delete(self, request: Request, attribute_id: UUID) -> Response:
        attribute = selectors.get_attribute(attribute_id=attribute_id)
        services.delete_attribute(attribute=attribute, actor=request.user, **self.read(WhyIn))
        return Response(status=204)


class AttributeValues(Idempotent, StaffView):
    """GET, POST /admin/attributes/{attribute_id}/values"""

    staff_permissions = permissions("attributevalue", "GET", "POST")

    @extend_schema(
        operation_id="admin_attribute_values_list", tags=ATTRIBUTES, summary="The values of an attribute",
        responses=shapes.StaffValueOut(many=True),
    )  # fmt: skip
    def get(self, request: Request, attribute_id: UUID) -> Response:
        attribute = selectors.get_attribute(attribute_id=attribute_id)
        pages = PagePagination()
        page = pages.paginate_queryset(selectors.list_values(attribute=attribute), request, view=self)
        return pages.get_paginated_response(shapes.StaffValueOut(with_texts(page), many=True).data)

    @extend_schema(
        operation_id="admin_attribute_values_create", tags=ATTRIBUTES, summary="Add a value to an attribute",
        request=shapes.ValueIn, responses={201: shapes.StaffValueOut}, examples=examples.VALUE,
    )  # fmt: skip
    def post(self, request: Request, attribute_id: UUID) -> Response:
        body = self.read(shapes.ValueIn)
        body.pop("version", None)
        attribute = selectors.get_attribute(attribute_id=attribute_id)
        value = services.add_value(attribute=attribute, actor=request.user, **body)
        return Response(show(value, shapes.StaffValueOut), status=201)


class AttributeValueDetail(StaffView):
    """GET, PUT, DELETE /admin/attributes/{attribute_id}/values/{value_id}"""

    staff_permissions = permissions("attributevalue", "GET", "PUT", "DELETE")

    @extend_schema(
        operation_id="admin_attribute_values_get", tags=ATTRIBUTES, summary="A value", responses=shapes.StaffValueOut
    )
    def get(self, request: Request, attribute_id: UUID, value_id: UUID) -> Response:
        return Response(show(selectors.get_value(attribute_id=attribute_id, value_id=value_id), shapes.StaffValueOut))

    @extend_schema(
        operation_id="admin_attribute_values_update", tags=ATTRIBUTES, summary="Change a value",
        description="Only what is given changes.",
        request=shapes.ValueIn(partial=True), responses=shapes.StaffValueOut, examples=examples.VALUE,
    )  # fmt: skip
    def put(self, request: Request, attribute_id: UUID, value_id: UUID) -> Response:
        body = self.read(shapes.ValueIn, partial=True)
        value = selectors.get_value(attribute_id=attribute_id, value_id=value_id)
        return Response(show(services.update_value(value=value, actor=request.user, **body), shapes.StaffValueOut))

    @extend_schema(
        operation_id="admin_attribute_values_delete", tags=ATTRIBUTES, summary="Delete a value that nothing has",
        request=WhyIn, responses={204: None},
    )  # fmt: skip
    def delete(self, request: Request, attribute_id: UUID, value_id: UUID) -> Response:
        value = selectors.get_value(attribute_id=attribute_id, value_id=value_id)
        services.delete_value(value=value, actor=request.user, **self.read(WhyIn))
        return Response(status=204)
