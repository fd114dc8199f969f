"""Which staff group may do what: one table for the pages of the back office and for /admin/* of the API."""

# Every permission of the shop's own apps; superusers alone are above it.
EVERYTHING = "*"

# All of the catalogue's rows that staff write.
CATALOGUE = [
    f"catalog.{verb}_{model}"
    for model in (
        "category", "brand", "attribute", "attributevalue", "product", "productvariant", "variantprice",
        "productrestriction", "productmedia", "synonym",
    )
    for verb in ("view", "add", "change", "delete")
] + ["catalog.view_importbatch", "catalog.add_importbatch"]  # fmt: skip

PROMOTIONS = [
    f"promotions.{verb}_{model}"
    for model in ("coupon", "discountrule")
    for verb in ("view", "add", "change", "delete")
] + ["promotions.view_couponredemption"]

# Where parcels go, and what that costs.
SHIPPING = [
    f"shipping.{verb}_{model}"
    for model in ("shippingzone", "shippingmethod")
    for verb in ("view", "add", "change", "delete")
]

STAFF_GROUPS: dict[str, list[str]] = {
    "support": [
        "core.view_bulkaction",
        "accounts.view_user",
        "accounts.change_user",
        "accounts.view_address",
        "accounts.view_session",
        "accounts.change_session",
        "accounts.view_roleapplication",
        "cart.view_cart",
        "notifications.view_emaillog",
        "notifications.change_emaillog",
        "notifications.view_smslog",
        "notifications.change_smslog",
        "shipping.view_shippingzone",
        "shipping.view_shippingmethod",
        "stores.view_store",
        "stores.view_owner",
    ],
    "catalogue": [
        "inventory.view_location",
        "inventory.add_location",
        "inventory.change_location",
        "inventory.view_stockitem",
        "inventory.change_stockitem",
        "inventory.view_stockmovement",
        "inventory.view_stockalert",
        "inventory.change_stockalert",
        "inventory.view_reservation",
        "inventory.view_backinstockrequest",
        "core.view_shopsettings",
        *CATALOGUE,
        *SHIPPING,
        "catalog.view_searchedfor",
        "catalog.view_slugredirect",
        "core.export_lists",
        "core.view_bulkaction",
        "regions.view_region",
        "regions.view_taxclass",
        "regions.view_taxrate",
        "regions.view_exchangerate",
        "stores.view_store",
    ],
    "marketing": [
        "core.export_lists",
        "core.view_bulkaction",
        "core.view_shopsettings",
        *PROMOTIONS,
        "catalog.view_brand",
        "catalog.view_category",
        "catalog.view_product",
        "regions.view_region",
        "stores.view_store",
        "notifications.view_broadcast",
        "notifications.add_broadcast",
        "notifications.change_broadcast",
        "notifications.view_templateoverride",
        "notifications.add_templateoverride",
        "notifications.change_templateoverride",
    ],
    "finance": [
        "core.view_shopsettings",
        "core.export_lists",
        "accounts.view_user",
        "accounts.view_address",
        "accounts.view_roleapplication",
        "regions.view_region",
        "regions.view_taxclass",
        "regions.add_taxclass",
        "regions.change_taxclass",
        "regions.delete_taxclass",
        "regions.view_taxrate",
        "regions.add_taxrate",
        "regions.change_taxrate",
        "regions.delete_taxrate",
        "regions.view_exchangerate",
        "regions.add_exchangerate",
        "stores.view_store",
        "stores.view_owner",
    ],
    "admin": [EVERYTHING],
}
