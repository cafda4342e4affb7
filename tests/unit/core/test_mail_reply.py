"""Replies as mail servers word them: who of them speaks of the recipient, and who of us."""

import pytest

from watcher.core.reminders.mail_reply import Blame, blame_for

REPLIES: dict[Blame, tuple[str, ...]] = {
    Blame.RECIPIENT: (
        "550 5.1.1 The email account that you tried to reach does not exist. Please try\n"
        "5.1.1 double-checking the recipient's address at https://support.example/?p=NoSuchUser",
        "550 5.1.1 <ani@satu.example>: Recipient address rejected: User unknown in local recipient"
        " table",
        "550 5.1.1 <ani@satu.example>: Recipient address rejected: User unknown in relay recipient"
        " table",
        "550 5.1.1 <spam.quota@login.example>: no such mailbox",
        "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
        "550 5.1.2 The domain of this address has no mail exchanger",
        "556 5.1.10 Recipient address has null MX",
        "501 5.1.3 Bad recipient address syntax",
        "550 5.1.6 The addressee has moved and left no address",
        "550 5.2.1 The email account that you tried to reach is inactive",
        "550 #5.1.1 Address rejected ani@satu.example",
        "553 sorry, no mailbox here by that name (#5.1.1)",
        "550 User unknown",
        "550 No such user here",
        "550 No Such User Here",
        "550 ani@satu.example: user does not exist",
        "550 Requested action not taken: mailbox unavailable: no such mailbox",
        "550 Mailbox not found",
        "550 Invalid recipient <ani@satu.example>",
        "550 Address rejected: user ani is not known here",
        "554 delivery error: dd This user doesn't have an example.com account (ani@satu.example)",
        "550 unknown user account",
        "550 5.1.2 Domain satu.example does not exist",
        "550 User unknown, returned to sender",
        "550 Pengguna tidak dikenal",
        "550 Alamat email tidak ditemukan",
        "550 Kotak surat penerima tidak ada di server ini",
    ),
    Blame.LATER: (
        "450 4.7.1 Greylisted, please try again in 300 seconds",
        "421 4.7.0 Too many connections from your host",
        "451 4.3.0 Temporary local problem",
        "450 4.1.1 User unknown in local recipient table",
        "552 5.2.2 Mailbox is over quota",
        "552 Requested mail action aborted: exceeded storage allocation",
        "550 5.2.2 <ani@satu.example>: user is over quota",
        "554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException",
        "550 The mailbox of the recipient is full",
        "550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents"
        " further messages",
        "550 Kotak surat penuh",
        "552 5.2.2 Kuota penyimpanan penerima sudah habis",
        "552 message refused",
    ),
    Blame.US: (
        "550 Domain kota.example has exceeded the max emails per hour (100/100 (100%)) allowed."
        " Message discarded.",
        "550 5.4.5 Daily user sending limit exceeded.",
        "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException",
        "550 5.7.1 Relaying denied, authenticate first",
        "554 5.7.1 <ani@satu.example>: Relay access denied",
        "550 relay not permitted",
        "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
        "530 5.7.0 Authentication required",
        "530 Must issue a STARTTLS command first",
        "535 5.7.8 Username and password not accepted",
        "554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.example",
        "550 5.7.1 Our system has detected that this message is likely unsolicited mail",
        "550 5.7.26 This mail is unauthenticated: neither SPF nor DKIM passed",
        "550 5.7.509 Access denied, sending domain does not pass DMARC verification",
        "550 Message rejected due to local policy",
        "554 Message refused: content filter",
        "550 5.7.1 Your IP has a poor reputation",
        "552 5.7.0 This message was blocked because its content presents a potential risk",
        "550 5.1.0 <pantau@kota.example>: Sender address rejected: User unknown in virtual mailbox"
        " table",
        "553 5.1.8 Domain of sender address does not exist",
        "550 Sender verify failed",
        "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
        "554 5.7.5 Permanent error evaluating DMARC policy",
        "550 Your account has been suspended; contact the provider",
        "550 5.7.0 Access denied",
        "550 Outgoing mail from this account is disabled",
        "550 Maximum messages per day reached",
        "550 You have exceeded your hourly quota",
        "550 quota exceeded",
        "550 Batas pengiriman email harian terlampaui",
        "550 Terlalu banyak email dari domain ini",
        "550 Pesan ditolak karena kebijakan server",
        "535 Otentikasi gagal",
        "550 Alamat IP anda masuk daftar hitam",
        "550 Helo name does not resolve",
        "550 5.1.1 Recipient rejected: your IP is on our blocklist",
        "552 5.2.2 Sending quota of the account exceeded",
        "550 No account for this sender",
        "550 This address is not valid for relaying",
        "550 Pengirim tidak terdaftar",
    ),
    Blame.UNCLEAR: (
        "550 Requested action not taken: mailbox unavailable",
        "550 5.4.1 Recipient address rejected: Access denied",
        "550 5.7.1 <ani@satu.example>: user unknown",
        "554 Transaction failed",
        "554 5.0.0 Message rejected",
        "550 Administrative prohibition",
        "551 User not local; please try another server",
        "550 Ditolak",
        "550 Domain kota.example does not exist",
        "550 Unknown host",
        "550 This account has been suspended",
        "550 User not authorized",
    ),
}


def parted(reply: str) -> tuple[int, str]:
    code, _, text = reply.partition(" ")
    return int(code), text


@pytest.mark.parametrize(
    ("reply", "blame"), [(reply, blame) for blame, replies in REPLIES.items() for reply in replies]
)
def test_a_reply_says_whose_fault_it_is(reply: str, blame: Blame) -> None:
    assert blame_for(*parted(reply)) is blame


def test_no_word_of_ours_makes_an_unknown_address_of_a_busy_server() -> None:
    for reply in REPLIES[Blame.RECIPIENT]:
        _, text = parted(reply)
        assert blame_for(450, text) is Blame.LATER


@pytest.mark.parametrize("text", ["x" * 200_000, "5.1." * 50_000, "a@" * 100_000, "<" * 200_000])
def test_an_endless_reply_is_read_in_no_time(text: str) -> None:
    assert blame_for(550, text) is Blame.UNCLEAR
