"""Real mail servers for tests: Debian's postfix and dovecot, in folders and on ports of their own.

`ours.test` has our mailboxes and `people.test` those of people who can answer: both are any name
before the @, kept by dovecot. What goes to `far.test` leaves postfix for `far_side`, which refuses
some, so that postfix sends real delivery reports. Nothing leaves the machine.
"""

from __future__ import annotations

import os
import pwd
import shutil
import smtplib
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path

from far_side import FarSide, far_side

PASSWORD = "lab-password"  # noqa: S105 - of every mailbox of the lab
OURS, PEOPLE, FAR = "ours.test", "people.test", "far.test"
HOST = "127.0.0.1"
PATIENCE_S = 30.0
ATTEMPTS = 3  # to start, with other ports each time
DOVECOT, POSTFIX = Path("/usr/lib/dovecot"), Path("/usr/lib/postfix/sbin")  # their programs
KEEPER = "nobody"  # as whom mails are kept
PORTS = ("smtp", "smtps", "lmtp", "imap", "imaps")


def why_not() -> str:
    """Why the servers cannot run here; empty where they can."""
    files = {"imap": "dovecot-imapd", "lmtp": "dovecot-lmtpd"}
    missing = [name for name in ("postfix", "openssl") if _program(name) is None]
    missing += [name for file, name in files.items() if not (DOVECOT / file).exists()]
    if missing:
        return f"no mail servers on this machine (apt-get install {' '.join(missing)})"
    if os.geteuid() != 0:
        return "postfix starts for nobody but root, so the mail servers cannot run here"
    return ""


@dataclass(frozen=True)
class MailServers:
    """Running servers; the port of each by its name, and where they keep what they have."""

    folder: Path
    ports: dict[str, int]
    far: FarSide

    @property
    def certificate(self) -> Path:
        """By which clients know the servers; give it to them as SSL_CERT_FILE."""
        return self.folder / "tls.pem"

    def fresh(self, name: str = "outreach", domain: str = OURS) -> str:
        """An address that nobody else of the tests has."""
        return f"{name}-{uuid.uuid4().hex[:10]}@{domain}"

    def mails(self, address: str) -> list[bytes]:
        """What is in the INBOX of an address, in no order."""
        name, _, domain = address.partition("@")
        box = self.folder / "mail" / domain / name / "Maildir"
        files = [*box.glob("new/*"), *box.glob("cur/*")]
        return [path.read_bytes() for path in files]

    def wait_for(self, address: str, count: int = 1) -> list[bytes]:
        """The mails of an address as soon as there are so many; fails where they do not come."""
        wait_until(lambda: len(self.mails(address)) >= count, f"{count} mails for {address}")
        return self.mails(address)

    def submit(self, sender: str, recipients: list[str], raw: bytes) -> None:
        """Hand a mail to postfix, as other programs of the world do."""
        with smtplib.SMTP(HOST, self.ports["smtp"], timeout=PATIENCE_S) as connection:
            connection.sendmail(sender, recipients, raw)

    def answer(self, mail: bytes, text: str, **headers: str) -> EmailMessage:
        """Let the recipient of a mail answer it; gives his answer, which has gone."""
        from email import message_from_bytes, policy

        got = message_from_bytes(mail, policy=policy.default)
        said = EmailMessage()
        said["From"], said["To"] = str(got["To"]), str(got["From"])
        said["Subject"] = f"Re: {got['Subject']}"
        said["Message-ID"] = make_msgid(domain=PEOPLE)
        said["In-Reply-To"] = str(got["Message-ID"])
        said["References"] = f"{got.get('References', '')} {got['Message-ID']}".strip()
        for name, value in headers.items():
            del said[name.replace("_", "-")]
            said[name.replace("_", "-")] = value
        said.set_content(text)
        self.submit(str(said["From"]), [str(said["To"])], said.as_bytes())
        return said

    def is_idle(self) -> bool:
        """Whether postfix has nothing left that it tries to deliver now.

        Looked at in the order in which mails go through, and twice: what bounces comes in anew.
        """
        queue = self.folder / "queue"
        return not any(
            one.is_file() for name in ("maildrop", "incoming", "active") * 2
            for one in (queue / name).rglob("*")
        )  # fmt: skip

    def wait_until_idle(self) -> None:
        """Wait until all that was handed over has gone where it goes."""
        wait_until(self.is_idle, "the queue to be empty")


@contextmanager
def mail_servers() -> Iterator[MailServers]:
    """New servers, for as long as they are used."""
    with far_side() as far, ExitStack() as stack:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                servers = stack.enter_context(_started(far))
                break
            except RuntimeError:  # somebody took a port that was free a moment ago
                if attempt == ATTEMPTS:
                    raise
        yield servers


@contextmanager
def _started(far: FarSide) -> Iterator[MailServers]:
    # not pytest's folder: it is closed to others, and its path too long for sockets
    folder = Path(tempfile.mkdtemp(prefix="bb-mail-"))
    folder.chmod(0o755)
    ports = _free_ports()
    try:
        _certificate(folder)
        _write_dovecot(folder, ports)
        _write_postfix(folder, ports, far.port)
        with _dovecot(folder) as dovecot, _postfix(folder) as postfix:
            for port in ports.values():
                _wait_for(port, folder, dovecot, postfix)
            yield MailServers(folder, ports, far)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def wait_until(is_so: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
    """Wait for something to be so; fails where it is not in time."""
    ends = time.monotonic() + patience_s
    while not is_so():
        assert time.monotonic() < ends, f"waited in vain for {what}"
        time.sleep(0.02)


def _program(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


def _free_ports() -> dict[str, int]:
    held = [socket.create_server((HOST, 0)) for _ in PORTS]
    ports = {name: one.getsockname()[1] for name, one in zip(PORTS, held, strict=True)}
    for one in held:
        one.close()
    return ports


def _wait_for(port: int, folder: Path, *servers: subprocess.Popen[bytes]) -> None:
    """Wait until somebody listens; raises RuntimeError where one of the servers has ended."""
    ends = time.monotonic() + PATIENCE_S
    while not _listens(port):
        if any(one.poll() is not None for one in servers) or time.monotonic() > ends:
            raise RuntimeError(f"a mail server does not start:\n{_logs(folder)}")
        time.sleep(0.02)


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection((HOST, port), 1):
        return True
    return False


def _certificate(folder: Path) -> None:
    key, made = folder / "tls.key", folder / "tls.pem"
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
    request = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
               "-nodes", "-days", "30", "-subj", "/CN=localhost", "-addext", names,
               "-keyout", key, "-out", made]  # fmt: skip
    subprocess.run(request, check=True, capture_output=True)
    key.chmod(0o600)


def _write_dovecot(folder: Path, ports: dict[str, int]) -> None:
    keeper = pwd.getpwnam(KEEPER)
    (folder / "mail").mkdir()
    os.chown(folder / "mail", keeper.pw_uid, keeper.pw_gid)
    (folder / "dovecot.conf").write_text(f"""
base_dir = {folder}/dovecot
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = {HOST}
ssl = yes
ssl_cert = <{folder}/tls.pem
ssl_key = <{folder}/tls.key
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_verbose = yes
auth_failure_delay = 0
mail_max_userip_connections = 1000
mail_location = maildir:~/Maildir
first_valid_uid = 1
first_valid_gid = 1
mail_fsync = always
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={keeper.pw_uid} gid={keeper.pw_gid} home={folder}/mail/%d/%n allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    special_use = \\Sent
    auto = create
  }}
}}
service imap-login {{
  process_min_avail = 1
  inet_listener imap {{
    port = {ports["imap"]}
  }}
  inet_listener imaps {{
    port = {ports["imaps"]}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = {HOST}
    port = {ports["lmtp"]}
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service auth {{
  unix_listener {folder}/auth {{
    mode = 0666
  }}
}}
""")


def _write_postfix(folder: Path, ports: dict[str, int], far: int) -> None:
    config = folder / "postfix"
    config.mkdir()
    (folder / "queue").mkdir()
    (folder / "data").mkdir()
    shutil.chown(folder / "data", "postfix")
    (config / "transport").write_text(f"{FAR} smtp:[{HOST}]:{far}\n")
    (config / "main.cf").write_text(f"""
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
myhostname = mx.{OURS}
mydestination =
inet_interfaces = {HOST}
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
local_recipient_maps =
local_transport = error:no local mail
default_transport = error:5.4.4 nothing leaves this lab
relay_domains = {FAR}
transport_maps = texthash:{config}/transport
virtual_mailbox_domains = {OURS} {PEOPLE}
virtual_mailbox_maps = static:all
virtual_transport = lmtp:inet:{HOST}:{ports["lmtp"]}
smtp_dns_support_level = disabled
smtp_host_lookup = native
smtpd_tls_cert_file = {folder}/tls.pem
smtpd_tls_key_file = {folder}/tls.key
smtpd_tls_security_level = may
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = {folder}/auth
smtpd_relay_restrictions = permit_mynetworks reject
smtpd_recipient_restrictions =
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
default_destination_recipient_limit = 50
message_size_limit = 30000000
in_flow_delay = 0
queue_run_delay = 2s
minimal_backoff_time = 2s
maximal_backoff_time = 4s
maximal_queue_lifetime = 8s
bounce_queue_lifetime = 8s
delay_warning_time = 3s
confirm_delay_cleared = no
biff = no
""")
    rows = [
        f"{HOST}:{ports['smtp']} inet n - n - - smtpd",
        f"{HOST}:{ports['smtps']} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes",
        "cleanup unix n - n - 0 cleanup",
        "qmgr unix n - n 300 1 qmgr",
        "tlsmgr unix - - n 1000? 1 tlsmgr",
        "rewrite unix - - n - - trivial-rewrite",
        *(f"{name} unix - - n - 0 bounce" for name in ("bounce", "defer", "trace")),
        "verify unix - - n - 1 verify",
        "flush unix n - n 1000? 0 flush",
        "smtp unix - - n - - smtp",
        "relay unix - - n - - smtp",
        "error unix - - n - - error",
        "retry unix - - n - - error",
        "lmtp unix - - n - - lmtp",
        "anvil unix - - n - 1 anvil",
        "postlog unix-dgram n - n - 1 postlogd",
        "showq unix n - n - - showq",
        "scache unix - - n - 1 scache",
        "proxymap unix - - n - - proxymap",
    ]
    (config / "master.cf").write_text("\n".join(rows) + "\n")


@contextmanager
def _dovecot(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    program = _program("dovecot") or "dovecot"
    with _running([program, "-F", "-c", folder / "dovecot.conf"], folder) as server:
        yield server


@contextmanager
def _postfix(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    config = folder / "postfix"
    with (folder / "start.log").open("ab") as log:  # makes the folders of the queue
        check = [_program("postfix") or "postfix", "-c", config, "check"]
        subprocess.run(check, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False)
    with _running([POSTFIX / "master", "-c", config, "-d"], folder) as server:
        yield server


@contextmanager
def _running(command: list[str | Path], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server with its output closed to us, which ends when we do, however we end.

    A shell of its own waits for our end of a pipe to close, which `kill -9` does, too.
    """
    with (folder / "start.log").open("ab") as log:
        server = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    end = ["sh", "-c", "read _; kill -9 -$0", str(server.pid)]
    watch = subprocess.Popen(
        end, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        yield server
    finally:
        watch.communicate()
        server.wait()


def _logs(folder: Path) -> str:
    logs = [folder / name for name in ("start.log", "postfix.log", "dovecot.log")]
    return "\n".join(log.read_text(errors="replace") for log in logs if log.exists())
