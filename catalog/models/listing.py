"""The listing: what lists, filters, searches and cards read. Made of the other tables, and made again at any time."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.enums import Audience, StockState
from catalog.models.columns import LexemesField, NumbersField
from catalog.models.product import Product
from core.models import BaseModel
from regions.models import Region

# A listing has at most so many places: the whole shop and the categories above it.
MOST_PLACES = 64


class Shelf(models.Model):
    """A region as one audience sees it. Trade customers have shelves of their own once something differs for them."""

    is_derived = True

    id = models.SmallAutoField(primary_key=True)
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience)
    # Nobody reads from it before it is filled.
    is_ready = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "shelves"
        constraints = [
            models.UniqueConstraint(fields=["region", "audience"], name="catalog_shelf_once"),
        ]

    def __str__(self) -> str:
        return f"{self.region} for {self.get_audience_display()}"


class Listing(models.Model):
    """A product on a shelf: what its card shows and what it is found by. Written by catalog/listing only."""

    is_derived = True

    id = models.BigAutoField(primary_key=True)
    shelf = models.ForeignKey(Shelf, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, db_constraint=False, related_name="+")
    category_id = models.UUIDField()
    price_minor = models.BigIntegerField()
    highest_price_minor = models.BigIntegerField()
    compare_at_price_minor = models.BigIntegerField(null=True)
    discount_percent = models.PositiveSmallIntegerField()
    # Hundredths of a star in front, the number of ratings behind, so that one number sorts.
    rating = models.PositiveBigIntegerField()
    sold = models.BigIntegerField()
    popularity = models.PositiveSmallIntegerField()
    name_words = models.PositiveSmallIntegerField()
    stock_state = models.CharField(max_length=3, choices=StockState)
    published_at = models.DateTimeField()
    terms = NumbersField()
    digest = models.CharField(max_length=16)
    slug = models.CharField(max_length=280)
    name = models.CharField(max_length=255)
    # The card as JSON without its name, in the shop's own language; `names` has it in others.
    card = models.TextField()
    names = models.TextField(blank=True)
    # JSON: [variant, price, former price, available, state, percent] of each variant for sale.
    offers = models.TextField()
    search = LexemesField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shelf", "product"], name="catalog_listing_once_per_shelf"),
        ]

    def __str__(self) -> str:
        return self.name


class ListingPlace(models.Model):
    """A listing among those of a category, or of the whole shop: sorted without looking at anything else."""

    is_derived = True

    # The listing's id times MOST_PLACES, plus how deep the category is.
    id = models.BigIntegerField(primary_key=True)
    shelf = models.ForeignKey(Shelf, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    category_id = models.UUIDField()
    listing = models.ForeignKey(
        Listing, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+"
    )
    price_minor = models.BigIntegerField()
    sold = models.BigIntegerField()
    rating = models.PositiveBigIntegerField()
    published_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["shelf", "category_id", "price_minor", "listing"], name="catalog_place_by_price"),
            models.Index(fields=["shelf", "category_id", "sold", "listing"], name="catalog_place_by_sold"),
            models.Index(fields=["shelf", "category_id", "rating", "listing"], name="catalog_place_by_rating"),
            models.Index(fields=["shelf", "category_id", "published_at", "listing"], name="catalog_place_by_date"),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} in {self.category_id}"


class Term(models.Model):
    """Something by which products are filtered and counted: a brand, a tag, a value of an attribute."""

    is_derived = True

    id = models.AutoField(primary_key=True)
    kind = models.CharField(max_length=80)
    value = models.CharField(max_length=140)
    # The brand, store, category or attribute value; a tag has none.
    object_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], name="catalog_term_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}={self.value}"


class StaleProducts(BaseModel):
    """Products whose listings are to be made again, a few at a time: those of a category, of a brand, or all."""

    is_derived = True

    kind = models.CharField(max_length=12)
    object_id = models.UUIDField(null=True)
    # The last product that was seen to.
    done_until = models.UUIDField(null=True)
    # The last product of this lot; none where it goes on to the end.
    until = models.UUIDField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id or ''}"


class SearchWord(models.Model):
    """A word that occurs in the catalogue, as people write it, with its stem. Mistyped words are led to these."""

    is_derived = True

    word = models.CharField(_("word"), max_length=40, unique=True)
    stem = models.CharField(_("stem"), max_length=40, db_index=True)

    def __str__(self) -> str:
        return self.word


class SearchTrigram(models.Model):
    """Three letters in a row of a word."""

    is_derived = True

    trigram = models.CharField(max_length=3)
    word = models.ForeignKey(SearchWord, on_delete=models.CASCADE, related_name="trigrams")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trigram", "word"], name="catalog_searchtrigram_once"),
        ]

    def __str__(self) -> str:
        return self.trigram


class SearchedFor(models.Model):
    """What shoppers searched for, how often, and whether anything was found. Nobody's name is on it."""

    query = models.CharField(_("searched for"), max_length=80, unique=True)
    times = models.PositiveIntegerField(_("times"), default=0)
    found = models.PositiveIntegerField(_("found last"), default=0)
    last_at = models.DateTimeField(_("last"))

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("searches")
        indexes = [models.Index(fields=["-times"], name="catalog_searchedfor_most")]

    def __str__(self) -> str:
        return self.query
