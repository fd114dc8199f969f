"""Descriptions: what is left of them cannot do harm, and is what people meant."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import services
from catalog.models import Translation
from catalog.richtext import clean_html, clean_plain, words_of
from tests.factories.catalog import ProductFactory

HARMFUL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href=//evil.example onclick=alert(1)>x</a>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<form action=/login><input name=password></form>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "</textarea><script>alert(1)</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
]
TAGS = {
    "p", "br", "strong", "b", "em", "i", "u", "s", "sub", "sup", "ul", "ol", "li", "h2", "h3", "h4", "blockquote",
    "a", "table", "thead", "tbody", "tr", "th", "td", "hr",
}  # fmt: skip


class Harm(HTMLParser):
    """Reads HTML as browsers do: what stands in the value of an attribute is no element."""

    found = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            address = "".join((value or "").split()).lower() if name == "href" else ""
            if name.startswith("on") or name in {"style", "src"}:
                self.found = True
            self.found |= address.startswith(("javascript", "data", "vbscript"))
        self.found |= tag not in TAGS


def is_harmless(html: str) -> bool:
    reader = Harm()
    reader.feed(html)
    reader.close()
    return not reader.found


class TestCleanHtml:
    @pytest.mark.parametrize("html", HARMFUL)
    def test_takes_out_what_could_run(self, html):
        assert is_harmless(clean_html(f"<p>Before</p>{html}<p>After</p>"))

    def test_control_finds_harm_in_what_was_not_cleaned(self):
        assert [html for html in HARMFUL if is_harmless(html)] == []

    @given(st.lists(st.sampled_from([*HARMFUL, "<p>", "</p>", "<b>", "'", '"', "<!--", "-->", "]]>", "&lt;"])))
    def test_takes_it_out_of_any_mixture_and_is_done_then(self, parts):
        cleaned = clean_html("".join(parts))

        assert is_harmless(cleaned)
        assert clean_html(cleaned) == cleaned

    def test_keeps_what_sellers_need(self):
        html = "<h2>Care</h2><ul><li>Wash <b>cold</b></li></ul><table><tbody><tr><td>1</td></tr></tbody></table>"

        assert clean_html(html) == html

    def test_leaves_templates_as_the_text_they_are(self):
        assert clean_html("{{7*7}} {% debug %}") == "{{7*7}} {% debug %}"


def test_words_are_what_people_read():
    assert words_of("<p>Wash&amp;wear</p><ul><li>cold</li></ul>") == "Wash&wear cold"
    assert words_of("<p> <b></b></p>") == ""


def test_plain_text_keeps_its_lines_and_nothing_unseen():
    assert clean_plain("one\r\ntwo\x00\u202e\n") == "one\ntwo"


@pytest.mark.django_db
def test_descriptions_in_other_languages_are_cleaned_as_well():
    product = ProductFactory()

    services.update_product(
        product=product, actor=None, translations={"hi": {"description": "<p>पीतल</p><script>alert(1)</script>"}}
    )

    assert Translation.objects.get().text == "<p>पीतल</p>"


class TestTypedText:
    def test_has_the_paragraphs_and_lists_that_were_typed(self):
        typed = "Woven by hand.\r\nIn Kanchipuram.\r\n\r\n- silk\r\n- <b>zari</b>\r\n\r\nDry clean."

        assert clean_html(typed) == (
            "<p>Woven by hand.<br>In Kanchipuram.</p><ul><li>silk</li><li><b>zari</b></li></ul><p>Dry clean.</p>"
        )

    @pytest.mark.parametrize("text", ["One line.", "<p>One</p>\n\n<p>Two</p>", "<ul>\n<li>a</li>\n</ul>", "a<br>\nb"])
    def test_is_left_as_it_is_when_it_says_so_itself_or_is_one_line(self, text):
        assert clean_html(text) == text

    def test_stays_the_same_when_it_is_saved_again(self):
        once = clean_html("One\n\nTwo\n\n- a\n- b")

        assert clean_html(once) == once
