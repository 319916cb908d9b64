"""A demo province on a free port, and people at browsers. For tests and measurements outside the server; standard library only."""
import hashlib
import hmac
import html
import http.client
import json
import pathlib
import re
import struct
import subprocess
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = str(ROOT / "bin/lienthong")
BUILT = str(ROOT / "build/release/lienthong")  # as it is now: PROGRAM would be built anew when a source changes during a long run
PASSWORD = "lienthong-demo-2026"


class Province:
    """The release build with a demo's data in `state`, whose folder must exist and be passable for the database's account."""

    def __init__(self, state, documents):
        self.state = pathlib.Path(state)
        self.log_file = self.state.parent / "server.log"
        command = [PROGRAM, "demo", "--state", str(state), "--port", "0", "--no-journey", "--json", "--documents", str(documents)]
        with open(self.log_file, "a", encoding="utf-8") as log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the server did not start: " + self.log_file.read_text()[-2000:])
        self.port = int(json.loads(line)["address"].rsplit(":", 1)[1])

    def accounts(self):
        return json.loads((self.state / "accounts.json").read_text())

    def memory(self):
        """Resident memory of the server in MB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s*(\d+) kB", status).group(1)) // 1024

    def peak_memory(self, forget=False):
        """The most resident memory in MB since the last call with `forget` (proc(5), clear_refs)."""
        if forget:
            pathlib.Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s*(\d+) kB", status).group(1)) // 1024

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(60)


def multipart(fields, file):
    parts = []
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            parts.append(f'Content-Disposition: form-data; name="{name}"\r\n\r\n{one}')
    parts.append(f'Content-Disposition: form-data; name="files"; filename="van-ban.pdf"\r\n'
                 f"Content-Type: application/pdf\r\n\r\n{file}")
    body = "".join(f"--lienthong\r\n{part}\r\n" for part in parts) + "--lienthong--\r\n"
    return body.encode(), "multipart/form-data; boundary=lienthong"


def one_time_code(secret):
    """The code of this half minute (RFC 6238); the secret in hexadecimal digits."""
    digest = hmac.new(bytes.fromhex(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7fffffff) % 1000000:06d}"


class Session:
    """One person at a browser, logged in; `totp_secret` for those who have a second factor."""

    def __init__(self, port, login, totp_secret=None, start="/outgoing/new"):
        self.port, self.cookies, self.csrf = port, {}, ""
        self.remember_token(self.send("GET", "/log-in")[1])
        status, _, to = self.send("POST", "/log-in", {"login": login, "password": PASSWORD, "next": "/"})
        if totp_secret and status == 303:
            self.remember_token(self.send("GET", "/log-in/code")[1])
            status, _, to = self.send("POST", "/log-in/code", {"code": one_time_code(totp_secret), "next": "/"})
        if status != 303 or to.startswith("/log-in"):
            raise RuntimeError(f"{login} is not logged in")
        self.remember_token(self.send("GET", start)[1])

    def remember_token(self, page):
        found = re.search(r'name="_csrf" value="([^"]+)"', page)
        self.csrf = html.unescape(found.group(1)) if found else ""

    def cookie(self):
        return "; ".join(f"{key}={value}" for key, value in self.cookies.items())

    def send(self, method, path, form=None, file=None):
        """Status, text and where a redirect points."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            headers = {"Cookie": self.cookie(), "Accept": "text/html"}
            body = None
            if form is not None:
                body = urllib.parse.urlencode({"_csrf": self.csrf, **form}, doseq=True)
                kind = "application/x-www-form-urlencoded"
                if file:
                    body, kind = multipart({"_csrf": self.csrf, **form}, file)
                headers |= {"Content-Type": kind, "Origin": f"http://127.0.0.1:{self.port}"}
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.split(";")[0]
            return answer.status, text, answer.getheader("Location") or ""
        finally:
            connection.close()

    def approve(self, uid):
        """Reads the draft and approves it. Status."""
        found = re.search(r'name="version" value="(\d+)"', self.send("GET", f"/outgoing/{uid}")[1])
        return self.send("POST", f"/outgoing/{uid}/approval", {"version": found.group(1) if found else ""})[0]

    def draft(self, subject, recipients):
        """Drafts a letter with a small file and submits it to the first leader offered. Status and uid."""
        form = self.send("GET", "/outgoing/new")[1]
        signer = re.search(r'<select[^>]*name="signer".*?<option value="([0-9a-f-]{36})"', form, re.S).group(1)
        kind = re.search(r'<option value="([a-z_]+)"[^>]*selected', form).group(1)
        key = re.search(r'name="key" value="([^"]+)"', form).group(1)
        status, _, to = self.send("POST", "/outgoing", {
            "key": key, "kind": kind, "subject": f"{subject} {key[-6:]}", "urgency": "normal", "secrecy": "thường",
            "signer": signer, "reply_due": "", "recipient": recipients, "then": "submit"}, file=f"%PDF-1.4\n% {key}\n%%EOF\n")
        return status, to.split("?")[0].rsplit("/", 1)[1] if status == 303 else ""
