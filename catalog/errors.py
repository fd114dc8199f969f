"""What the catalogue refuses. Codes are the shared ones; the classes say what it was about."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.errors import Duplicate, InvalidTransition


class SlugTaken(Duplicate):
    def __init__(self) -> None:
        super().__init__(slug=[str(_("Something else has this address already."))])


class SkuTaken(Duplicate):
    def __init__(self, sku: str) -> None:
        super().__init__(sku=[str(_("Another variant has the SKU %(sku)s, perhaps a deleted one.")) % {"sku": sku}])


class CombinationTaken(Duplicate):
    def __init__(self) -> None:
        super().__init__(attributes=[str(_("Another variant of the product has the same values."))])


class CodeTaken(Duplicate):
    def __init__(self) -> None:
        super().__init__(code=[str(_("Another attribute has this code."))])


class ValueTaken(Duplicate):
    def __init__(self) -> None:
        super().__init__(value=[str(_("The attribute has this value already."))])


class StillUsed(InvalidTransition):
    """Details carry `used_by`: what still points at the row, and how often."""

    message = _("That is still in use.")

    def __init__(self, **used_by: int) -> None:
        super().__init__(used_by=used_by)

    def __str__(self) -> str:
        words = {
            "products": ngettext_lazy("%(count)d product", "%(count)d products", "count"),
            "variants": ngettext_lazy("%(count)d variant", "%(count)d variants", "count"),
        }
        counts = {what: count for what, count in self.details["used_by"].items() if what in words}
        if not counts:
            return super().__str__()
        by = ", ".join(str(words[what] % {"count": count}) for what, count in counts.items())
        return str(_("That is still in use: %(by)s.")) % {"by": by}


class LastVariant(InvalidTransition):
    message = _("A product keeps at least one variant. Delete the product instead.")


class MediaFull(InvalidTransition):
    message = _("A product shows at most {most} pictures and films.")


class PictureHasSizes(InvalidTransition):
    message = _("The sizes of an uploaded picture are made by the shop.")


class LastAddress(InvalidTransition):
    message = _("This is its only address. Delete the picture itself instead.")


class AddressTaken(Duplicate):
    def __init__(self) -> None:
        super().__init__(purpose=[str(_("There is an address of this size and format already."))])


class ImportHasErrors(InvalidTransition):
    code = "IMPORT_HAS_ERRORS"
    message = _("Rows that are wrong: {errors}. Correct the file, or have them left out.")
