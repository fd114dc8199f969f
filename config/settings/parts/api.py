"""REST framework and the OpenAPI document."""

from config import env

RATE_LIMIT_AUTH = env.text("RATE_LIMIT_AUTH", "5/15m")
RATE_LIMIT_API = env.text("RATE_LIMIT_API", "100/15m")
RATE_LIMIT_CATALOGUE = env.text("RATE_LIMIT_CATALOGUE", "1000/15m")

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["core.api.renderers.EnvelopeRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.api.parsers.StrictJSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.api.authentication.TokenAuthentication"],
    "DEFAULT_THROTTLE_CLASSES": ["core.api.throttling.RouteClassThrottle"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PAGINATION_CLASS": "core.api.pagination.PagePagination",
    "DEFAULT_SCHEMA_CLASS": "core.api.schema.EnvelopeSchema",
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
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "RoleEnum": "accounts.enums.Role",
        "UserStatusEnum": "accounts.enums.UserStatus",
        "TwoFactorMethodEnum": "accounts.enums.TwoFactorMethod",
        "ApplicationStatusEnum": "accounts.enums.ApplicationStatus",
        "AppliedRoleEnum": [("retailer", "Retailer"), ("seller", "Seller")],
        "RegisteredRoleEnum": ["customer", "retailer", "seller"],
        "SettableStatusEnum": ["active", "inactive", "suspended"],
    },
}
