#!/usr/bin/env python3
"""A remote signing service that works: it holds keys, signs digests after the user's confirmation, and speaks the wire form of
docs/integrator/remote-signing.md. For tests and demonstrations; a real service keeps its keys in certified hardware.

    service.py --keys DIR --state FILE --api-key-file FILE [--port N] [--lifetime 180] [--tries 3] [--fixed-otp CODE] [--clock FILE]

DIR/USER/CREDENTIAL/ holds key.pem, certificate.pem, chain.pem (may be missing) and settings.json:
    {"confirmation": "otp", "totp": "BASE32"}     codes of RFC 6238, each counts once; or --fixed-otp for tests
    {"confirmation": "app", "secret": "..."}      the user's app sends its decision to /app/transactions/ID

FILE (SQLite) keeps transactions, so that a restart loses none. --clock names a file with the time in seconds, for tests. Prints
"listening PORT" when it is ready. The log has methods, paths without values, and states: no codes, no digests.
"""
import argparse
import base64
import hashlib
import hmac
import json
import os
import pathlib
import re
import sqlite3
import struct
import subprocess
import sys
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BODY_LIMIT = 1 << 20
MOST_DOCUMENTS = 500
NAME = re.compile(r"[0-9A-Za-z_.-]{1,200}")


class Refused(Exception):
    """An answer with another status than 200."""

    def __init__(self, status, error, **more):
        super().__init__(error)
        self.status = status
        self.body = {"error": error, **more}


def totp(secret, step):
    """RFC 6238: SHA-1, six digits."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8), casefold=True)
    mac = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at:at + 4])[0] & 0x7FFFFFFF) % 1000000:06d}"


def text(body, name):
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise Refused(400, "invalid_request", field=name)
    return value


def der(pem):
    return [
        "".join(block.split())
        for block in re.findall("-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", pem, re.S)
    ]


class Credential:
    def __init__(self, folder):
        self.user = folder.parent.name
        self.id = folder.name
        self.key = folder / "key.pem"
        self.settings = json.loads((folder / "settings.json").read_text())
        self.certificate = der((folder / "certificate.pem").read_text())[0]
        chain = folder / "chain.pem"
        self.chain = der(chain.read_text()) if chain.exists() else []
        shown = subprocess.run(["openssl", "pkey", "-in", self.key, "-noout", "-text"], capture_output=True, text=True,
                               check=True).stdout
        self.algorithm = "ECDSA" if "ASN1 OID" in shown else "RSASSA-PKCS1-v1_5"

    def public(self):
        return {"id": self.id, "certificate": self.certificate, "chain": self.chain,
                "confirmation": self.settings["confirmation"]}

    def sign(self, digest):
        """RSA with PKCS #1 v1.5 padding around the DigestInfo, elliptic curves as DER."""
        command = ["openssl", "pkeyutl", "-sign", "-inkey", self.key, "-pkeyopt", "digest:sha256"]
        return subprocess.run(command, input=digest, capture_output=True, check=True).stdout


class Service:
    def __init__(self, options):
        self.options = options
        self.api_key = pathlib.Path(options.api_key_file).read_text().strip()
        found = sorted(pathlib.Path(options.keys).glob("*/*/settings.json"))
        self.credentials = {one.id: one for one in (Credential(file.parent) for file in found)}
        self.lock = threading.Lock()
        self.db = sqlite3.connect(options.state, check_same_thread=False, isolation_level=None)
        self.db.row_factory = sqlite3.Row
        self.db.executescript("""
            CREATE TABLE IF NOT EXISTS transactions (id TEXT PRIMARY KEY, request TEXT UNIQUE, credential TEXT, content TEXT,
                state TEXT, expires REAL, tries INTEGER, signatures TEXT);
            CREATE TABLE IF NOT EXISTS used_codes (credential TEXT, step INTEGER, PRIMARY KEY (credential, step));
        """)

    def now(self):
        if self.options.clock:
            return float(pathlib.Path(self.options.clock).read_text())
        return time.time()

    def list_credentials(self, body):
        user = text(body, "user")
        return 200, {"credentials": [one.public() for one in self.credentials.values() if one.user == user]}

    def create(self, body):
        credential = self.credentials.get(text(body, "credential"))
        if credential is None:
            raise Refused(404, "unknown_credential")
        if body.get("digestAlgorithm") != "SHA-256" or body.get("signatureAlgorithm") != credential.algorithm:
            raise Refused(400, "unsupported_algorithm")
        documents = body.get("documents")
        if not isinstance(documents, list) or not 1 <= len(documents) <= MOST_DOCUMENTS:
            raise Refused(400, "invalid_request", field="documents")
        for one in documents:
            try:
                right = len(base64.b64decode(one["digest"], validate=True)) == 32 and isinstance(one["name"], str)
            except (KeyError, TypeError, ValueError):
                right = False
            if not right:
                raise Refused(400, "invalid_request", field="documents")
        request = text(body, "request")
        content = json.dumps({"documents": documents, "description": body.get("description", "")})
        with self.lock:
            there = self.db.execute("SELECT * FROM transactions WHERE request = ?", (request,)).fetchone()
            if there is not None:
                if there["credential"] != credential.id or there["content"] != content:
                    raise Refused(400, "request_used_before")
                return 200, self.created(there["id"], credential, there["expires"])
            name, expires = uuid.uuid4().hex, self.now() + self.options.lifetime
            self.db.execute("INSERT INTO transactions VALUES (?, ?, ?, ?, 'waiting', ?, ?, NULL)",
                            (name, request, credential.id, content, expires, self.options.tries))
        return 201, self.created(name, credential, expires)

    def created(self, name, credential, expires):
        return {"transaction": name, "expiresIn": max(1, int(expires - self.now())),
                "confirmation": credential.settings["confirmation"]}

    def waiting(self, name):
        """The transaction as it is now; it runs out by itself."""
        row = self.db.execute("SELECT * FROM transactions WHERE id = ?", (name,)).fetchone()
        if row is None:
            raise Refused(404, "unknown_transaction")
        if row["state"] == "waiting" and self.now() >= row["expires"]:
            self.db.execute("UPDATE transactions SET state = 'expired' WHERE id = ?", (name,))
            row = self.db.execute("SELECT * FROM transactions WHERE id = ?", (name,)).fetchone()
        return row

    def poll(self, name):
        with self.lock:
            row = self.waiting(name)
        answer = {"state": row["state"]}
        if row["state"] == "done":
            answer["signatures"] = json.loads(row["signatures"])
        return 200, answer

    def code_is_right(self, credential, code):
        if self.options.fixed_otp:
            return hmac.compare_digest(code, self.options.fixed_otp)
        step = int(self.now()) // 30
        for candidate in (step, step - 1, step + 1):
            if hmac.compare_digest(code, totp(credential.settings["totp"], candidate)):
                fresh = self.db.execute("INSERT OR IGNORE INTO used_codes VALUES (?, ?)", (credential.id, candidate))
                return fresh.rowcount == 1
        return False

    def confirm(self, name, body):
        code = text(body, "otp")
        with self.lock:
            row = self.waiting(name)
            if row["state"] == "done":
                return 200, {"state": "done"}
            if row["state"] != "waiting":
                raise Refused(409, row["state"])
            credential = self.credentials[row["credential"]]
            if credential.settings["confirmation"] != "otp":
                raise Refused(400, "not_by_otp")
            if not self.code_is_right(credential, code):
                left = row["tries"] - 1
                self.db.execute("UPDATE transactions SET tries = ?, state = ? WHERE id = ?",
                                (left, "waiting" if left > 0 else "refused", name))
                if left <= 0:
                    raise Refused(409, "refused")
                raise Refused(403, "wrong_otp", triesLeft=left)
            self.sign_all(row, credential)
        return 200, {"state": "done"}

    def decide(self, name, body):
        """What the user's app sends: {"secret", "decision": "accept" | "refuse"}."""
        with self.lock:
            row = self.waiting(name)
            credential = self.credentials[row["credential"]]
            secret = credential.settings.get("secret", "")
            if not secret or not hmac.compare_digest(text(body, "secret"), secret):
                raise Refused(403, "forbidden")
            if row["state"] != "waiting":
                raise Refused(409, row["state"])
            if body.get("decision") == "accept":
                self.sign_all(row, credential)
            else:
                self.db.execute("UPDATE transactions SET state = 'refused' WHERE id = ?", (name,))
        return 200, {}

    def sign_all(self, row, credential):
        documents = json.loads(row["content"])["documents"]
        signatures = [base64.b64encode(credential.sign(base64.b64decode(one["digest"]))).decode() for one in documents]
        self.db.execute("UPDATE transactions SET state = 'done', signatures = ? WHERE id = ?",
                        (json.dumps(signatures), row["id"]))


class Handler(BaseHTTPRequestHandler):
    service = None
    protocol_version = "HTTP/1.1"
    timeout = 20

    def do_GET(self):
        self.answer("GET", {})

    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > BODY_LIMIT:
            self.close_connection = True
            return self.reply(413, {"error": "too_large"})
        try:
            body = json.loads(self.rfile.read(int(length)))
        except ValueError:
            body = None
        if not isinstance(body, dict):
            return self.reply(400, {"error": "invalid_request"})
        self.answer("POST", body)

    def answer(self, method, body):
        try:
            status, content = self.route(method, self.path, body)
        except Refused as refused:
            status, content = refused.status, refused.body
        except subprocess.CalledProcessError:
            status, content = 500, {"error": "internal"}
        self.reply(status, content)

    def route(self, method, path, body):
        parts = path.strip("/").split("/")
        if any(not NAME.fullmatch(part) for part in parts):
            raise Refused(404, "not_found")
        if method == "POST" and parts[:2] == ["app", "transactions"] and len(parts) == 3:
            return self.service.decide(parts[2], body)
        given = self.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), ("Bearer " + self.service.api_key).encode()):
            raise Refused(401, "unauthorized")
        if method == "POST" and parts == ["v1", "credentials"]:
            return self.service.list_credentials(body)
        if method == "POST" and parts == ["v1", "transactions"]:
            return self.service.create(body)
        if method == "GET" and parts[:2] == ["v1", "transactions"] and len(parts) == 3:
            return self.service.poll(parts[2])
        if method == "POST" and parts[:2] == ["v1", "transactions"] and parts[3:] == ["confirmation"]:
            return self.service.confirm(parts[2], body)
        raise Refused(404, "not_found")

    def reply(self, status, content):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *args):  # the base class's name for it
        kind = "/".join(self.path.strip("/").split("/")[:2]) if hasattr(self, "path") else ""
        print(f"{self.command} {kind} {args[1] if len(args) > 1 else ''}", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keys", required=True)
    parser.add_argument("--state", required=True)
    parser.add_argument("--api-key-file", required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--lifetime", type=int, default=180)
    parser.add_argument("--tries", type=int, default=3)
    parser.add_argument("--fixed-otp", default="")
    parser.add_argument("--clock", default="")
    options = parser.parse_args()
    os.umask(0o077)
    Handler.service = Service(options)
    server = ThreadingHTTPServer(("127.0.0.1", options.port), Handler)
    print(f"listening {server.server_port}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
