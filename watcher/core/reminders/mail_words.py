"""Words of mail servers' refusals, in English and Indonesian: regular expressions, by subject.

They are matched in lower case, without addresses and links; mail_reply.py decides whose fault
each subject is.
"""

#: Our quota; our permission to send (LEAVE); our identity and reputation (NAME).
OUR_QUOTA = (
    r"(sending|submission|outgoing|outbound|sender|hourly|daily) (\S+ ){0,3}(limit|quota)",
    r"(limit|quota) (on|for|of) (\S+ ){0,3}(sending|sent|outgoing)|submissionquota",
    r"(e-?mails?|messages?|recipients?) ?(per|an|a|/) ?(hour|day|minute)",
    r"too many (messages|e-?mails|recipients|connections|invalid)",
    r"you('ve| have| are) (\S+ ){0,2}(exceeded|reached|sending|sent|not allowed|blocked)",
    r"(batas|kuota)( \S+){0,2} (pengiriman|kirim|keluar|harian|per jam)",
    r"(surel|email|pesan) per (jam|hari)|terlalu banyak (surel|email|pesan)",
)
OUR_LEAVE = (
    r"relay(ing)? (\S+ ){0,3}(denied|permitted|allowed|prohibited|refused|rejected)",
    r"(to|for) relay|n't relay|not relay|no relay|open relay|rcpthosts|relay ditolak",
    r"authenti|autenti|otenti|\bauth\b|log ?in\b|logged in|credential|password|kata sandi",
    r"starttls|encryption (is )?required|sendasdenied|(right|permission|allowed) to send",
    r"not (\S+ )?(authori[sz]ed|permitted|allowed) to send|tidak (ber)?izin|tidak diizinkan",
)
OUR_NAME = (
    r"\bblock(ed|list|ing)|black ?list|diblokir|daftar hitam|banned|\brbl\b|dnsbl|reputa[ts]",
    r"spamhaus|barracuda|spamcop|sorbs|proofpoint|listed (in|on|by|at) ",
    r"spam|junk|unsolicited|virus|malware|phish|suspicious|abus(e|ive)|mencurigakan",
    r"polic(y|ies)|kebijakan|content (rejected|filter|restriction)",
    r"\b(spf|dkim|dmarc|ptr|rdns|helo|ehlo)\b|reverse (dns|lookup|hostname)",
    r"(?<!to )\bsenders?\b|return.path|pengirim\b",
    r"your (\S+ )?(account|domain|ip|server|host|network|service|subscription)\b",
    r"(akun|domain|ip|server|layanan) anda|client (host|ip|address)|\bout(going|bound)\b",
)
#: A mailbox that is full, or receives too much at once.
FULL = (
    r"(mailbox|inbox|recipient\S*|user|account|maildrop|storage|disk)"
    r"( \S+){0,5} (full|over ?quota|quota|exceeded|out of space)\b",
    r"exceeded storage|over (the )?quota|insufficient (system )?storage|no space left",
    r"receiving (e-?)?mail (at a rate|too)",
    r"(kotak|penyimpanan|kuota).{0,30}(penuh|habis)",
)
#: A quota, without a word about whose.
SOME_QUOTA = (r"(quota|limit) (\S+ ){0,2}exceeded|exceed\S* (\S+ ){0,4}(quota|limit)",)
#: A domain that does not exist: the recipient's or ours.
NO_DOMAIN = (r"\b(domain|host)( \S+){0,3} (not|n't) (exist|found|known)|unknown (domain|host)",)
#: The recipient does not exist.
NOBODY = (
    r"(user|recipient|mailbox|address|account|addressee)( \S+){0,4} (unknown|invalid|"
    r"non-?existent|not (\S+ )?(known|found|recogni[sz]ed|valid|listed|here))",
    r"(unknown|no such|invalid|non-?existent|not a valid|no valid|no) (\S+ ){0,2}"
    r"(user|recipient|mailbox|address|account|addressee|person)\b",
    r"(does|do|did) ?(not|n't|n’t) exist|no longer exist|n't have an? (\S+ )?account",
    r"address rejected: (unknown|user|no such|invalid)|no mailbox (here )?by that",
    r"(pengguna|penerima|alamat|akun|kotak)( \S+){0,4}"
    r" tidak (di?kenal|dikenali|ada|ditemukan|valid|terdaftar|sah)",
)
