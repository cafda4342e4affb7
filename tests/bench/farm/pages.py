"""Home pages as an Indonesian shop's WordPress sends them: 195 KB of HTML, 38 KB as gzip."""

import base64
import gzip
import hashlib
import random
from dataclasses import dataclass

VARIANTS = 16
#: Consonant and vowel, as Indonesian words are built.
_SYLLABLES = [first + second for first in "bdghjklmnprstwy" for second in "aiueo"]


@dataclass(frozen=True, slots=True)
class Page:
    """One page, and what is right to find in it."""

    body: bytes

    @property
    def packed(self) -> bytes:
        """The page as nginx sends it."""
        return gzip.compress(self.body, 6, mtime=0)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


def page(variant: int) -> Page:
    """The page of a variant, the same on every machine."""
    dice = random.Random(variant)  # noqa: S311 - no secret
    words = ["".join(dice.choices(_SYLLABLES, k=dice.randint(2, 4))) for _ in range(900)]
    parts = [
        f'<!doctype html><html lang="id"><head><title>Toko {words[0]}</title>',
        _style(dice, words),
        '</head><body class="home blog wp-embed-responsive">',
        *(_icon(dice) for _ in range(5)),
        *(_product(dice, words, number) for number in range(95)),
        *(f"<p>{_sentence(dice, words)}</p>" for _ in range(60)),
        _script(dice, words),
        "</body></html>",
    ]
    return Page("\n".join(parts).encode())


def _sentence(dice: random.Random, words: list[str]) -> str:
    return " ".join(dice.choices(words, k=dice.randint(9, 24))).capitalize() + "."


def _product(dice: random.Random, words: list[str], number: int) -> str:
    name = " ".join(dice.choices(words, k=3)).title()
    link = name.lower().replace(" ", "-")
    place = "/wp-content/uploads/2026/10"
    return f"""<li class="product type-product post-{dice.randint(100, 9999)} status-publish first
instock product_cat-{link} has-post-thumbnail shipping-taxable purchasable product-type-simple">
<a href="/produk/{link}/" class="woocommerce-LoopProduct-link woocommerce-loop-product__link">
<img width="300" height="300" src="{place}/{link}-300x300.jpg" loading="lazy" decoding="async"
class="attachment-woocommerce_thumbnail size-woocommerce_thumbnail" alt="{name}"
srcset="{place}/{link}-300x300.jpg 300w, {place}/{link}-150x150.jpg 150w" sizes="300px">
<h2 class="woocommerce-loop-product__title">{name}</h2><span class="price"><bdi>
<span class="woocommerce-Price-currencySymbol">Rp</span>{dice.randint(5, 400)}.000</bdi></span></a>
<a href="?add-to-cart={number}" data-quantity="1" class="button add_to_cart_button
product_type_simple ajax_add_to_cart" data-product_id="{number}" rel="nofollow">Tambah
ke keranjang</a></li>"""


def _icon(dice: random.Random) -> str:
    pixels = base64.b64encode(dice.randbytes(3000)).decode("ascii")
    return f'<img class="emoji" alt="" src="data:image/webp;base64,{pixels}">'


def _style(dice: random.Random, words: list[str]) -> str:
    rules = (
        f".{dice.choice(words)}-{dice.choice(words)}>.wp-block-{dice.choice(words)}"
        f"{{color:#{dice.getrandbits(24):06x};margin:{dice.randint(0, 64)}px auto;padding:0 1em}}"
        for _ in range(350)
    )
    return f"<style>{''.join(rules)}</style>"


def _script(dice: random.Random, words: list[str]) -> str:
    calls = (
        f'window.wp=window.wp||{{}};wp.hooks.addAction("{dice.choice(words)}",'
        f'function(e){{e.preventDefault();document.querySelector("#{dice.choice(words)}")'
        f".classList.toggle('{dice.choice(words)}')}});"
        for _ in range(260)
    )
    return f"<script>{''.join(calls)}</script>"
