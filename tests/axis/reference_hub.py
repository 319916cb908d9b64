#!/usr/bin/env python3
"""An axis in memory, on a loopback port: checks signatures with code of its own and does what an axis does, or misbehaves as told. For tests
of clients; nothing but Python's own library.

    reference_hub.py --systems FILE [--port N] [--agencies N]

FILE: {"SYSTEM": {"secret": "…", "agencies": ["CODE", …]}, …}. --agencies adds that many made-up ones to the directory. Prints
"listening PORT" when it is ready.

Tests steer it through paths of its own, without a signature:
    POST /_control  {"clock": seconds}                     the time it believes in; without it the machine's
                    {"lock": "CODE"}                       a receiver that is locked
                    {"unlock": "CODE"}                     and is no longer
                    {"directory": [ENTRY, …]}              replaces what the directory has beside the agencies of systems
                    {"names": {"CODE": "NAME", …}}         what agencies of systems are called in it
                    {"faults": [FAULT, …]}                 replaces all faults
    GET  /_log      what was asked: path, method, headers in lower case, length and SHA-256 of the body, the answer's status
ENTRY: {"code": "000.00.13.H53", "name": "…", "qd20": "H53.13", "pid": ID of the one above, "id": …, "deleted": false, "agency": true,
"system": "SYSTEM" whose mail it is}; all but code and name may be left out.
FAULT: {"path": "/getEdoc", "do": …, "times": N (absent: always)}, with "do" one of
    "code" (+ "code": 20)     refuses with the code            "status" (+ "status": 500, "body": "…")   answers with it
    "html"                    a page with status 200           "json" (+ "body": "…")                    this text with status 200
    "cut"                     half of the answer, then closes  "close"    closes before the answer, after the work was done
    "slow" (+ "seconds")      waits first                      "twice"    every entry of a list is there twice
    "missing"                 404, as where the operation is not known
    "redirect" (+ "to")       302
"""
import argparse
import base64
import datetime
import hashlib
import hmac
import json
import pathlib
import re
import socket
import sys
import threading
import time
import uuid
import xml.etree.ElementTree as tree
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NAMESPACE = "{http://www.mic.gov.vn/TBT/QCVN_102_2016}"
WINDOW = 300  # seconds
VIETNAM = datetime.timezone(datetime.timedelta(hours=7))
CODES = {10: "bad file", 15: "wrong SystemId or SecretKey", 18: "receiver does not exist", 19: "sender not registered",
         20: "axis error", 21: "file processing error", 22: "edXML format wrong", 23: "receiver locked"}


class Refused(Exception):
    def __init__(self, code, why=None):
        super().__init__(why or CODES.get(code, "refused"))
        self.code = code


class Hub:
    def __init__(self, systems, made_up):
        self.systems = systems
        self.lock = threading.Lock()
        self.items = []    # one a message and receiving agency
        self.sent = {}     # id → bytes
        self.locked = set()
        self.faults = []
        self.log = []
        self.clock = None
        self.registered = {}
        self.made_up = made_up
        self.entries = []
        self.names = {}

    def now(self):
        return self.clock if self.clock is not None else time.time()

    def moment(self):
        return datetime.datetime.fromtimestamp(self.now(), VIETNAM).strftime("%Y-%m-%d %H:%M:%S")

    # -- who calls

    def authenticate(self, headers):
        text = headers.get("xroadvnpt-sign-header", "")

        def unique(pairs):
            names = [name.lower() for name, _ in pairs]
            if len(set(names)) != len(names):
                raise Refused(15, "a name twice")
            return dict(pairs)

        try:
            signed = json.loads(text, object_pairs_hook=unique)
        except ValueError:
            raise Refused(15, "no signed text") from None
        values = {name.lower().removeprefix("xroadvnpt-"): value for name, value in signed.items()}
        system = self.systems.get(values.get("systemid"))
        if system is None:
            raise Refused(15, "unknown system")
        right = hmac.new(system["secret"].encode(), text.encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(right, headers.get("xroadvnpt-hash-header", "").lower()):
            raise Refused(15, "wrong hash")
        for name, value in values.items():
            if headers.get("xroadvnpt-" + name) != value:
                raise Refused(15, f"header {name} differs")
        names = headers.get("xroadvnpt-sign-header-key", "").split(";")
        if ["XroadVnpt-" + name for name in names] != list(signed):
            raise Refused(15, "sign-header-key does not name what is signed")
        self.check_time(values.get("timestamp", ""))
        return values.pop("systemid"), values

    def check_time(self, text):
        parts = re.fullmatch(r"(\d{8}T\d{6})\+\d{4}", text)
        if not parts:
            raise Refused(15, "odd timestamp")
        at = datetime.datetime.strptime(parts[1], "%d%m%YT%H%M%S").replace(tzinfo=VIETNAM)
        if abs(at.timestamp() - self.now()) > WINDOW:
            raise Refused(15, "the clock is wrong")

    def system_of(self, agency):
        return next((name for name, one in self.systems.items() if agency in one["agencies"]), None)

    # -- operations: (who, parameters, body) → the answer's further members

    def send_edoc(self, who, given, body):
        if given.get("from") not in self.systems[who]["agencies"]:
            raise Refused(19)
        content = body.removesuffix(b"\r\n")
        digest = given.get("hash-file")
        if not content or (digest and digest.lower() != hashlib.sha256(content).hexdigest()):
            raise Refused(10)
        try:
            root = tree.fromstring(content)
        except tree.ParseError as error:
            raise Refused(22, str(error)) from None
        if root.tag != NAMESPACE + "edXML":
            raise Refused(22, "root")
        to = json.loads(given["to"]) if given.get("to") else [
            one.text for organ in root.iter(NAMESPACE + "To") for one in organ.iter(NAMESPACE + "OrganId")]
        for agency in to:
            if agency in self.locked:
                raise Refused(23, agency)
            if self.system_of(agency) is None:
                raise Refused(18, agency)
        doc_id = str(uuid.uuid4())
        self.sent[doc_id] = content
        for agency in to:
            self.items.append({"docId": str(uuid.uuid4()), "sent": doc_id, "system": self.system_of(agency),
                               "type": given.get("messagetype"), "from": given["from"], "to": agency,
                               "created": self.moment(), "updated": self.moment(), "status": "initial"})
        return {"DocId": doc_id}

    def waiting(self, who, message_type):
        return [one for one in self.items
                if one["system"] == who and one["type"] == message_type and one["status"] in ("initial", "processing")]

    def received_list(self, who, given, _):
        return {"data": [{"docId": one["docId"], "serviceType": "eDoc", "messageType": one["type"],
                          "created_time": one["created"], "updated_time": one["updated"], "from": one["from"],
                          "to": one["to"], "status": one["status"], "status_desc": None}
                         for one in self.waiting(who, given.get("messagetype"))]}

    def item(self, who, given):
        for one in self.items:
            if one["docId"] == given.get("docid") and one["system"] == who:
                return one
        raise Refused(21, "no such document")

    def get_edoc(self, who, given, _):
        return {"data": base64.b64encode(self.sent[self.item(who, given)["sent"]]).decode()}

    def download_edoc(self, who, given, _):
        return self.sent[self.item(who, given)["sent"]]

    def update_status(self, who, given, _):
        if given.get("status") not in ("processing", "done", "fail"):
            raise Refused(21, "unknown status")
        one = self.item(who, given)
        one.update(status=given["status"], updated=self.moment())
        return {}

    def sent_list(self, who, given, _):
        return {"data": [{"serviceType": "eDoc", "messageType": one["type"], "senderDocId": one["sent"],
                          "receiverDocId": one["docId"], "fromCode": one["from"], "toCode": one["to"], "title": "",
                          "notation": "", "sentTime": one["created"], "receivedTime": one["updated"],
                          "sendStatus": "done", "sendStatusDesc": "", "receiveStatus": one["status"],
                          "receiveStatusDesc": ""}
                         for one in self.items
                         if one["from"] in self.systems[who]["agencies"] and one["type"] == given.get("messagetype")
                         and given.get("docid") in (None, one["sent"])]}

    def count(self, message_type):
        return lambda who, given, body: {"data": str(len(self.waiting(who, message_type)))}

    @staticmethod
    def qd20(code):
        """The code of QĐ 20/2020 as it is usually made of the one of QCVN 102: groups turned around, without those that say nothing."""
        groups = code.split(".")[::-1]
        while len(groups) > 1 and set(groups[-1]) == {"0"}:
            groups.pop()
        return ".".join(groups)

    def directory(self):
        for number, code in enumerate([code for one in self.systems.values() for code in one["agencies"]], 1):
            if not any(one["code"] == code for one in self.entries):
                name = self.names.get(code, self.registered.get(code, {}).get("name", "Cơ quan " + code))
                yield {"id": number, "pid": "1", "code": code, "name": name}
        for number, one in enumerate(self.entries, 10000):
            yield {"id": number, "pid": None, **one}
        for number in range(self.made_up):
            code = f"{number // 10000:03d}.{number // 100 % 100:02d}.{number % 100:02d}.H{number % 63 + 1:02d}"
            yield {"id": 100000 + number, "pid": "1", "code": code,
                   "name": f"Ủy ban nhân dân phường số {number}, tỉnh thứ {number % 63 + 1}"}

    def agencies(self, *_):
        return {"data": [{"id": one["id"], "pid": one["pid"], "code": one["code"], "name": one["name"],
                          "mail": f"vanthu{one['id']}@example.vn", "oldCode": one["code"]}
                         for one in self.directory() if not one.get("deleted")]}

    def agencies_qd20(self, *_):
        return {"data": [{"id": one["id"], "code": one.get("qd20", self.qd20(one["code"])), "name": one["name"],
                          "mail": None, "code102": one["code"]} for one in self.directory() if not one.get("deleted")]}

    def units(self, *_):
        return {"data": [{"id": one["id"], "pid": one["pid"], "code": one["code"], "name": one["name"], "mail": "",
                          "version": 3, "centerCode": "00.53.W00", "deleted": one.get("deleted", False),
                          "modifyDate": self.moment(), "isAgency": one.get("agency", "W00" not in one["code"])}
                         for one in self.directory()]}

    def register(self, who, _, body):
        agency = json.loads(body)
        if not agency.get("code"):
            raise Refused(21, "no code")
        self.registered[agency["code"]] = agency
        self.systems[who]["agencies"].append(agency["code"])
        return {}

    def delete(self, who, given, _):
        if given.get("agencycode") not in self.systems[who]["agencies"]:
            raise Refused(18)
        self.systems[who]["agencies"].remove(given["agencycode"])
        self.registered.pop(given["agencycode"], None)
        return {}

    def operations(self):
        return {
            ("POST", "/sendEdoc"): self.send_edoc, ("POST", "/getReceivedEdocList"): self.received_list,
            ("POST", "/getEdoc"): self.get_edoc, ("GET", "/downloadEdoc"): self.download_edoc,
            ("POST", "/updateStatus"): self.update_status, ("POST", "/getSentEdocList"): self.sent_list,
            ("GET", "/countReceiveEdoc"): self.count("edoc"), ("GET", "/countReceiveStatus"): self.count("status"),
            ("POST", "/getAgenciesList"): self.agencies, ("POST", "/getAgenciesListQD20"): self.agencies_qd20,
            ("POST", "/getSynchronizeUnit"): self.units, ("POST", "/registerAgency"): self.register,
            ("POST", "/deleteAgency"): self.delete,
        }

    def fault(self, path):
        for one in self.faults:
            if one["path"] == path and one.get("times", 1) > 0:
                if "times" in one:
                    one["times"] -= 1
                return one
        return {}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub = None

    def log_message(self, *_):
        pass

    def body(self):
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        out = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            out += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return out

    def answer(self, status, content, content_type="application/json;charset=UTF-8", cut=False, more=()):
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        for name, value in more:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content[:len(content) // 2] if cut else content)
        if cut:
            self.hang_up()

    def hang_up(self):
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def control(self, path, body):
        if path == "/_log":
            return self.answer(200, json.dumps(self.hub.log).encode())
        told = json.loads(body)
        self.hub.clock = told.get("clock", self.hub.clock)
        self.hub.faults = told.get("faults", self.hub.faults)
        self.hub.locked |= {told["lock"]} if "lock" in told else set()
        self.hub.locked -= {told["unlock"]} if "unlock" in told else set()
        self.hub.names.update(told.get("names", {}))
        if "directory" in told:
            self.hub.entries = told["directory"]
            for one in self.hub.entries:
                carried = self.hub.systems[one["system"]]["agencies"] if "system" in one else [one["code"]]
                if one["code"] not in carried:
                    carried.append(one["code"])
        return self.answer(200, b"{}")

    def handle_one(self):
        path = self.path.split("?")[0]
        body = self.body()
        if path in ("/_control", "/_log"):
            return self.control(path, body)
        headers = {name.lower(): value.encode("latin-1").decode() for name, value in self.headers.items()}
        with self.hub.lock:
            fault = self.hub.fault(path)
            entry = {"path": path, "method": self.command, "headers": headers, "length": len(body),
                     "sha256": hashlib.sha256(body).hexdigest()}
            self.hub.log.append(entry)
        do = fault.get("do")
        if do == "slow":
            time.sleep(fault["seconds"])
        if do == "missing":
            return self.answer(404, b"<html>Not Found</html>", "text/html")
        if do == "redirect":
            return self.answer(302, b"", "text/html", more=[("Location", fault["to"])])
        if do == "status":
            return self.answer(fault["status"], fault.get("body", "").encode(), "text/plain")
        if do == "html":
            return self.answer(200, b"<!DOCTYPE html><html><body>Please log in</body></html>" + b" " * 100, "text/html")
        if do == "json":
            return self.answer(200, fault["body"].encode())
        try:
            if do == "code":
                raise Refused(fault["code"], fault.get("why"))
            operation = self.hub.operations().get((self.command, path))
            if operation is None:
                return self.answer(404, b"<html>Not Found</html>", "text/html")
            with self.hub.lock:
                who, given = self.hub.authenticate(headers)
                got = operation(who, given, body)
        except Refused as refused:
            failed = {"status": "FAIL", "ErrorCode": str(refused.code), "ErrorDesc": str(refused)}
            return self.answer(200, json.dumps(failed, ensure_ascii=False).encode())
        if do == "close":
            return self.hang_up()
        if isinstance(got, bytes):
            return self.answer(200, got, "application/octet-stream", do == "cut")
        if do == "twice":
            got["data"] += got["data"]
        text = json.dumps({"status": "OK", "ErrorCode": "0", "ErrorDesc": None, **got}, ensure_ascii=False)
        return self.answer(200, text.encode(), cut=do == "cut")

    def do_POST(self):
        self.handle_one()

    def do_GET(self):
        self.handle_one()


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Clients that hang up are part of the tests."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--systems", required=True, type=pathlib.Path)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--agencies", type=int, default=0)
    given = parser.parse_args()
    Handler.hub = Hub(json.loads(given.systems.read_text(encoding="utf-8")), given.agencies)
    server = Server(("127.0.0.1", given.port), Handler)
    print(f"listening {server.server_address[1]}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
