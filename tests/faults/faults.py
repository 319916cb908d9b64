#!/usr/bin/env python3
"""Breaks one part after another of three connected provinces while documents flow between them, and looks whether everything is there
once, in order and proven afterwards.

    faults.py [--messages 500] [--only NAME,NAME] [--together] [--table] [--seed N]

Each fault gets its share of the messages. With --together the short ones follow one another and one look at the end judges all; with --table
it prints rows of a Markdown table. Needs psql, nats-server, faketime and, for full disks, root's right to mount.
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
from spoils import unseen
from wrongs import SHORT, WRONGS, Skipped, Slow

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
    """One fault while its messages are sent. The faults that it saw itself, how many messages and calls made again."""
    flow = Flow(make_lives(provinces, messages), THREADS)
    flow.wait(0.2)
    try:
        own = WRONGS[name](provinces, flow) or []
    except Skipped:
        sent += flow.finish()
        raise
    except BaseException:
        flow.give_up()
        raise
    sent += flow.finish()
    return [type(one)(f"{name}: {one}") for one in own], flow.total, len(flow.troubles)


def settle(provinces, sent):
    """Seconds until everything had arrived; the faults that the checker sees then; receipts that are proven."""
    begin = time.monotonic()
    wait_settled(provinces.nodes, SETTLED)
    seconds = time.monotonic() - begin
    faults, proven = look(provinces.nodes, sent)
    return seconds, faults, proven


def words(name, table, total, calls, seconds, faults, proven):
    slow = [one for one in faults if isinstance(one, Slow)]
    wrong = len(faults) - len(slow)
    if table:
        return (f"| fault: {name.replace('_', ' ')}; {total:,} messages | all there {seconds:.0f} s after the last was sent, {wrong} lost, "
                f"doubled or out of order{''.join('; ' + one for one in slow)} | | | 0 | {'missed' if faults else 'reached'} |")
    return f"{name}: {total} messages, {calls} calls made again, all there {seconds:.1f} s later, {proven} receipts proven, {wrong} faults"


def run(provinces, names, options, sent):
    """Each fault by itself, or all one after another and one look at the end."""
    faults, whole, again = [], 0, 0
    for name in names:
        try:
            own, total, calls = go(provinces, name, max(1, options.messages // len(names)), sent)
        except Skipped as why:
            print(words_of_skipped(name, options.table, why), flush=True)
            continue
        whole, again = whole + total, again + calls
        if not options.together:
            seconds, found, proven = settle(provinces, sent)
            own += [f"{name}: {one}" for one in found]
            print(words(name, options.table, total, calls, seconds, own, proven), flush=True)
            print("".join(one + "\n" for one in own), end="", file=sys.stderr, flush=True)
        else:
            print(f"{name}: {total} messages, {calls} calls made again", flush=True)
        faults += own
    if options.together:
        seconds, found, proven = settle(provinces, sent)
        faults += found or unseen(provinces.nodes, sent)
        print(words("one after another", options.table, whole, again, seconds, faults, proven), flush=True)
    return faults


def words_of_skipped(name, table, why):
    return f"| fault: {name.replace('_', ' ')} | skipped: {why} | | | | |" if table else f"{name}: skipped: {why}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=500)
    parser.add_argument("--only", default="")
    parser.add_argument("--together", action="store_true")
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    random.seed(options.seed)
    names = options.only.split(",") if options.only else SHORT if options.together else list(WRONGS)
    if not options.table:
        print(f"seed {options.seed}", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # and everything is stopped and removed all the same
    sent = []
    provinces = Provinces()
    try:
        faults = run(provinces, names, options, sent)
    except Exception:
        print(provinces.complaints(), flush=True)
        raise
    finally:
        provinces.stop()
    wrong = [one for one in faults if not isinstance(one, Slow)]
    if options.table:
        print(f"| messages between nodes through all faults, once each, in order, receipts proven | {len(sent):,} | | | 20,000 | "
              f"{'reached' if not wrong and len(sent) >= 20000 else 'missed'} |")
    print("\n".join(faults[:40]) or f"{len(sent)} messages are there once, in order and proven",
          file=sys.stderr if options.table else sys.stdout)
    sys.exit(1 if (faults if options.table else wrong) else 0)


if __name__ == "__main__":
    main()
