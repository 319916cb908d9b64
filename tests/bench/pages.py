#!/usr/bin/env python3
"""Measures whole pages over HTTP beside an empty page of the same server, in one run; prints rows of a Markdown table.

    pages.py [--documents 400] [--seconds 5]

Starts a province on a free port and a server with nothing behind it, both release builds, and loads them one after the other
with wrk (16 connections). The empty page is loaded before and after each other one, so that whatever else the machine does falls
on both.
"""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from province import ROOT, Province, Session  # noqa: E402

EMPTY = ROOT / "build/release/tests/load/http_probe_server"


def load(address, path, cookie, seconds):
    command = ["wrk", "-t2", "-c16", f"-d{seconds}s", "-s", str(ROOT / "tests/bench/percentiles.lua"),
               "-H", f"Cookie: {cookie}", "-H", "Accept: text/html", f"http://{address}{path}"]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    requests, microseconds, p50, p95, p99, errors = re.search(r"figures (.*)", out).group(1).split()
    if int(errors):
        sys.exit(f"{path}: {errors} requests failed")
    return int(requests) / (int(microseconds) / 1e6), float(p50), float(p95), float(p99)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--documents", default="400")
    arguments.add_argument("--seconds", type=int, default=5)
    wanted = arguments.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="lt-pages-"))
    folder.chmod(0o711)
    province = empty = None
    try:
        empty = subprocess.Popen([EMPTY, "0"], stdout=subprocess.PIPE, text=True)
        empty_address = f"127.0.0.1:{int(empty.stdout.readline())}"
        province = Province(folder / "province", wanted.documents)
        address = f"127.0.0.1:{province.port}"
        clerk = Session(province.port, "vpubnd.vanthu")
        incoming = re.search(r'href="(/incoming/[0-9a-f-]{36})"', clerk.send("GET", "/incoming?view=all")[1]).group(1)
        outgoing = re.search(r'href="(/outgoing/[0-9a-f-]{36})"', clerk.send("GET", "/outgoing?view=issued")[1]).group(1)
        pages = [("home", "/"), ("list of incoming documents", "/incoming"), ("incoming document", incoming),
                 ("outgoing document with recipients", outgoing), ("search", "/search?q=" + urllib.parse.quote("báo cáo"))]
        bare = load(empty_address, "/", "", wanted.seconds)[0]
        # An empty page: the same server, session, layout and menu with its numbers, and nothing in it.
        def empty_pages():
            return load(address, "/shortcuts", clerk.cookie(), max(1, wanted.seconds // 2))[0]

        before = empty_pages()
        print(f"| page: empty (session, layout, menu with its numbers) | {before:,.0f}/s | {bare:,.0f} answers/s of the HTTP layer "
              f"alone | {before / bare:.2f} | | |")
        for name, path in pages:
            status, _, _ = clerk.send("GET", path)
            if status != 200:
                sys.exit(f"{path} answered {status}")
            rate, p50, p95, p99 = load(address, path, clerk.cookie(), wanted.seconds)
            after = empty_pages()
            reference = (before + after) / 2
            before = after
            ratio = rate / reference
            reached = "reached" if p95 < 50 and ratio >= 1 / 3 else "missed"
            print(f"| page: {name} | {rate:,.0f}/s, {p50:.2f} / {p95:.2f} / {p99:.2f} ms | {reference:,.0f} empty pages/s | {ratio:.2f} "
                  f"| p95 50 ms, 0.33 | {reached} |")
        memory = province.memory()
        print(f"| memory of the server after this load | {memory} MB | | | 500 MB | {'reached' if memory < 500 else 'missed'} |")
    finally:
        if province is not None:
            province.stop()
        if empty is not None:
            empty.terminate()
            empty.wait()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
