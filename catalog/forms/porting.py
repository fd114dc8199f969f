"""What staff fill in to bring products in from a file."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminRadioSelectWidget

from catalog.enums import OnError


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        help_text=_("CSV or Excel (XLSX), at most 200 MiB and 500,000 rows. The first row names the columns."),
    )


class ApplyForm(forms.Form):
    on_error = forms.ChoiceField(
        label=_("If rows are wrong"),
        choices=OnError.choices,
        initial=OnError.STOP,
        widget=UnfoldAdminRadioSelectWidget,
        help_text=_(
            "This is also for rows that become wrong after the check: they are left out, or what was written before "
            "them is rolled back."
        ),
    )
