#!/usr/bin/env python3
"""Breaks one part after another of three connected provinces while documents flow between them, and looks whether everything is there
once, in order and proven afterwards.

    faults.py [--messages 400] [--only NAME,NAME] [--table] [--seed N]

With --table it prints rows of a Markdown table. Each fault gets its share of the messages. Needs psql, nats-server, faketime and, for full
disks, root's right to mount.
"""
import argparse
import random
import signal
import sys
import time

from checker import look, wait_settled
from flow import Flow
from lives import of_document, of_statuses
from provinces import Provinces
from wrongs import WRONGS, Skipped

THREADS = 8
SIZES = (2_000, 10_000)
SETTLED = 420  # seconds until everything has arrived after a fault; the fourth try comes after 3.5 minutes


class Numbers:
    """Of documents, so that no two lives are about the same one."""
    last = 0

    @classmethod
    def next(cls):
        cls.last += 1
        return cls.last


def make_lives(provinces, messages):
    """Lives of documents from H05 to agencies of both others, of people and of systems; lives of statuses from H31 back."""
    lives, count = [], 0
    targets = [["H31.01"], ["H31.90"], ["H31.01", "H55.90"], ["H31.90", "H31.40"], ["H55.90"]]
    while count < messages:
        number = Numbers.next()
        if number % 2 == 0:
            life = of_document("H05.90", targets[number // 2 % len(targets)], number // 2, random.randint(*SIZES))
            lives.append((provinces.clients["H05"], life))
        else:
            life = of_statuses("H31.90", "H05.90", number // 2)
            lives.append((provinces.clients["H31"], life))
        count += len(life)
    return lives


def go(provinces, name, messages, sent):
    """One fault with its messages. Faults that are seen afterwards, and what was measured."""
    begin = time.monotonic()
    flow = Flow(make_lives(provinces, messages), THREADS)
    flow.wait(0.2)
    own = []
    try:
        own = WRONGS[name](provinces, flow) or []
    finally:
        sent += flow.finish()
    all_sent = time.monotonic()
    wait_settled(provinces.nodes, SETTLED)
    settled = time.monotonic()
    faults, proven = look(provinces.nodes, sent)
    return own + faults, {"messages": flow.total, "calls": len(flow.troubles), "sending": all_sent - begin, "settling": settled - all_sent,
                    "proven": proven}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=400)
    parser.add_argument("--only", default=",".join(WRONGS))
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    random.seed(options.seed)
    names = options.only.split(",")
    if not options.table:
        print(f"seed {options.seed}", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # and everything is stopped and removed all the same
    faults, sent = [], []
    provinces = Provinces()
    try:
        for name in names:
            try:
                found, seen = go(provinces, name, max(1, options.messages // len(names)), sent)
            except Skipped as why:
                print(f"| fault: {name} | skipped: {why} | | | | |" if options.table else f"{name}: skipped: {why}", flush=True)
                continue
            faults += [f"{name}: {one}" for one in found]
            if options.table:
                print(f"| fault: {name.replace('_', ' ')}; {seen['messages']:,} messages, all there {seen['settling']:.0f} s after the last was sent | "
                      f"{len(found)} lost, doubled or out of order | | | 0 | {'missed' if found else 'reached'} |", flush=True)
            else:
                print(f"{name}: {seen['messages']} messages in {seen['sending']:.1f} s, {seen['calls']} calls made again, all there "
                      f"{seen['settling']:.1f} s later, {seen['proven']} receipts proven, {len(found)} faults", flush=True)
    except Exception:
        print(provinces.complaints(), flush=True)
        raise
    finally:
        provinces.stop()
    print("\n".join(faults[:40]) if faults else "" if options.table else f"{len(sent)} messages are there once, in order and proven")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
