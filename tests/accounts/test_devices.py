"""Names of devices, in `accounts.devices`."""

import pytest
from django.utils import translation

from accounts.devices import device_name, spoken_device

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (CHROME, "Chrome on Linux"),
        (CHROME + " Edg/126.0", "Edge on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari on iPhone"),
        ("HaatApp/3.1 (Android 14)", "Android"),
        ("okhttp/4.12.0", "okhttp"),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_device_is_called_what_people_call_it(user_agent, name):
    assert device_name(user_agent) == name


@pytest.mark.parametrize(("name", "said"), [("Chrome on Linux", "Linux पर Chrome"), ("okhttp", "okhttp"), ("", "")])
def test_a_device_is_named_in_the_readers_language(name, said):
    with translation.override("hi"):
        assert spoken_device(name) == said
