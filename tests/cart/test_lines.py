"""Putting things into the cart, and what else is done with its lines."""

import pytest

from cart import services
from cart.constants import MOST_UNITS
from cart.errors import ItemUnavailable, NotEnough, QuantityLimit, SoldOut
from cart.models import Cart, CartItem
from cart.selectors import NoticeCode
from catalog.enums import ProductKind, ProductStatus, RestrictionRule, TargetRole
from catalog.models import ProductRestriction
from core.errors import NotFound
from core.links import LinkInvalid
from core.money import Money
from stores.enums import StoreStatus
from tests.cart.basket import add, guest, held, look, on_sale, who
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProductFactory, VariantFactory
from tests.factories.stores import StoreFactory


def codes(view) -> list[NoticeCode]:
    return [notice.code for line in view.lines for notice in line.notices]


class TestAdding:
    def test_makes_one_line_of_two_adds(self):
        shopper, variant = guest(), on_sale()

        add(shopper, variant, 2)
        view = add(shopper, variant, 3)

        assert held(view) == {variant.pk: 5}
        assert view.count == 5

    def test_prices_it_at_once(self):
        view = add(guest(), on_sale(price_minor=150_00), 2)

        assert view.quote.subtotal == Money(300_00, "INR")
        assert view.lines[0].priced.final_price == Money(300_00, "INR")

    def test_takes_everything_up_to_the_last_and_says_how_many_there_are_beyond(self):
        shopper, variant = guest(), on_sale(stock=4)
        add(shopper, variant, 4)

        with pytest.raises(NotEnough) as refused:
            add(shopper, variant, 1)

        assert refused.value.details["available"] == 4
        assert refused.value.details["lines"][0]["wanted"] == 5
        assert held(look(shopper)) == {variant.pk: 4}

    def test_of_what_is_sold_out_is_refused_and_leaves_no_line(self):
        shopper = guest()

        with pytest.raises(SoldOut):
            add(shopper, on_sale(stock=0))

        assert look(shopper).is_empty
        assert not CartItem.objects.exists()

    def test_of_more_than_one_order_holds_is_refused(self):
        variant = on_sale(stock=5_000)

        with pytest.raises(QuantityLimit):
            add(guest(), variant, MOST_UNITS + 1)

    def test_of_a_download_asks_for_no_stock(self):
        variant = VariantFactory(product__kind=ProductKind.DIGITAL)

        view = add(guest(), variant, 7)

        assert view.lines[0].available is None

    @pytest.mark.parametrize(
        "about",
        [
            {"is_active": False},
            {"product__status": ProductStatus.DRAFT},
            {"product__status": ProductStatus.INACTIVE},
            {"product__kind": ProductKind.SUBSCRIPTION},
            {"product__target_role": TargetRole.RETAILER},
            {"product__category__is_active": False},
        ],
    )
    def test_of_what_is_not_for_sale_to_them_is_refused(self, about):
        with pytest.raises(ItemUnavailable):
            add(guest(), on_sale(**about))

        assert not CartItem.objects.exists()

    @pytest.mark.parametrize("status", [StoreStatus.SUSPENDED, StoreStatus.VACATION, StoreStatus.DRAFT])
    def test_of_a_store_that_is_closed_is_refused(self, status):
        variant = on_sale(product__store=StoreFactory(status=status))

        with pytest.raises(ItemUnavailable):
            add(guest(), variant)

    def test_of_what_the_region_may_not_have_is_refused(self, india):
        variant = on_sale()
        ProductRestriction.objects.create(region=india, rule=RestrictionRule.BLOCKED, product=variant.product)

        with pytest.raises(ItemUnavailable):
            add(guest(), variant)

    def test_of_another_products_variant_is_refused(self):
        other = ProductFactory()

        with pytest.raises(ItemUnavailable):
            add(guest(), on_sale(), product=other.slug)

    def test_by_its_products_slug_or_id_is_fine(self):
        variant = on_sale()

        assert add(guest(), variant, product=variant.product.slug).count == 1
        assert add(guest(), variant, product=str(variant.product_id)).count == 1


class TestSettingTheQuantity:
    def test_changes_the_line(self):
        shopper, variant = guest(), on_sale()
        line = add(shopper, variant, 5).lines[0]

        view = services.set_quantity(**who(shopper), item_id=line.id, quantity=2)

        assert held(view) == {variant.pk: 2}

    def test_to_none_takes_it_out(self):
        shopper = guest()
        line = add(shopper, on_sale()).lines[0]

        view = services.set_quantity(**who(shopper), item_id=line.id, quantity=0)

        assert view.is_empty

    def test_beyond_what_there_is_is_refused_or_fitted(self):
        shopper, variant = guest(), on_sale(stock=3)
        line = add(shopper, variant).lines[0]

        with pytest.raises(NotEnough):
            services.set_quantity(**who(shopper), item_id=line.id, quantity=4)
        view = services.set_quantity(**who(shopper), item_id=line.id, quantity=4, fit=True)

        assert held(view) == {variant.pk: 3}

    def test_of_somebody_elses_line_finds_nothing_and_changes_nothing(self):
        theirs, variant = guest(), on_sale()
        line = add(theirs, variant, 2).lines[0]

        with pytest.raises(NotFound):
            services.set_quantity(**who(guest()), item_id=line.id, quantity=9)

        assert held(look(theirs)) == {variant.pk: 2}


class TestTakingOut:
    def test_leaves_a_way_back_that_works_once_as_well_as_twice(self):
        shopper, variant = guest(), on_sale()
        line = add(shopper, variant, 3).lines[0]
        view, undo = services.remove_item(**who(shopper), item_id=line.id)
        assert view.is_empty

        services.restore_item(**who(shopper), token=undo)
        view = services.restore_item(**who(shopper), token=undo)

        assert held(view) == {variant.pk: 3}
        assert services.name_in_undo(undo) == variant.product.name

    def test_is_undone_in_the_same_cart_only(self):
        shopper = guest()
        line = add(shopper, on_sale()).lines[0]
        _view, undo = services.remove_item(**who(shopper), item_id=line.id)

        with pytest.raises(LinkInvalid):
            services.restore_item(**who(guest()), token=undo)


class TestLayingAside:
    def test_keeps_it_in_sight_and_out_of_the_price(self):
        shopper, variant = guest(), on_sale(price_minor=99_00)
        add(shopper, on_sale(price_minor=50_00))
        line = add(shopper, variant, 2).lines[0]

        view = services.save_for_later(**who(shopper), item_id=line.id)

        assert [one.variant_id for one in view.saved] == [variant.pk]
        assert view.quote.subtotal == Money(50_00, "INR")
        assert view.count == 1

    def test_comes_back_as_many_as_there_are(self):
        shopper, variant = guest(), on_sale(stock=5)
        line = add(shopper, variant, 5).lines[0]
        services.save_for_later(**who(shopper), item_id=line.id)
        variant.stock_items.update(on_hand=2)

        view = services.move_to_cart(**who(shopper), item_id=line.id)

        assert held(view) == {variant.pk: 2}
        assert not view.saved

    def test_survives_emptying_the_cart(self):
        shopper, kept = guest(), on_sale()
        line = add(shopper, kept).lines[0]
        services.save_for_later(**who(shopper), item_id=line.id)
        add(shopper, on_sale())

        view = services.clear_cart(**who(shopper))

        assert (view.lines, [one.variant_id for one in view.saved]) == ((), [kept.pk])


class TestLooking:
    def test_says_nothing_where_nothing_changed(self):
        shopper = guest()
        add(shopper, on_sale())

        assert codes(look(shopper)) == []

    @pytest.mark.parametrize(("price", "code"), [(120_00, NoticeCode.PRICE_UP), (80_00, NoticeCode.PRICE_DOWN)])
    def test_says_that_the_price_changed_from_what_to_what(self, price, code):
        shopper, variant = guest(), on_sale(price_minor=100_00)
        add(shopper, variant)
        type(variant).objects.update(price_minor=price)

        view = look(shopper)

        [notice] = view.lines[0].notices
        assert (notice.code, notice.details) == (code, {"before": Money(100_00, "INR"), "now": Money(price, "INR")})
        assert view.quote.subtotal == Money(price, "INR")

    def test_prices_only_what_is_left_and_says_how_many_that_are(self):
        shopper, variant = guest(), on_sale(stock=5, price_minor=100_00)
        add(shopper, variant, 5)
        variant.stock_items.update(on_hand=2)

        view = look(shopper)

        assert codes(view) == [NoticeCode.LESS_AVAILABLE]
        assert (view.lines[0].quantity, view.lines[0].units) == (5, 2)
        assert view.quote.subtotal == Money(200_00, "INR")

    def test_leaves_what_is_gone_in_sight_and_prices_the_rest(self):
        shopper, gone, kept = guest(), on_sale(), on_sale(price_minor=40_00)
        add(shopper, gone)
        add(shopper, kept)
        type(gone).objects.filter(pk=gone.pk).update(is_active=False)

        view = look(shopper)

        assert codes(view) == [NoticeCode.ITEM_UNAVAILABLE]
        assert view.quote.subtotal == Money(40_00, "INR")
        assert len(view.lines) == 2
        assert view.can_be_ordered

    def test_makes_no_cart(self):
        assert look(guest()).is_empty
        assert not Cart.objects.exists()

    def test_of_another_person_shows_nothing(self):
        add(UserFactory(), on_sale())

        assert look(UserFactory()).is_empty
