"""Connected systems that send the lives of documents, each message until its hub has acknowledged it."""
import concurrent.futures
import http.client
import itertools
import json
import pathlib
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "bench"))
from exchange import signed_call  # noqa: E402

PATIENCE = 240  # seconds with one message
IDLE = 5  # seconds that a connection may have been quiet and is used again
BREATH = 0.1  # before the same call is made again


class Refused(Exception):
    """An answer that trying again does not change."""


class Client:
    """A connected system at the hub of a node. Each thread has a connection of its own."""

    numbers = itertools.count()

    def __init__(self, port, code, secret):
        self.port, self.code, self.secret = port, code, secret
        self.ahead = 0  # seconds that its clock is before ours
        self.local = threading.local()

    def call(self, path, headers, content=b""):
        """Status and answer. Throws OSError or HTTPException where there is none."""
        connection, now = getattr(self.local, "connection", None), time.monotonic()
        if connection is not None and now - self.local.used > IDLE:
            connection.close()  # the server is about to; http.client makes a new one by itself
        self.local.used = now
        if connection is None:
            connection = self.local.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("POST", path, content, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            raise

    def headers(self, parameters):
        return signed_call(self.code, self.secret, parameters, time.time() + self.ahead, next(self.numbers))

    def headers_of(self, message):
        return self.headers({"from": message.sender, "servicetype": "eDoc", "messagetype": message.kind, "hash-file": message.sha256})

    def send(self, message, troubles, given_up=lambda: False):
        """Until it is acknowledged. A call that got no good answer is made again word for word, as the reference client does."""
        end = time.monotonic() + PATIENCE
        headers = self.headers_of(message)
        while True:
            try:
                status, text = self.call("/axis/sendEdoc", headers, message.content)
                answer = json.loads(text) if text.startswith(b"{") else {}
                if status == 200 and answer.get("status") == "OK":
                    message.doc_id = answer["DocId"]
                    return
                code = str(answer.get("ErrorCode", ""))
                troubles.append(f"{status}/{code}")
                if code == "15":  # one of the clocks is wrong: the words must be new
                    headers = self.headers_of(message)
                elif code not in ("20", "") or (status == 200 and not code):
                    raise Refused(f"{message.what} of {message.document}: {text.decode(errors='replace')[:300]}")
            except (OSError, http.client.HTTPException) as trouble:
                troubles.append(type(trouble).__name__)
            if time.monotonic() > end or given_up():
                raise TimeoutError(f"{message.what} of {message.document} is not taken: {troubles[-1]}")
            time.sleep(BREATH)


class Flow:
    """Lives that are sent side by side on a few threads, each in its order. What was acknowledged stands in `sent`."""

    def __init__(self, lives, threads):
        self.total = sum(len(messages) for _, messages in lives)
        self.sent, self.troubles = [], []
        self.given_up = False
        self.changed = threading.Condition()
        self.pool = concurrent.futures.ThreadPoolExecutor(threads)
        self.running = [self.pool.submit(self.live, client, messages) for client, messages in lives]

    def live(self, client, messages):
        for message in messages:
            if self.given_up:
                return
            client.send(message, self.troubles, lambda: self.given_up)
            with self.changed:
                self.sent.append(message)
                self.changed.notify_all()

    def wait(self, share, patience=PATIENCE):
        """Until this share of all is acknowledged."""
        wanted = int(self.total * share)
        with self.changed:
            if not self.changed.wait_for(lambda: len(self.sent) >= wanted or self.failed(), patience):
                raise TimeoutError(f"{len(self.sent)} of {wanted} messages were taken: {self.troubles[-3:]}")

    def over(self):
        return all(one.done() for one in self.running)

    def failed(self):
        return any(one.done() and one.exception() for one in self.running)

    def give_up(self):
        """After a fault that could not be made or mended: what else is said of it matters more than the messages."""
        self.given_up = True
        self.pool.shutdown(wait=False, cancel_futures=True)

    def finish(self):
        """All of them; throws what a sender could not do."""
        self.pool.shutdown(wait=True)
        for one in self.running:
            one.result()
        return self.sent
