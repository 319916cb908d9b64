#!/usr/bin/env python3
"""A national store of electronic papers (Kho số hoá) that works, as far as it is known from outside: what it holds of an owner by types of papers,
and one file as base64. Every field of a request is checked. For tests; it keeps all in memory.

    store.py [--port N] [--destination CODE]

Prints "listening PORT" when it is ready. Addresses below /VXPAdapter/RestService/forward: /kho/tra-cuu, /kho/tep. A test steers it:

    POST /hold     {"owner": "027190001234", "paper": {"MaKetQua", "TenGiayTo", "SoKyHieu", "CoQuanChuQuan", "DanhSachTepDinhKem"}}
    POST /file     {"DuongDan": …, "base64": …}    what is answered for a file
    POST /control  {"mode": "good" | "down" | "slow" | "refuse" | "nonsense" | "large" | "others"}
    GET /asked     what it was asked, in its order: [{"path", "body"}]

"others" answers a search with papers of another type than was asked for.
"""
import argparse
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BODY_LIMIT = 1 << 20
PREFIX = "/VXPAdapter/RestService/forward"
SEARCH = {"SoDinhDanhChuSoHuu", "HoTenNguoiYeuCau", "KenhThucHien", "SoDinhDanhNguoiYeuCau", "MaThuTuc", "DanhSachDanhMucKetQua"}


class Refused(Exception):
    pass


class Store:
    def __init__(self, destination):
        self.destination = destination
        self.lock = threading.RLock()
        self.ended = threading.Event()
        self.held = []
        self.files = {}
        self.asked = []
        self.mode = "good"

    def find(self, body):
        if set(body) != SEARCH or body["KenhThucHien"] not in ("1", "2") or not body["SoDinhDanhChuSoHuu"] or not body["HoTenNguoiYeuCau"]:
            raise Refused("a field is missing or wrong")
        wanted = [one["MaKetQua"] for one in body["DanhSachDanhMucKetQua"] if set(one) == {"MaKetQua", "SoKyHieu"}]
        if not wanted or not body["MaThuTuc"]:
            raise Refused("nothing is asked for")
        found = [paper for owner, paper in self.held if owner == body["SoDinhDanhChuSoHuu"] and
                 (paper["MaKetQua"] in wanted or self.mode == "others")]
        if self.mode == "others":
            found = [dict(paper, MaKetQua="KHAC") for paper in found]
        return {"errorCode": 0, "message": "", "signature": "", "result": {"DanhSachGiayToKetQua": found}}

    def file(self, body):
        if set(body) != {"CoQuanChuQuan", "DuongDan"} or body["DuongDan"] not in self.files:
            raise Refused("no such file")
        return {"errorCode": 0, "message": "", "signature": "", "result": self.files[body["DuongDan"]]}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    store = None

    def do_GET(self):
        with self.store.lock:
            return self.answer(200, json.dumps(self.store.asked)) if self.path == "/asked" else self.answer(404, "")

    def do_POST(self):
        store = self.store
        length = int(self.headers.get("Content-Length", "0"))
        if length > BODY_LIMIT and self.path != "/file":
            return self.answer(413, "")
        body = json.loads(self.rfile.read(length))
        with store.lock:
            if self.path == "/hold":
                store.held.append((body["owner"], body["paper"]))
                return self.answer(200, "{}")
            if self.path == "/file":
                store.files[body["DuongDan"]] = body["base64"]
                return self.answer(200, "{}")
            if self.path == "/control":
                store.mode = body["mode"]
                return self.answer(200, "{}")
            store.asked.append({"path": self.path.removeprefix(PREFIX), "body": body})
            mode = store.mode
        if self.headers.get("dstcode") != store.destination:
            return self.answer(404, "")
        if mode == "slow":
            store.ended.wait(60)  # longer than anybody waits for it
            return None
        if mode == "down":
            return self.answer(502, "<html>502 Bad Gateway</html>")
        if mode == "nonsense":
            return self.answer(200, "<html>no JSON</html>")
        if mode == "large":
            return self.answer(200, json.dumps({"errorCode": 0, "message": "x" * (32 << 20)}))
        if mode == "refuse":
            return self.answer(200, json.dumps({"errorCode": "12", "message": "không có quyền", "signature": "", "result": None}))
        try:
            with store.lock:
                if self.path == PREFIX + "/kho/tra-cuu":
                    return self.answer(200, json.dumps(store.find(body)))
                if self.path == PREFIX + "/kho/tep":
                    return self.answer(200, json.dumps(store.file(body)))
        except Refused as refused:
            return self.answer(200, json.dumps({"errorCode": 2, "message": str(refused), "signature": "", "result": None}))
        return self.answer(404, "")

    def answer(self, status, text):
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        try:
            self.wfile.write(data)
        except BrokenPipeError:  # whoever asked has enough
            self.close_connection = True

    def log_message(self, *_):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--destination", default="VN:GOV:000.00.00.G22:khosohoa")
    arguments = parser.parse_args()
    Handler.store = Store(arguments.destination)
    server = ThreadingHTTPServer(("127.0.0.1", arguments.port), Handler)
    server.daemon_threads = True
    print("listening", server.server_address[1], flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
