"""A TCP proxy that can be slow, silent or cut. All of one process run on one thread of asyncio."""
import asyncio
import threading


class Proxies:
    """The thread that carries bytes; proxies are made by `to`, and work until `stop`."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def call(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(10)

    def to(self, port):
        proxy = Proxy(self, port)
        self.call(proxy.open())
        return proxy

    def stop(self):
        async def cancel():
            for task in asyncio.all_tasks():
                if task is not asyncio.current_task():
                    task.cancel()
        self.call(cancel())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)


class Proxy:
    """Stands before a port of loopback. Modes: pass; slow: each piece comes `delay` seconds later; silent: what comes is kept back,
    as when a cable is out; cut: connections end and new ones are refused at once."""

    def __init__(self, proxies, target):
        self.proxies, self.target = proxies, target
        self.mode, self.delay = "pass", 0.0
        self.writers = set()
        self.changed = None

    async def open(self):
        self.changed = asyncio.Condition()
        self.server = await asyncio.start_server(self.accept, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]

    async def accept(self, reader, writer):
        if self.mode == "cut":
            writer.close()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.close()
            return
        self.writers |= {writer, far_writer}
        pumps = [asyncio.ensure_future(self.pump(reader, far_writer)), asyncio.ensure_future(self.pump(far_reader, writer))]
        await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        for pump in pumps:
            pump.cancel()
        for one in (writer, far_writer):
            one.close()
            self.writers.discard(one)

    async def pump(self, reader, writer):
        try:
            while piece := await reader.read(1 << 16):
                if self.mode == "silent":
                    async with self.changed:
                        await self.changed.wait_for(lambda: self.mode != "silent")
                if self.mode == "slow":
                    await asyncio.sleep(self.delay)
                writer.write(piece)
                await writer.drain()
        except OSError:
            pass

    async def switch(self, mode, delay):
        self.mode, self.delay = mode, delay
        if mode == "cut":
            for writer in list(self.writers):
                writer.transport.abort()
        async with self.changed:
            self.changed.notify_all()

    def set(self, mode, delay=0.0):
        self.proxies.call(self.switch(mode, delay))
