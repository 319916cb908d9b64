// The script for the desktop plug-in in a real browser. The plug-in's side of the socket is played as docs/integrator/vgca.md records it;
// without it, the real port is asked, where nothing listens.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open_page } from "../../tests/browser/lib.mjs";
import { serve } from "../samples/render.mjs";

const kPolicy =
  "default-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self' wss://127.0.0.1:8987";
const kIcon = '<link rel="icon" href="/dist/favicon.svg">';
const kPage = `<!DOCTYPE html><html lang="vi"><head><title>Ký</title>${kIcon}</head><body>
<form><input type="hidden" name="_csrf" value="sample"></form>
<div data-vgca="/order" hidden><button type="button">Ký bằng phần mềm VGCA</button><p role="status"></p></div>
<div data-vgca-others>Cách khác</div>
<script src="/dist/vgca.js" defer></script></body></html>`;
const kParameters = JSON.stringify({
  FileUploadHandler: "https://lt.example.vn/d",
  SessionId: "",
  JWTToken: "",
  FileName: "https://lt.example.vn/f",
});

let server;
let browser;
let asked = [];
let answers = []; // each order takes the first; the last one stays
const kDone = { status: 200, body: { done: "/xong.html" } };
const file = (position) => ({
  status: 200,
  body: { path: "SignApproved", parameters: kParameters, position, progress: `Tệp ${position + 1} trong 2.` },
});

before(async () => {
  server = await serve(new Map(), (request, response, path) => {
    if (path === "/ky.html" || path === "/xong.html") {
      response
        .writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": kPolicy })
        .end(path === "/ky.html" ? kPage : `<title>Xong</title>${kIcon}`);
      return true;
    }
    if (path !== "/order") return false;
    asked.push({ method: request.method, token: request.headers["x-csrf-token"] });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    response.writeHead(answer.status, { "Content-Type": "application/json" }).end(JSON.stringify(answer.body));
    return true;
  });
  browser = await launch();
});
after(async () => {
  await browser.close();
  server.close();
});

// `plug_in` gets each socket; without it, nothing takes the connection.
async function open(t, plug_in) {
  asked = [];
  answers = [file(0), kDone];
  const page = await open_page(browser, { base: server.base });
  t.after(() => page.context().close());
  if (plug_in) await page.routeWebSocket("wss://127.0.0.1:8987/*", plug_in);
  await page.goto("/ky.html");
  await page.waitForSelector("[data-vgca] button"); // shown by the script
  return page;
}
const said = (page, text) => page.waitForSelector(`[role=status]:has-text("${text}")`);

test("the plug-in gets its order and the page goes on when it has signed", async (t) => {
  const heard = [];
  const page = await open(t, (socket) =>
    socket.onMessage((message) => {
      heard.push([new URL(socket.url()).pathname, message]);
      socket.send(JSON.stringify({ Status: 0, Message: "", FileName: "a.pdf", FileServer: "https://lt.example.vn/a" }));
    }),
  );
  await page.click("button");
  await page.waitForURL("**/xong.html");
  assert.deepEqual(heard, [["/SignApproved", kParameters]]);
  assert.deepEqual(asked[0], { method: "POST", token: "sample" });
  assert.equal(asked.length, 2, "asked again whether there is more");
  assert.deepEqual(page.faults, []);
});

test("one file after the other is signed, each with its own order, and the page says which", async (t) => {
  let said_first;
  let sockets = 0;
  const page = await open(t, (socket) =>
    socket.onMessage(async () => {
      sockets += 1;
      said_first ??= await page.textContent("[role=status]");
      socket.send(JSON.stringify({ Status: 0 }));
    }),
  );
  answers = [file(0), file(1), kDone];
  await page.click("button");
  await page.waitForURL("**/xong.html");
  assert.equal(sockets, 2);
  assert.match(said_first, /^Tệp 1 trong 2\./);
});

test("a file that the plug-in says is signed and the server has not got is not asked for over and over", async (t) => {
  const page = await open(t, (socket) => socket.onMessage(() => socket.send(JSON.stringify({ Status: 0 }))));
  answers = [file(0)];
  await page.click("button");
  await said(page, "máy chủ chưa nhận được tệp");
  assert.equal(asked.length, 2);
  assert.equal(await page.isEnabled("button"), true);
});

test("a refusal of the plug-in is said in its own words, and the button works again", async (t) => {
  let times = 0;
  const page = await open(t, (socket) =>
    socket.onMessage(() => {
      times += 1;
      socket.send(
        JSON.stringify(times === 1 ? { Status: 11, Message: "Người dùng huỷ bỏ thao tác." } : { Status: 0 }),
      );
    }),
  );
  await page.click("button");
  await said(page, "Người dùng huỷ bỏ thao tác.");
  answers = [file(0), kDone];
  await page.click("button");
  await page.waitForURL("**/xong.html");
  assert.equal(asked.length, 3, "a second try has an order of its own");
});

test("nonsense and a plug-in that closes in the middle are no success", async (t) => {
  const nonsense = await open(t, (socket) => socket.onMessage(() => socket.send("<script>")));
  await nonsense.click("button");
  await said(nonsense, "không ký được văn bản");
  const closes = await open(t, (socket) => socket.onMessage(() => socket.close()));
  await closes.click("button");
  await said(closes, "đã đóng khi chưa ký xong");
});

test("without the plug-in the page says so and shows the other ways", async (t) => {
  const page = await open(t);
  await page.click("button");
  await said(page, "Không thấy phần mềm ký số VGCA");
  assert.equal(await page.isEnabled("button"), true);
  assert.equal(await page.isVisible("[data-vgca-others]"), true);
});

test("what the server refuses never reaches the plug-in", async (t) => {
  let sockets = 0;
  const page = await open(t, () => (sockets += 1));
  answers = [{ status: 409, body: { detail: "Văn bản đã được người khác sửa." } }];
  await page.click("button");
  await said(page, "Văn bản đã được người khác sửa.");
  assert.equal(sockets, 0);
});
