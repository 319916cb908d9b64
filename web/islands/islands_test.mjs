// The scripts in a real browser, against a small server that also breaks on purpose. Run `npm test` after
// `npm run build`.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { launch, open_page } from "../../tests/browser/lib.mjs";
import { render_all, serve } from "../samples/render.mjs";

const pages = render_all();
const uploads = new Map(); // id → { length, bytes, metadata }
const posted = [];
const removed = []; // ids of DELETE requests
let breaks = []; // how the next PATCH requests fail: "drop", "half", 503, 460
let streams = [];
let server;
let browser;

before(async () => {
  server = await serve(pages, other);
  browser = await launch();
});
after(async () => {
  await browser.close();
  server.close();
});

function other(request, response, path) {
  if (path === "/events") {
    response.writeHead(200, { "Content-Type": "text/event-stream" }).write(": open\n\n");
    streams.push(response);
    return true;
  }
  if (path.startsWith("/tep")) return tus(request, response, path);
  if (request.method !== "POST") return false;
  collect(request, (body) => {
    posted.push(body.toString());
    response.writeHead(204).end();
  });
  return true;
}

function collect(request, done) {
  const pieces = [];
  request.on("data", (piece) => pieces.push(piece)).on("end", () => done(Buffer.concat(pieces)));
}

function tus(request, response, path) {
  const headers = request.headers;
  if (headers["tus-resumable"] !== "1.0.0" || headers["x-csrf-token"] !== "sample")
    return response.writeHead(400).end() && true;
  if (request.method === "POST") {
    const metadata = Object.fromEntries(
      headers["upload-metadata"]
        .split(",")
        .map((pair) => pair.split(" "))
        .map(([key, value]) => [key, Buffer.from(value, "base64").toString()]),
    );
    if (metadata.filename.endsWith(".exe")) return response.writeHead(415).end() && true;
    if (metadata.filename.startsWith("full")) {
      assert.equal(headers.accept, "application/json");
      response.writeHead(413, { "Content-Type": "application/problem+json" });
      return response.end('{"detail":"Bạn đang có 100 tệp chờ."}') && true;
    }
    const id = `u${uploads.size + 1}`;
    uploads.set(id, { length: Number(headers["upload-length"]), bytes: Buffer.alloc(0), metadata });
    response.writeHead(201, { Location: `/tep/${id}` }).end();
    return true;
  }
  const upload = uploads.get(path.split("/").pop());
  if (request.method === "HEAD") {
    response.writeHead(upload ? 200 : 404, upload && { "Upload-Offset": upload.bytes.length }).end();
    return true;
  }
  if (request.method === "DELETE") {
    removed.push(path.split("/").pop());
    response.writeHead(breaks.shift() ?? 204).end();
    return true;
  }
  const fault = breaks.shift();
  collect(request, (body) => {
    const sum = `sha256 ${createHash("sha256").update(body).digest("base64")}`;
    if (headers["upload-checksum"] !== sum) return response.writeHead(460).end();
    if (Number(headers["upload-offset"]) !== upload.bytes.length) return response.writeHead(409).end();
    if (typeof fault === "number") return response.writeHead(fault).end();
    const kept =
      fault === "half" ? body.subarray(0, body.length / 2) : fault === "drop" ? Buffer.alloc(0) : body;
    upload.bytes = Buffer.concat([upload.bytes, kept]);
    if (fault) return request.socket.destroy();
    response.writeHead(204, { "Upload-Offset": upload.bytes.length }).end();
  });
  return true;
}

async function open(name, t, options = {}) {
  const page = await open_page(browser, { base: server.base, ...options });
  t.after(() => page.context().close());
  await page.goto(`/${name}.html`);
  return page;
}

test("a file goes up in pieces, survives breaks, and its name joins the form", async (t) => {
  breaks = ["half", 503, 460];
  uploads.clear();
  posted.length = 0;
  const page = await open("draft", t);
  const content = Buffer.alloc(9 * 1024 * 1024, "Liên Thông ");
  await page.setInputFiles('input[type="file"]', {
    name: "Quyết định 05.pdf",
    mimeType: "application/pdf",
    buffer: content,
  });
  await page.click('button:has-text("Trình duyệt")'); // at once: the form must wait for the file
  await page.waitForSelector('input[type=hidden][name=upload][value="u1"]', {
    state: "attached",
    timeout: 20000,
  });
  const upload = uploads.get("u1");
  assert.equal(uploads.size, 1);
  assert.ok(upload.bytes.equals(content));
  assert.equal(upload.metadata.filename, "Quyết định 05.pdf");
  await page.waitForFunction(
    () => document.querySelector("form.lt-form").getAttribute("aria-busy") === "true",
  );
  while (posted.length === 0) await new Promise((resolve) => setImmediate(resolve));
  assert.match(posted[0], /name="upload"\r\n\r\nu1/);
  assert.ok(posted[0].length < 10000, "the file itself must not be sent again");
});

test("a refused file says why and does not join the form", async (t) => {
  const page = await open("draft", t);
  await page.setInputFiles('input[type="file"]', {
    name: "a.exe",
    mimeType: "application/x-msdownload",
    buffer: Buffer.from("MZ"),
  });
  await page.waitForSelector(".lt-uploads .govuk-error-message:has-text('Loại tệp này không nhận được')");
  assert.equal(await page.locator("input[type=hidden][name=upload]").count(), 0);
});

test("no room for another file is said in the server's words", async (t) => {
  const page = await open("draft", t);
  await page.setInputFiles('input[type="file"]', { name: "full.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF") });
  await page.waitForSelector(".lt-uploads .govuk-error-message:has-text('Bạn đang có 100 tệp chờ.')");
});

test("a file that is taken out of the form leaves the server, too", async (t) => {
  breaks = [];
  removed.length = 0;
  uploads.clear();
  const page = await open("draft", t);
  await page.setInputFiles('input[type="file"]', { name: "a.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF") });
  await page.waitForSelector('input[type=hidden][name=upload][value="u1"]', { state: "attached" });
  breaks = [423]; // the server still writes
  await page.click(".lt-uploads button");
  while (removed.length < 2) await page.evaluate(() => new Promise(requestAnimationFrame));
  assert.deepEqual(removed, ["u1", "u1"]);
  assert.equal(await page.locator("input[type=hidden][name=upload]").count(), 0);
});

test("files dropped on the field go up, too, and its button speaks the page's language", async (t) => {
  breaks = [];
  uploads.clear();
  const page = await open("draft", t);
  const button = page.locator(".govuk-file-upload-button");
  assert.match(await button.innerText(), /Chọn tệp\s+hoặc thả tệp vào đây/);
  const files = await page.evaluateHandle(() => {
    const dropped = new DataTransfer();
    dropped.items.add(new File(["%PDF"], "tha.pdf", { type: "application/pdf" }));
    return dropped;
  });
  await button.dispatchEvent("drop", { dataTransfer: files });
  await page.waitForSelector('input[type=hidden][name=upload][value="u1"]', { state: "attached" });
  assert.equal(uploads.get("u1").metadata.filename, "tha.pdf");
  await page.click(".lt-uploads button");
  assert.equal(await button.evaluate((one) => one === document.activeElement), true);
});

test("a file is printed from the page it is linked on, at once only the first time", async (t) => {
  const page = await open_page(browser, { base: server.base });
  t.after(() => page.context().close());
  await page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, "pdfViewerEnabled", { get: () => true });
    window.print = () => (top.printed = [...(top.printed ?? []), location.pathname]);
  });
  const link = (now) =>
    `<a id="file" href="/confirm.html" data-print-file${now ? " data-print-now" : ""} autofocus>In</a>`;
  let now = true;
  await page.route("**/list.html*", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace("<main", link(now) + "<main") });
  });
  const printed = (count) => page.waitForFunction((n) => window.printed?.length === n, count);
  await page.goto("/list.html?done=received");
  await printed(1);
  assert.equal(new URL(page.url()).search, ""); // so that loading it anew asks for nothing
  await page.keyboard.press("Enter"); // the link has the keyboard
  await printed(2);
  assert.deepEqual(await page.evaluate(() => window.printed), ["/confirm.html", "/confirm.html"]);
  assert.equal(new URL(page.url()).pathname, "/list.html");
  now = false;
  await page.goto("/list.html");
  await page.click("#file");
  await printed(1);
  assert.deepEqual(page.faults, []);
});

test("what can't be printed is told beside its link, with another try and the file", async (t) => {
  const page = await open_page(browser, { base: server.base });
  t.after(() => page.context().close());
  await page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, "pdfViewerEnabled", { get: () => true });
    if (window === top) window.jammed = true;
    window.print = () => {
      if (top.jammed) throw new Error("no printer");
      top.printed = (top.printed ?? 0) + 1;
    };
  });
  let file = "good";
  await page.route("**/list.html", async (route) => {
    const answer = await route.fetch();
    const link = '<p><a id="file" href="/confirm.html" data-print-file>In</a></p>';
    await route.fulfill({ response: answer, body: (await answer.text()).replace("<main", link + "<main") });
  });
  await page.route("**/confirm.html", (route) => {
    if (file === "gone") return route.abort();
    if (file === "refused") return route.fulfill({ status: 503, contentType: "text/html", body: "<h1>503</h1>" });
    return route.continue();
  });
  await page.goto("/list.html");
  const told = page.locator("[data-not-printed]");
  const again = told.locator("button");
  // The printer's own fault; then it is mended.
  await page.click("#file");
  await told.waitFor();
  assert.match(await told.innerText(), /Chưa in được\. Giấy tờ đã được lưu/);
  assert.equal(await told.getAttribute("role"), "alert");
  assert.equal(await again.evaluate((one) => one === document.activeElement), true);
  assert.equal(await told.locator("a[download]").getAttribute("href"), page.url().replace("list", "confirm"));
  await page.evaluate(() => (window.jammed = false));
  await again.click();
  await page.waitForFunction(() => window.printed === 1);
  assert.equal(await told.count(), 0);
  // Nothing comes, or a page in place of the file: that page is never printed.
  for (file of ["refused", "gone"]) {
    await page.click("#file");
    await told.waitFor();
    assert.equal(await told.count(), 1);
  }
  file = "good";
  await again.click();
  await page.waitForFunction(() => window.printed === 2);
  assert.equal(new URL(page.url()).pathname, "/list.html");
});

test("the picker filters with and without accents, and keeps groups true", async (t) => {
  const page = await open("draft", t);
  const shown = () => page.locator("[data-group] .govuk-checkboxes__item:visible label").allTextContents();
  await page.fill("#recipients-find", "tay yen");
  assert.deepEqual(await shown(), ["UBND xã Tây Yên Tử"]);
  await page.fill("#recipients-find", "deo gia");
  assert.deepEqual(await shown(), ["UBND xã Đèo Gia"]);
  await page.fill("#recipients-find", "đèo");
  assert.deepEqual(await shown(), ["UBND xã Đèo Gia"]);
  await page.fill("#recipients-find", "dèo");
  assert.deepEqual(await shown(), []);
  await page.fill("#recipients-find", "");
  await page.check("#recipients-g-commune");
  assert.equal(await page.locator("[data-group=commune] input:checked").count(), 4);
  assert.equal(await page.textContent("[data-picker-count]"), "Đã chọn 4 nơi nhận.");
  await page.uncheck("#recipients-2");
  assert.equal(await page.isChecked("#recipients-g-commune"), false);
});

test("keys move through a list, check, and stay quiet while typing or switched off", async (t) => {
  const page = await open("list", t);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  assert.equal(await page.inputValue(".lt-here .lt-pick input"), "a2");
  assert.equal(await page.textContent("[data-checked-count]"), "1");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "/van-ban/a2");
  await page.keyboard.press("/");
  await page.keyboard.type("jk?");
  assert.equal(await page.inputValue("#q"), "jk?");
  await page.goto("/shortcuts.html");
  await page.uncheck("#keys-on");
  await page.goto("/list.html");
  await page.keyboard.press("j");
  assert.equal(await page.locator(".lt-here").count(), 0);
});

test("the box in the head checks the page", async (t) => {
  const page = await open("list", t);
  await page.check('thead input[aria-label="Chọn cả trang"]');
  assert.equal(await page.textContent("[data-checked-count]"), "5");
  assert.equal(await page.locator("tr.lt-on").count(), 5);
});

test("live events fill the counts and announce arrivals, also after the stream broke", async (t) => {
  streams = [];
  const page = await open("list", t);
  while (streams.length === 0) await page.evaluate(() => new Promise(requestAnimationFrame));
  streams[0].write('event: counts\ndata: {"incoming": 40, "outgoing": 0}\n\n');
  await page.waitForSelector('.lt-nav [data-live=incoming]:text-is("40")');
  assert.equal(await page.textContent(".lt-nav [data-live=outgoing]"), "");
  const sum = () => page.textContent(".lt-nav details:has([data-live=incoming]) [data-live-sum]");
  assert.equal(await sum(), "43", "also of what is not live, nothing twice");
  streams[0].write('event: counts\ndata: {"recalled": 5, "only_recalled": 2}\n\n');
  await page.waitForSelector('.lt-nav [data-live=recalled]:text-is("5")');
  assert.equal(await sum(), "45", "of what others show as well, the rest");
  streams[0].write('event: counts\ndata: {"incoming": 1234, "outgoing": 0}\n\n');
  await page.waitForSelector('.lt-nav [data-live=incoming]:text-is("999+")');
  assert.equal(await sum(), "999+");
  streams[0].write('event: arrived\ndata: {"list": "incoming"}\n\n');
  await page.waitForSelector('[data-live-list=incoming]:has-text("Có 1 văn bản mới. Xem")');
  streams[0].write("retry: 10\n\n");
  streams[0].end();
  while (streams.length < 2) await page.evaluate(() => new Promise(requestAnimationFrame));
  streams[1].write('event: arrived\ndata: {"list": "incoming", "count": 2}\n\n');
  await page.waitForSelector('[data-live-list=incoming]:has-text("Có 3 văn bản mới. Xem")');
  assert.deepEqual(page.faults, []);
});

test("a double click sends once", async (t) => {
  const page = await open("assign", t);
  await page.evaluate(() => {
    globalThis.sent = [];
    window.addEventListener("submit", (event) => globalThis.sent.push(!event.defaultPrevented));
  });
  await page.dblclick('button:has-text("Phân công")');
  assert.deepEqual(await page.evaluate(() => globalThis.sent), [true, false]);
});

test("without script nothing is shown that needs one", async (t) => {
  const page = await open("draft", t, { script: false });
  assert.equal(await page.isVisible("#recipients-find"), false);
  assert.equal(await page.isVisible('input[type="file"]'), true);
});
