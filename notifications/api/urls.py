"""Paths under /api/v1/ for messages."""

from django.urls import path

from notifications.api import staff, views

urlpatterns = [
    path("users/me/preferences", views.OwnPreferences.as_view(), name="own-preferences"),
    path("users/me/email-logs", views.OwnEmails.as_view(), name="own-email-logs"),
    path("users/me/sms-logs", views.OwnTextMessages.as_view(), name="own-sms-logs"),
    path("notifications", views.Notifications.as_view(), name="notifications"),
    path(
        "notifications/<uuid:notification_id>/read", views.NotificationReading.as_view(), name="notification-reading"
    ),
    path("admin/notifications/email-logs", staff.EmailLogs.as_view(), name="email-logs"),
    path("admin/notifications/email-logs/<uuid:email_id>", staff.EmailLogDetail.as_view(), name="email-log"),
    path(
        "admin/notifications/email-logs/<uuid:email_id>/resend", staff.EmailResending.as_view(), name="email-resending"
    ),
    path("admin/notifications/sms-logs", staff.SMSLogs.as_view(), name="sms-logs"),
    path("admin/notifications/sms-logs/<uuid:sms_id>", staff.SMSLogDetail.as_view(), name="sms-log"),
    path("admin/notifications/sms-logs/<uuid:sms_id>/resend", staff.SMSResending.as_view(), name="sms-resending"),
    path("admin/notifications/send-email", staff.EmailToCustomers.as_view(), name="email-to-customers"),
    path("admin/notifications/send-sms", staff.SMSToCustomers.as_view(), name="sms-to-customers"),
]
