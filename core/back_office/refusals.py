"""What services refuse, in the words of a form."""

from django import forms

from core.errors import DomainError, Duplicate, InvalidInput


def show(form: forms.BaseForm, refusal: DomainError) -> None:
    """Put it at the fields it is about, above the form where that has no such field."""
    if not _names_fields(refusal):
        form.add_error(None, str(refusal))
        return
    for field, messages in refusal.details.items():
        form.add_error(field if field in form.fields else None, messages)


def in_words(refusal: DomainError) -> str:
    """Return it as one text, for where there is no form."""
    if not _names_fields(refusal):
        return str(refusal)
    return " ".join(str(message) for messages in refusal.details.values() for message in messages)


def _names_fields(refusal: DomainError) -> bool:
    """Whether the details are messages by field: those of a duplicate are where it says what it repeats."""
    return isinstance(refusal, InvalidInput) or (isinstance(refusal, Duplicate) and bool(refusal.details))
