from django.contrib.admin.apps import AdminConfig


class BackOfficeConfig(AdminConfig):
    """Django's admin with this shop's site in place of the default one."""

    default_site = "core.back_office.site.BackOfficeSite"
