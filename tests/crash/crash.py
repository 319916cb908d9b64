#!/usr/bin/env python3
"""Kills the server at random moments under load and looks afterwards: no acknowledged act is lost, no number is missing or
doubled, the journal's chain holds.

    crash.py [--rounds 4] [--seconds 4] [--seed N]

Every second round the database is killed with it. What was acknowledged is what a browser was told: a redirect after the
form. Needs psql of the private cluster's version, and nothing else but the standard library.
"""
import argparse
import http.client
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from province import PROGRAM, Province, Session  # noqa: E402

PREFIXES = ["kinhbac", "vuninh", "vocuong"]  # they write to one another, each with its own number series


class Server(Province):
    def __init__(self, state):
        super().__init__(state, 20)
        self.database = int((state / "pg/data/postmaster.pid").read_text().split()[0])

    def kill(self, database_too):
        if database_too:
            os.kill(self.database, signal.SIGKILL)
        self.process.kill()
        self.process.wait()


def work(port, prefix, codes, stop, acknowledged, refusals):
    """Drafts, approves, issues and lets the recipient accept, as fast as the server takes it."""
    try:
        people = {role: Session(port, f"{prefix}.{role}") for role in ("cv1", "chutich", "vanthu")}
        form = people["cv1"].send("GET", "/outgoing/new")[1]
        signer = re.search(r'<select[^>]*name="signer".*?<option value="([0-9a-f-]{36})"', form, re.S).group(1)
        others = [code for other, code in codes.items() if other != prefix]
        while not stop.is_set():
            status, uid = people["cv1"].draft("Về việc kiểm tra", others)
            if status != 303:
                refusals.append(f"draft {status}")
                continue
            status = people["chutich"].approve(uid)
            if status != 303:
                refusals.append(f"approval {status}")
                continue
            status, _, _ = people["vanthu"].send("POST", f"/outgoing/{uid}/issue", {})
            if status == 303:
                acknowledged.append(("issued", uid, prefix))
            else:
                refusals.append(f"issue {status}")
            waiting = re.search(r'href="/incoming/([0-9a-f-]{36})"',
                                people["vanthu"].send("GET", "/incoming?view=waiting")[1])
            if waiting:
                status, _, _ = people["vanthu"].send("POST", f"/incoming/{waiting.group(1)}/acceptance",
                                                     {"leader": signer, "note": ""})
                if status == 303:
                    acknowledged.append(("accepted", waiting.group(1), prefix))
    except (OSError, http.client.HTTPException):
        return  # the server is gone: that is the point


class Truth:
    def __init__(self, state):
        folder = state / "pg/socket"
        if not folder.exists():  # a path too long for a socket
            lines = (state / "pg/data/postmaster.pid").read_text().splitlines()
            folder = pathlib.Path(lines[4])
        self.command = ["psql", "-h", str(folder), "-U", "postgres", "-d", "lienthong", "-XAtq", "-F", "|", "-c"]

    def rows(self, sql):
        out = subprocess.run(self.command + [sql], capture_output=True, text=True, check=True).stdout
        return [line.split("|") for line in out.splitlines()]


def look(state, acknowledged, codes):
    truth = Truth(state)
    faults = []
    issued = {row[0] for row in truth.rows("SELECT uid FROM documents WHERE state = 'issued' AND number IS NOT NULL")}
    accepted = {(row[0], row[1]) for row in truth.rows(
        "SELECT x.uid, a.code FROM incoming_entries e JOIN documents x ON x.id = e.document_id "
        "JOIN agencies a ON a.id = e.agency_id")}
    for what, uid, prefix in acknowledged:
        if what == "issued" and uid not in issued:
            faults.append(f"acknowledged but lost: issue of {uid}")
        if what == "accepted" and (uid, codes[prefix]) not in accepted:
            faults.append(f"acknowledged but lost: acceptance of {uid} by {prefix}")
    faults += [f"numbers of incoming documents: agency {a} has {n}, the last is {last}" for a, n, last in truth.rows(
        "SELECT agency_id, count(*), max(arrival_number) FROM incoming_entries GROUP BY agency_id, year "
        "HAVING count(*) <> max(arrival_number) OR count(DISTINCT arrival_number) <> count(*)")]
    # A series of its own for some kinds of documents, one for all the others.
    faults += [f"numbers of outgoing documents: agency {a}, series {b}: {n} documents, the last is {last}"
               for a, b, n, last in truth.rows(
        "SELECT x.agency_id, CASE WHEN k.own_series THEN k.code ELSE '' END AS book, count(*), max(x.number) "
        "FROM documents x JOIN document_kinds k ON k.code = x.kind_code WHERE x.origin = 'own' AND x.number IS NOT NULL "
        "GROUP BY x.agency_id, book, x.number_year "
        "HAVING count(*) <> max(x.number) OR count(DISTINCT x.number) <> count(*)")]
    faults += [f"document {uid} is issued without deliveries" for (uid,) in truth.rows(
        "SELECT uid FROM documents x WHERE x.origin = 'own' AND x.state = 'issued' "
        "AND NOT EXISTS (SELECT FROM deliveries d WHERE d.document_id = x.id)")]
    return faults


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    random.seed(options.seed)
    print(f"seed {options.seed}")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="lienthong-crash-"))
    folder.chmod(0o711)
    state = folder / "state"
    acknowledged, refusals, faults = [], [], []
    server = Server(state)
    try:
        accounts = server.accounts()
        codes = {prefix: next(a["agency_code"] for a in accounts if a["login"] == f"{prefix}.vanthu") for prefix in PREFIXES}
        for number in range(options.rounds):
            stop = threading.Event()
            threads = [threading.Thread(target=work, args=(server.port, prefix, codes, stop, acknowledged, refusals))
                       for prefix in PREFIXES]
            for thread in threads:
                thread.start()
            before = len(acknowledged)
            time.sleep(options.seconds * random.uniform(0.5, 1.5))
            database_too = number % 2 == 1
            server.kill(database_too)
            stop.set()
            for thread in threads:
                thread.join()
            begin = time.monotonic()
            server = Server(state)
            found = look(state, acknowledged, codes)
            faults += found
            print(f"round {number + 1}: {len(acknowledged) - before} acts acknowledged, killed"
                  f"{' with the database' if database_too else ''}, back in {time.monotonic() - begin:.1f} s, "
                  f"{len(found)} faults", flush=True)
        server.stop()
        verified = subprocess.run([PROGRAM, "audit", "verify"], env={**os.environ, "LT_PATHS_STATE": str(state)},
                                  capture_output=True, text=True, check=False)
        print(verified.stdout.strip() or verified.stderr.strip())
        if verified.returncode != 0:
            faults.append("the journal's chain does not hold")
    finally:
        if server.process.poll() is None:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    if not any(what == "issued" for what, _, _ in acknowledged):
        faults.append("nothing was issued under load: the test proves nothing")
    unexpected = [words for words in refusals if not words.endswith("503")]
    if unexpected:
        faults.append(f"{len(unexpected)} refusals that nobody expected, such as {unexpected[0]}")
    print("\n".join(dict.fromkeys(faults)) or f"{len(acknowledged)} acknowledged acts are all there")
    sys.exit(1 if faults else 0)


main()
