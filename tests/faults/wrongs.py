"""What goes wrong, each while messages flow; every function leaves all parts running and healthy again.

`provinces` has the parts, `flow` the messages that are being sent: flow.wait(share) returns when so much of them is acknowledged. What
they return are the faults that they saw themselves.
"""
import concurrent.futures
import json
import re
import subprocess
import threading
import time

from flow import Client
from lives import document_id, document_message
from provinces import new_agency, wait_until

HOUR = 3600
STORM = 3000  # messages of NATS that are published again
AGAIN = 200  # times the same signed call is made
FLOOD_RATE = 600  # calls a minute that the flooding system may make
GOOD_TIME = 1.0  # seconds for 95 of 100 calls beside a flood


class Slow(str):
    """What was right but late: told in the table, no failure of a test, where other work may have had the cores."""



class Skipped(Exception):
    """This machine can't show it, for the reason given."""


def receiver_killed(provinces, flow):
    kill_node(provinces.nodes[1], flow)


def sender_killed(provinces, flow):
    kill_node(provinces.nodes[0], flow)


def kill_node(node, flow):
    """Early, and again when it is back and more than half is sent."""
    node.kill()
    node.start()
    flow.wait(0.6)
    node.kill()
    node.start()


def nats_server_killed(provinces, flow):
    server = provinces.nats[0]
    server.kill()
    flow.wait(0.6)
    server.start()


def nats_servers_killed_in_turn(provinces, flow):
    for place, server in enumerate(provinces.nats):
        server.kill()
        flow.wait(0.3 + place * 0.2)
        server.start()
        server.wait_ready()


def nats_killed_and_emptied(provinces, flow):
    """What an acknowledgement of NATS is worth when its disks did not get the bytes: all servers lose all."""
    for server in provinces.nats:
        server.kill()
    for server in provinces.nats:
        server.lose_store()
        server.start()
    flow.wait(0.6)


def database_of_sender_killed(provinces, flow):
    kill_database(provinces.nodes[0], flow)


def database_of_receiver_killed(provinces, flow):
    kill_database(provinces.nodes[1], flow)


def kill_database(node, flow):
    """Twice; the server starts it again by itself."""
    for share in (0.5, 0.8):
        old = node.database_pid()
        node.kill_database()
        wait_until(f"a new database of {node.code}", lambda old=old: node.database_pid() not in (0, old))
        flow.wait(share)


def disk_of_receiver_full(provinces, flow):
    disk = provinces.disks["H31"]
    if not disk.mounted:
        raise Skipped("mounting is not permitted here")
    client, faults, before = provinces.clients["H31"], [], provinces.nodes[1].said()
    disk.fill()
    try:
        # Its own clients are told to try again later; what it answers otherwise it must have.
        end = time.monotonic() + 30
        while True:
            message = document_message("H31.90", ["H05.90"], document_id("H31.90", f"6{next(Client.numbers)}"), 0, 0, 50_000)
            status, answer = client.call("/axis/sendEdoc", client.headers_of(message), message.content)
            if status != 200:
                break
            message.doc_id = json.loads(answer)["DocId"]
            flow.sent.append(message)
            if time.monotonic() > end:
                raise TimeoutError("the disk does not get full")
        if status != 503:
            faults.append(f"with a full disk a call was answered {status}: {answer[:200]}")
        # What comes from the other node in the meantime can't be kept, and comes again.
        wait_until("a message of a node that can't be kept", lambda: provinces.nodes[1].says(before, "node_message_not_kept", "node_round_failed") or flow.over(), 30)
    finally:
        disk.free()
    client.send(message, flow.troubles)
    flow.sent.append(message)
    return faults


def disk_of_nats_full(provinces, flow):
    disk = provinces.disks["nats"]
    if not disk.mounted:
        raise Skipped("mounting is not permitted here")
    disk.fill()
    try:
        wait_until("messages that NATS can't keep", lambda: int(provinces.nodes[0].value(
            "SELECT count(*) FROM axis_items WHERE state = 'initial' AND why <> ''")) > 0, 90)
    finally:
        disk.free()
    # A nats-server that could not write has switched JetStream off, in whole or in part, until it is started again; it may not even end.
    for server in provinces.nats:
        server.kill()
        server.start()
    for server in provinces.nats:
        server.wait_ready()


def network_slow(provinces, flow):
    for proxy in lines_of(provinces, 1):
        proxy.set("slow", 0.05)
    flow.wait(1)
    for proxy in lines_of(provinces, 1):
        proxy.set("pass")


def network_cut(provinces, flow):
    """Of the receiver, then of the sender."""
    for place, share in ((1, 0.5), (0, 0.8)):
        for proxy in lines_of(provinces, place):
            proxy.set("cut")
        flow.wait(share)
        time.sleep(2)  # longer than a reconnection takes
        for proxy in lines_of(provinces, place):
            proxy.set("pass")


def network_silent(provinces, flow):
    """No connection ends, nothing comes: the sender can't know. Its own agencies must get their mail meanwhile."""
    node, client = provinces.nodes[0], provinces.clients["H05"]
    for proxy in lines_of(provinces, 0):
        proxy.set("silent")
    try:
        flow.wait(0.6)
        slowest = max(seconds_to_deliver(node, client, flow) for _ in range(8))
    finally:
        for proxy in lines_of(provinces, 0):
            proxy.set("pass")
    return [] if slowest < 5 else [f"a message to an agency of the same node took {slowest:.1f} s while NATS was silent"]


def nats_server_alone(provinces, flow):
    """The others go on without it."""
    for (a, b), proxy in provinces.routes.items():
        if 0 in (a, b):
            proxy.set("cut")
    flow.wait(0.7)
    for proxy in provinces.routes.values():
        proxy.set("pass")


def lines_of(provinces, place):
    return provinces.lines[provinces.nodes[place].code]


def seconds_to_deliver(node, client, flow):
    """Until a message to an agency that works at the sender's own node has arrived there."""
    number = next(Client.numbers)
    begin = time.monotonic()
    message = document_message(f"{node.code}.90", [f"{node.code}.01"], document_id(f"{node.code}.90", f"9{number}"), 0, 0, 2000)
    client.send(message, [])
    flow.sent.append(message)
    wait_until("a delivery at home", lambda: node.value(
        f"SELECT state FROM axis_items i JOIN axis_messages m ON m.id = i.message_id WHERE m.uid = '{message.doc_id}'") == "done", 60, 0.05)
    return time.monotonic() - begin


def clock_of_client_off(provinces, flow):
    """Refused with the axis's code; the same message passes when the clock is right."""
    known, faults = provinces.clients["H31"], []
    client = Client(known.port, known.code, known.secret)
    for number, ahead in enumerate((HOUR, -HOUR)):
        message = document_message("H31.90", ["H31.01"], document_id("H31.90", f"8{next(Client.numbers)}{number}"), 0, 0, 2000)
        client.ahead = ahead
        _, answer = client.call("/axis/sendEdoc", client.headers_of(message), message.content)
        if json.loads(answer).get("ErrorCode") != "15":
            faults.append(f"a client {ahead} s off was answered {answer.decode()[:200]}")
        client.ahead = 0
        client.send(message, [])
        flow.sent.append(message)
    return faults


def clock_of_sender_off(provinces, flow):
    clock_off(provinces, flow, 0)


def clock_of_receiver_off(provinces, flow):
    clock_off(provinces, flow, 1)


def clock_off(provinces, flow, place):
    """An hour fast, then an hour slow, then right again while it runs. Its clients have the same wrong clock."""
    node = provinces.nodes[place]
    client = provinces.clients[node.code]
    file = provinces.folder / f"{node.code}.clock"

    def set_clock(seconds):
        file.write_text(f"{seconds:+d}\n")
        file.chmod(0o644)
        client.ahead = seconds

    try:
        set_clock(HOUR)
        node.stop()
        node.start(fake_clock=file)
        flow.wait(0.4)
        set_clock(-HOUR)
        flow.wait(0.6)
        set_clock(0)
        flow.wait(0.8)
    finally:
        client.ahead = 0
        node.stop()
        node.start()


def storm(provinces, flow):
    """Messages and receipts published again, thousands of times and with ids of their own; the same signed call over and over."""
    line = provinces.nats_line()
    line.listen("lt.*.mail.*")
    line.listen("lt.*.receipt.*")
    client = provinces.clients["H05"]
    for _ in range(20):
        message = document_message("H05.90", ["H31.90"], document_id("H05.90", f"5{next(Client.numbers)}"), 0, 0, 2000)
        client.send(message, flow.troubles)
        flow.sent.append(message)
    wait_until("messages in NATS", lambda: len(line.heard) >= 20, 60)
    heard = list(line.heard)
    for number in range(STORM):
        subject, headers, payload = heard[number % len(heard)]
        line.publish(subject, re.sub(rb"Nats-Msg-Id: [^\r]*", f"Nats-Msg-Id: again/{id(line)}/{number}".encode(), headers), payload)
    line.flush()
    line.close()
    message = document_message("H05.90", ["H31.90"], document_id("H05.90", f"7{next(Client.numbers)}"), 0, 0, 2000)
    headers = client.headers_of(message)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: client.call("/axis/sendEdoc", headers, message.content), range(AGAIN)))
    ids = {json.loads(text).get("DocId") for status, text in answers if status == 200}
    faults = [] if len(ids) == 1 else [f"the same call again was answered {ids}"]
    message.doc_id = ids.pop()
    flow.sent.append(message)
    return faults + [f"the same call again was answered {status}" for status, _ in answers if status != 200]


def flood(provinces, flow):
    """From one system: its limit answers; another system's calls and the pages go on in good time."""
    node = provinces.nodes[0]
    client = Client(node.port, *register_flooder(provinces, node))
    stop, answers = threading.Event(), []

    def pour():
        while not stop.is_set():
            answers.append(client.call("/axis/countReceiveEdoc", client.headers({}))[0])

    pourers = [threading.Thread(target=pour) for _ in range(4)]
    for one in pourers:
        one.start()
    other, person = provinces.clients["H05"], provinces.operators["H05"]
    calls, pages, faults = [], [], []
    try:
        end = time.monotonic() + 60
        while len(calls) < 40 or 429 not in answers and time.monotonic() < end:
            begin = time.monotonic()
            status, _ = other.call("/axis/countReceiveEdoc", other.headers({}))
            calls.append(time.monotonic() - begin)
            begin = time.monotonic()
            page = person.send("GET", "/admin/exchange")[0]
            pages.append(time.monotonic() - begin)
            if status != 200 or page != 200:
                faults.append(f"beside the flood a call was answered {status}, a page {page}")
    finally:
        stop.set()
        for one in pourers:
            one.join()
    if 429 not in answers:
        faults.append(f"no limit answered {len(answers)} calls")
    for what, times in (("calls", calls), ("pages", pages)):
        slow = sorted(times)[int(len(times) * 0.95)]
        if slow > GOOD_TIME:
            faults.append(Slow(f"beside the flood {what} took {slow:.2f} s"))
    return faults


def register_flooder(provinces, node):
    operator = provinces.operators[node.code]
    code = f"lu.{next(Client.numbers)}"
    _, page, _ = operator.send("POST", "/admin/systems", {"name": "Hệ thống gọi quá nhiều", "kind": "client", "code": code, "address": "",
                                                          "secret": "", "rate": str(FLOOD_RATE), "largest": "2", "may_send": "1"})
    return code, re.search(r"data-secret>([0-9a-f]{64})<", page).group(1)


WRONGS = {one.__name__: one for one in (
    receiver_killed, sender_killed, nats_server_killed, nats_servers_killed_in_turn, nats_killed_and_emptied, database_of_sender_killed,
    database_of_receiver_killed, disk_of_receiver_full, disk_of_nats_full, network_slow, network_cut, network_silent, nats_server_alone,
    clock_of_client_off, clock_of_sender_off, clock_of_receiver_off, storm, flood)}

# Those after which little has to wait for another try.
SHORT = ["receiver_killed", "sender_killed", "nats_server_killed", "database_of_sender_killed", "database_of_receiver_killed",
         "disk_of_receiver_full", "network_slow", "network_cut", "clock_of_client_off", "flood"]
