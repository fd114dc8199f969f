"""What a browser sends of the grids below a page of the back office."""


def grid(client, row, name: str, model: str = "product") -> dict:
    """What the page would send of one of its grids."""
    page = client.get(f"/admin/catalog/{model}/{row.pk}/change/")
    (section,) = [one for one in page.context["sections"] if one["name"] == name]
    rows = section["rows"]
    sent = {f"{name}-{key}": value for key, value in rows.management_form.initial.items()}
    for form in rows.forms:
        for field in form:
            value = field.value()
            # No browser sends a colour empty.
            if getattr(field.field.widget, "input_type", "") == "color":
                value = value or "#000000"
            if value not in (None, False):
                sent[field.html_name] = "on" if value is True else value
    return sent
