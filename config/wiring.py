"""Every consequence in the shop on one screen: which handlers follow which event."""

from accounts import events as accounts
from accounts import handlers as account_handlers
from cart import events as cart
from catalog import events as catalog
from catalog import handlers as list_products
from core import events as core
from core import handlers as core_handlers
from core.back_office import bulk
from core.events import Event
from core.outbox.registry import Handler
from inventory import events as inventory
from inventory import handlers as stock
from notifications import events as notifications
from notifications import handlers as tell
from promotions import events as promotions
from promotions import handlers as offers
from regions import events as regions
from stores import events as stores
from stores import handlers as store_handlers

WIRING: dict[type[Event], list[Handler]] = {
    core.PictureStored: [core_handlers.on_picture_stored, core_handlers.on_picture_stored_later],
    core.PictureRendered: [list_products.on_picture_rendered],
    bulk.BulkActionRequested: [core_handlers.on_bulk_action_requested],
    accounts.UserRegistered: [],
    accounts.EmailVerified: [tell.on_email_verified],
    accounts.CodeRequested: [tell.on_code_requested],
    accounts.PasswordResetRequested: [tell.on_password_reset_requested],
    accounts.PasswordChanged: [tell.on_password_changed],
    accounts.EmailChanged: [tell.on_email_changed],
    accounts.RegistrationRepeated: [tell.on_registration_repeated],
    accounts.SignedInOnNewDevice: [tell.on_signed_in_on_new_device],
    accounts.RefreshTokenReused: [tell.on_refresh_token_reused],
    accounts.TwoFactorChanged: [tell.on_two_factor_changed],
    accounts.RecoveryCodeUsed: [tell.on_recovery_code_used],
    accounts.RoleApplied: [tell.on_role_applied],
    accounts.ApplicationDecided: [
        tell.on_application_decided,
        store_handlers.on_application_decided,
        list_products.on_trade_standing_changed,
    ],
    accounts.DataExportRequested: [account_handlers.on_data_export_requested],
    accounts.DataExportReady: [tell.on_data_export_ready],
    accounts.UserStatusChanged: [tell.on_user_status_changed, list_products.on_trade_standing_changed],
    accounts.UserErased: [],
    accounts.MailToUserRequested: [tell.on_mail_to_user_requested],
    catalog.ProductChanged: [list_products.on_product_changed],
    catalog.CategoryChanged: [list_products.on_category_changed],
    catalog.BrandChanged: [list_products.on_brand_changed],
    catalog.AttributeChanged: [list_products.on_attribute_changed],
    catalog.RestrictionsChanged: [list_products.on_restrictions_changed],
    catalog.ListingFellBehind: [list_products.on_listing_fell_behind],
    catalog.ProductsImported: [list_products.on_products_imported],
    catalog.ImportMoved: [list_products.on_import_moved],
    inventory.StockChanged: [
        stock.on_stock_changed_list,
        stock.on_stock_changed_review,
        stock.on_stock_changed_tell,
    ],
    inventory.StockLow: [tell.on_stock_low],
    inventory.BackInStock: [tell.on_back_in_stock],
    promotions.SalePricesChanged: [offers.on_sale_prices_changed],
    promotions.CouponRedeemed: [],
    promotions.CouponReleased: [],
    cart.CartAbandoned: [tell.on_cart_abandoned],
    regions.RegionChanged: [list_products.on_region_changed],
    regions.TaxesChanged: [list_products.on_taxes_changed],
    regions.ExchangeRateChanged: [list_products.on_exchange_rate_changed],
    stores.StoreChanged: [list_products.on_store_changed],
    stores.StoreStatusChanged: [list_products.on_store_status_changed],
    notifications.MailQueued: [tell.on_mail_queued],
    notifications.SMSQueued: [tell.on_sms_queued],
    notifications.BroadcastRequested: [tell.on_broadcast_requested],
}
