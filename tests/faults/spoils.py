"""A check that can't fail is worth nothing: the checker must see each of these, and nothing once it is undone."""
from checker import check_messages, check_outgoing, check_receipts

FIRST = "(SELECT min(message_id) FROM axis_items WHERE to_code = 'H31.90')"
# Two messages of one document, one after the other.
PAIR = ("SELECT a.id AS one, b.id AS other, a.sha256 AS its, b.sha256 AS others FROM axis_messages a JOIN axis_messages b "
        "ON b.document_id = a.document_id AND b.id > a.id WHERE a.from_code = 'H05.90' AND b.from_code = 'H05.90' ORDER BY a.id, b.id LIMIT 1")
SWAP = f"UPDATE axis_messages m SET sha256 = CASE m.id WHEN p.one THEN p.others ELSE p.its END FROM ({PAIR}) p WHERE m.id IN (p.one, p.other)"
ALTER = ("UPDATE node_receipts SET signature = set_byte(signature, length(signature) - 3, get_byte(signature, length(signature) - 3) # 1) "
         "WHERE dispatch = (SELECT min(dispatch::text)::uuid FROM node_receipts)")
ONE_RECEIPT = "dispatch = (SELECT min(dispatch::text)::uuid FROM node_receipts)"


def receipts(nodes, _):
    return check_receipts(nodes)[0]


# What is spoiled: at which node, how, how it is undone, who must see it.
SPOILS = {
    "a message is missing": (1, f"UPDATE axis_items SET to_code = 'H31.90x' WHERE to_code = 'H31.90' AND message_id = {FIRST}",
                             "UPDATE axis_items SET to_code = 'H31.90' WHERE to_code = 'H31.90x'", check_messages),
    "a message is there twice": (
        1, "WITH again AS (INSERT INTO axis_messages (uid, kind, system_id, from_code, from_name, document_id, business, status_code, title, notation, "
           "urgency, about, sha256, size, created_at) SELECT gen_random_uuid(), kind, system_id, from_code, 'again', document_id, business, "
           "status_code, title, notation, urgency, about, sha256, size, created_at FROM axis_messages WHERE id = " + FIRST + " RETURNING id) "
           "INSERT INTO axis_items SELECT a.id, to_code, to_name, system_id, 'again', kind, state, attempts, why, i.created_at, i.changed_at "
           "FROM axis_items i, again a WHERE i.message_id = " + FIRST,
        "DELETE FROM axis_items WHERE once = 'again'; DELETE FROM axis_messages WHERE from_name = 'again'", check_messages),
    "two messages change places": (1, SWAP, SWAP, check_messages),
    "a message is not done": (0, "UPDATE axis_items SET state = 'fail' WHERE message_id = (SELECT min(message_id) FROM node_receipts)",
                              "UPDATE axis_items SET state = 'done' WHERE message_id = (SELECT min(message_id) FROM node_receipts)", check_outgoing),
    "a receipt is gone": (0, f"CREATE TABLE spoiled AS SELECT * FROM node_receipts WHERE {ONE_RECEIPT}; DELETE FROM node_receipts WHERE {ONE_RECEIPT}",
                          "INSERT INTO node_receipts SELECT * FROM spoiled; DROP TABLE spoiled", receipts),
    "a receipt is altered": (0, ALTER, ALTER, receipts),
}


def unseen(nodes, sent):
    """What the checker does not see, or still sees afterwards."""
    faults = []
    for name, (place, spoil, undo, check) in SPOILS.items():
        nodes[place].rows(spoil)
        if not check(nodes, sent):
            faults.append(f"the checker does not see it when {name}")
        nodes[place].rows(undo)
        if rest := check(nodes, sent):
            faults.append(f"after {name}: {rest[0]}")
    return faults
