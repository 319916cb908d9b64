// The boxes on the page of a file, in a real browser: moved and resized with mouse, finger and keys, and one with their number fields.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open_page } from "../../tests/browser/lib.mjs";
import { serve } from "../samples/render.mjs";

const kPolicy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'";
const kParts = ["page", "left", "top", "width", "height"];

function place(name, label, values, in_text) {
  const box = in_text === undefined ? "" : `<input type="checkbox" id="${name}_in_text"${in_text ? " checked" : ""}>`;
  const inputs = kParts.map((part, i) => `<input id="${name}_${part}" value="${values[i]}">`).join("");
  return `<fieldset class="lt-place" data-place="${name}"><legend><span data-place-label>${label}</span></legend>${box}<div class="lt-place__fields">${inputs}</div></fieldset>`;
}
const html = (file) => `<!DOCTYPE html><html lang="vi"><head><title>Vị trí</title><link rel="icon" href="/dist/favicon.svg">
<link rel="stylesheet" href="/dist/theme.css"></head><body class="lt-office"><main>
${place("so", "Số văn bản", [1, 50, "33,5", 12, 5], false)}${place("ngay", "Ngày ban hành", ["", "", "", "", ""], true)}
${place("ky_lanhdao", "Chữ ký của lãnh đạo", [2, 120, 100, 40, 20])}
<div class="lt-places" data-places="/${file}" hidden></div></main>
<script src="/dist/places.js" type="module"></script></body></html>`;

// Two pages: A4, and a smaller one shown turned, so that it is 148 mm wide and 105 mm high.
function two_pages() {
  const content = "BT /F1 14 Tf 60 200 Td (V/v kiem tra) Tj ET";
  const page = (size, more) =>
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${size}]${more}/Contents 5 0 R/Resources<</Font<</F1 6 0 R>>>>>>`;
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
    page("595.28 841.89", ""),
    page("297.64 419.53", "/Rotate 90"),
    `<</Length ${content.length}>>\nstream\n${content}\nendstream`,
    "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
  ];
  let text = "%PDF-1.4\n";
  const at = objects.map((object, i) => {
    const here = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return here;
  });
  const table = text.length;
  const rows = at.map((n) => `${String(n).padStart(10, "0")} 00000 n \n`).join("");
  text += `xref\n0 7\n0000000000 65535 f \n${rows}trailer\n<</Size 7/Root 1 0 R>>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(text, "latin1");
}

let server;
let browser;
before(async () => {
  const answers = {
    "/good.html": [html("good.pdf"), "text/html; charset=utf-8"],
    "/bad.html": [html("bad.pdf"), "text/html; charset=utf-8"],
    "/good.pdf": [two_pages(), "application/pdf"],
    "/bad.pdf": [Buffer.from("no file of this kind"), "application/pdf"],
  };
  server = await serve(new Map(), (request, response, path) => {
    if (!answers[path]) return false;
    const [body, type] = answers[path];
    response.writeHead(200, { "Content-Type": type, "Content-Security-Policy": kPolicy }).end(body);
    return true;
  });
  browser = await launch();
});
after(async () => {
  await browser.close();
  server.close();
});

async function open(t, name = "good", more = {}) {
  const page = await open_page(browser, { base: server.base, ...more });
  t.after(() => page.context().close());
  await page.goto(`/${name}.html`);
  return page;
}
const leader = '[data-box="ky_lanhdao"]';
const number = '[data-box="so"]';
async function values(page, name) {
  const all = {};
  for (const part of kParts) all[part] = await page.inputValue(`#${name}_${part}`);
  return Object.values(all).join(" ");
}
// Where the box stands on the sheet, in parts of its width.
async function box_at(page, selector) {
  const [box, sheet] = [
    await page.locator(selector).boundingBox(),
    await page.locator(".lt-places__sheet canvas").boundingBox(),
  ];
  return { left: (box.x - sheet.x) / sheet.width, width: box.width / sheet.width, scale: sheet.width };
}
const near = (a, b, room = 0.01) => assert.ok(Math.abs(a - b) < room, `${a} is not ${b}`);

test("the page of the signature is drawn, and the box stands where its fields say", async (t) => {
  const page = await open(t);
  await page.locator(leader).waitFor();
  await page.locator('[role="status"]', { hasText: "Trang 2 / 2" }).waitFor();
  assert.equal(await page.locator(number).isVisible(), false, "it is on the other page");
  // Kept as it was typed, although page 2 is narrower: nothing moves before somebody moves it.
  assert.equal(await values(page, "ky_lanhdao"), "2 120 100 40 20");
  await page.fill("#ky_lanhdao_left", "14,8");
  const seen = await box_at(page, leader);
  near(seen.left, 14.8 / 148);
  near(seen.width, 40 / 148);
  const drawn = await page.evaluate(() => {
    const canvas = document.querySelector("canvas");
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    return { ratio: canvas.width / canvas.height, dark: pixels.some((value, i) => i % 4 < 3 && value < 100) };
  });
  near(drawn.ratio, 148 / 105);
  assert.ok(drawn.dark, "the words of the page are there");
  assert.deepEqual(page.faults, []);
});

test("arrow keys move and resize the box, not over the edge", async (t) => {
  const page = await open(t);
  await page.locator(leader).waitFor();
  for (const [part, value] of [["left", "10"], ["top", "20"]]) await page.fill(`#ky_lanhdao_${part}`, value);
  await page.focus(leader);
  for (const key of ["ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowRight", "Shift+ArrowDown"])
    await page.keyboard.press(key);
  assert.equal(await values(page, "ky_lanhdao"), "2 12 19 41 21");
  assert.match(await page.locator(leader).getAttribute("aria-label"), /^Chữ ký của lãnh đạo: trang 2, cách mép trái 12 mm/);
  for (let i = 0; i < 30; i += 1) await page.keyboard.press("ArrowUp");
  assert.equal(await page.inputValue("#ky_lanhdao_top"), "0");
  await page.fill("#ky_lanhdao_left", "500");
  await page.focus(leader);
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.inputValue("#ky_lanhdao_left"), "107", "148 mm less 41 mm");
});

test("the mouse drags the box and its corner", async (t) => {
  const page = await open(t);
  await page.getByRole("button", { name: "Trang trước" }).click();
  await page.locator(number).waitFor();
  const { scale } = await box_at(page, number);
  const millimetre = scale / 210;
  const box = await page.locator(number).boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 20 * millimetre, box.y + box.height / 2 + 10 * millimetre, { steps: 4 });
  await page.mouse.up();
  near(Number((await page.inputValue("#so_left")).replace(",", ".")), 70, 0.3);
  near(Number((await page.inputValue("#so_top")).replace(",", ".")), 43.5, 0.3);
  assert.equal(await page.inputValue("#so_width"), "12");
  const moved = await page.locator(number).boundingBox();
  await page.mouse.move(moved.x + moved.width, moved.y + moved.height);
  await page.mouse.down();
  await page.mouse.move(moved.x + moved.width + 8 * millimetre, moved.y + moved.height, { steps: 4 });
  await page.mouse.up();
  near(Number((await page.inputValue("#so_width")).replace(",", ".")), 20, 0.4);
  assert.equal(await page.inputValue("#so_page"), "1");
});

test("a finger drags the box, and the page does not scroll away", async (t) => {
  const page = await open(t, "good", { viewport: { width: 360, height: 740 } });
  await page.locator(leader).waitFor();
  await page.fill("#ky_lanhdao_left", "10");
  await page.fill("#ky_lanhdao_top", "20");
  await page.locator(leader).scrollIntoViewIfNeeded();
  const before = await page.evaluate(() => scrollY);
  const session = await page.context().newCDPSession(page);
  const box = await page.locator(leader).boundingBox();
  const touch = (type, x, y) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y }] });
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await session.send("Emulation.setTouchEmulationEnabled", { enabled: true });
  await touch("touchStart", x, y);
  for (let i = 1; i <= 5; i += 1) await touch("touchMove", x + 6 * i, y + 4 * i);
  await touch("touchEnd");
  await page.waitForFunction(() => document.getElementById("ky_lanhdao_left").value !== "10");
  assert.ok(Number((await page.inputValue("#ky_lanhdao_left")).replace(",", ".")) > 15);
  assert.equal(await page.evaluate(() => scrollY), before);
});

test("a text that the file has already has no box; unchecked, it gets one", async (t) => {
  const page = await open(t);
  await page.getByRole("button", { name: "Trang trước" }).click();
  await page.locator(number).waitFor();
  const day = page.locator('[data-box="ngay"]');
  assert.equal(await day.isVisible(), false);
  assert.equal(await page.locator("#ngay_left").isVisible(), false);
  await page.uncheck("#ngay_in_text");
  assert.equal(await day.isVisible(), true);
  assert.equal(await values(page, "ngay"), "1 30 35 12 5");
  await page.fill("#ngay_page", "2");
  await page.locator("#ngay_page").blur();
  await page.locator(leader).waitFor();
  assert.equal(await day.isVisible(), true, "the page follows its field");
  await page.fill("#ngay_left", "mười");
  assert.equal(await day.isVisible(), false, "nothing to show");
  assert.deepEqual(page.faults, []);
});

test("a file that can't be drawn leaves the fields", async (t) => {
  const page = await open(t, "bad");
  await page.waitForSelector('[role="status"]:has-text("Không vẽ được trang")');
  assert.equal(await page.locator(leader).count(), 0);
  await page.fill("#ky_lanhdao_left", "33");
  assert.equal(await page.inputValue("#ky_lanhdao_left"), "33");
});
