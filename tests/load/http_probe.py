#!/usr/bin/env python3
"""Probes a running server from outside and prints a table; exits with 1 when a line failed.

    http_probe.py --address 127.0.0.1:8080 --pid PID [--tls 127.0.0.1:8443] [--idle 5000] [--upload PATH]

Only needs the standard library. Ends within about a minute. Deadlines of the server are taken to be the
defaults: header 10 s, handshake 10 s, 8 KB/s over 20 s.
"""
import argparse
import resource
import socket
import threading
import time

ROWS = []
LOCK = threading.Lock()


def note(name, good, detail):
    with LOCK:
        ROWS.append((name, good, detail))
        print(f"{'ok  ' if good else 'FAIL'}  {name:<44} {detail}", flush=True)


def connect(address, timeout=40):
    sock = socket.create_connection(address, timeout=timeout)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def read_reply(sock):
    """Status (0: none) and whether the server then closed the connection."""
    data = b""
    try:
        while b"\r\n\r\n" not in data:
            piece = sock.recv(65536)
            if not piece:
                break
            data += piece
    except (ConnectionError, TimeoutError):
        pass
    return int(data[9:12]) if data.startswith(b"HTTP/1.1 ") else 0


def closed(sock, within=5):
    sock.settimeout(within)
    try:
        while sock.recv(65536):
            pass
        return True
    except TimeoutError:
        return False
    except ConnectionError:
        return True


def memory(pid):
    """Resident memory of the server in KB, and its highest value."""
    out = {}
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        for line in status:
            if line.startswith(("VmRSS:", "VmHWM:")):
                out[line[:5]] = int(line.split()[1])
    return out["VmRSS"], out["VmHWM"]


def get(address, path="/"):
    with connect(address) as sock:
        sock.sendall(f"GET {path} HTTP/1.1\r\nHost: probe\r\nConnection: close\r\n\r\n".encode())
        return read_reply(sock)


HOST = b"Host: probe\r\n"
FORM = HOST + b"Content-Type: application/x-www-form-urlencoded\r\n"
POST = b"POST / HTTP/1.1\r\n" + FORM
CHUNKED = b"Transfer-Encoding: chunked\r\n"
MALFORMED = [
    ("no Host", b"GET / HTTP/1.1\r\n\r\n", {400}),
    ("two Hosts", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", {400}),
    ("bad Host", b"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", {400}),
    ("bare line feeds", b"GET / HTTP/1.1\nHost: probe\n\n", {400}),
    ("bare carriage return", b"GET / HTTP/1.1\r\nHost: probe\rX: y\r\n\r\n", {400}),
    ("folded field", b"GET / HTTP/1.1\r\n" + HOST + b"X: a\r\n b\r\n\r\n", {400}),
    ("space before the colon", b"GET / HTTP/1.1\r\nHost : probe\r\n\r\n", {400}),
    ("NUL in a field", b"GET / HTTP/1.1\r\n" + HOST + b"X: \0\r\n\r\n", {400}),
    ("length and chunked", POST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", {400}),
    ("two lengths", POST + b"Content-Length: 3\r\nContent-Length: 3\r\n\r\n", {400}),
    ("length with a sign", POST + b"Content-Length: +3\r\n\r\n", {400}),
    ("huge length", POST + b"Content-Length: 99999999999999999999\r\n\r\n", {400}),
    ("gzip, chunked", POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n", {400, 501}),
    ("chunked twice", POST + CHUNKED * 2 + b"\r\n", {400}),
    ("chunked in HTTP/1.0", b"POST / HTTP/1.0\r\n" + FORM + b"Transfer-Encoding: chunked\r\n\r\n", {400}),
    ("unknown method", b"BREW / HTTP/1.1\r\n" + HOST + b"\r\n", {501, 405}),
    ("TRACE", b"TRACE / HTTP/1.1\r\n" + HOST + b"\r\n", {405, 501}),
    ("unknown version", b"GET / HTTP/9.9\r\n" + HOST + b"\r\n", {505}),
    ("dots in the path", b"GET /a/../b HTTP/1.1\r\n" + HOST + b"\r\n", {400}),
    ("encoded dots", b"GET /a/%2e%2e/b HTTP/1.1\r\n" + HOST + b"\r\n", {400}),
    ("encoded NUL", b"GET /a%00 HTTP/1.1\r\n" + HOST + b"\r\n", {400}),
    ("broken escape", b"GET /a%zz HTTP/1.1\r\n" + HOST + b"\r\n", {400}),
    ("path that is no UTF-8", b"GET /a%ff HTTP/1.1\r\n" + HOST + b"\r\n", {400}),
    ("backslash", b"GET /a\\b HTTP/1.1\r\n" + HOST + b"\r\n", {400}),
    ("foreign absolute address", b"GET http://other/ HTTP/1.1\r\n" + HOST + b"\r\n", {400}),
    ("101 fields", b"GET / HTTP/1.1\r\n" + HOST + b"X: y\r\n" * 100 + b"\r\n", {431}),
    ("20 KB of fields", b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"y" * 20000, {431}),
    ("address of 10 KB", b"GET /" + b"a" * 10000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", {414}),
    ("TLS on the plain port", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", {400}),
    ("body with GET", b"GET / HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\n\r\nabc", {413}),
]


def malformed(address):
    wrong = []
    for name, data, expected in MALFORMED:
        with connect(address, 10) as sock:
            sock.sendall(data)
            status = read_reply(sock)
            if status not in expected or not closed(sock):
                wrong.append(f"{name}: {status}")
    note(f"malformed requests ({len(MALFORMED)})", not wrong, "; ".join(wrong) or "each refused and closed")


def idle(address, pid, count):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if hard < count + 200:
        count = hard - 200
    before = memory(pid)[0]
    socks = []
    try:
        for _ in range(count):
            socks.append(connect(address))
        time.sleep(0.5)
        begin = time.monotonic()
        status = get(address)
        spent = time.monotonic() - begin
        after = memory(pid)[0]
        each = (after - before) / len(socks)
        note(f"{len(socks)} idle connections", status > 0 and spent < 1 and each < 40,
             f"a request beside them takes {spent * 1000:.0f} ms; {each:.1f} KB each")
    finally:
        for sock in socks:
            sock.close()


def slow_header(address):
    with connect(address) as sock:
        begin = time.monotonic()
        sock.sendall(b"GET / HTTP/1.1\r\nHost: probe\r\nX: ")
        sock.settimeout(0.25)
        status = 0
        while time.monotonic() - begin < 30:
            try:
                sock.sendall(b"y")
                data = sock.recv(65536)
                status = int(data[9:12]) if data.startswith(b"HTTP/1.1 ") else 0
                break
            except TimeoutError:
                continue
            except ConnectionError:
                break
        spent = time.monotonic() - begin
        note("slow header (4 bytes a second)", status == 408 and spent < 15, f"{status} after {spent:.1f} s")


def slow_body(address, path):
    with connect(address) as sock:
        begin = time.monotonic()
        sock.sendall(f"POST {path} HTTP/1.1\r\n".encode() + upload_head(10 << 20) + b"x" * 100)
        sock.settimeout(1)
        status = 0
        while time.monotonic() - begin < 60:
            try:
                sock.sendall(b"x" * 500)
                data = sock.recv(65536)
                status = int(data[9:12]) if data.startswith(b"HTTP/1.1 ") else 0
                break
            except TimeoutError:
                continue
            except ConnectionError:
                break
        spent = time.monotonic() - begin
        # A server that asks who uploads refuses a stranger before it reads the body: as good an end.
        note("slow body (500 bytes a second)", status in (408, 302, 303, 401, 403) and spent < 45,
             f"{status} after {spent:.1f} s")


BOUNDARY = b"probe-boundary"
PART = (b"--" + BOUNDARY + b'\r\nContent-Disposition: form-data; name="file"; filename="probe.bin"\r\n\r\n')
END = b"\r\n--" + BOUNDARY + b"--\r\n"


def upload_head(length):
    return (HOST + b"Content-Type: multipart/form-data; boundary=" + BOUNDARY +
            b"\r\nContent-Length: " + str(length).encode() + b"\r\n\r\n")


def honest_upload(address, path):
    """16 KB a second for longer than the window of the minimum rate."""
    size = 26 * 16384
    with connect(address) as sock:
        sock.sendall(f"POST {path} HTTP/1.1\r\n".encode() + upload_head(len(PART) + size + len(END)) + PART)
        begin = time.monotonic()
        status = 0
        try:
            for i in range(26):
                sock.sendall(b"x" * 16384)
                time.sleep(max(0.0, begin + i + 1 - time.monotonic()))
            sock.sendall(END)
            status = read_reply(sock)
        except ConnectionError:
            status = read_reply(sock)
        note("honest slow upload (16 KB a second)", status in (200, 201, 302, 303, 401, 403),
             f"{status} after {time.monotonic() - begin:.1f} s")


def big_upload(address, path, pid):
    size = 1 << 30
    before = memory(pid)[0]
    highest = before
    sent = 0
    piece = b"x" * (1 << 20)
    begin = time.monotonic()
    with connect(address) as sock:
        sock.sendall(f"POST {path} HTTP/1.1\r\n".encode() + upload_head(len(PART) + size + len(END)) + PART)
        try:
            while sent < size:
                sock.sendall(piece)
                sent += len(piece)
                if sent % (16 << 20) == 0:
                    highest = max(highest, memory(pid)[0])
            sock.sendall(END)
        except OSError:
            pass
        highest = max(highest, memory(pid)[0])
        status = read_reply(sock)
    spent = time.monotonic() - begin
    grown = (highest - before) / 1024
    note("upload of 1 GB", status > 0 and grown < 20,
         f"{status} after {sent >> 20} MB in {spent:.1f} s; memory grew by {grown:.1f} MB")


def silent_tls(address):
    begin = time.monotonic()
    with connect(address) as sock:
        ended = closed(sock, 30)
        note("silent TLS handshake", ended and time.monotonic() - begin < 15,
             f"cut after {time.monotonic() - begin:.1f} s")


def endpoint(text):
    host, _, port = text.rpartition(":")
    return host, int(port)


def main():
    parser = argparse.ArgumentParser(description="Probes a running server.")
    parser.add_argument("--address", type=endpoint, required=True)
    parser.add_argument("--pid", type=int, required=True, help="of the server, for its memory")
    parser.add_argument("--tls", type=endpoint)
    parser.add_argument("--idle", type=int, default=5000)
    parser.add_argument("--upload", default="/upload", help="a route that takes multipart files")
    options = parser.parse_args()
    address = options.address

    begin = time.monotonic()
    malformed(address)
    idle(address, options.pid, options.idle)
    big_upload(address, options.upload, options.pid)
    jobs = [(slow_header, (address,)), (slow_body, (address, options.upload)),
            (honest_upload, (address, options.upload))]
    if options.tls:
        jobs.append((silent_tls, (options.tls,)))
    threads = [threading.Thread(target=job, args=args) for job, args in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    status = get(address)
    note("still answers", status > 0, f"{status}")
    missing = 4 + len(jobs) - len(ROWS)
    failed = sum(1 for row in ROWS if not row[1]) + missing
    passed = len(ROWS) + missing - failed
    print(f"{passed} of {passed + failed} probes passed in {time.monotonic() - begin:.0f} s")
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
