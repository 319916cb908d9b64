#!/usr/bin/env python3
"""How many edXML messages a second the hub accepts and stores durably, beside what the disk alone does in the same run; prints rows of a
Markdown table.

    exchange.py [--messages 12000] [--kilobytes 100] [--connections 20]

Starts a province on a free port, registers two systems as its operator does, and lets wrk send messages of the one to an agency of the
other. The reference writes files of the same size from as many threads and syncs each.
"""
import argparse
import base64
import concurrent.futures
import hashlib
import hmac
import html
import http.client
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "axis"))
from province import ROOT, Province, Session  # noqa: E402

SPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
THREADS = 2
SECONDS = 8


def registered(operator, code, agency_uid):
    """A connected system that carries the agency; its secret."""
    status, page, _ = operator.send("POST", "/admin/systems", {"name": f"Hệ thống {code}", "kind": "client", "code": code, "address": "",
                                                               "secret": "", "rate": "100000", "largest": "200", "may_send": "1"})
    secret = re.search(r"data-secret>([0-9a-f]{64})<", page)
    if not secret:
        sys.exit(f"no system was registered: {status}")
    uid = re.search(r'href="/admin/systems/([0-9a-f-]{36})"', page).group(1)
    status, page, _ = operator.send("POST", f"/admin/systems/{uid}/agencies", {"agencies": agency_uid})
    if status != 303:
        sys.exit(f"the agency was not given to the system: {status} " + html.unescape(re.sub("<[^>]*>", " ", page))[:600])
    return secret.group(1)


def new_agency(operator, code):
    status, _, to = operator.send("POST", "/admin/agencies", {
        "name": f"Cơ quan {code}", "short_name": "", "abbreviation": "CQ", "code": code, "alias": "", "level": "commune", "kind": "government",
        "parent": "", "place": "Bắc Ninh", "valid_from": "01/07/2025"})
    if status != 303:
        sys.exit(f"no agency was made: {status}")
    return re.search(r"/admin/agencies/([0-9a-f-]{36})", to).group(1)


def message(sender, receiver, kilobytes):
    """What stands before and behind the number of a message."""
    pdf = b"%PDF-1.4\n" + os.urandom(kilobytes * 1000)
    head = (f'<?xml version="1.0" encoding="UTF-8"?><edXML xmlns="{SPACE}"><edXML:edXMLEnvelope xmlns:edXML="{SPACE}"><edXML:edXMLHeader>'
            f"<edXML:MessageHeader><edXML:From><edXML:OrganId>{sender}</edXML:OrganId><edXML:OrganName>Cơ quan gửi</edXML:OrganName></edXML:From>"
            f"<edXML:To><edXML:OrganId>{receiver}</edXML:OrganId><edXML:OrganName>Cơ quan nhận</edXML:OrganName></edXML:To><edXML:DocumentId>")
    tail = (f"</edXML:DocumentId><edXML:Code><edXML:CodeNumber>1</edXML:CodeNumber><edXML:CodeNotation>UBND-VX</edXML:CodeNotation></edXML:Code>"
            f"<edXML:PromulgationInfo><edXML:Place>Bắc Ninh</edXML:Place><edXML:PromulgationDate>2026/11/20</edXML:PromulgationDate>"
            f"</edXML:PromulgationInfo><edXML:DocumentType><edXML:Type>2</edXML:Type><edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType>"
            f"<edXML:Subject>V/v đo tốc độ</edXML:Subject></edXML:MessageHeader></edXML:edXMLHeader><edXML:edXMLBody>"
            f'<edXML:edXMLManifest version="1.0"><edXML:Reference><edXML:ContentId>cid:1</edXML:ContentId><edXML:ContentType>application/pdf'
            f"</edXML:ContentType><edXML:AttachmentName>a.pdf</edXML:AttachmentName></edXML:Reference></edXML:edXMLManifest></edXML:edXMLBody>"
            f"</edXML:edXMLEnvelope><AttachmentEncoded><Attachment><ContentId>cid:1</ContentId><AttachmentName>a.pdf</AttachmentName>"
            f"<ContentType>application/pdf</ContentType><edXML:ContentTransferEncoded xmlns:edXML='{SPACE}'>{base64.b64encode(pdf).decode()}"
            f"</edXML:ContentTransferEncoded></Attachment></AttachmentEncoded></edXML>")
    return head.encode(), tail.encode()


def signed_call(system, secret, parameters, at, number):
    """The headers of a call, as the reference client signs them; the milliseconds tell one call from the next."""
    stamp = time.strftime("%d%m%YT%H%M%S", time.gmtime(at + 7 * 3600)) + f"+{number % 10000:04d}"
    given = {**parameters, "timestamp": stamp, "systemid": system, "Content-Type": "application/octet-stream"}
    text = json.dumps({f"XroadVnpt-{name}": value for name, value in given.items()}, separators=(",", ":"), ensure_ascii=False)
    headers = {f"XroadVnpt-{name}": value for name, value in given.items()}
    headers |= {"Content-Type": given["Content-Type"], "XroadVnpt-sign-header-key": ";".join(given), "XroadVnpt-sign-header": text,
                "XroadVnpt-hash-header": hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()}
    return headers


def memory_for(province, megabytes, sender, receiver):
    """How much more memory the server takes while it gets a message with a file of this size and gives it to its receiver, in MB."""
    head, tail = message("H05.99.1", "H05.99.2", megabytes * 1000)
    body = head + b"lon" + tail
    rest = province.peak_memory(forget=True)
    call = {"from": "H05.99.1", "servicetype": "eDoc", "messagetype": "edoc", "hash-file": hashlib.sha256(body).hexdigest()}
    connection = http.client.HTTPConnection("127.0.0.1", province.port, timeout=120)
    try:
        connection.request("POST", "/axis/sendEdoc", body, signed_call("do.gui", sender, call, time.time(), 1))
        answer = json.loads(connection.getresponse().read())
        if answer["status"] != "OK":
            sys.exit(f"the large message was refused: {answer}")
        digest = hashlib.sha256()
        connection.request("POST", "/axis/downloadEdoc", b"", signed_call("do.nhan", receiver, {"docId": answer["DocId"]}, time.time(), 2))
        response = connection.getresponse()
        while piece := response.read(1 << 20):
            digest.update(piece)
        if digest.hexdigest() != call["hash-file"]:
            sys.exit("the large message came back changed")
    finally:
        connection.close()
    return province.peak_memory() - rest


def write_and_sync(folder, content, count, threads):
    def one(number):
        with open(folder / str(number), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    begin = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        list(pool.map(one, range(count)))
    return count / (time.monotonic() - begin)


def accepted(province, calls, head, tail, connections, folder):
    files = {"LT_CALLS": folder / "calls", "LT_HEAD": folder / "head", "LT_TAIL": folder / "tail"}
    files["LT_CALLS"].write_text("\n".join(calls), encoding="utf-8")
    files["LT_HEAD"].write_bytes(head)
    files["LT_TAIL"].write_bytes(tail)
    out = subprocess.run(["wrk", f"-t{THREADS}", f"-c{connections}", f"-d{SECONDS}s", "--timeout", "20s", "-s", str(ROOT / "tests/bench/exchange.lua"),
                          f"http://127.0.0.1:{province.port}/"], check=True, capture_output=True, text=True,
                         env={**os.environ, "LT_THREADS": str(THREADS), **{name: str(file) for name, file in files.items()}})
    requests, microseconds, p50, p95, p99, errors = re.search(r"figures (.*)", out.stdout).group(1).split()
    if out.stderr or int(errors):
        sys.exit(f"{errors} failed; first answer refused: {out.stderr[:500]}")
    return int(requests), int(requests) / (int(microseconds) / 1e6), float(p50), float(p95), float(p99)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=12000)
    parser.add_argument("--kilobytes", type=int, default=100)
    parser.add_argument("--connections", type=int, default=20)
    wanted = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="lt-exchange-", dir=ROOT / "var" if (ROOT / "var").is_dir() else None))
    folder.chmod(0o711)
    province = None
    try:
        province = Province(folder / "province", 60)
        account = next(one for one in province.accounts() if one["role"] == "platform_operator")
        operator = Session(province.port, account["login"], account["totp_secret"], "/admin/agencies/new")
        sender = registered(operator, "do.gui", new_agency(operator, "H05.99.1"))
        receiver = registered(operator, "do.nhan", new_agency(operator, "H05.99.2"))
        head, tail = message("H05.99.1", "H05.99.2", wanted.kilobytes)
        now = time.time()
        calls = []
        for number in range(wanted.messages):
            digest = hashlib.sha256(head)
            digest.update(str(number).encode() + tail)
            headers = signed_call("do.gui", sender, {"from": "H05.99.1", "servicetype": "eDoc", "messagetype": "edoc",
                                                     "hash-file": digest.hexdigest()}, now, number)
            calls.append("\t".join([str(number), *(part for pair in headers.items() for part in pair)]))
        reference_folder = folder / "reference"
        reference_folder.mkdir()
        before = write_and_sync(reference_folder, head + tail, 1000, wanted.connections)
        rest = province.memory()
        count, rate, p50, p95, p99 = accepted(province, calls, head, tail, wanted.connections, folder)
        memory = province.memory()
        after = write_and_sync(reference_folder, head + tail, 1000, wanted.connections)
        reference = (before + after) / 2
        print(f"| hub: messages of {wanted.kilobytes} KB accepted and stored, {wanted.connections} connections | {rate:,.0f}/s, "
              f"{p50:.1f} / {p95:.1f} / {p99:.1f} ms | {reference:,.0f} files/s written and synced | {rate / reference:.2f} | 500/s "
              f"| {'reached' if rate >= 500 else 'missed'} |")
        print(f"| memory of the server before / after {count:,} messages | {rest} / {memory} MB | | | 500 MB | "
              f"{'reached' if memory < 500 else 'missed'} |")
        more = memory_for(province, 100, sender, receiver)
        print(f"| hub: memory for a message with a file of 100 MB, in and out | {more} MB more | | | 250 MB | "
              f"{'reached' if more < 250 else 'missed'} |")
    finally:
        if province is not None:
            province.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
