"""REST framework and the OpenAPI document."""

from config import env

RATE_LIMIT_AUTH = env.text("RATE_LIMIT_AUTH", "5/15m")
RATE_LIMIT_API = env.text("RATE_LIMIT_API", "100/15m")
RATE_LIMIT_UPLOADS = env.text("RATE_LIMIT_UPLOADS", "60/1h")
RATE_LIMIT_CATALOGUE = env.text("RATE_LIMIT_CATALOGUE", "1000/15m")

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["core.api.renderers.EnvelopeRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.api.parsers.StrictJSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.api.authentication.TokenAuthentication"],
    "DEFAULT_THROTTLE_CLASSES": ["core.api.throttling.RouteClassThrottle"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PAGINATION_CLASS": "core.api.pagination.PagePagination",
    "DEFAULT_SCHEMA_CLASS": "core.api.schema.EnvelopeSchema",
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "core.api.negotiation.FirstRenderer",
    "DEFAULT_FILTER_BACKENDS": [],
    "EXCEPTION_HANDLER": "core.api.exceptions.render_error",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "DATETIME_FORMAT": "%Y-%m-%dT%H:%M:%S.%fZ",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Haat API",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "DESCRIPTION": (
        "Everything the shop can do. Answers come in one envelope: `success` with `data`, or `error` with a `code` "
        "for machines, a `message` for people and a `request_id` that finds the log line. Money is a decimal string "
        "beside its currency; times are ISO 8601 in UTC; lists take `page` and `limit`. `/api/…` is `/api/v1/…`."
    ),
    "LICENSE": {"name": "MIT"},
    "SERVERS": [{"url": "/", "description": "This shop"}],
    # In the order in which somebody who writes an app needs them.
    "TAGS": [
        {"name": "Authentication", "description": "Signing up, signing in, tokens, passwords, the second step."},
        {"name": "Account", "description": "The person who is signed in: profile, addresses, devices, their data."},
        {"name": "Preferences", "description": "Which messages somebody wants."},
        {"name": "Messages", "description": "Notices to whoever is signed in."},
        {
            "name": "Catalogue",
            "description": "Products, categories, brands, search. The same for everybody in a region.",
        },
        {"name": "Cart", "description": "What somebody is about to buy, priced with every call; for guests too."},
        {"name": "Wishlists", "description": "What somebody would like to have one day."},
        {"name": "Regions", "description": "Where the shop sells, and in which currency."},
        {"name": "Stores", "description": "The sellers of the marketplace."},
        {"name": "Uploads", "description": "Pictures and papers, sent before what shows them."},
        {"name": "The API itself", "description": "Where things are, and whether they work."},
    ],
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "core.api.probes.show_health",
        "core.api.schema.plain_texts",
        "core.api.examples.fill_in_examples",
    ],
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "StoreStatusEnum": "stores.enums.StoreStatus",
        "OwnerStatusEnum": "stores.enums.OwnerStatus",
        "RoleEnum": "accounts.enums.Role",
        "UserStatusEnum": "accounts.enums.UserStatus",
        "TwoFactorMethodEnum": "accounts.enums.TwoFactorMethod",
        "ApplicationStatusEnum": "accounts.enums.ApplicationStatus",
        "AppliedRoleEnum": [("retailer", "Retailer"), ("seller", "Seller")],
        "RegisteredRoleEnum": ["customer", "retailer", "seller"],
        "ChannelEnum": "notifications.enums.Channel",
        "MessageStatusEnum": "notifications.enums.MessageStatus",
        "TopicEnum": "notifications.enums.Topic",
        "BroadcastTopicEnum": ["account", "news"],
        "TargetRoleEnum": "catalog.enums.TargetRole",
        "MediaKindEnum": "catalog.enums.MediaKind",
        "MediaPurposeEnum": "catalog.enums.MediaPurpose",
        "UploadPurposeEnum": "core.api.uploads.PURPOSES",
        "ProductStatusEnum": "catalog.enums.ProductStatus",
        "ProductKindEnum": "catalog.enums.ProductKind",
        "DataTypeEnum": "catalog.enums.DataType",
        "RestrictionRuleEnum": "catalog.enums.RestrictionRule",
        "CouponTypeEnum": "promotions.enums.CouponType",
        "RuleTypeEnum": "promotions.enums.RuleType",
        "PartTypeEnum": ["product", "variant"],
        "SettableStatusEnum": ["active", "inactive", "suspended"],
    },
}
