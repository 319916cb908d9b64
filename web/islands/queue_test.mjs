// The script of the queue in a real browser: what an event brings to the page, what a key presses.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open_page } from "../../tests/browser/lib.mjs";
import { serve } from "../samples/render.mjs";

const kIcon = '<link rel="icon" href="/dist/favicon.svg">';
let shown = ""; // what [data-queue] of the page holds
let streams = [];
let posted = [];
let server;
let browser;

const page_of = () => `<!DOCTYPE html><html lang="vi"><head><title>Quầy</title>${kIcon}</head><body>
<div data-queue data-queue-keys>${shown}</div><label>Tìm <input id="tim"></label>
<div data-queue-url="/su-kien" hidden></div><script src="/dist/queue.js" defer></script></body></html>`;
const counter = (label) => `<p>${label}</p><form method="post" action="/tiep"><input type="hidden" name="turn" value="${label}">
<button data-key="n">Tiếp</button><button data-key="g" formaction="/goi-lai">Gọi lại</button></form>`;

before(async () => {
  server = await serve(new Map(), (request, response, path) => {
    if (path === "/su-kien") {
      response.writeHead(200, { "Content-Type": "text/event-stream" }).write(": open\n\n");
      streams.push(response);
      return true;
    }
    if (request.method === "POST") {
      const pieces = [];
      request.on("data", (piece) => pieces.push(piece)).on("end", () => {
        posted.push(`${path} ${Buffer.concat(pieces)}`);
        response.writeHead(303, { Location: "/quay.html" }).end();
      });
      return true;
    }
    if (path !== "/quay.html") return false;
    response
      .writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'self'" })
      .end(page_of());
    return true;
  });
  browser = await launch();
});
after(async () => {
  await browser.close();
  for (const stream of streams) stream.end();
  server.close();
});

async function open(t, content) {
  shown = content;
  streams = [];
  posted = [];
  const page = await open_page(browser, { base: server.base });
  t.after(() => page.context().close());
  await page.goto("/quay.html");
  while (streams.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  return page;
}
const tell = () => streams.at(-1).write("event: queue\ndata: {}\n\n");

test("an event puts what the desk shows now in the place of what was there, and keeps the focus", async (t) => {
  const page = await open(t, counter("A001"));
  assert.equal(await page.evaluate(() => document.activeElement.dataset.key), "n", "Enter calls");
  shown = counter("A002");
  tell();
  await page.waitForSelector('p:has-text("A002")');
  assert.equal(await page.evaluate(() => document.activeElement.dataset.key), "n");
  assert.equal(await page.locator("p").count(), 1);
  assert.deepEqual(page.faults, []);
});

test("one key does one act, and none while typing or switched off", async (t) => {
  const page = await open(t, counter("A001"));
  // The page that comes back listens again.
  const press = async (key) => {
    const before = streams.length;
    await page.keyboard.press(key);
    while (streams.length === before) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  await press("g");
  assert.deepEqual(posted, ["/goi-lai turn=A001"]);
  await press("n");
  assert.deepEqual(posted.slice(1), ["/tiep turn=A001"]);
  await page.focus("#tim");
  await page.keyboard.press("n");
  assert.equal(await page.inputValue("#tim"), "n");
  await page.evaluate(() => {
    localStorage.setItem("lt-keys", "off");
    document.activeElement.blur();
  });
  await page.keyboard.press("n");
  await page.keyboard.press("z");
  assert.equal(posted.length, 2);
  assert.deepEqual(page.faults, []);
});

test("a new call is said aloud once, in Vietnamese, where there is a voice", async (t) => {
  const call = (label) => `<p data-queue-say="Mời số ${label} đến quầy 1">${label}</p>`;
  const page = await open(t, call("A001"));
  await page.evaluate(() => {
    window.said = [];
    speechSynthesis.getVoices = () => [{ lang: "en-US" }, { lang: "vi-VN" }];
    speechSynthesis.speak = (speech) => window.said.push([speech.text, speech.lang]);
    window.SpeechSynthesisUtterance = class {
      constructor(text) {
        this.text = text;
      }
    };
  });
  shown = call("A002");
  tell();
  await page.waitForSelector('p:has-text("A002")');
  shown = `${call("A002")}<i>x</i>`;
  tell();
  await page.waitForSelector("i");
  assert.deepEqual(await page.evaluate(() => window.said), [["Mời số A002 đến quầy 1", "vi-VN"]]);
});
