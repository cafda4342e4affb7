"""The fixed words around a letter: greeting, table labels, buttons. Whole phrases, no rules.

The sentences of a letter are in templates/, one file a kind and language.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LetterPhrases:
    """One language's fixed words.

    Attributes:
        dear: greeting with a name in it; `dear_nobody` where no name is known.
        neutral: form of address where the register holds none.
        yearly: a fee per year; `several`: line above a table of sites.
        hint: line above the buttons.
        labels: label of a table row by its key in `kinds`.
        buttons: label of a button by its key in `kinds`.
        send_it: body of the e-mail that a button opens.
        stop: label of the link that ends the reminders.
        down: what is known of a dead site; `others` heads those that share no host.
        left_out: how many sites stand in no line.
        whatsapp: label of a message to an owner; `call`: of a number.
    """

    dear: str
    dear_nobody: str
    neutral: str
    yearly: str
    several: str
    hint: str
    send_it: str
    stop: str
    down: str
    others: str
    left_out: str
    whatsapp: str
    call: str
    labels: Mapping[str, str]
    buttons: Mapping[str, str]


WORDS: Mapping[str, LetterPhrases] = {
    "id": LetterPhrases(
        dear="Yth. {name},",
        dear_nobody="Yth. Bapak/Ibu,",
        neutral="Bapak/Ibu",
        yearly="{cost} per tahun",
        several="Situs dan masa berlakunya:",
        hint="Pilih satu jawaban, lalu kirim email yang terbuka.",
        send_it="Silakan tekan Kirim. Boleh menambah catatan di bawah ini.",
        stop="Berhenti menerima email pengingat",
        down="sejak {since}: {cause}",
        others="Situs lain",
        left_out="dan {n} situs lain",
        whatsapp="Kirim WA",
        call="Telepon",
        labels={
            "site": "Situs",
            "business": "Usaha",
            "community": "Komunitas",
            "expires": "Habis pada",
            "renew_at": "Perpanjang di",
            "pay_to": "Bayar ke",
            "cost": "Perkiraan biaya",
            "grace": "Biaya biasa sampai",
            "redeem_until": "Bisa ditebus sampai",
            "redeem_cost": "Perkiraan biaya tebus",
            "redeem_at": "Tebus di",
            "sold_by": "Dibeli di",
            "hosted_by": "Hosting",
        },
        buttons={
            "renewed": "Sudah saya perpanjang",
            "redeemed": "Sudah saya tebus",
            "paid": "Sudah saya bayar",
            "help": "Saya butuh bantuan",
            "close": "Situs tidak dipakai lagi",
        },
    ),
    "en": LetterPhrases(
        dear="Dear {name},",
        dear_nobody="Dear Sir or Madam,",
        neutral="",
        yearly="{cost} a year",
        several="Your sites and their expiry dates:",
        hint="Choose one answer, then send the email that opens.",
        send_it="Please press Send. You may add a note below.",
        stop="Stop these reminder emails",
        down="since {since}: {cause}",
        others="Other sites",
        left_out="and {n} more sites",
        whatsapp="Send WA",
        call="Call",
        labels={
            "site": "Site",
            "business": "Business",
            "community": "Community",
            "expires": "Expiry date",
            "renew_at": "Renew at",
            "pay_to": "Pay to",
            "cost": "Estimated cost",
            "grace": "Normal price until",
            "redeem_until": "Recoverable until",
            "redeem_cost": "Estimated price",
            "redeem_at": "Buy back at",
            "sold_by": "Bought from",
            "hosted_by": "Hosting",
        },
        buttons={
            "renewed": "I have renewed it",
            "redeemed": "I have bought it back",
            "paid": "I have paid it",
            "help": "I need help",
            "close": "I no longer use the site",
        },
    ),
}
