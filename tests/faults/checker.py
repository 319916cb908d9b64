"""Looks at what is there after all: everything once, in the order of each document's life, confirmed and proven."""
import collections
import subprocess

from lives import RECALL
from provinces import wait_until

ARRIVED = """
SELECT m.id, m.uid, m.sha256, m.document_id, m.from_code, coalesce(s.code, ''), i.to_code, coalesce(t.kind, 'here'), i.state, i.why
  FROM axis_messages m JOIN axis_items i ON i.message_id = m.id LEFT JOIN connected_systems s ON s.id = m.system_id
  LEFT JOIN connected_systems t ON t.id = i.system_id ORDER BY m.id"""

# What is not at its end yet.
UNFINISHED = """
SELECT (SELECT count(*) FROM node_outbox),
       (SELECT count(*) FROM axis_items i LEFT JOIN connected_systems s ON s.id = i.system_id
         WHERE i.state IN ('initial', 'processing') AND coalesce(s.kind, 'node') = 'node'),
       (SELECT count(*) FROM axis_statuses WHERE told_at IS NULL),
       (SELECT count(*) FROM jobs WHERE kind IN ('exchange.deliver', 'documents.tell_axis'))"""


def wait_settled(nodes, patience):
    """Until nothing is on its way any more at any node."""
    seen = {}

    def settled():
        for node in nodes:
            try:
                seen[node.code] = node.rows(UNFINISHED)[0]
            except (subprocess.CalledProcessError, OSError, IndexError):
                seen[node.code] = ["database away"]
        return all(set(one) == {"0"} for one in seen.values())

    try:
        wait_until("everything has arrived", settled, patience, 0.25)
    except TimeoutError:
        raise TimeoutError(f"not all has arrived within {patience} s; outbox, items, statuses, jobs: {seen}") from None


def node_of(nodes, agency):
    return next(node for node in nodes if agency == node.code or agency.startswith(node.code + "."))


def items_of(node):
    keys = ("id", "uid", "sha256", "document", "sender", "by", "to", "carrier", "state", "why")
    return [dict(zip(keys, row)) for row in node.rows(ARRIVED)]


def check_messages(nodes, sent):
    """Each message once at each addressee's node, nothing else, and in order."""
    faults = []
    senders = {message.sender for message in sent}
    wanted = collections.defaultdict(dict)  # by node and addressee: message by its hash
    for message in sent:
        for to in message.to:
            wanted[node_of(nodes, to).code, to][message.sha256] = message
    for node in nodes:
        items = [one for one in items_of(node) if one["sender"] in senders]
        by_addressee = collections.defaultdict(list)
        for one in items:
            by_addressee[one["to"]].append(one)
        for (code, to), messages in wanted.items():
            if code != node.code:
                continue
            got = by_addressee.pop(to, [])
            times = collections.Counter(one["sha256"] for one in got)
            for sha256, message in messages.items():
                if times[sha256] != 1:
                    faults.append(f"{message.what} of {message.document} is {times[sha256]} times at {to}")
            faults += [f"{to} has {one['uid']}, which nobody sent" for one in got if one["sha256"] not in messages]
            last = {}
            for one in got:
                message = messages.get(one["sha256"])
                if message and message.place < last.get(message.document, -1):
                    faults.append(f"{to} got number {message.place} of {message.document} after number {last[message.document]}")
                if message:
                    last[message.document] = message.place
            faults += [f"{one['uid']} to {to} is {one['state']}: {one['why']}" for one in got
                       if (one["state"] != "initial" if one["carrier"] == "client" else one["state"] != "done")]
    return faults


def check_outgoing(nodes, sent):
    """What a sender's node says of its own messages: done, confirmed once."""
    faults = []
    for node in nodes:
        mine = {message.sha256: message for message in sent if node_of(nodes, message.sender) is node}
        seen = collections.Counter()
        for one in items_of(node):
            if one["carrier"] != "node":
                continue
            seen[one["sha256"], one["to"]] += 1
            if one["state"] != "done":
                faults.append(f"{node.code}: {one['uid']} to {one['to']} is {one['state']}: {one['why']}")
        for message in mine.values():
            for to in message.to:
                if node_of(nodes, to) is not node and seen[message.sha256, to] != 1:
                    faults.append(f"{node.code} sent {message.what} of {message.document} to {to} {seen[message.sha256, to]} times")
    return faults


def check_receipts(nodes):
    """Each dispatch of an outbox has one receipt here, the receiver's own, and one row of its inbox; all prove what they say."""
    faults = []
    kept, given = {}, {}
    for node in nodes:
        faults += [f"{node.code}: {count} rows are left in node_outbox" for count, in node.rows("SELECT count(*) FROM node_outbox") if count != "0"]
        rows = node.rows("SELECT r.dispatch, s.code, r.receipt, m.sha256 FROM node_receipts r JOIN connected_systems s ON s.id = r.system_id "
                         "JOIN axis_messages m ON m.id = r.message_id")
        for dispatch, receiver, receipt, sha256 in rows:
            kept[dispatch, node.code, receiver] = receipt
            if sha256 not in receipt:
                faults.append(f"{node.code}: the receipt of {dispatch} is for other bytes")
        twice = node.rows("SELECT message_id, system_id, count(*) FROM node_receipts GROUP BY 1, 2 HAVING count(*) > 1")
        faults += [f"{node.code}: message {message} has {count} receipts of one node" for message, _, count in twice]
        without = node.rows("SELECT DISTINCT m.uid FROM axis_items i JOIN connected_systems s ON s.id = i.system_id JOIN axis_messages m "
                            "ON m.id = i.message_id WHERE s.kind = 'node' AND i.state = 'done' AND NOT EXISTS (SELECT FROM node_receipts r "
                            "WHERE r.message_id = i.message_id AND r.system_id = i.system_id)")
        faults += [f"{node.code}: {uid} is done without a receipt" for uid, in without]
        for dispatch, sender, receipt in node.rows("SELECT i.dispatch, s.code, i.receipt FROM node_inbox i JOIN connected_systems s ON s.id = i.system_id"):
            given[dispatch, sender, node.code] = receipt
    faults += [f"{dispatch} of {sender} is in the inbox of {receiver}, but {sender} has no receipt" for dispatch, sender, receiver in given.keys() - kept.keys()]
    faults += [f"{sender} has a receipt of {receiver} for {dispatch}, which is not in its inbox" for dispatch, sender, receiver in kept.keys() - given.keys()]
    faults += [f"{key[0]}: the two sides have different receipts" for key in kept.keys() & given.keys() if kept[key] != given[key]]
    proven = 0
    for node in nodes:
        out = node.command("exchange", "verify", "--all")
        count = int(out.stdout.split("\n")[-2].split()[0]) if out.stdout.strip().endswith("proven") else -1
        mine = sum(1 for _, sender, _ in kept if sender == node.code)
        if out.returncode != 0 or count != mine:
            faults.append(f"{node.code}: {count} of {mine} receipts are proven: {(out.stdout + out.stderr)[:500]}")
        proven += count
    return faults, proven


def check_documents(nodes, sent):
    """What arrived for agencies that work at a node: a document and a delivery for each message, a recall for each recall, in order."""
    faults = []
    for node in nodes:
        here = {row[0] for row in node.rows("SELECT code FROM agencies WHERE system_id IS NULL")}
        mine = [(message, to) for message in sent if message.kind == "edoc" for to in message.to if to in here]
        arrivals = collections.defaultdict(list)
        # Ids of documents are handed out in bundles; those of transactions grow with time.
        for document, wire, sha256, agency in node.rows(
                "SELECT a.xmin::text, a.wire_id, m.sha256, g.code FROM axis_arrivals a JOIN axis_messages m ON m.uid = a.message_uid "
                "JOIN deliveries d ON d.document_id = a.document_id JOIN agencies g ON g.id = d.agency_id"):
            arrivals[sha256, agency].append((int(document), wire))
        recalls = collections.Counter((wire, agency) for wire, agency in node.rows(
            "SELECT a.wire_id, g.code FROM recalls r JOIN axis_arrivals a ON a.document_id = r.document_id JOIN agencies g ON g.id = r.agency_id"))
        told = collections.Counter((document, sender) for document, sender in node.rows(
            "SELECT document_id, from_code FROM axis_messages WHERE kind = 'status' AND status_code = '01' AND system_id IS NULL"))
        last = {}
        for message, to in sorted(mine, key=lambda one: (one[0].document, one[0].place)):
            if message.what == str(RECALL):
                if recalls[message.document, to] != 1:
                    faults.append(f"{to} was asked {recalls[message.document, to]} times to give back {message.document}")
                continue
            got = arrivals[message.sha256, to]
            if len(got) != 1 or got[0][1] != message.document:
                faults.append(f"{to} has {len(got)} documents of {message.what} of {message.document}")
                continue
            if got[0][0] < last.get((message.document, to), -1):
                faults.append(f"{to} has documents of {message.document} in another order")
            last[message.document, to] = got[0][0]
            if not told[message.document, to]:
                faults.append(f"{to} has not told that {message.document} arrived")
    return faults


def check_dead_letters(nodes):
    return [f"{node.code}: the job {kind} was given up: {error}" for node in nodes
            for kind, error in node.rows("SELECT kind, error FROM dead_letters")]


def look(nodes, sent):
    """All faults, and how many receipts are proven."""
    faults, proven = check_receipts(nodes)
    faults += check_messages(nodes, sent) + check_outgoing(nodes, sent) + check_documents(nodes, sent) + check_dead_letters(nodes)
    return faults, proven
