"""Edge case 28 for any course of renames: former addresses lead on in one hop, and never in a circle."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from catalog import services
from catalog.errors import SlugTaken
from catalog.models import Product, SlugRedirect
from catalog.selectors.detail import find_moved
from catalog.services.health import find_wrong_redirects
from tests.factories.catalog import ProductFactory

SLUGS = ["a", "b", "c", "d", "e"]


class Renaming(RuleBasedStateMachine):
    """Three products among five addresses. The model: who had an address last."""

    @initialize()
    def make(self) -> None:
        Product.objects.all().delete()
        self.products = [ProductFactory(slug=slug) for slug in SLUGS[:3]]
        self.owner = {slug: product.pk for slug, product in zip(SLUGS, self.products, strict=False)}

    @rule(number=st.integers(0, 2), slug=st.sampled_from(SLUGS))
    def rename(self, number: int, slug: str) -> None:
        product = self.products[number]
        now = dict(Product.objects.values_list("slug", "pk"))
        try:
            services.update_product(product=product, actor=None, slug=slug)
        except SlugTaken:
            assert now[slug] != product.pk
        else:
            assert now.get(slug, product.pk) == product.pk
            self.owner[slug] = product.pk

    @invariant()
    def every_address_leads_to_who_had_it_last(self) -> None:
        present = dict(Product.objects.values_list("pk", "slug"))
        for slug, owner in getattr(self, "owner", {}).items():
            if present[owner] != slug:
                assert find_moved(slug=slug) == present[owner]
            else:
                assert find_moved(slug=slug) == ""

    @invariant()
    def nothing_leads_in_a_circle(self) -> None:
        assert list(find_wrong_redirects()) == []
        assert SlugRedirect.objects.count() <= len(SLUGS)


class TestRenaming(TestCase):
    def test_leads_from_every_former_address_to_the_present_one(self):
        run_state_machine_as_test(Renaming, settings=settings.get_profile("rows"))
