"""Forms of what products are filed under: categories, brands, attributes, synonyms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminURLInputWidget, UnfoldBooleanWidget

from catalog.forms.base import TranslatedForm, category_choices, category_field, text_fields
from catalog.models import Attribute, Brand, Category, ProductRestriction, Synonym
from catalog.models.regional import RESTRICTABLE
from core.back_office.row_pictures import PictureForm, upload_field


class SluggedForm(TranslatedForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = not self.instance._state.adding
            self.fields["slug"].help_text = _("Empty: made of the name. A former address leads to the new one.")


class CategoryForm(PictureForm, SluggedForm):
    kind, purpose = "category", "category"
    parent = category_field(_("within"), required=False)
    upload = upload_field(_("picture"))
    no_picture = forms.BooleanField(label=_("show no picture"), required=False, widget=UnfoldBooleanWidget)
    locals().update(text_fields("category", Category))

    class Meta:
        model = Category
        fields = [
            "name", "slug", "parent", "position", "description", "target_role", "is_active", "seo_title",
            "seo_description",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "parent" in self.fields:
            self.fields["parent"].choices = category_choices(empty=_("– nothing, it stands on top –"))
        if "position" in self.fields:
            self.fields["position"].required = False

    def service_fields(self) -> dict[str, Any]:
        return super().service_fields() | self.picture_fields()


class BrandForm(PictureForm, SluggedForm):
    kind, purpose = "brand", "logo"
    upload = upload_field(_("logo"))
    no_picture = forms.BooleanField(label=_("show no logo"), required=False, widget=UnfoldBooleanWidget)
    website = forms.URLField(
        label=_("website"), required=False, max_length=200, assume_scheme="https", widget=UnfoldAdminURLInputWidget
    )
    locals().update(text_fields("brand", Brand))

    class Meta:
        model = Brand
        fields = ["name", "slug", "description", "website", "is_active"]

    def service_fields(self) -> dict[str, Any]:
        return super().service_fields() | self.picture_fields()


class AttributeForm(TranslatedForm):
    kind = "attribute"
    locals().update(text_fields("attribute", Attribute))

    class Meta:
        model = Attribute
        fields = ["name", "code", "data_type", "unit", "position", "is_filterable", "is_variant_axis"]


class SynonymForm(forms.ModelForm):
    words = forms.CharField(
        label=_("words"),
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 6}),
        help_text=_("One per line. Whoever searches for one of them finds the products of all."),
    )

    class Meta:
        model = Synonym
        fields = ["words"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["words"] = "\n".join(self.instance.words)

    def service_fields(self) -> dict[str, Any]:
        return {"words": self.cleaned_data["words"].splitlines()}


class RestrictionForm(forms.ModelForm):
    """Names one thing; the service refuses none and several."""

    category = category_field(_("Category"), required=False, help_text=_("With all that is below it."))

    class Meta:
        model = ProductRestriction
        fields = ["region", "rule", *RESTRICTABLE]
        help_texts = {"product": _("Name one product, category, brand or store, each once.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "category" in self.fields:
            self.fields["category"].choices = category_choices(empty="–")

    def service_fields(self) -> dict[str, Any]:
        values = self.cleaned_data
        named = {name: getattr(values[name], "pk", values[name]) for name in RESTRICTABLE}
        return {"region": values["region"], "rule": values["rule"], **named}

    def _post_clean(self) -> None:
        """Nothing: the service says in words what the constraints say in code."""
