"""A shop to search in, and what is meant by what people type."""

from catalog.models import ProductAttributeValue, Synonym, Translation, VariantAttributeValue
from tests.catalog.listing import fill
from tests.factories.catalog import (
    AttributeFactory,
    AttributeValueFactory,
    BrandFactory,
    CategoryFactory,
    ProductFactory,
    VariantFactory,
)
from tests.factories.regions import RegionFactory

# name: brand, category, SKU, short description, Hindi name
GOODS = {
    "Wireless Headphones": ("Boltsound", "Audio", "BS-1001", "Forty hours of music.", "वायरलेस हेडफ़ोन"),
    "Wired Earphones": ("Boltsound", "Audio", "BS-1002", "With a microphone.", "तार वाले ईयरफ़ोन"),
    "Bluetooth Speaker": ("Sonare", "Audio", "SN-2001", "Small and loud.", "ब्लूटूथ स्पीकर"),
    "Running Shoes": ("Pacer", "Footwear", "PC-3001", "Light on the road.", "दौड़ने के जूते"),
    "Leather Sandals": ("Pacer", "Footwear", "PC-3002", "For warm days.", "चमड़े की चप्पलें"),
    "Cotton Saree": ("Khadi Mill", "Fashion", "KM-4001", "Woven by hand in Mysuru.", "सूती साड़ी"),
    "Silk Saree": ("Khadi Mill", "Fashion", "KM-4002", "For feasts.", "रेशमी साड़ी"),
    "Linen Shirt": ("Khadi Mill", "Fashion", "KM-4003", "A cool shirt.", "लिनन शर्ट"),
    "Crew Neck": ("Trail", "T-shirts", "TR-4006", "Soft and plain.", "गोल गला"),
    "Denim Jeans": ("Trail", "Fashion", "TR-4004", "Sturdy trousers.", "डेनिम जींस"),
    "Women's Kurta": ("Trail", "Fashion", "TR-4005", "With block print.", "महिलाओं का कुर्ता"),
    "Stainless Steel Pan": ("Rasoi", "Kitchen", "RS-5001", "Even heat.", "स्टील का तवा"),
    "Pressure Cooker": ("Rasoi", "Kitchen", "RS-5002", "Five litres.", "प्रेशर कुकर"),
    "Chef's Knife": ("Rasoi", "Kitchen", "RS-5003", "Stays sharp.", "रसोइए का चाकू"),
    "Café Crème Mugs": ("Mise", "Kitchen", "MS-5004", "Two mugs.", "कॉफ़ी मग"),
    "AA Batteries": ("Voltaic", "Electronics", "VT-6001", "Pack of eight.", "एए बैटरियाँ"),
    "USB-C Charger": ("Voltaic", "Electronics", "VT-6002", "Sixty-five watts.", "यूएसबी-सी चार्जर"),
    "Laptop Backpack": ("Trail", "Bags", "TR-7001", "Fits fifteen inches.", "लैपटॉप बैग"),
    "Children's Picture Book": ("Katha", "Books", "KT-8001", "Tales of the forest.", "बच्चों की चित्र किताब"),
    "Wrist Watch": ("Ghadi", "Accessories", "GH-9001", "Shows the date.", "कलाई घड़ी"),
    "Noise-Cancelling Earbuds": ("Sonare", "Audio", "MAN-2002", "Silence in a kurta pocket.", "शोर रोकते ईयरबड"),
    "Beeswax Candles": ("Jyoti", "Home", "JY-9101", "Three of them.", "मोमबत्तियाँ"),
    "Paper Lantern": ("Jyoti", "Home", "JY-9102", "Folds flat.", "काग़ज़ की लालटेन"),
    "Tellicherry Black Pepper": ("Malabar", "Spices", "MB-9201", "Red in no way.", "काली मिर्च"),
    "Guntur Red Chilli": ("Malabar", "Spices", "MB-9202", "Hot.", "लाल मिर्च"),
    "Masala Chai": ("Malabar", "Drinks", "MB-9301", "With ginger.", "मसाला चाय"),
    "Green Tea of the Nilgiri Hills": ("Malabar", "Drinks", "MB-9302", "Light and clear.", "हरी चाय"),
    "Study Chair": ("Kursi", "Home", "KR-9401", "With a cushion.", "पढ़ाई की कुर्सी"),
    "Cane Daybed": ("Kursi", "Home", "KR-9402", "For the veranda.", "बेंत का पलंग"),
    "Teak Clock": ("Kursi", "Home", "KR-9403", "Ticks.", "सागौन का समय"),
    "Organic Tee": ("Trail", "Fashion", "TR-4007", "Of khadi.", "जैविक टी"),
    "Jute Market Bag": ("Thela", "Carrying", "TH-9501", "Carries ten kilos.", "जूट का थैला"),
    "Bagru Print": ("Khadi Mill", "Fashion", "KM-4008", "By hand.", "बगरू छपाई"),
    "Kesar Mangoes": ("Malabar", "Produce", "MB-9203", "Twelve of them.", "केसर के आम"),
    "Gift Box": ("Katha", "Accessories", "GH-9002", "Holds a watch or a book.", "उपहार डिब्बा"),
}
FIRST = [
    ("headphones", "Wireless Headphones"),
    ("headphone", "Wireless Headphones"),
    ("hedphones", "Wireless Headphones"),
    ("haedphones", "Wireless Headphones"),
    ("headpho", "Wireless Headphones"),
    ("wireles hedphones", "Wireless Headphones"),
    ("HEADPHONES wireless", "Wireless Headphones"),
    ("earphone", "Wired Earphones"),
    ("blutooth speeker", "Bluetooth Speaker"),
    ("blue", "Bluetooth Speaker"),
    ("sonare", "Bluetooth Speaker"),
    ("shoe", "Running Shoes"),
    ("shoes", "Running Shoes"),
    ("runing shoes", "Running Shoes"),
    ("sneakers", "Running Shoes"),
    ("footwear", "Leather Sandals"),
    ("sandal", "Leather Sandals"),
    ("saree", "Silk Saree"),
    ("sari", "Silk Saree"),
    ("sarees cotton", "Cotton Saree"),
    ("shirts", "Linen Shirt"),
    ("shrit", "Linen Shirt"),
    ("tshirt", "Crew Neck"),
    ("tshirts", "Crew Neck"),
    ("t-shirt", "Crew Neck"),
    ("T-shirts", "Crew Neck"),
    ("t shirt", "Crew Neck"),
    ("tshrit", "Crew Neck"),
    ("crew tshi", "Crew Neck"),
    ("indigo jeans", "Denim Jeans"),
    ("indgo", "Denim Jeans"),
    ("नीला जींस", "Denim Jeans"),
    ("जीन्स", "Denim Jeans"),
    ("unstitched kurta", "Women's Kurta"),
    ("blue headphones for kids", "Wireless Headphones"),
    ("headphones kettle", "Wireless Headphones"),
    ("wireless kettle headphones", "Wireless Headphones"),
    ("red silk saree", "Silk Saree"),
    ("ear phones", "Wired Earphones"),
    ("wired ear phone", "Wired Earphones"),
    ("back pack", "Laptop Backpack"),
    ("saree for wedding", "Silk Saree"),
    ("jeans", "Denim Jeans"),
    ("woman kurta", "Women's Kurta"),
    ("womens kurta", "Women's Kurta"),
    ("pan", "Stainless Steel Pan"),
    ("knives", "Chef's Knife"),
    ("cafe creme", "Café Crème Mugs"),
    ("CAFÉ", "Café Crème Mugs"),
    ("battery", "AA Batteries"),
    ("batteri", "AA Batteries"),
    ("usbc", "USB-C Charger"),
    ("usb-c", "USB-C Charger"),
    ("KM-4002", "Silk Saree"),
    ("km4002", "Silk Saree"),
    ("notebook bag", "Laptop Backpack"),
    ("child book", "Children's Picture Book"),
    ("watch", "Wrist Watch"),
    ("watches", "Wrist Watch"),
    ("साड़ी", "Silk Saree"),
    ("साड़ियाँ", "Silk Saree"),
    ("जूता", "Running Shoes"),
    ("किताबें", "Children's Picture Book"),
    ("हेडफोन", "Wireless Headphones"),
    ("घड़ियाँ", "Wrist Watch"),
    ("music headphones", "Wireless Headphones"),
    ("candel", "Beeswax Candles"),
    ("peper", "Tellicherry Black Pepper"),
    ("chai", "Masala Chai"),
    ("chair", "Study Chair"),
    ("kurta", "Women's Kurta"),
    ("red kurta", "Women's Kurta"),
    ("organic tea", "Green Tea of the Nilgiri Hills"),
    ("bag", "Jute Market Bag"),
    ("bags", "Jute Market Bag"),
    ("bagr", "Bagru Print"),
    ("men's shoes", "Running Shoes"),
    ("saare", "Silk Saree"),
    ("mango", "Kesar Mangoes"),
    ("mangos", "Kesar Mangoes"),
    ("mangoes", "Kesar Mangoes"),
    ("MAN-2002", "Noise-Cancelling Earbuds"),
    ("man2002", "Noise-Cancelling Earbuds"),
]


def put_up() -> None:
    """Fill the shelves, with synonyms and names in Hindi."""
    RegionFactory(india=True)
    for words in (["shoes", "sneakers", "trainers"], ["chai", "tea"], ["laptop backpack", "notebook bag"]):
        Synonym.objects.create(words=words)
    categories, brands = {}, {}
    indigo = AttributeValueFactory(label="Indigo", attribute=AttributeFactory(code="colour", is_variant_axis=True))
    Translation.objects.create(object_id=indigo.pk, kind="attributevalue", language="hi", field="label", text="नीला")
    unstitched = AttributeValueFactory(label="Unstitched", attribute=AttributeFactory(code="fit"))
    for number, (name, (brand, category, sku, short, hindi)) in enumerate(GOODS.items()):
        product = ProductFactory(
            name=name,
            slug=f"g-{number}",
            brand=brands.get(brand) or brands.setdefault(brand, BrandFactory(name=brand)),
            category=categories.get(category) or categories.setdefault(category, CategoryFactory(name=category)),
            short_description=short,
            variant=None,
        )
        variant = VariantFactory(product=product, sku=sku)
        if name == "Denim Jeans":
            VariantAttributeValue.objects.create(variant=variant, attribute=indigo.attribute, value=indigo)
        if name == "Women's Kurta":
            ProductAttributeValue.objects.create(product=product, attribute=unstitched.attribute, value=unstitched)
        Translation.objects.create(object_id=product.pk, kind="product", language="hi", field="name", text=hindi)
    fill()
