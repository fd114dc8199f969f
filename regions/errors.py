"""What regions refuse."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, ServiceUnavailable


class NoDefaultRegion(ServiceUnavailable):
    """Nobody made one, or the rows were lost: `manage.py migrate` makes it again."""


class RegionInUse(DomainError):
    """Details say by what."""

    code = "REGION_IN_USE"
    message = _("This region is in use: {uses}. Switch it off instead.")


class TaxClassInUse(DomainError):
    code = "TAX_CLASS_IN_USE"
    message = _("Goods or tax rates belong to this class.")


class BaseCurrencyInUse(DomainError):
    """Every base price is in the currency of the default region."""

    code = "BASE_CURRENCY_IN_USE"
    message = _("There are prices in the present currency. Only a region with the same currency can be the default.")
