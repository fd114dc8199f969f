"""What there is to look at of a product. Every change queues on the product's row, so that ten stay ten."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import IO, Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from catalog import tree
from catalog.enums import MediaKind, MediaPurpose
from catalog.errors import AddressTaken, LastAddress, MediaFull, PictureHasSizes
from catalog.events import ProductChanged
from catalog.models import Category, Product, ProductMedia, ProductMediaURL, ProductVariant
from catalog.models.media import MOST_MEDIA
from catalog.services.editing import Problems, Values, record, refuse_stale, set_values, stored_values
from catalog.services.locks import lock_product
from core import caching, fetch, pictures
from core.errors import NotFound
from core.outbox import publish, publish_all

ALT_MOST_CHARACTERS, URL_MOST_CHARACTERS = 200, 500
WIDEST_PIXELS = 20_000
FORMATS = ["webp", "avif", "jpeg", "png", "gif", "mp4", "webm", "pdf"]
PURPOSE = "product"


def upload_media(*, product: Product, actor: User, file: IO[bytes], **fields: Any) -> ProductMedia:
    """Clean and keep a picture, and show it with the product.

    Raises what `core.uploads` refuses, and what `add_media` does.
    """
    picture = pictures.store_picture(file=file, purpose=PURPOSE, uploaded_by=actor.pk)
    return add_media(product=product, actor=actor, picture_id=picture.pk, **fields)


def import_media(*, product: Product, actor: User, url: str, **fields: Any) -> ProductMedia:
    """Fetch a picture from an address of the open internet, and show a copy of it.

    Raises FetchRefused or FetchFailed, and what `upload_media` does.
    """
    content = fetch.fetch(url).content
    return upload_media(product=product, actor=actor, file=io.BytesIO(content), **fields)


@transaction.atomic
def add_media(
    *, product: Product, actor: User | None, picture_id: UUID | None = None, url: str = "", kind: str = "image",
    **fields: Any,
) -> ProductMedia:  # fmt: skip
    """Show an uploaded picture, or what lies at an address of a host that the shop trusts.

    The server never asks such an address. Raises InvalidInput, PictureUnknown, MediaFull, or InvalidTransition for a
    deleted product.
    """
    product = lock_product(product)
    siblings = ProductMedia.objects.filter(product=product)
    present = siblings.count()
    if present >= MOST_MEDIA:
        raise MediaFull(most=MOST_MEDIA)
    problems = Problems()
    values = _clean(problems, fields, product=product)
    values["kind"] = problems.choice("kind", kind, MediaKind.values)
    if picture_id is None:
        check_address(problems, "url", url)
    elif kind != MediaKind.IMAGE:
        problems.add("kind", _("Only pictures are uploaded. Give the address of a film or a paper."))
    problems.refuse()
    wanted = values.pop("position", present)
    picture = pictures.take_picture(picture_id=picture_id, purpose=PURPOSE) if picture_id else None
    media = ProductMedia.objects.create(product=product, picture=picture, position=present, **values)
    if picture is None:
        ProductMediaURL.objects.create(media=media, purpose=MediaPurpose.ORIGINAL, url=url)
    _move(media, wanted)
    record(actor, "added", media, after=stored_values(media))
    publish(ProductChanged(product_id=product.pk))
    return media


@transaction.atomic
def update_media(
    *, media: ProductMedia, actor: User | None, version: datetime | None = None, **fields: Any
) -> ProductMedia:
    """Change its words, its place among the others, or the variant that it shows.

    Raises InvalidInput, VersionConflict, or NotFound when it is gone.
    """
    media = _lock(media)
    refuse_stale(media, version)
    problems = Problems()
    values = _clean(problems, fields, product=media.product)
    problems.refuse()
    wanted = values.pop("position", None)
    before, after = set_values(media, values)
    media.save()
    if wanted is not None and wanted != media.position:
        before["position"] = media.position
        _move(media, wanted)
        after["position"] = media.position
    if after:
        record(actor, "changed", media, before, after)
        publish(ProductChanged(product_id=media.product_id))
    return media


@transaction.atomic
def delete_media(*, media: ProductMedia, actor: User | None) -> None:
    """Show it no longer. Its files go with the next clean-up, unless something else shows them. Raises NotFound."""
    media = _lock(media)
    record(actor, "deleted", media, before=stored_values(media))
    media.delete()
    _number(list(ProductMedia.objects.filter(product_id=media.product_id)))
    publish(ProductChanged(product_id=media.product_id))


@transaction.atomic
def add_media_url(*, media: ProductMedia, actor: User | None, **fields: Any) -> ProductMediaURL:
    """Say where another size of it lies. Raises PictureHasSizes for an uploaded one, InvalidInput or AddressTaken."""
    media = _lock(media)
    if media.picture_id:
        raise PictureHasSizes
    problems = Problems()
    values = _clean_address(problems, {"purpose": "", "url": "", **fields})
    problems.refuse()
    address = ProductMediaURL(media=media, **values)
    _save(address)
    record(actor, "added", address, after=stored_values(address))
    publish(ProductChanged(product_id=media.product_id))
    return address


@transaction.atomic
def update_media_url(*, address: ProductMediaURL, actor: User | None, **fields: Any) -> ProductMediaURL:
    """Change what is given. Raises InvalidInput, AddressTaken or NotFound."""
    media = _lock(address.media)
    problems = Problems()
    values = _clean_address(problems, fields)
    problems.refuse()
    before, after = set_values(address, values)
    if after:
        _save(address)
        record(actor, "changed", address, before, after)
        publish(ProductChanged(product_id=media.product_id))
    return address


@transaction.atomic
def delete_media_url(*, address: ProductMediaURL, actor: User | None) -> None:
    """Forget one address. Raises LastAddress, or NotFound."""
    media = _lock(address.media)
    if not ProductMediaURL.objects.filter(media=media).exclude(pk=address.pk).exists():
        raise LastAddress
    record(actor, "deleted", address, before=stored_values(address))
    address.delete()
    publish(ProductChanged(product_id=media.product_id))


@transaction.atomic
def show_new_sizes(*, picture_id: UUID) -> None:
    """Have lists and pages choose among the sizes that were made of a picture."""
    shown = ProductMedia.objects.filter(picture_id=picture_id, product__deleted_at=None)
    product_ids = shown.order_by("product_id").values_list("product_id", flat=True).distinct()
    publish_all(ProductChanged(product_id=product_id) for product_id in product_ids)
    if Category.objects.filter(picture_id=picture_id).exists():
        caching.bump(tree.TAG)


def _lock(media: ProductMedia) -> ProductMedia:
    product = lock_product(Product(pk=media.product_id))
    fresh = ProductMedia.objects.filter(pk=media.pk, product=product).first()
    if fresh is None:
        raise NotFound
    fresh.product = product
    return fresh


def _clean(problems: Problems, fields: Values, *, product: Product) -> Values:
    values: Values = {}
    if "alt_text" in fields:
        values["alt_text"] = problems.line("alt_text", fields["alt_text"], most=ALT_MOST_CHARACTERS)
    if "position" in fields:
        values["position"] = problems.whole("position", fields["position"], least=0, most=MOST_MEDIA - 1)
    if "variant" in fields:
        values["variant_id"] = fields["variant"]
        own = ProductVariant.objects.alive().filter(product=product, pk=fields["variant"])
        if fields["variant"] is not None and not own.exists():
            problems.add("variant", _("Choose a variant of this product."))
    return values


def _clean_address(problems: Problems, fields: Values) -> Values:
    values: Values = {name: fields[name] for name in ("purpose", "url", "width", "height", "format") if name in fields}
    if "purpose" in values:
        problems.choice("purpose", values["purpose"], MediaPurpose.values)
    if "url" in values:
        check_address(problems, "url", values["url"])
    if values.get("format"):
        problems.choice("format", values["format"], FORMATS)
    for side in ("width", "height"):
        if values.get(side) is not None:
            problems.whole(side, values[side], least=1, most=WIDEST_PIXELS)
    return values


def check_address(problems: Problems, field: str, url: str) -> None:
    """Browsers are allowed to load from hosts that the operator named; anything else would show as a hole."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    is_plain = url.isprintable() and not set(url) & set(" \\<>\"'") and "@" not in parts.netloc
    if parts.scheme != "https" or not host or port or not is_plain or len(url) > URL_MOST_CHARACTERS:
        problems.add(field, _("Give an address that begins with https://."))
    elif host not in settings.MEDIA_EXTERNAL_HOSTS:
        problems.add(field, _("This shop shows nothing from there. Upload the picture, or have the host allowed."))


def _move(media: ProductMedia, wanted: int) -> None:
    others = list(ProductMedia.objects.filter(product_id=media.product_id).exclude(pk=media.pk))
    others.insert(wanted, media)
    _number(others)


def _number(ordered: Sequence[ProductMedia]) -> None:
    for position, media in enumerate(ordered):
        media.position = position
    ProductMedia.objects.bulk_update(ordered, ["position"])


def _save(address: ProductMediaURL) -> None:
    try:
        with transaction.atomic():
            address.save()
    except IntegrityError:
        raise AddressTaken from None
