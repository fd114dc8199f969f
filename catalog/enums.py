"""Closed sets of words; the stored value is the one on the wire."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TargetRole(models.TextChoices):
    CUSTOMER = "customer", _("Customers")
    RETAILER = "retailer", _("Trade customers")
    BOTH = "both", _("Everyone")


class Audience(models.TextChoices):
    """Whose prices and goods are shown: everyone's, or those of approved trade customers."""

    CUSTOMER = "customer", _("Customers")
    RETAILER = "retailer", _("Trade customers")


class ProductStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("On sale")
    INACTIVE = "inactive", _("Not on sale")
    ARCHIVED = "archived", _("Archived")


# Once published, a product is never a draft again: people may have seen it.
PRODUCT_TRANSITIONS = {
    ProductStatus.DRAFT: {ProductStatus.ACTIVE, ProductStatus.ARCHIVED},
    ProductStatus.ACTIVE: {ProductStatus.INACTIVE, ProductStatus.ARCHIVED},
    ProductStatus.INACTIVE: {ProductStatus.ACTIVE, ProductStatus.ARCHIVED},
    ProductStatus.ARCHIVED: {ProductStatus.INACTIVE},
}


class ProductKind(models.TextChoices):
    PHYSICAL = "physical", _("Goods")
    DIGITAL = "digital", _("Download")
    SUBSCRIPTION = "subscription", _("Subscription")


class DataType(models.TextChoices):
    STRING = "string", _("Words")
    INT = "int", _("Whole number")
    FLOAT = "float", _("Number")
    BOOL = "bool", _("Yes or no")
    ENUM = "enum", _("One of a list")
    COLOUR = "colour", _("Colour")


class MediaKind(models.TextChoices):
    IMAGE = "image", _("Picture")
    VIDEO = "video", _("Video")
    DOCUMENT = "document", _("Document")


class MediaPurpose(models.TextChoices):
    ORIGINAL = "original", _("Original")
    THUMB = "thumb", _("Thumbnail")
    CARD = "card", _("Card")
    DETAIL = "detail", _("Product page")
    ZOOM = "zoom", _("Zoom")


class RestrictionRule(models.TextChoices):
    BLOCKED = "blocked", _("Not sold here")
    ALLOWED_ONLY = "allowed_only", _("Sold here only")


class StockState(models.TextChoices):
    IN = "in", _("In stock")
    LOW = "low", _("Only a few left")
    OUT = "out", _("Sold out")


class Sort(models.TextChoices):
    RELEVANCE = "relevance", _("Best match")
    NEWEST = "newest", _("Newest")
    PRICE_LOW = "price_low", _("Price: low to high")
    PRICE_HIGH = "price_high", _("Price: high to low")
    RATING = "rating", _("Best rated")
    BEST_SELLING = "best_selling", _("Best selling")


class ImportStatus(models.TextChoices):
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked, nothing written yet")
    APPLYING = "applying", _("Being written")
    APPLIED = "applied", _("Written")
    UNDOING = "undoing", _("Being rolled back")
    UNDONE = "undone", _("Rolled back")
    REFUSED = "refused", _("Refused")


# What the worker has to do something about.
IMPORTS_UNDER_WAY = (ImportStatus.CHECKING, ImportStatus.APPLYING, ImportStatus.UNDOING)


class OnError(models.TextChoices):
    STOP = "stop", _("Write nothing if a row is wrong")
    SKIP = "skip", _("Leave wrong rows out")


class RowOutcome(models.TextChoices):
    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    ERROR = "error", _("Wrong")


class Undoing(models.TextChoices):
    """What became of a row when its batch was rolled back."""

    NONE = "", ""
    DONE = "done", _("Rolled back")
    KEPT = "kept", _("Kept: changed since")
