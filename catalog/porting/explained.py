"""What the columns of a file mean, for those who fill one in."""

from django.utils.translation import gettext_lazy as _

# The columns, what they say, and an example; inventory's stock is among them.
EXPLAINED = (
    (("sku",), _("Which variant the row is; an unknown one is added"), "KET-1"),
    (("product",), _("The product's address; rows with the same one are its variants"), "copper-kettle"),
    (("currency",), _("Of a new product; the shop's where left out"), "INR"),
    (("name", "short_description", "description"), _("A new product needs them"), "Copper kettle"),
    (("status",), _("draft, active, inactive or archived"), "draft"),
    (("category",), _("The way to it, or its address"), "Kitchen > Pots"),
    (("brand", "store", "tax_class"), _("The brand's name, the store's address, the code of the tax class"), "Tamra"),
    (("kind",), _("physical, digital or subscription"), "physical"),
    (("base_price", "price", "compare_at_price", "cost_price"),
     _("Amounts with a point before the decimals and nothing between thousands"), "1499.00"),
    (("tags",), _("Several, with a bar between them"), "tea | copper"),
    (("target_role",), _("customer, retailer or both"), "both"),
    (("weight_grams", "variant_weight_grams", "length_mm", "width_mm", "height_mm", "position"),
     _("Whole numbers"), "850"),
    (("pictures",), _("Ids of uploads or addresses, with bars between them"), "https://…/kettle.jpg"),
    (("picture_texts",), _("What each picture shows, with bars between them"), "A kettle | Its spout"),
    (("seo_title", "seo_description"), _("For search engines"), "Copper kettle, 2 l"),
    (("barcode",), _("Kept as text, so that no zero is lost"), "0012345678905"),
    (("default", "on_sale"), _("yes or no"), "yes"),
    (("stock",), _("What is on hand in the default place"), "25"),
    (("attr.…",), _("An attribute, by its code; several values with bars between them"), "attr.colour: red"),
)  # fmt: skip
