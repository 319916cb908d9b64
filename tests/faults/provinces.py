"""Three provinces with NATS between them, each part a process of its own that can be killed and started again on its state.

`lienthong demo --nodes 3` makes the state; then each server, database and nats-server is started here. Between a node and each
nats-server, and between the nats-servers, stands a proxy.
"""
import contextlib
import json
import os
import pathlib
import random
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "bench"))
from exchange import new_agency, registered  # noqa: E402
from flow import Client  # noqa: E402
from nats_line import NatsLine  # noqa: E402
from province import BUILT, PROGRAM, Session  # noqa: E402
from proxy import Proxies  # noqa: E402

CODES = ["H05", "H31", "H55"]
FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"
DISK = "4g"  # of a file system of its own
LEAVES = 64 << 10  # bytes on a full disk


def free_port():
    """Below the ports that the system gives to callers: while a killed part is away, a call elsewhere must not get its port."""
    while True:
        with socket.socket() as one, contextlib.suppress(OSError):
            one.bind(("127.0.0.1", random.randrange(12_000, 32_000)))
            return one.getsockname()[1]


def wait_until(what, ask, patience=60, every=0.1):
    """Until `ask` gives something true, which is returned; TimeoutError says what was not seen, with the last answer in words."""
    end = time.monotonic() + patience
    while not (answer := ask()):
        if time.monotonic() > end:
            raise TimeoutError(f"not seen within {patience} s: {what}")
        time.sleep(every)
    return answer


def end(process, number=signal.SIGTERM):
    if process is not None and process.poll() is None:
        process.send_signal(number)
        process.wait(60)


class Disk:
    """A file system of its own in memory, which can be full."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True)
        folder.chmod(0o711)
        self.mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=711", "tmpfs", str(folder)], capture_output=True,
                                      check=False).returncode == 0

    def remount(self, size):
        """False where more lies on it already."""
        return subprocess.run(["mount", "-o", f"remount,size={size}", str(self.folder)], check=False, capture_output=True).returncode == 0

    def fill(self):
        """It grows meanwhile."""
        for _ in range(20):
            use = os.statvfs(self.folder)
            if self.remount((use.f_blocks - use.f_bfree) * use.f_frsize + LEAVES):
                return
        raise RuntimeError(f"{self.folder} was not made small")

    def free(self):
        if not self.remount(DISK):
            raise RuntimeError(f"{self.folder} was not made larger")

    def remove(self):
        if self.mounted:
            subprocess.run(["umount", "-l", str(self.folder)], check=False, capture_output=True)


class NatsServer:
    def __init__(self, folder, place):
        self.folder, self.place = folder, place
        self.port, self.cluster_port, self.monitor_port = free_port(), free_port(), free_port()
        self.process = None

    def configure(self, routes, advertised):
        """`routes`: ports behind which the others are. Clients are not told of servers, or they would go around the proxies."""
        self.folder.mkdir(exist_ok=True)
        (self.folder / "nats.conf").write_text(
            f'host: 127.0.0.1\nport: {self.port}\nhttp: "127.0.0.1:{self.monitor_port}"\nserver_name: nats-{self.place}\njetstream {{ store_dir: "{self.folder}/store" }}\n'
            f"cluster {{\n  name: lienthong\n  host: 127.0.0.1\n  port: {self.cluster_port}\n  advertise: \"127.0.0.1:{advertised}\"\n"
            f"  no_advertise: true\n  routes: [ {', '.join(f'nats-route://127.0.0.1:{port}' for port in routes)} ]\n}}\n")

    def start(self):
        with open(self.folder / "nats.log", "ab") as log:
            self.process = subprocess.Popen(["/usr/sbin/nats-server", "-c", str(self.folder / "nats.conf")], stdout=log, stderr=log)

    def wait_ready(self):
        """Until it has what the others have (its monitoring says so) and takes clients."""
        def ready():
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.monitor_port}/healthz", timeout=2) as answer:
                return answer.status == 200
        wait_until(f"a healthy nats-{self.place}", ready)

    def kill(self):
        end(self.process, signal.SIGKILL)

    def lose_store(self):
        shutil.rmtree(self.folder / "store", ignore_errors=True)


class Node:
    def __init__(self, folder, code, nats_ports):
        self.folder, self.code = folder, code
        self.port = free_port()
        self.process = None
        self.config = folder.parent / f"{code}.toml"
        self.log = folder.parent / f"{code}.log"
        servers = ", ".join(f'"nats://127.0.0.1:{port}"' for port in nats_ports)
        self.config.write_text(
            f'[server]\naddress = "127.0.0.1"\nport = {self.port}\nsecure = false\nworkers = 8\n[paths]\nstate = "{folder}"\n'
            f'[exchange.node]\ncode = "{code}"\ncertificate = "{folder}/node.pem"\nkey = "{folder}/node.key"\n'
            f'[exchange.nats]\nservers = [{servers}]\nreplicas = 3\n')

    def start(self, fake_clock=None):
        """`fake_clock`: a file that says how far its clock is off; read again each second."""
        environment = dict(os.environ)
        if fake_clock:
            environment |= {"LD_PRELOAD": FAKETIME, "FAKETIME_TIMESTAMP_FILE": str(fake_clock), "FAKETIME_CACHE_DURATION": "1",
                            "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([BUILT, "--config", str(self.config), "serve"], stdout=subprocess.PIPE, stderr=log,
                                            env=environment)
        if not select.select([self.process.stdout], [], [], 60)[0] or not self.process.stdout.readline():
            raise RuntimeError(f"{self.code} did not start: " + self.log.read_text(errors="replace")[-2000:])

    def kill(self):
        end(self.process, signal.SIGKILL)

    def stop(self):
        end(self.process)

    def database_pid(self):
        """0 when there is none."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int((self.folder / "pg/data/postmaster.pid").read_text().split()[0])
            if "postgres" in pathlib.Path(f"/proc/{pid}/comm").read_text():
                return pid
        return 0

    def kill_database(self):
        pid = self.database_pid()
        if pid:
            os.kill(pid, signal.SIGKILL)

    def rows(self, sql):
        """Rows of texts as the superuser sees them; throws CalledProcessError when the database is away."""
        socket_folder = (self.folder / "pg/data/postmaster.pid").read_text().splitlines()[4]
        out = subprocess.run(["psql", "-h", socket_folder, "-U", "postgres", "-d", "lienthong", "-XAtq", "-F", "\x1f", "-R", "\x1e", "-v",
                              "ON_ERROR_STOP=1", "-c", sql], capture_output=True, text=True, check=True).stdout
        return [line.split("\x1f") for line in out.rstrip("\n").split("\x1e")] if out.strip() else []

    def value(self, sql):
        return self.rows(sql)[0][0]

    def said(self):
        return self.log.stat().st_size

    def says(self, since, *events):
        """Whether its log has one of these after so many bytes."""
        text = self.log.read_bytes()[since:].decode(errors="replace")
        return any(f'"event":"{event}"' in text for event in events)

    def operator(self):
        accounts = json.loads((self.folder / "accounts.json").read_text())
        account = next(one for one in accounts if one["role"] == "platform_operator")
        return Session(self.port, account["login"], account["totp_secret"], "/admin/agencies/new")

    def command(self, *words):
        return subprocess.run([BUILT, "--config", str(self.config), *words], capture_output=True, text=True, check=False)


class Provinces:
    """All of it. `rooms`: with file systems of their own, which can be full, where the machine lets us mount them."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lienthong-faults-"))
        self.folder.chmod(0o711)
        self.nodes, self.nats, self.disks, self.clients = [], [], {}, {}
        self.proxies = Proxies()
        try:
            self.make_state()
            self.start()
            self.connect_clients()
        except BaseException:
            self.stop()
            raise

    def make_state(self):
        made = self.folder / "made"
        with open(self.folder / "demo.log", "wb") as log:
            subprocess.run([PROGRAM, "version"], check=True, stdout=subprocess.DEVNULL)
            demo = subprocess.Popen([BUILT, "demo", "--nodes", "3", "--state", str(made), "--port", "0"], stdout=log, stderr=log)
        try:
            wait_until("the demo's three provinces", lambda: b"Ctrl-C" in (self.folder / "demo.log").read_bytes() or demo.poll() is not None, 120)
        finally:
            end(demo)
        if demo.returncode != 0:
            raise RuntimeError("the demo failed: " + (self.folder / "demo.log").read_text(errors="replace")[-2000:])
        for name in ("H31", "nats"):
            self.disks[name] = Disk(self.folder / name)
        for code in CODES:
            # Sockets and locks are left behind; `cp` keeps the database's account as owner.
            subprocess.run(["cp", "-a", f"{made}/{code}/.", str(self.folder / code)], check=True)
            (self.folder / code).chmod(0o711)
        shutil.rmtree(made)

    def start(self):
        self.nats = [NatsServer(self.folder / "nats" / f"nats-{place}", place) for place in range(3)]
        self.routes = {(a, b): self.proxies.to(self.nats[b].cluster_port) for a in range(3) for b in range(3)}
        for place, server in enumerate(self.nats):
            server.configure([self.routes[place, other].port for other in range(3) if other != place], self.routes[place, place].port)
            server.start()
        self.lines = {code: [self.proxies.to(server.port) for server in self.nats] for code in CODES}
        self.nodes = [Node(self.folder / code, code, [proxy.port for proxy in self.lines[code]]) for code in CODES]
        for node in self.nodes:
            node.start()

    def nats_line(self):
        return NatsLine(self.nats[0].port)

    def connect_clients(self):
        """A connected system at each node, for agency CODE.90 there, which the other nodes know as that node's."""
        # Logged in once: a one-time code counts only once.
        self.operators = {node.code: node.operator() for node in self.nodes}
        for node in self.nodes:
            operator = self.operators[node.code]
            secret = registered(operator, f"khach.{node.code}", new_agency(operator, f"{node.code}.90"))
            self.clients[node.code] = Client(node.port, f"khach.{node.code}", secret)
        for node in self.nodes:
            operator = self.operators[node.code]
            for other in self.nodes:
                if other is not node:
                    self.add_agency(node, operator, other.code, new_agency(operator, f"{other.code}.90"))

    @staticmethod
    def add_agency(node, operator, system, agency):
        uid = node.value(f"SELECT uid FROM connected_systems WHERE code = '{system}'")
        known = [row[0] for row in node.rows(f"SELECT a.uid FROM agencies a JOIN connected_systems s ON s.id = a.system_id WHERE s.uid = '{uid}'")]
        status, _, _ = operator.send("POST", f"/admin/systems/{uid}/agencies", {"agencies": [*known, agency]})
        if status != 303:
            raise RuntimeError(f"{system} was not given an agency at {node.code}: {status}")

    def complaints(self):
        """What the parts said last that is no mere information."""
        out = []
        for node in self.nodes:
            lines = [line for line in node.log.read_text(errors="replace").splitlines() if '"level":"info"' not in line]
            out += [f"{node.code}: {line[:400]}" for line in lines[-15:]]
            with contextlib.suppress(Exception):
                out += [f"{node.code}: outbox to {system}: {count} of try {tries}, {items}" for system, tries, count, items in node.rows(
                    "SELECT s.code, o.tries, count(*), min(o.next_at - now()) FROM node_outbox o JOIN connected_systems s ON s.id = o.system_id "
                    "GROUP BY 1, 2")]
        for server in self.nats:
            out += [f"nats-{server.place}: {line}" for line in (server.folder / "nats.log").read_text(errors="replace").splitlines()[-8:]]
            with contextlib.suppress(Exception), urllib.request.urlopen(
                    f"http://127.0.0.1:{server.monitor_port}/jsz?streams=1&consumers=1", timeout=5) as answer:
                for stream in json.load(answer)["account_details"][0]["stream_detail"]:
                    out += [f"nats-{server.place}: {stream['name']} {stream['state']['messages']} messages, leader {one['cluster'].get('leader')}, "
                            f"{one['num_pending']} pending, {one['num_ack_pending']} unsettled, {one['num_waiting']} waiting"
                            for one in stream.get("consumer_detail") or []]
        return "\n".join(out)

    def stop(self):
        for node in self.nodes:
            with contextlib.suppress(Exception):
                node.stop()
            pid = node.database_pid()
            if pid:  # its server was killed
                os.kill(pid, signal.SIGQUIT)
                with contextlib.suppress(TimeoutError):
                    wait_until("the end of PostgreSQL", lambda node=node: not node.database_pid(), 10)
        for server in self.nats:
            server.kill()
        self.proxies.stop()
        for disk in self.disks.values():
            disk.remove()
        shutil.rmtree(self.folder, ignore_errors=True)
