#!/usr/bin/env python3
"""A national portal that works, as far as it is known from outside: log-in, session, member code, the three services that dossiers are told
by, with every field and type checked. For tests; it keeps all in memory.

    portal.py [--port N] [--username U] [--password P] [--destination CODE] [--member CODE]

Prints "listening PORT" when it is ready. Addresses below /VXPAdapter/RestService/forward: /mapi/login, /mapi/g. A test steers it:

    POST /known    {"MaHoSo": …}     a dossier that began there
    POST /control  {"down": true | false}          gateways answer 502
                   {"refuse": N, "code": "9", "message": "…"}   the next N calls of /mapi/g are refused
                   {"refuse_code_of": "MaHoSo"}    what concerns this dossier is refused until it is set to ""
                   {"lose_answers": N}             the next N calls are done, and the connection breaks before the answer
                   {"expire": true}                all sessions end
                   {"echo_password": true}         a wrong log-in is answered with the password in the message
    GET /told      what was taken, in its order: [{"service", "data", "isUpdating"}]
    GET /counts    {"log_ins", "calls", "refused"}
    GET /files/don.pdf, /files/moved   a file of a dossier, and an address that leads to another one
"""
import argparse
import json
import re
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BODY_LIMIT = 4 << 20
# As small as one can be that is a PDF by its content.
PDF = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"
PREFIX = "/VXPAdapter/RestService/forward"

TIME = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])[0-5]\d[0-5]\d")
TIME_OR_NONE = re.compile(r"(" + TIME.pattern + r")?")
STATE = re.compile(r"[1-9]|10")
YES = re.compile(r"[01]")
SOME = re.compile(r".+", re.S)
ANY = re.compile(r".*", re.S)
MONEY = re.compile(r"\d+")
ADDRESS = re.compile(r"(https?://.+)?")

# name -> pattern of a string, "list", or (a list of) the fields of its objects
HANDED_IN = {"TepDinhKemId": SOME, "TenTepDinhKem": SOME, "IsDeleted": re.compile("True|False"), "MaThanhPhanHoSo": ANY,
             "DuongDanTaiTepTin": ADDRESS, "DuocSoHoa": YES, "DuocTaiSuDung": re.compile("[012]"), "DuocLayTuKhoDMQG": YES,
             "MaKetQuaThayThe": ANY}
FEE = {"TenPhiLePhi": SOME, "MaPhiLePhi": ANY, "HinhThucThu": SOME, "Gia": MONEY, "LoaiPhiLePhi": re.compile("[12]")}
ON_PAPER = {"TenGiayTo": SOME, "SoLuong": int, "LoaiGiayTo": int}
SUPPLEMENTED = {"TenGiayTo": SOME, "MaThanhPhanHoSo": ANY, "NoiDungBoSung": ANY, "SoLuong": int, "TepDinhKemId": ANY, "TenTepDinhKem": ANY,
                "DuongDanTaiTepTin": ADDRESS}
PROCESSED = {"TepDinhKemId": SOME, "TenTepDinhKem": SOME, "DuongDanTaiTepTin": ADDRESS}
SUPPLEMENT = {"HoSoBoSungId": SOME, "NguoiYeuCauBoSung": SOME, "NoiDungBoSung": SOME, "NgayBoSung": TIME, "NguoiTiepNhanBoSung": ANY,
              "ThongTinTiepNhan": ANY, "NgayTiepNhanBoSung": TIME_OR_NONE, "TrangThaiBoSung": YES, "DanhSachGiayToBoSung": [SUPPLEMENTED],
              "DanhSachLePhiBoSung": [FEE], "NgayHenTraTruoc": TIME_OR_NONE, "NgayHenTraMoi": TIME_OR_NONE}
RESULT = {"TenGiayTo": SOME, "MaThanhPhanHoSo": ANY, "GiayToId": SOME, "DuongDanTepTinKetQua": ADDRESS, "MaGiayToKetQua": ANY}
RECORD = {"MaHoSo": SOME, "MaTTHC": SOME, "TenTTHC": SOME, "MaLinhVuc": ANY, "TenLinhVuc": ANY, "KenhThucHien": re.compile("[123]"),
          "SoGiayToChuHoSo": ANY, "ChuHoSo": SOME, "LoaiDoiTuong": re.compile("[1234]"), "MaDoiTuong": ANY, "ThongTinKhac": ANY, "Email": ANY,
          "Fax": ANY, "SoDienThoai": ANY, "TrichYeuHoSo": re.compile(r".{1,1000}", re.S), "NgayTiepNhan": TIME_OR_NONE,
          "NgayHenTra": TIME_OR_NONE, "TrangThaiHoSo": STATE, "NgayTra": TIME_OR_NONE, "ThongTinTra": ANY, "HinhThuc": YES,
          "NgayKetThucXuLy": TIME_OR_NONE, "DonViXuLy": SOME, "GhiChu": re.compile(r".{0,2000}", re.S), "TaiLieuNop": [HANDED_IN],
          "DanhSachLePhi": [FEE], "DanhSachTepDinhKemKhac": [ON_PAPER], "DanhSachHoSoBoSung": [SUPPLEMENT],
          "DanhSachGiayToKetQua": [RESULT], "NoiNopHoSo": re.compile("[12]"), "HoSoCoThanhPhanSoHoa": YES,
          "TaiKhoanDuocXacThucVoiVNeID": YES, "DuocThanhToanTrucTuyen": re.compile("[123]"), "NgayTuChoi": TIME_OR_NONE,
          "DinhDanhCHS": [{"LoaiDinhDanh": re.compile("[12]"), "SoDinhDanh": re.compile(r"\d{9}|\d{12}")}], "NgayNopHoSo": TIME,
          "DSKetNoiCSDL": [{"MaCSDL": SOME}]}
PROGRESS = {"MaHoSo": SOME, "NguoiXuLy": re.compile(r".{1,50}", re.S), "ChucDanh": ANY, "ThoiDiemXuLy": TIME, "PhongBanXuLy": SOME,
            "NoiDungXuLy": SOME, "TrangThai": STATE, "NgayBatDau": TIME, "NgayKetThucTheoQuyDinh": TIME_OR_NONE}
STATUS = {"MaHoSo": SOME, "TrangThai": STATE, "MaHoSoDonVi": SOME, "MaDoiTuong": ANY, "NoiDung": SOME, "NgayXuLy": TIME, "TaiLieuXuLy": [PROCESSED]}
SERVICES = {"DongBoHoSoMC": RECORD, "CapNhatTienDoHoSoMC": PROGRESS, "DongBoTrangThaiHoSo": STATUS}


class Refused(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def check(value, fields, where):
    """Exactly these fields, each of its form."""
    if not isinstance(value, dict):
        raise Refused("2", f"{where} is no object")
    for name in fields:
        if name not in value:
            raise Refused("2", f"{where}.{name} is missing")
    for name, one in value.items():
        if name not in fields:
            raise Refused("2", f"{where}.{name} is not known")
        wanted = fields[name]
        if wanted is int:
            good = isinstance(one, int) and not isinstance(one, bool)
        elif wanted is list:
            good = isinstance(one, list)
        elif isinstance(wanted, list):
            good = isinstance(one, list)
            for i, item in enumerate(one if good else []):
                check(item, wanted[0], f"{where}.{name}[{i}]")
        else:
            good = isinstance(one, str) and wanted.fullmatch(one) is not None
        if not good:
            raise Refused("2", f"{where}.{name} is wrong: {one!r}")


def check_state(record):
    """A state has the days that belong to it, and none that come later."""
    state = int(record["TrangThaiHoSo"])
    finished = state in (3, 7, 8, 9, 10)
    if bool(record["NgayKetThucXuLy"]) != finished:
        raise Refused("2", "NgayKetThucXuLy does not fit the state")
    if bool(record["NgayTra"]) != (state == 10) or bool(record["NgayTuChoi"]) != (state == 3):
        raise Refused("2", "NgayTra or NgayTuChoi does not fit the state")
    if state in (2, 4, 6, 9, 10) and not record["NgayTiepNhan"]:
        raise Refused("2", "NgayTiepNhan is missing")


class Portal:
    def __init__(self, arguments):
        self.arguments = arguments
        self.lock = threading.RLock()
        self.sessions = set()
        self.records = {}
        self.told = []
        self.counts = {"log_ins": 0, "calls": 0, "refused": 0}
        self.steered = {"down": False, "refuse": 0, "code": "9", "message": "refused on demand", "refuse_code_of": "", "lose_answers": 0,
                        "echo_password": False}

    def steer(self, wish):
        with self.lock:
            if wish.pop("expire", False):
                self.sessions.clear()
            unknown = set(wish) - set(self.steered)
            if unknown:
                raise Refused("1", f"no such wish: {unknown}")
            self.steered.update(wish)
        return {"error_code": "0"}

    def log_in(self, body):
        with self.lock:
            self.counts["log_ins"] += 1
            if body.get("username") != self.arguments.username or body.get("password") != self.arguments.password:
                more = f" ({body.get('password')})" if self.steered["echo_password"] else ""
                raise Refused("-1", "wrong name or password" + more)
            session = secrets.token_hex(16)
            self.sessions.add(session)
            return {"error_code": "0", "message": "", "session": session}

    def call(self, body):
        with self.lock:
            self.counts["calls"] += 1
            if body.get("session") not in self.sessions:
                raise Refused("-2", "the session has expired")
            if body.get("madonvi") != self.arguments.member:
                raise Refused("5", "unknown member")
            if self.steered["refuse"] > 0:
                self.steered["refuse"] -= 1
                raise Refused(self.steered["code"], self.steered["message"])
            service = body.get("service")
            if service not in SERVICES:
                raise Refused("6", f"unknown service {service!r}")
            extra = set(body) - {"session", "madonvi", "service", "data", "isUpdating"}
            if extra or not isinstance(body.get("data"), list) or not body["data"]:
                raise Refused("2", f"data is missing, or there is more than it: {extra}")
            for i, one in enumerate(body["data"]):
                check(one, SERVICES[service], f"data[{i}]")
                if one["MaHoSo"] == self.steered["refuse_code_of"]:
                    raise Refused("9", "this dossier is refused")
                self.take(service, one, body.get("isUpdating"))
            self.told.append({"service": service, "data": body["data"], "isUpdating": body.get("isUpdating")})
            return {"error_code": "0", "message": "", "result": []}

    def take(self, service, one, updating):
        code = one["MaHoSo"]
        if service != "DongBoHoSoMC":
            if code not in self.records:
                raise Refused("4", f"no such dossier: {code}")
            return
        check_state(one)
        if updating not in ("True", "False"):
            raise Refused("2", "isUpdating is missing")
        if (updating == "True") != (code in self.records):
            raise Refused("3", "isUpdating does not fit: the dossier is " + ("known" if code in self.records else "new"))
        self.records[code] = one


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    portal = None

    def do_GET(self):
        portal = self.portal
        with portal.lock:
            if self.path == "/told":
                return self.answer(200, portal.told)
            if self.path == "/counts":
                return self.answer(200, portal.counts)
        if self.path == "/files/don.pdf":
            return self.answer(200, PDF, "application/pdf")
        if self.path == "/files/moved":
            return self.answer(302, b"", "text/plain", [("Location", "/files/don.pdf")])
        return self.answer(404, {})

    def do_POST(self):
        portal = self.portal
        length = int(self.headers.get("Content-Length", "0"))
        if length > BODY_LIMIT:
            return self.answer(413, {})
        text = self.rfile.read(length)
        try:
            body = json.loads(text)
        except ValueError:
            return self.answer(400, {"error_code": "2", "message": "no JSON"})
        try:
            if self.path == "/control":
                return self.answer(200, portal.steer(body))
            if self.path == "/known":  # a dossier that began on the portal
                portal.records[body["MaHoSo"]] = {}
                return self.answer(200, {})
            if portal.steered["down"]:
                return self.answer(502, None)
            if self.headers.get("dstcode") != portal.arguments.destination:
                return self.answer(404, None)
            if self.path == PREFIX + "/mapi/login":
                return self.answer(200, portal.log_in(body))
            if self.path == PREFIX + "/mapi/g":
                done = portal.call(body)
                with portal.lock:
                    lost = portal.steered["lose_answers"] > 0
                    portal.steered["lose_answers"] -= lost
                if lost:
                    self.close_connection = True
                    return self.connection.close()
                return self.answer(200, done)
        except Refused as refused:
            portal.counts["refused"] += 1
            return self.answer(200, {"error_code": refused.code, "message": str(refused)})
        return self.answer(404, None)

    def answer(self, status, body, kind=None, more=()):
        text = body if kind else b"<html>502 Bad Gateway</html>" if body is None else json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind or ("text/html" if body is None else "application/json"))
        for name, value in more:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--username", default="tinh")
    parser.add_argument("--password", default="mat-khau-cua-cong")
    parser.add_argument("--destination", default="VN:GOV:000.00.00.G22:vpcpdvcqg")
    parser.add_argument("--member", default="000.00.00.H05")
    Handler.portal = Portal(parser.parse_args())
    server = ThreadingHTTPServer(("127.0.0.1", Handler.portal.arguments.port), Handler)
    print("listening", server.server_address[1], flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
