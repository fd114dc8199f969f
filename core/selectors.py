"""Questions about the shop itself."""

from core.models import ShopSettings


def get_shop() -> ShopSettings:
    """Return the shop's settings, as shipped when nobody has saved them yet."""
    return ShopSettings.objects.select_related("logo").first() or ShopSettings()
