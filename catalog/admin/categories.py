"""The tree of categories, moved by hand or by its form."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from catalog import services, tree
from catalog.forms.base import text_fieldsets
from catalog.forms.naming import CategoryForm
from catalog.models import Category
from catalog.selectors.staff import list_categories
from core.back_office.refusals import in_words
from core.back_office.row_pictures import thumb
from core.back_office.service_admin import ServiceAdmin
from core.errors import DomainError

CHANGE = "catalog.change_category"


@admin.register(Category)
class CategoryAdmin(ServiceAdmin):
    form = CategoryForm
    allows_deletion = True
    list_display = ["image", "name", "parent", "how_many", "target_role", "is_active", "position"]
    list_display_links = ["name"]
    list_select_related = ["parent", "picture"]
    list_filter = ["is_active", "target_role"]
    search_fields = ["name__icontains", "slug__startswith"]
    search_help_text = gettext_lazy("By name or address")
    ordering = ["name"]
    change_list_template = "admin/catalog/category_list.html"
    fieldsets = [
        (None, {"fields": ["name", "slug", ("parent", "position"), "upload", "no_picture", "description",
                           ("target_role", "is_active")]}),
        (gettext_lazy("Search engines"), {"classes": ["tab"], "fields": ["seo_title", "seo_description"]}),
        *text_fieldsets("category"),
    ]  # fmt: skip
    export_fields = ["name", "slug", "parent", "how_many", "target_role", "is_active", "position"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return list_categories()

    def store(self, request: HttpRequest, row: Category | None, fields: dict[str, Any]) -> Category:
        if row is None:
            return services.create_category(actor=request.user, **fields)
        if fields.get("parent") == row.parent_id and fields.get("position") == row.position:
            del fields["parent"], fields["position"]
        return services.update_category(category=row, actor=request.user, **fields)

    def obstacles(self, row: Category) -> list[Any]:
        """Its products go to the category above; where there is none, it must be empty."""
        found = [str(restriction.region) for restriction in row.restrictions.select_related("region")]
        named = [_("Restrictions name it: %(regions)s.") % {"regions": ", ".join(found)}] if found else []
        if row.parent_id is None and row.products.exists():
            named.append(_("Products are in it, and there is no category above for them."))
        return named

    def delete_model(self, request: HttpRequest, obj: Category) -> None:
        services.delete_category(category=obj, actor=request.user)

    @display(description=gettext_lazy("picture"))
    def image(self, category: Category) -> str:
        return thumb(category.picture)

    # Not `products`: the admin would sort by the relation of that name.
    @display(description=gettext_lazy("products in the whole branch"), ordering="product_count")
    def how_many(self, category: Category) -> int:
        return category.product_count

    # The tree

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.tree)
        view.model_admin = self
        return [path("tree/", view, name="catalog_category_tree"), *super().get_urls()]

    def tree(self, request: HttpRequest) -> HttpResponse:
        """Show the whole tree; a POST moves one category: `category`, `parent`, `position`."""
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        if request.method == "POST":
            return self._move(request)
        counts = dict(list_categories().values_list("pk", "product_count"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Category tree"),
            "model_admin": self,
            "branches": _branches(tree.read_tree(), counts),
            "moved": request.GET.get("moved"),
            "way": request.GET.get("way"),
        }
        return TemplateResponse(request, "admin/catalog/category_tree.html", context)

    tree.permission = CHANGE

    def _move(self, request: HttpRequest) -> HttpResponse:
        try:
            category = list_categories().filter(pk=_id(request.POST.get("category"))).first()
            above, position = request.POST.get("parent", ""), request.POST.get("position", "")
            parent = _id(above)
            if category is None or (above and not parent) or not position.isascii() or not position.isdigit():
                messages.error(request, _("That category is no longer there. Look again."))
            else:
                former = category.parent_id
                services.move_category(
                    category=category,
                    actor=request.user,
                    parent=parent,
                    position=min(int(position[:6]), 100_000),
                )
                messages.success(request, _where_to(category.pk, former))
        except DomainError as refusal:
            messages.error(request, in_words(refusal))
        # The page that follows has the focus where it was.
        there = {"moved": request.POST.get("category", ""), "way": request.POST.get("way", "")}
        return redirect(f"{reverse('admin:catalog_category_tree')}?{urlencode(there)}")


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _where_to(category_id: UUID, former: UUID | None) -> str:
    """Say where it is now, by what stands beside it; by what it is in, where that is another than before."""
    whole = tree.read_tree()
    path = whole.path(category_id)
    moved, above = path[-1], path[-2] if len(path) > 1 else None
    sisters = whole.children_of(above.id if above else None)
    place = sisters.index(moved)
    before, after = sisters[place - 1] if place else None, next(iter(sisters[place + 1 :]), None)
    if above and (above.id != former or not (before or after)):
        said = _("Moved: %(category)s, into %(above)s, below %(beside)s.") if before else _(
            "Moved: %(category)s, into %(above)s, as the first."
        )  # fmt: skip
    else:
        said = _("Moved: %(category)s, below %(beside)s.") if before else _("Moved: %(category)s, above %(beside)s.")
    names = {"category": moved, "above": above, "beside": before or after}
    return said % {key: node.name if node else "" for key, node in names.items()}


def _branches(whole: tree.Tree, counts: dict[UUID, int], parent: UUID | None = None) -> list[dict[str, Any]]:
    """Each category below this one with its ways to go: up, down, in, out."""
    sisters = whole.children_of(parent)
    above = whole.get(parent) if parent else None
    found = []
    for place, node in enumerate(sisters):
        moves = [
            ("up", _("Up"), "arrow_upward", parent, place - 1, place > 0),
            ("down", _("Down"), "arrow_downward", parent, place + 1, place + 1 < len(sisters)),
            ("in", _("Into the one above"), "subdirectory_arrow_right", place and sisters[place - 1].id, 10**5,
             place > 0),
            ("out", _("Out"), "subdirectory_arrow_left", above and above.parent_id,
             (above.position if above else 0) + 1, above is not None),
        ]  # fmt: skip
        found.append(
            {
                "node": node,
                "id": str(node.id),
                "count": counts.get(node.id, 0),
                "place": place,
                "ways": [way for way, *_rest, is_open in moves if is_open],
                "moves": [
                    {"way": way, "title": title, "icon": icon, "parent": to or "", "position": at}
                    for way, title, icon, to, at, is_open in moves
                    if is_open
                ],
                "below": _branches(whole, counts, node.id),
            }
        )
    return found
