"""Invented businesses of Palembang: names, goods and prices for their pages and the register."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Business:
    """An invented business, as its page shows it.

    Attributes:
        phone: digits with country code ("62812...").
        goods: names and prices in rupiah.
    """

    name: str
    trade: str
    street: str
    phone: str
    goods: tuple[tuple[str, int], ...]


#: What is made: the word before a name, the trade in words, and goods with their prices.
TRADES = (
    ("Pempek", "pempek ikan tenggiri buatan rumah",
     (("Pempek kapal selam", 18000), ("Pempek lenjer", 12000), ("Cuko botol 600 ml", 25000))),
    ("Songket", "tenun songket benang emas dan selendang",
     (("Songket lepus", 2750000), ("Selendang limar", 640000), ("Tanjak", 85000))),
    ("Kopi", "kopi robusta sangrai dari kebun keluarga",
     (("Robusta bubuk 250 g", 42000), ("Biji sangrai 1 kg", 150000), ("Kopi celup", 30000))),
    ("Kemplang", "kemplang panggang dan kerupuk ikan",
     (("Kemplang panggang", 35000), ("Kerupuk keriting", 28000), ("Getas", 32000))),
    ("Tekwan", "tekwan dan model kuah udang",
     (("Tekwan beku", 38000), ("Model ikan", 15000), ("Bumbu kuah", 12000))),
    ("Jumputan", "kain jumputan pewarna alam",
     (("Kain jumputan", 225000), ("Kemeja pria", 260000), ("Pasmina", 145000))),
    ("Madu", "madu hutan dan lilin lebah",
     (("Madu hutan 500 ml", 98000), ("Madu sarang", 120000), ("Sabun madu", 22000))),
    ("Ukir Kayu", "ukiran kayu khas dan bingkai",
     (("Lemari ukir", 4500000), ("Bingkai foto", 165000), ("Cermin ukir", 780000))),
    ("Keripik", "keripik pisang dan singkong aneka rasa",
     (("Keripik pisang", 18000), ("Keripik singkong", 15000), ("Keripik ubi ungu", 20000))),
    ("Katering", "nasi kotak dan tumpeng pesanan",
     (("Nasi kotak", 28000), ("Tumpeng 20 orang", 650000), ("Snack box", 15000))),
)  # fmt: skip
#: Whose it is: invented, and none of a known business.
NAMES = (
    "Cek Ida", "Bunga Tanjung", "Lereng Dempo", "Tiga Dara", "Mang Ujang", "Sri Tanjung",
    "Wak Dolah", "Rumah Limas", "Bi Cik Lena", "Seberang Ulu",
)  # fmt: skip
STREETS = ("Jalan Sungai Tawar", "Lorong Penenun", "Jalan Kebun Raya", "Lorong Perajin")


def business(number: int) -> Business:
    """The n-th of a hundred different businesses."""
    word, trade, goods = TRADES[number % len(TRADES)]
    name = NAMES[(number // len(TRADES) + 3 * number) % len(NAMES)]
    street = f"{STREETS[number % len(STREETS)]} {number + 3}, Palembang"
    return Business(f"{word} {name}", trade, street, f"62812000{number + 10000:05d}", goods)


BUSINESSES = tuple(business(number) for number in range(100))
