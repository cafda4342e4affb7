"""The HTML of the demo's pages: shops of invented businesses, and pages of lost or hijacked sites.

Plain Indonesian HTML, as small as the real pages are; every name, number and link is invented.
"""

import json
from datetime import date
from html import escape
from string import Template
from urllib.parse import quote

from watcher.demo.businesses import Business

_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
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
    linked = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": business.name,
        "dateModified": updated.isoformat(),
    }
    script = f'<script type="application/ld+json">{json.dumps(linked)}</script>'
    return _shop(business, updated.year, head=script)


def stale_shop(business: Business, last_news: date) -> str:
    """A shop that nobody has touched since its last piece of news, and that claims no date."""
    day = f"{last_news.day} {_MONTHS[last_news.month - 1]} {last_news.year}"
    news = f"<h2>Kabar terbaru</h2>\n<p>{day}: kami ikut bazar akhir pekan ini, mari mampir!</p>"
    return _shop(business, last_news.year, news=news)


def _shop(business: Business, year: int, *, head: str = "", news: str = "") -> str:
    goods = (f"<li>{escape(good)}: {_rupiah(price)}</li>" for good, price in business.goods)
    body = _SHOP.substitute(
        name=escape(business.name),
        trade=escape(business.trade),
        street=escape(business.street),
        phone=business.phone,
        greeting=quote(business.name),
        goods="\n".join(goods),
        news=news,
        year=year,
    )
    return _page(f"{business.name}: {business.trade}", body, head)


def untouched_wordpress(title: str) -> str:
    """What an installer leaves behind when the owner never began."""
    return _page(
        f"{title} – Just another WordPress site",
        """<header><p>Just another WordPress site</p>
<nav><a href="/">Home</a> <a href="/sample-page/">Sample Page</a></nav></header>
<article><h2><a href="/hello-world/">Hello world!</a></h2>
<p>Tulisan contoh ini dibuat sendiri oleh program saat dipasang.</p></article>
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


def gambling(brand: str = "RIMBANAGA77") -> str:
    """The landing page that strangers put on a name they took over."""
    return _page(
        f"{brand} Situs Slot Gacor Hari Ini dan Link Alternatif Resmi",
        f"""<h1>{escape(brand)}: situs slot gacor gampang maxwin</h1>
<p><a href="https://masuk.rimbanaga.example/daftar">DAFTAR</a>
<a href="https://masuk.rimbanaga.example/login">LOGIN</a></p>
<p>{escape(brand)} adalah bandar judi slot online dengan RTP live tertinggi. Nikmati bonus new
member 100%, deposit pulsa tanpa potongan, dan scatter hitam tiap putaran. Tersedia juga togel
online, live casino dan sabung ayam dalam satu akun.</p>
<p>Daftar sekarang lewat link alternatif slot gacor kami dan klaim bonus deposit harian.</p>
<p><a href="https://promo.rimbanaga.example/">Login slot gacor maxwin</a></p>""",
    )


def _page(title: str, body: str, head: str = "") -> str:
    return _FRAME.substitute(title=escape(title), head=head, body=body)


def _rupiah(amount: int) -> str:
    return f"Rp {amount:,}".replace(",", ".")
