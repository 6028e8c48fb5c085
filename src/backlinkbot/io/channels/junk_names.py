"""What providers call the folder into which they put mail that they take for junk."""

from __future__ import annotations

import unicodedata

# Names as mail programs and providers give them in the languages of their users: letters and digits
# alone, in small letters and without accents. The last part of a folder's path is compared whole.
_NAMES = """
    spam, junk, junk mail, junk e-mail, junk email, junk (spam), bulk, bulk mail, quarantine,
    spam mail, spamverdacht, spamordner, spam-ordner, spamfilter, unerwünscht, unerwünschte werbung,
    unerwünschte e-mails, junk-mail-ordner, indésirables, indésirable, courrier indésirable,
    courriers indésirables, pourriel, pourriels, correo no deseado, no deseado, no deseados,
    correo basura, posta indesiderata, indesiderata, posta spazzatura, ongewenst,
    ongewenste e-mail, ongewenste mail, lixo eletrônico, lixo eletrónico, e-mail de lixo,
    lixo electrónico, correio não solicitado, skräppost, søppelpost, uønsket e-mail, uønsket mail,
    roskaposti, nevyžádaná pošta, nevyžiadaná pošta, wiadomości-śmieci, niechciane,
    wiadomości śmieci, levélszemét, gereksiz e-posta, gereksiz, önemsiz e-posta,
    ανεπιθύμητη αλληλογραφία, ανεπιθύμητα, спам, нежелательная почта, небажана пошта, 迷惑メール,
    垃圾邮件, 垃圾郵件, 스팸, 스팸메일, 정크 메일
"""


def is_junk_name(path: str, delimiter: str) -> bool:
    """Whether a folder is called as one of junk; of `INBOX.Spam` only the last part counts."""
    last = path.rsplit(delimiter, 1)[-1] if delimiter else path
    return _letters(last) in JUNK_NAMES


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in plain if one.isalnum())


JUNK_NAMES = frozenset(_letters(one) for one in _NAMES.split(","))
