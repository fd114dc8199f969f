"""What every app puts on the back office's shared pages: navigation, figures, queues, panels, search."""

from django.utils.translation import gettext_lazy as _

from accounts import back_office as accounts
from accounts import browser
from accounts.services import update_profile
from audit import back_office as audit
from cart import back_office as cart
from catalog import back_office as catalog
from core.back_office import deliveries
from core.back_office.registry import Card, Link, Panel, Registry, SearchSource, Section
from core.back_office.tables import TABLE_TEMPLATE
from inventory import back_office as inventory
from notifications import back_office as notifications

NAVIGATION = [
    Section("", [Link(_("Home"), "dashboard", "admin:index")]),
    Section(
        _("People"),
        [
            Link(_("Users"), "group", "admin:accounts_user_changelist", "accounts.view_user"),
            Link(
                _("Applications"),
                "how_to_reg",
                "admin:accounts_roleapplication_changelist",
                "accounts.view_roleapplication",
            ),
            Link(_("Addresses"), "home_pin", "admin:accounts_address_changelist", "accounts.view_address"),
            Link(_("Devices"), "devices", "admin:accounts_session_changelist", "accounts.view_session"),
            Link(_("Carts"), "shopping_cart", "admin:cart_cart_changelist", "cart.view_cart"),
        ],
    ),
    Section(
        _("Catalogue"),
        [
            Link(_("Products"), "shopping_bag", "admin:catalog_product_changelist", "catalog.view_product"),
            Link(_("Categories"), "account_tree", "admin:catalog_category_changelist", "catalog.view_category"),
            Link(_("Brands"), "sell", "admin:catalog_brand_changelist", "catalog.view_brand"),
            Link(_("Attributes"), "tune", "admin:catalog_attribute_changelist", "catalog.view_attribute"),
            Link(_("Synonyms"), "join", "admin:catalog_synonym_changelist", "catalog.view_synonym"),
            Link(_("Searches"), "manage_search", "admin:catalog_searchedfor_changelist", "catalog.view_searchedfor"),
            Link(_("Imports"), "upload_file", "admin:catalog_importbatch_changelist", "catalog.view_importbatch"),
            Link(_("Former addresses"), "link", "admin:catalog_slugredirect_changelist", "catalog.view_slugredirect"),
        ],
    ),
    Section(
        _("Stock"),
        [
            Link(_("Stock"), "inventory_2", "admin:inventory_stockitem_changelist", "inventory.view_stockitem"),
            Link(
                _("Stock alerts"),
                "notification_important",
                "admin:inventory_stockalert_changelist",
                "inventory.view_stockalert",
            ),
            Link(
                _("Stock movements"),
                "swap_vert",
                "admin:inventory_stockmovement_changelist",
                "inventory.view_stockmovement",
            ),
            Link(
                _("Reservations"), "lock_clock", "admin:inventory_reservation_changelist", "inventory.view_reservation"
            ),
            Link(_("Locations"), "warehouse", "admin:inventory_location_changelist", "inventory.view_location"),
            Link(
                _("Back-in-stock requests"),
                "hourglass_empty",
                "admin:inventory_backinstockrequest_changelist",
                "inventory.view_backinstockrequest",
            ),
        ],
    ),
    Section(
        _("Offers"),
        [
            Link(_("Coupons"), "confirmation_number", "admin:promotions_coupon_changelist", "promotions.view_coupon"),
            Link(
                _("Discount rules"),
                "percent_discount",
                "admin:promotions_discountrule_changelist",
                "promotions.view_discountrule",
            ),
            Link(
                _("Uses of coupons"),
                "redeem",
                "admin:promotions_couponredemption_changelist",
                "promotions.view_couponredemption",
            ),
        ],
    ),
    Section(
        _("Shipping"),
        [
            Link(_("Shipping zones"), "map", "admin:shipping_shippingzone_changelist", "shipping.view_shippingzone"),
            Link(
                _("Shipping methods"),
                "local_shipping",
                "admin:shipping_shippingmethod_changelist",
                "shipping.view_shippingmethod",
            ),
        ],
    ),
    Section(
        _("Messages"),
        [
            Link(_("Mail log"), "mail", "admin:notifications_emaillog_changelist", "notifications.view_emaillog"),
            Link(_("SMS log"), "sms", "admin:notifications_smslog_changelist", "notifications.view_smslog"),
            Link(
                _("Mail templates"),
                "edit_note",
                "admin:notifications_templateoverride_changelist",
                "notifications.view_templateoverride",
            ),
            Link(
                _("Messages to customers"),
                "campaign",
                "admin:notifications_broadcast_changelist",
                "notifications.view_broadcast",
            ),
        ],
    ),
    Section(
        _("Stores"),
        [
            Link(_("Stores"), "store", "admin:stores_store_changelist", "stores.view_store"),
            Link(_("Owners"), "badge", "admin:stores_owner_changelist", "stores.view_owner"),
        ],
    ),
    Section(
        _("Regions and taxes"),
        [
            Link(_("Regions"), "public", "admin:regions_region_changelist", "regions.view_region"),
            Link(
                _("Restrictions"),
                "block",
                "admin:catalog_productrestriction_changelist",
                "catalog.view_productrestriction",
            ),
            Link(_("Tax classes"), "category", "admin:regions_taxclass_changelist", "regions.view_taxclass"),
            Link(_("Tax rates"), "percent", "admin:regions_taxrate_changelist", "regions.view_taxrate"),
            Link(
                _("Exchange rates"),
                "currency_exchange",
                "admin:regions_exchangerate_changelist",
                "regions.view_exchangerate",
            ),
        ],
    ),
    Section(
        _("Shop"),
        [
            Link(_("Shop settings"), "storefront", "admin:core_shopsettings_changelist", "core.view_shopsettings"),
            Link(
                _("Deliveries of events"), "outbox", "admin:core_outboxdelivery_changelist", "core.view_outboxdelivery"
            ),
            Link(_("Bulk actions"), "checklist", "admin:core_bulkaction_changelist", "core.view_bulkaction"),
            Link(_("Scheduled jobs"), "schedule", "admin:core_scheduledjob_changelist", "core.view_scheduledjob"),
            Link(_("Action log"), "history", "admin:audit_adminactionlog_changelist", "audit.view_adminactionlog"),
        ],
    ),
]

CARDS = [
    Card(_("New people today"), "person_add", "accounts.view_user", accounts.new_people),
    Card(_("Signed-in devices"), "devices", "accounts.view_session", accounts.signed_in_devices),
]

QUEUES = [
    Card(_("Applications"), "how_to_reg", "accounts.change_roleapplication", accounts.waiting_applications),
    Card(_("Stock alerts"), "notification_important", "inventory.view_stockalert", inventory.open_alerts),
    Card(_("Products without pictures"), "hide_image", "catalog.view_product", catalog.without_pictures),
    Card(_("Drafts"), "edit_square", "catalog.view_product", catalog.drafts),
    Card(_("Searches without results"), "search_off", "catalog.view_searchedfor", catalog.searches_without_results),
    Card(_("Mails that failed"), "mark_email_unread", "notifications.view_emaillog", notifications.failed_mails),
    Card(_("Dead deliveries"), "report", "core.view_outboxdelivery", deliveries.dead_letters),
]

HOME_PANELS = [
    Panel(TABLE_TEMPLATE, "audit.view_adminactionlog", audit.recent_actions, is_wide=True),
]

PERSON_PANELS = [
    Panel(TABLE_TEMPLATE, "accounts.view_address", accounts.addresses_of),
    Panel(TABLE_TEMPLATE, "accounts.view_session", accounts.sessions_of),
    Panel(TABLE_TEMPLATE, "accounts.view_roleapplication", accounts.applications_of),
    Panel(TABLE_TEMPLATE, "cart.view_cart", cart.cart_of),
    Panel(TABLE_TEMPLATE, "notifications.view_emaillog", notifications.mails_to),
    Panel(TABLE_TEMPLATE, "audit.view_adminactionlog", audit.actions_about, is_wide=True),
]

SEARCH = [
    SearchSource("accounts.view_user", accounts.find_people),
    SearchSource("catalog.view_product", catalog.find_products),
]


def fill(registry: Registry) -> None:
    """Put everything in its place. Called once, at start-up."""
    registry.navigation = NAVIGATION
    registry.cards = CARDS
    registry.queues = QUEUES
    registry.home_panels = HOME_PANELS
    registry.person_panels = PERSON_PANELS
    registry.search_sources = SEARCH
    registry.variant_stock = inventory.STOCK_OF_VARIANTS
    registry.sign_out = browser.sign_out
    registry.set_language = lambda request, language: update_profile(user=request.user, language=language)
