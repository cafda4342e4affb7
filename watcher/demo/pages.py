"""The bodies of the demo's pages: invented businesses of Palembang, and what befell some sites.

Plain Indonesian HTML, as small as the real pages are; every name, number and link is invented.
"""

from dataclasses import dataclass
from datetime import date
from html import escape
from string import Template


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

_FRAME = Template("""\
<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
$head
</head>
<body>
$body
</body>
</html>
""")

_SHOP = Template("""\
<h1>$name</h1>
<p>Kami menjual $trade. Semua pesanan kami kerjakan sendiri setiap pagi, dan kami kirim ke
seluruh Sumatera Selatan. Pesan lewat WhatsApp, bayar dengan QRIS atau transfer.</p>
<h2>Daftar harga</h2>
<ul>
$goods
</ul>
<p><a href="https://wa.me/$phone?text=Halo%20$greeting">Pesan lewat WhatsApp</a></p>
<p>Datang langsung ke $street. Buka Senin sampai Sabtu, pukul 08.00 sampai 17.00.</p>
$news
<footer>&copy; $year $name</footer>""")


def shop(business: Business, updated: date) -> str:
    """A kept shop: goods, prices, a WhatsApp link, and the day of its last change in JSON-LD."""
    head = (
        '<script type="application/ld+json">{"@context": "https://schema.org", '
        f'"@type": "WebPage", "name": "{business.name}", "dateModified": "{updated}"}}</script>'
    )
    return _shop(business, updated.year, head=head)


def stale_shop(business: Business, last_news: date) -> str:
    """A shop that nobody has touched since its last piece of news, and that claims no date."""
    news = f"""<h2>Kabar terbaru</h2>
<p>{_long(last_news)}: kami ikut bazar kuliner akhir pekan ini, sampai jumpa di sana!</p>"""
    return _shop(business, last_news.year, news=news)


def _shop(business: Business, year: int, *, head: str = "", news: str = "") -> str:
    goods = "\n".join(f"<li>{good}: {_rupiah(price)}</li>" for good, price in business.goods)
    title = f"{business.name}: {business.trade}"
    body = _SHOP.substitute(
        name=business.name,
        trade=business.trade,
        street=business.street,
        phone=business.phone,
        greeting=business.name.replace(" ", "%20"),
        goods=goods,
        news=news,
        year=year,
    )
    return _page(title, body, head)


def untouched_wordpress(title: str) -> str:
    """What an installer leaves behind when the owner never began."""
    return _page(
        f"{title} – Just another WordPress site",
        """<header><p>Just another WordPress site</p>
<nav><a href="/">Home</a> <a href="/sample-page/">Sample Page</a></nav></header>
<article><h2><a href="/hello-world/">Hello world!</a></h2>
<p>Welcome to WordPress. This is your first post. Edit or delete it, then start writing!</p>
<p>1 Comment: Hi, this is a comment.</p></article>
<footer>Proudly powered by WordPress</footer>""",
        '<meta name="generator" content="WordPress 6.6">',
    )


def suspended(host: str) -> str:
    """The page of a hosting company that was not paid."""
    return _page(
        "Account Suspended",
        f"""<h1>Akun hosting ini ditangguhkan</h1>
<p>This account has been suspended. Layanan untuk {escape(host)} dihentikan sementara karena
tagihan belum dibayar. Pemilik situs dapat menghubungi bagian penagihan.</p>""",
    )


def for_sale(domain: str) -> str:
    """A parking page that offers the name for sale."""
    return _page(
        f"{domain} is for sale",
        f"""<h1>{escape(domain)} is for sale</h1>
<p>Domain ini dijual. Buy this domain: make an offer to its owner today.</p>
<h2>Related searches</h2>
<ul><li>Oleh-oleh</li><li>Tiket murah</li><li>Kredit usaha</li></ul>
<p>This domain is parked free of charge by Parkir Nama, https://parkirnama.example/</p>""",
    )


