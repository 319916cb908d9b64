#!/usr/bin/env python3
"""From issue to the recipients' screens under the load of a province's officials; prints rows of a Markdown table.

    users.py [--users 6700] [--seconds 60] [--documents 1000]

Starts a province on a free port. wrk plays the users: each has a connection of his own, opens a page, thinks for half a minute
on average, opens the next. All registry clerks keep their stream of live events open, as their browsers do. Meanwhile a clerk issues a
document to ten agencies each second; what is measured is the time from the click to the word "arrived" in each recipient's
stream. The sessions are those of the demo's officials, so several users share one.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from province import ROOT, Province, Session  # noqa: E402

RECIPIENTS = 10
SENDER = "kinhbac"
# How often each page is opened, of a hundred.
HABITS = [("/", 25), ("/incoming", 30), ("incoming", 25), ("/outgoing", 10), ("search", 10)]
WORDS = ["báo cáo", "đầu tư công", "chuyển đổi số", "Nguyễn Văn Hùng", "12/", "phòng cháy chữa cháy"]


def logged_in(port, login):
    """None for who must first choose one of several posts."""
    try:
        return Session(port, login)
    except RuntimeError:
        return None


def visits(session):
    """What this official's browser asks for, as often as the habits say."""
    own = re.findall(r'href="(/(?:incoming|outgoing)/[0-9a-f-]{36})"', session.send("GET", "/incoming?view=all")[1]) or ["/incoming"]
    lines = []
    for page, often in HABITS:
        for number in range(often):
            path = {"incoming": own[number % len(own)],
                    "search": "/search?q=" + urllib.parse.quote(WORDS[number % len(WORDS)])}.get(page, page)
            lines.append(f"{session.cookie()}\t{path}")
    return lines


class Stream:
    """A clerk's live events: the times at which `arrived` came."""

    def __init__(self, port, session):
        self.arrived = []
        self.came = threading.Condition()
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.sendall(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {session.cookie()}\r\n\r\n".encode())
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        rest = b""
        while piece := self.socket.recv(65536):
            rest += piece
            found = rest.count(b"event: arrived")
            rest = rest[-13:]
            now = time.monotonic()
            with self.came:
                self.arrived += [now] * found
                self.came.notify_all()

    def next_after(self, moment):
        """When the first word after that moment came; None when none does within ten seconds."""
        with self.came:
            self.came.wait_for(lambda: any(one > moment for one in self.arrived), 10)
            return next((one for one in self.arrived if one > moment), None)


def prepared(province, clerks, count):
    """Uids of approved drafts, each with the logins of its ten recipients. Who receives one is not addressed again for a while."""
    drafter, leader = Session(province.port, f"{SENDER}.cv1"), Session(province.port, f"{SENDER}.chutich")
    logins = sorted(login for login in clerks if login != f"{SENDER}.vanthu")

    def one(number):
        chosen = [logins[(number * RECIPIENTS + k) % len(logins)] for k in range(RECIPIENTS)]
        status, uid = drafter.draft(f"Về việc đo thời gian {number}", [clerks[login] for login in chosen])
        if status != 303 or leader.approve(uid) != 303:
            sys.exit(f"no draft to issue: {status}")
        return uid, chosen

    return [one(number) for number in range(count)]


def play(province, users, seconds, lines):
    """Starts wrk; returns the process."""
    file = province.state.parent / "visits"
    file.write_text("\n".join(lines), encoding="utf-8")
    return subprocess.Popen(["wrk", "-t1", f"-c{users}", f"-d{seconds}s", "--timeout", "20s", "-s", str(ROOT / "tests/bench/users.lua"),
                             f"http://127.0.0.1:{province.port}/"], stdout=subprocess.PIPE, text=True,
                            env={**os.environ, "LT_VISITS": str(file)})


def percentile(values, share):
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--users", type=int, default=6700)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--documents", type=int, default=1000)
    wanted = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="lt-users-"))
    folder.chmod(0o711)
    province = None
    try:
        province = Province(folder / "province", wanted.documents)
        rest = province.memory()
        people = [one for one in province.accounts() if not one["totp_secret"] and one["role"] in
                  ("registry_clerk", "leader", "specialist")]
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            found = pool.map(lambda one: logged_in(province.port, one["login"]), people)
            sessions = {one["login"]: session for one, session in zip(people, found) if session}
            lines = [line for some in pool.map(visits, sessions.values()) for line in some]
        clerks = {one["login"]: one["agency_code"] for one in people if one["login"] in sessions and
                  one["role"] == "registry_clerk"}
        streams = {login: Stream(province.port, sessions[login]) for login in clerks}
        drafts = prepared(province, clerks, wanted.seconds)
        wrk = play(province, wanted.users, wanted.seconds + 15, lines)
        time.sleep(10)  # all users are there
        times, issues, highest = [], [], 0
        begin = time.monotonic()
        for number, (uid, chosen) in enumerate(drafts):
            time.sleep(max(0.0, begin + number - time.monotonic()))
            click = time.monotonic()
            status, _, _ = sessions[f"{SENDER}.vanthu"].send("POST", f"/outgoing/{uid}/issue", {})
            issues.append(time.monotonic() - click)
            if status != 303:
                sys.exit(f"issue answered {status}")
            for login in chosen:
                seen = streams[login].next_after(click)
                if seen is None:
                    sys.exit(f"{login} has not heard of {uid}")
                times.append(seen - click)
            highest = max(highest, province.memory())
        figures = re.search(r"figures (.*)", wrk.communicate()[0]).group(1).split()
        requests, duration, p50, p95, p99, errors = int(figures[0]), int(figures[1]) / 1e6, *figures[2:]
        milliseconds = " / ".join(f"{percentile(times, share) * 1000:.1f}" for share in (50, 95, 99))
        print(f"| from issue to {len(times)} screens of recipients, under {wanted.users:,} users ({requests / duration:.0f} pages/s) "
              f"| {milliseconds} ms | | | p99 1 s | {'reached' if percentile(times, 99) < 1 else 'missed'} |")
        print(f"| pages under this load ({len(sessions)} officials, {len(streams)} open streams) | {float(p50):.1f} / {float(p95):.1f} / "
              f"{float(p99):.1f} ms, {errors} failed | | | p95 50 ms | {'reached' if float(p95) < 50 and errors == '0' else 'missed'} |")
        print(f"| memory of the server at rest / under this load | {rest} / {highest} MB | | | 200 / 500 MB | "
              f"{'reached' if rest < 200 and highest < 500 else 'missed'} |")
    finally:
        if province is not None:
            province.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
