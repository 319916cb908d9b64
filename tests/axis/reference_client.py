#!/usr/bin/env python3
"""Speaks to an axis as the reference SDK (VNPT SDKVXP 2.0, Java) does, written from its description and sharing no code with this platform.
For conformance tests of a hub, and to try one by hand; nothing but Python's own library.

    reference_client.py --endpoint URL --system ID --secret-file FILE [variants] COMMAND …

    send FILE --from CODE [--to CODE…] [--type edoc|status]     list [--type …] [--from-date D] [--to-date D]
    get ID [--out FILE]          download ID --out FILE         status ID processing|done|fail
    sent [--type …] [--id ID]    count [--type …]               agencies    agencies-qd20 [--level N]    units
    register JSON                delete CODE

Variants are what clients in the field do differently: --order java|given|reversed, --docid-spelling docId|docid, --no-crlf,
--no-hash-file, --upper-hash, --content-type T, --json org|gson, --chunked, --fresh-timestamps (the SDK makes one timestamp a service
object, so that two equal calls of it are equal to the last byte). Prints the answer as JSON; exit code 0 when it is OK, 1 when it is a
refusal, 2 when there is no answer in JSON.
"""
import argparse
import base64
import datetime
import hashlib
import hmac
import http.client
import json
import pathlib
import sys
import urllib.parse

VIETNAM = datetime.timezone(datetime.timedelta(hours=7))
PREFIX = "XroadVnpt-"


class NoAnswer(Exception):
    """The server answered with something that is no JSON."""

    def __init__(self, status, body):
        super().__init__(f"HTTP {status}: {body[:200]!r}")
        self.status = status
        self.body = body


def java_timestamp(now=None):
    """SimpleDateFormat ddMMyyyy'T'HHmmss+SSSS: the last four digits are milliseconds."""
    now = (now or datetime.datetime.now(VIETNAM)).astimezone(VIETNAM)
    return now.strftime("%d%m%YT%H%M%S+") + f"{now.microsecond // 1000:04d}"


def java_map_order(names):
    """The order in which java.util.HashMap<String, …> gives its keys back."""

    def spread(name):
        code = 0
        units = name.encode("utf-16-be")
        for i in range(0, len(units), 2):
            code = (31 * code + int.from_bytes(units[i:i + 2], "big")) & 0xFFFFFFFF
        return code ^ (code >> 16)

    size = 16
    while len(names) > size * 3 // 4:
        size *= 2
    return sorted(names, key=lambda name: spread(name) & (size - 1))  # stable: a bucket keeps the order of insertion


def gson(text):
    """Gson escapes what could end a script in a page."""
    for c in "<>&='":
        text = text.replace(c, f"\\u{ord(c):04x}")
    return text


class ReferenceClient:
    def __init__(self, endpoint, system_id, secret, *, order="java", docid="docId", crlf=True, hash_file=True,
                 upper_hash=False, content_type="application/octet-stream", json_style="org", chunked=False,
                 fresh_timestamps=False, timeout=60):
        self.endpoint = urllib.parse.urlsplit(endpoint.rstrip("/"))
        self.system_id = system_id
        self.secret = secret
        self.order = order
        self.docid = docid
        self.crlf = crlf
        self.hash_file = hash_file
        self.upper_hash = upper_hash
        self.content_type = content_type
        self.json_style = json_style
        self.chunked = chunked
        self.fresh_timestamps = fresh_timestamps
        self.timeout = timeout
        self.timestamp = java_timestamp()

    def headers(self, parameters, content_type):
        """The headers of one call, as a list: their order is part of the variant."""
        if self.fresh_timestamps:
            self.timestamp = java_timestamp()
        values = {**parameters, "timestamp": self.timestamp, "systemid": self.system_id, "Content-Type": content_type}
        names = list(values)
        if self.order == "java":
            names = java_map_order(names)
        elif self.order == "reversed":
            names.reverse()
        text = json.dumps({PREFIX + name: values[name] for name in names}, separators=(",", ":"), ensure_ascii=False)
        if self.json_style == "gson":
            text = gson(text)
        mac = hmac.new(self.secret.encode(), text.encode(), hashlib.sha256).hexdigest()
        return [(PREFIX + name, values[name]) for name in names] + [
            ("Content-Type", content_type),
            (PREFIX + "sign-header-key", ";".join(names)),
            (PREFIX + "sign-header", text),
            (PREFIX + "hash-header", mac.upper() if self.upper_hash else mac),
            ("User-Agent", "JAVASDKAgent/1.0.0 XRoad/VPCP"),
            (PREFIX + "version", "3.0.201608"),
        ]

    def exchange(self, method, headers, path, body):
        """Sends exactly these headers; the status, the headers and the body of the answer."""
        secure = self.endpoint.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(self.endpoint.hostname, self.endpoint.port, timeout=self.timeout)
        try:
            connection.putrequest(method, self.endpoint.path + path, skip_accept_encoding=True)
            for name, value in headers:
                connection.putheader(name, value.encode())
            if body is None:
                connection.endheaders()
            elif self.chunked:
                connection.putheader("Transfer-Encoding", "chunked")
                pieces = (body[i:i + 65536] for i in range(0, len(body), 65536))
                connection.endheaders(pieces, encode_chunked=True)
            else:
                connection.putheader("Content-Length", str(len(body)))
                connection.endheaders(body)
            answer = connection.getresponse()
            return answer.status, dict((k.lower(), v) for k, v in answer.getheaders()), answer.read()
        finally:
            connection.close()

    def call(self, path, parameters=None, body=b"", content_type="application/json", method="POST"):
        status, _, got = self.exchange(method, self.headers(parameters or {}, content_type), path, body)
        try:
            return json.loads(got)
        except ValueError:
            raise NoAnswer(status, got) from None

    def send(self, content, sender, to=(), message_type="edoc", hash_file=None):
        parameters = {"from": sender, "servicetype": "eDoc", "messagetype": message_type}
        if to:
            parameters["to"] = json.dumps(list(to), separators=(",", ":"))
        if self.hash_file:
            parameters["hash-file"] = hash_file or hashlib.sha256(content).hexdigest()
        return self.call("/sendEdoc", parameters, content + (b"\r\n" if self.crlf else b""), self.content_type)

    def received(self, message_type="edoc", from_date=None, to_date=None):
        return self.call("/getReceivedEdocList", self.list_parameters(message_type, from_date, to_date))

    def get(self, doc_id, file_path="edoc"):
        """The answer, and the message that was in it."""
        answer = self.call("/getEdoc", {"filePath": file_path, self.docid: doc_id}, b"{}")
        data = answer.get("data") if isinstance(answer, dict) else None
        return answer, base64.b64decode(data) if data else None

    def download(self, doc_id):
        """Status and bytes: a message, or a refusal in JSON."""
        headers = self.headers({self.docid: doc_id}, "application/json")
        status, _, body = self.exchange("GET", headers, "/downloadEdoc", None)
        return status, body

    def update_status(self, doc_id, status):
        return self.call("/updateStatus", {"status": status, self.docid: doc_id}, b"{}")

    def sent(self, message_type="edoc", doc_id=None, from_date=None, to_date=None):
        parameters = self.list_parameters(message_type, from_date, to_date)
        if doc_id:
            parameters[self.docid] = doc_id
        return self.call("/getSentEdocList", parameters)

    def count(self, message_type="edoc"):
        path = "/countReceiveEdoc" if message_type == "edoc" else "/countReceiveStatus"
        return self.call(path, body=None, method="GET")

    def agencies(self):
        return self.call("/getAgenciesList")

    def agencies_qd20(self, level=None):
        return self.call("/getAgenciesListQD20", {"level": str(level)} if level is not None else {})

    def units(self):
        return self.call("/getSynchronizeUnit")

    def register(self, agency):
        return self.call("/registerAgency", {}, json.dumps(agency, ensure_ascii=False).encode())

    def delete(self, code):
        return self.call("/deleteAgency", {"AgencyCode": code}, b"{}")

    @staticmethod
    def list_parameters(message_type, from_date, to_date):
        parameters = {"servicetype": "eDoc", "messagetype": message_type}
        if from_date:
            parameters["fromDate"] = from_date
        if to_date:
            parameters["toDate"] = to_date
        return parameters


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--endpoint", required=True)
    parser.add_argument("--system", required=True)
    parser.add_argument("--secret-file", required=True, type=pathlib.Path)
    parser.add_argument("--order", choices=["java", "given", "reversed"], default="java")
    parser.add_argument("--docid-spelling", choices=["docId", "docid"], default="docId")
    parser.add_argument("--no-crlf", action="store_true")
    parser.add_argument("--no-hash-file", action="store_true")
    parser.add_argument("--upper-hash", action="store_true")
    parser.add_argument("--content-type", default="application/octet-stream")
    parser.add_argument("--json", choices=["org", "gson"], default="org")
    parser.add_argument("--chunked", action="store_true")
    parser.add_argument("--fresh-timestamps", action="store_true")
    parser.add_argument("--timeout", type=float, default=60)
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name, *positional, dates=False, typed=False):
        one = commands.add_parser(name)
        for each in positional:
            one.add_argument(each)
        if typed:
            one.add_argument("--type", choices=["edoc", "status"], default="edoc")
        if dates:
            one.add_argument("--from-date")
            one.add_argument("--to-date")
        return one

    send = command("send", "file", typed=True)
    send.add_argument("--from", dest="sender", required=True)
    send.add_argument("--to", nargs="*", default=[])
    send.add_argument("--hash", help="another hash than that of the file")
    command("list", typed=True, dates=True)
    command("get", "id").add_argument("--out", type=pathlib.Path)
    command("download", "id").add_argument("--out", type=pathlib.Path, required=True)
    command("status", "id", "status")
    command("sent", typed=True, dates=True).add_argument("--id")
    command("count", typed=True)
    command("agencies")
    command("agencies-qd20").add_argument("--level")
    command("units")
    command("register", "json_text")
    command("delete", "code")
    return parser.parse_args()


def run(client, given):
    if given.command == "send":
        content = pathlib.Path(given.file).read_bytes()
        return client.send(content, given.sender, given.to, given.type, given.hash)
    if given.command == "list":
        return client.received(given.type, given.from_date, given.to_date)
    if given.command == "get":
        answer, content = client.get(given.id)
        if content is not None and given.out:
            given.out.write_bytes(content)
            answer["data"] = f"{len(content)} bytes"
        return answer
    if given.command == "download":
        status, content = client.download(given.id)
        if status != 200 or content.lstrip().startswith(b"{"):
            try:
                return json.loads(content)
            except ValueError:
                raise NoAnswer(status, content) from None
        given.out.write_bytes(content)
        return {"status": "OK", "ErrorCode": "0", "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    if given.command == "status":
        return client.update_status(given.id, given.status)
    if given.command == "sent":
        return client.sent(given.type, given.id, given.from_date, given.to_date)
    if given.command == "count":
        return client.count(given.type)
    if given.command == "agencies":
        return client.agencies()
    if given.command == "agencies-qd20":
        return client.agencies_qd20(given.level)
    if given.command == "units":
        return client.units()
    if given.command == "register":
        return client.register(json.loads(given.json_text))
    return client.delete(given.code)


def main():
    given = arguments()
    client = ReferenceClient(
        given.endpoint, given.system, given.secret_file.read_text(encoding="utf-8").strip(), order=given.order,
        docid=given.docid_spelling, crlf=not given.no_crlf, hash_file=not given.no_hash_file,
        upper_hash=given.upper_hash, content_type=given.content_type, json_style=given.json, chunked=given.chunked,
        fresh_timestamps=given.fresh_timestamps, timeout=given.timeout)
    try:
        answer = run(client, given)
    except (NoAnswer, OSError, http.client.HTTPException) as error:
        print(json.dumps({"error": str(error), "http": getattr(error, "status", None)}, ensure_ascii=False))
        return 2
    print(json.dumps(answer, ensure_ascii=False))
    good = isinstance(answer, dict) and answer.get("status") == "OK" and str(answer.get("ErrorCode", "0")) == "0"
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
