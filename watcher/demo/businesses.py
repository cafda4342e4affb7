"""Invented businesses of Palembang: what their pages and registers need to know of them."""

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


BUSINESSES = (
    Business(
        "Pempek Cek Ida",
        "pempek ikan tenggiri buatan rumah",
        "Jalan Sungai Tawar 14, Palembang",
        "6281200010101",
        (("Pempek kapal selam", 18000), ("Pempek lenjer", 12000), ("Cuko botol 600 ml", 25000)),
    ),
    Business(
        "Songket Bunga Tanjung",
        "tenun songket benang emas dan selendang",
        "Lorong Penenun 3, Palembang",
        "6281200010202",
        (("Songket lepus", 2750000), ("Selendang limar", 640000), ("Tanjak", 85000)),
    ),
    Business(
        "Kopi Lereng Dempo",
        "kopi robusta sangrai dari kebun keluarga",
        "Jalan Kebun Raya 27, Palembang",
        "6281200010303",
        (("Robusta bubuk 250 g", 42000), ("Biji sangrai 1 kg", 150000), ("Kopi celup", 30000)),
    ),
    Business(
        "Kemplang Tiga Dara",
        "kemplang panggang dan kerupuk ikan",
        "Lorong Perajin 8, Palembang",
        "6281200010404",
        (("Kemplang panggang", 35000), ("Kerupuk keriting", 28000), ("Getas", 32000)),
    ),
)
