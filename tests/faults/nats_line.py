"""As much of NATS's protocol as it takes to listen and to publish with headers."""
import socket
import threading


class NatsLine:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), 10)
        self.socket.settimeout(None)  # a silence is no end
        self.file = self.socket.makefile("rb")
        self.file.readline()  # INFO
        self.lock = threading.Lock()
        self.pongs = threading.Semaphore(0)
        self.heard = []  # subject, headers, payload
        self.write(b'CONNECT {"verbose":false,"pedantic":false,"headers":true,"lang":"python","version":"1"}\r\n')
        threading.Thread(target=self.read, daemon=True).start()
        self.flush()

    def write(self, data):
        with self.lock:
            self.socket.sendall(data)

    def read(self):
        try:
            while line := self.file.readline():
                words = line.split()
                if words[:1] == [b"PING"]:
                    self.write(b"PONG\r\n")
                elif words[:1] == [b"PONG"]:
                    self.pongs.release()
                elif words[:1] == [b"HMSG"]:  # subject, id, [reply,] length of the headers, length of all
                    head, length = int(words[-2]), int(words[-1])
                    content = self.file.read(length + 2)[:-2]
                    self.heard.append((words[1].decode(), content[:head], content[head:]))
                elif words[:1] == [b"MSG"]:
                    self.file.read(int(words[-1]) + 2)
        except (OSError, ValueError):
            pass

    def flush(self):
        """Until the server has taken what was written."""
        self.write(b"PING\r\n")
        if not self.pongs.acquire(timeout=30):
            raise TimeoutError("the nats-server does not answer")

    def listen(self, subjects):
        self.write(f"SUB {subjects} {abs(hash(subjects)) % 1000}\r\n".encode())
        self.flush()

    def publish(self, subject, headers, payload):
        self.write(f"HPUB {subject} {len(headers)} {len(headers) + len(payload)}\r\n".encode() + headers + payload + b"\r\n")

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
