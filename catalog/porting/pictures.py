"""The pictures of products in files: uploaded ones by their ids, others by their address, which is never asked."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from itertools import count, zip_longest
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.enums import MediaKind, MediaPurpose
from catalog.models import ProductMedia, ProductMediaURL
from catalog.models.media import MOST_MEDIA
from catalog.porting import columns
from catalog.services.editing import Problems
from catalog.services.media import ALT_MOST_CHARACTERS, PURPOSE, check_address
from core.models import Picture
from core.rows import update_rows

PICTURES, TEXTS = columns.PICTURES, columns.PICTURE_TEXTS
# What was taken off is kept for as long as it can be put back.
TAKEN_OFF_FOR = timedelta(days=90)
# Where a picture lies, and what it shows in words.
Entry = tuple[str, str]


class Album:
    """What products show, changed in memory as rows are planned."""

    def __init__(self, product_ids: Collection[UUID], rows: Collection[Mapping[str, str]]) -> None:
        self.shown: dict[UUID, list[Entry]] = defaultdict(list)
        self._others: dict[UUID, int] = defaultdict(int)
        self._tied: set[tuple[UUID, str]] = set()
        for media in _media_of(product_ids):
            if address := _address(media):
                self.shown[media.product_id].append((address, media.alt_text))
            else:
                self._others[media.product_id] += 1
            if _is_tied(media):
                self._tied.add((media.product_id, address))
        ids = {pk for row in rows for part in columns.split(row.get(PICTURES, "")) if (pk := _as_id(part))}
        uploaded = Picture.objects.filter(pk__in=ids, purpose=PURPOSE) if ids else Picture.objects.none()
        self._uploaded = {str(pk) for pk in uploaded.values_list("pk", flat=True)}

    def cells(self, product_id: UUID) -> dict[str, str]:
        """Return both cells of a product as they are written."""
        entries = self.shown[product_id]
        texts = [text for _address, text in entries]
        while texts and not texts[-1]:
            texts.pop()
        return {PICTURES: columns.join([address for address, _text in entries]), TEXTS: columns.join(texts)}

    def read(self, problems: Problems, cells: Mapping[str, str], product_id: UUID) -> list[Entry] | None:
        """Return what the product is to show, or None when that is what it shows."""
        if PICTURES not in cells and TEXTS not in cells:
            return None
        now = self.shown[product_id]
        addresses = self._addresses(problems, cells, product_id, now)
        texts = [dict(now).get(address, "") for address in addresses]
        if TEXTS in cells:
            texts = _texts(problems, cells[TEXTS], len(addresses))
        wanted = list(zip_longest(addresses, texts, fillvalue=""))
        return None if wanted == now or PICTURES in problems or TEXTS in problems else wanted

    def _addresses(
        self, problems: Problems, cells: Mapping[str, str], product_id: UUID, now: list[Entry]
    ) -> list[str]:
        there = [address for address, _text in now]
        if PICTURES not in cells:
            return there
        text = cells[PICTURES]
        addresses = [str(_as_id(part) or part) for part in ([] if text == columns.EMPTY else columns.split(text))]
        for address in addresses:
            if address not in there:
                self._check(problems, address)
        most = MOST_MEDIA - self._others[product_id]
        if len(addresses) > most:
            problems.add(PICTURES, _("It has room for %(most)d pictures.") % {"most": most})
        for address in there:
            if address not in addresses and (product_id, address) in self._tied:
                problems.add(
                    PICTURES,
                    _("%(picture)s belongs to a variant or has sizes of its own. Take it off on the product's page.")
                    % {"picture": address},
                )
        return addresses

    def _check(self, problems: Problems, address: str) -> None:
        if _as_id(address) is None:
            check_address(problems, PICTURES, address)
        elif address not in self._uploaded:
            problems.add(PICTURES, _("There is no uploaded picture %(picture)s.") % {"picture": address})


def write_pictures(wanted: Mapping[UUID, list[Entry]]) -> bool:
    """Have products show these; the caller holds their locks. False when an uploaded picture is gone by now."""
    if not wanted:
        return True
    ids = {pk for entries in wanted.values() for address, _text in entries if (pk := _as_id(address))}
    if Picture.objects.filter(pk__in=ids, purpose=PURPOSE).update(updated_at=timezone.now()) != len(ids):
        return False
    there: dict[UUID, list[ProductMedia]] = defaultdict(list)
    for media in _media_of(wanted):
        there[media.product_id].append(media)
    kept: list[ProductMedia] = []
    new: list[ProductMedia] = []
    gone: list[ProductMedia] = []
    for product_id, entries in wanted.items():
        left = [media for media in there[product_id] if _address(media)]
        # Films keep their places, so that they stand where they stood when pictures are put back.
        others = {media.position for media in there[product_id] if not _address(media)}
        places = (place for place in count() if place not in others)
        for (address, text), place in zip(entries, places, strict=False):
            media = _found(left, address) or _made(product_id, address)
            media.alt_text, media.position = text, place
            (new if media._state.adding else kept).append(media)
        gone += left
    _take_off(gone)
    update_rows(kept, ["alt_text", "position"])
    ProductMedia.objects.bulk_create(new)
    ProductMediaURL.objects.bulk_create(
        ProductMediaURL(media=media, purpose=MediaPurpose.ORIGINAL, url=media.elsewhere)  # type: ignore[attr-defined]
        for media in new
        if media.picture_id is None
    )
    return True


def _media_of(product_ids: Iterable[UUID]) -> Iterable[ProductMedia]:
    return ProductMedia.objects.filter(product__in=product_ids).order_by("position", "id").prefetch_related("urls")


def _address(media: ProductMedia) -> str:
    """Nothing for films and papers: files do not speak of them."""
    if media.kind != MediaKind.IMAGE:
        return ""
    if media.picture_id:
        return str(media.picture_id)
    urls = sorted(media.urls.all(), key=lambda one: (one.purpose != MediaPurpose.ORIGINAL, one.pk))
    return urls[0].url if urls else ""


def _is_tied(media: ProductMedia) -> bool:
    """Whether something is known of it that a cell does not tell, so that it could not be put back."""
    urls = list(media.urls.all())
    is_plain = all(
        one.purpose == MediaPurpose.ORIGINAL and not (one.width or one.height or one.format) for one in urls
    )
    return bool(media.variant_id) or not is_plain


def _as_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _texts(problems: Problems, cell: str, most: int) -> list[str]:
    texts = [] if cell == columns.EMPTY else columns.split(cell, keeps_empty=True)
    if len(texts) > most:
        problems.add(TEXTS, _("There are more texts than pictures."))
    return [problems.line(TEXTS, text, most=ALT_MOST_CHARACTERS) for text in texts]


def _found(left: list[ProductMedia], address: str) -> ProductMedia | None:
    found = next((media for media in left if _address(media) == address), None)
    if found:
        left.remove(found)
    return found


def _made(product_id: UUID, address: str) -> ProductMedia:
    media = ProductMedia(product_id=product_id, picture_id=_as_id(address))
    media.elsewhere = address  # type: ignore[attr-defined]
    return media


def _take_off(gone: list[ProductMedia]) -> None:
    if not gone:
        return
    ids = [media.picture_id for media in gone if media.picture_id]
    Picture.objects.filter(pk__in=ids).update(updated_at=timezone.now() + TAKEN_OFF_FOR)
    ProductMedia.objects.filter(pk__in=[media.pk for media in gone]).delete()
