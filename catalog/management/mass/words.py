"""Words that goods are called by, so that searches in a made-up catalogue find what they would in a real one."""


def _words(text: str) -> list[str]:
    return text.split()


ADJECTIVES = _words(
    """
    Classic Compact Cordless Cotton Copper Daily Deluxe Digital Double Elegant Essential Everyday Festive
    Folding Foldable Fresh Golden Handmade Heavy Herbal Insulated Jumbo Junior Kids Leather Light Linen
    Magnetic Matte Mini Modern Natural Noiseless Organic Outdoor Padded Personal Portable Premium Printed
    Pure Quick Quilted Rechargeable Retro Royal Rustic Silent Silk Silver Simple Slim Smart Soft Solar Solid
    Sport Stackable Steel Sturdy Summer Thermal Travel Ultra Velvet Vintage Washable Waterproof Wide Winter
    Wireless Wooden Woollen Woven
    """
)
# Department: aisle: goods.
GOODS = {
    "Electronics": {
        "Audio": "Headphones Earbuds Speaker Soundbar Microphone Turntable Radio",
        "Computers": "Laptop Keyboard Mouse Monitor Webcam Router Printer",
        "Phones": "Phone Charger Powerbank Case Cable Tripod Stylus",
        "Cameras": "Camera Lens Flash Gimbal Binoculars Drone Projector",
    },
    "Fashion": {
        "Men": "Shirt Kurta Trousers Jacket Belt Wallet Sweater",
        "Women": "Saree Dress Blouse Skirt Handbag Scarf Tunic",
        "Children": "Romper Pyjamas Hoodie Shorts Cap Socks Raincoat",
        "Shoes": "Sneakers Sandals Boots Loafers Slippers Heels Juttis",
    },
    "Home": {
        "Kitchen": "Kettle Pan Cooker Knife Grinder Toaster Tiffin",
        "Bedroom": "Pillow Blanket Bedsheet Mattress Lamp Curtain Quilt",
        "Furniture": "Chair Table Bookshelf Stool Sofa Wardrobe Bench",
        "Garden": "Planter Hose Spade Lantern Hammock Trellis Shears",
    },
    "Beauty": {
        "Skin": "Soap Moisturiser Sunscreen Serum Cleanser Toner Scrub",
        "Hair": "Shampoo Conditioner Comb Dryer Trimmer Brush Oil",
        "Fragrance": "Perfume Attar Incense Candle Diffuser Deodorant Mist",
        "Make-up": "Lipstick Kajal Mascara Foundation Blush Primer Eyeliner",
    },
    "Sport": {
        "Cricket": "Bat Ball Gloves Helmet Stumps Pads Kitbag",
        "Fitness": "Dumbbell Mat Rope Treadmill Bottle Band Bench",
        "Outdoors": "Tent Backpack Torch Compass Rucksack Stove Flask",
        "Cycling": "Bicycle Saddle Pump Bell Lock Jersey Pannier",
    },
    "Books": {
        "Fiction": "Novel Anthology Thriller Romance Mystery Fable Saga",
        "Learning": "Atlas Dictionary Workbook Primer Encyclopedia Textbook Guide",
        "Cooking": "Cookbook Recipes Almanac Journal Handbook Digest Notebook",
        "Young": "Picturebook Comic Colouring Puzzle Storybook Rhymes Sticker",
    },
}  # fmt: skip
MATERIALS = _words(
    """
    aluminium bamboo brass canvas ceramic cotton glass leather linen plastic silk steel wood wool
    """
)
COLOURS = {
    "black": "#1d1b1b", "white": "#fbfaf5", "red": "#b3261e", "blue": "#2743a6", "green": "#2d6a3f",
    "yellow": "#e0a526", "grey": "#77757a", "brown": "#6d4a2f", "pink": "#d06a8b", "orange": "#d9752b",
}  # fmt: skip
SIZES = _words(
    """
    xs s m l xl xxl
    """
)
FIRST = _words(
    """
    Ama Bel Cor Dev Eka Fen Gir Him Indi Jai Kal Lum Mera Nava Oro Pali Raj Sura Tara Uma Vana Yel Zen
    """
)
LAST = _words(
    """
    bazaar craft dale field haus kala line mart nest path roots stone trail vana works
    """
)
TAGS = _words(
    """
    bestseller clearance eco festival gift handcrafted import new office student travel value
    """
)
