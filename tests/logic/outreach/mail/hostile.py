"""Mails made to hurt whoever reads them."""

from __future__ import annotations

HEAD = b"From: a@b.example\r\nSubject: Re: x\r\nMIME-Version: 1.0\r\n"


def nested(depth: int) -> bytes:
    parts = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n)
        for n in range(depth)
    )
    return HEAD + parts + b"Content-Type: text/plain\r\n\r\nhello"


HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "only line ends": b"\r\n" * 100_000,
    "only zeros": b"\x00" * 1_000_000,
    "fifty megabytes on one line": HEAD + b"\r\n" + b"a" * (50 << 20),
    "fifty megabytes of quotes": HEAD + b"\r\n" + b"> a\n" * (12 << 20),
    "ten thousand levels": nested(10_000),
    "a million headers": b"From: a@b.example\n" + b"X-A: b\n" * 1_000_000 + b"\nhi",
    "one endless header": b"From: a@b.example\nSubject: " + b"x " * 2_000_000 + b"\n\nhi",
    "one endlessly folded header": b"From: a@b.example\nTo: a\n" + b" a@b.example,\n" * 500_000,
    "encoded words without end": b"From: a@b.example\nSubject: "
    + b"=?utf-8?b?" * 200_000
    + b"\n\n",
    "no such charset": HEAD + b"Content-Type: text/plain; charset=klingon\r\n\r\n\xff\xfe",
    "a codec that is none": HEAD + b"Content-Type: text/plain; charset=zlib\r\n\r\nabc",
    "punycode": HEAD + b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"a-b" * 300_000,
    "broken base64": HEAD + b"Content-Transfer-Encoding: base64\r\n\r\nA\xff" + b"=A" * 500_000,
    "a hundred thousand parts": HEAD
    + b"Content-Type: multipart/mixed; boundary=b\n\n"
    + b"--b\n\nx\n" * 100_000,
    "tags that never close": HEAD + b"Content-Type: text/html\n\n" + b"<a " * 600_000,
    "comments that never close": HEAD + b"Content-Type: text/html\n\n" + b"<!--" * 400_000,
    "addresses without end": HEAD + b"\n" + b"<a@b.example>:\n" * 100_000,
    "spaces without end": HEAD + b"\n" + b"remove me " + b" " * 1_900_000,
    "attributions without end": HEAD + b"\n" + b"On Mon, a\n" * 150_000,
    "words of wishes without end": HEAD + b"\n" + b"please remove my do not " * 80_000,
    "report of many": b"From: mailer-daemon@b.example\nContent-Type: message/delivery-status\n\n"
    + b"Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n\n" * 20_000,
    "refusals without end": b"From: mailer-daemon@b.example\nSubject: failure notice\n\n"
    + b"said: 550 user " * 100_000,
}
