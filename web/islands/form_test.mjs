// The script of forms in a real browser, on the form that src/forms/view/view_test.cpp draws.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { axe, launch, open_page } from "../../tests/browser/lib.mjs";
import { serve } from "../samples/render.mjs";

const form = readFileSync(new URL("../../src/forms/testdata/household.form.html", import.meta.url), "utf8");
const html = `<!DOCTYPE html><html lang="vi"><head><title>Tờ khai</title><link rel="icon" href="/dist/favicon.svg">
<link rel="stylesheet" href="/dist/theme.css"></head><body class="lt-citizen"><main><h1>Tờ khai</h1>
<form method="post" action="/sent" novalidate>${form}<button class="govuk-button" type="submit">Lưu</button></form></main></body></html>`;

let server;
let browser;
let posted = [];
before(async () => {
  server = await serve(new Map([["form", html]]), (request, response, path) => {
    // Browsers ask for it whatever a page says.
    if (path === "/favicon.ico") return Boolean(response.writeHead(204).end());
    if (path !== "/sent") return false;
    let body = "";
    request.on("data", (piece) => (body += piece)).on("end", () => {
      posted.push([...new URLSearchParams(body)]);
      response.writeHead(200, { "Content-Type": "text/html" }).end("<!DOCTYPE html><title>x</title>");
    });
    return true;
  });
  browser = await launch();
});
after(async () => {
  await browser.close();
  server.close();
});

async function open(t, more = {}) {
  posted = [];
  const page = await open_page(browser, { base: server.base, ...more });
  t.after(() => page.context().close());
  await page.goto("/form.html");
  return page;
}
const named = (name) => `[name="${name}"]`;
const question = (name) => `[data-q="${name}"]`;
const error = (page, name) => page.locator(`[id="${name}-error"]`);

test("questions that don't apply are hidden, one behind the other", async (t) => {
  const page = await open(t);
  assert.equal(await page.locator(".lt-q__if").count(), 0, "the page itself shows when they apply");
  const [level, school] = ["members.0.level", "members.0.school"].map((name) => page.locator(question(name)));
  assert.equal(await level.isVisible(), false);
  await page.check(`${named("members.0.student")}[value=yes]`);
  assert.equal(await level.isVisible(), true);
  assert.equal(await school.isVisible(), false);
  await page.check(`${named("members.0.level")}[value="Đại học"]`);
  assert.equal(await school.isVisible(), true);
  await page.check(`${named("members.0.student")}[value=no]`);
  assert.equal(await level.isVisible(), false);
  assert.equal(await school.isVisible(), false, "its condition went with the question before");
  assert.deepEqual(page.faults, []);
});

test("what is wrong is said when the field is left, in the server's words, and goes when it is mended", async (t) => {
  const page = await open(t);
  await page.fill(named("phone"), "0912");
  assert.equal(await error(page, "phone").count(), 0, "not while it is typed");
  await page.locator(named("email")).focus();
  assert.equal(
    await error(page, "phone").textContent(),
    "Lỗi: Số điện thoại có 10 chữ số và bắt đầu bằng 0, ví dụ 0912345678. Nhập lại số điện thoại",
  );
  assert.equal(await page.getAttribute(named("phone"), "aria-invalid"), "true");
  assert.match(await page.getAttribute(named("phone"), "aria-describedby"), /phone-error/);
  assert.deepEqual(await axe(page), []);
  await page.fill(named("phone"), "0912345678");
  assert.equal(await error(page, "phone").count(), 0);
  assert.equal(await page.getAttribute(named("phone"), "aria-invalid"), null);
  // Nobody is told on the way that something is still missing.
  await page.fill(named("reason"), "");
  await page.locator(named("phone")).focus();
  assert.equal(await error(page, "reason").count(), 0);
  // The number of the row, and what stands beside.
  await page.fill(named("members.0.identity_number"), "024190001234");
  await page.fill(named("members.0.birth_date"), "2/3/1991");
  await page.locator(named("phone")).focus();
  assert.match(await error(page, "members.0.identity_number").textContent(), /của người sinh năm 1990, ngày sinh đã nhập là 02\/03\/1991/);
  await page.fill(named("members.0.birth_date"), "2/3/1990");
  assert.equal(await error(page, "members.0.identity_number").count(), 0);
  assert.deepEqual(page.faults, []);
});

test("rows are added and taken out in the page", async (t) => {
  const page = await open(t);
  await page.click("[data-add=members]");
  assert.equal(await page.evaluate(() => document.activeElement.name), "members.1.full_name");
  await page.keyboard.type("Lê Ba");
  await page.click("[data-add=members]");
  const titles = () => page.locator(".lt-row > legend").allTextContents();
  assert.deepEqual(await titles(), ["Người 1", "Người 2", "Người 3"]);
  assert.equal(await page.locator(question("members.2.level")).isVisible(), false);
  await page.locator("[data-remove]", { hasText: "Bớt người 1" }).click();
  assert.deepEqual(await titles(), ["Người 1", "Người 2"]);
  assert.deepEqual(await page.locator("[data-remove]").allTextContents(), ["Bớt người 1", "Bớt người 2"]);
  assert.deepEqual(await axe(page), []);
  await page.getByRole("button", { name: "Lưu" }).click();
  await page.waitForURL("**/sent");
  const members = posted[0].filter(([name, value]) => name.startsWith("members") && value);
  assert.deepEqual(members, [["members", "1"], ["members.1.full_name", "Lê Ba"], ["members", "2"]]);
  assert.deepEqual(page.faults, []);
});

test("communes follow the province", async (t) => {
  const page = await open(t);
  assert.equal(await page.locator("[data-communes]").isVisible(), false);
  await page.selectOption(named("home.province"), "24");
  await page.locator(`${named("home.commune")} option[value="09169"]`).waitFor({ state: "attached" });
  assert.equal(await page.locator(`${named("home.commune")} option`).count(), 100);
  await page.selectOption(named("home.commune"), { label: "Phường Vũ Ninh" });
  await page.selectOption(named("home.province"), "01");
  await page.locator(`${named("home.commune")} option[value="00004"]`).waitFor({ state: "attached" });
  assert.equal(await page.inputValue(named("home.commune")), "", "it was one of the other province");
  assert.deepEqual(page.faults, []);
});

test("without the list of communes the server is asked", async (t) => {
  const page = await open(t);
  await page.route("**/units.json", (route) => route.abort());
  await page.selectOption(named("home.province"), "24");
  await page.locator("[data-communes]").waitFor();
});

test("what was typed outlives a reload, and is forgotten once it is sent", async (t) => {
  const page = await open(t);
  await page.fill(named("reason"), "Về ở cùng cha mẹ");
  await page.click("[data-add=members]");
  await page.fill(named("members.1.full_name"), "Lê Ba");
  await page.check(`${named("members.1.sex")}[value=female]`);
  await page.selectOption(named("home.province"), "24");
  await page.locator(`${named("home.commune")} option[value="09169"]`).waitFor({ state: "attached" });
  await page.selectOption(named("home.commune"), "09169");
  await page.waitForFunction(() => Object.values(sessionStorage).some((text) => text.includes("09169")));
  await page.reload();
  assert.equal(await page.locator("[role=status]").textContent(), "Đã lấy lại những gì nhập dở trước đó.");
  assert.equal(await page.inputValue(named("reason")), "Về ở cùng cha mẹ");
  assert.equal(await page.inputValue(named("members.1.full_name")), "Lê Ba");
  assert.equal(await page.isChecked(`${named("members.1.sex")}[value=female]`), true);
  await page.waitForFunction(() => document.querySelector('[name="home.commune"]').value === "09169");
  await page.getByRole("button", { name: "Lưu" }).click();
  await page.waitForURL("**/sent");
  await page.goto("/form.html");
  assert.equal(await page.inputValue(named("reason")), "Chuyển đến");
  assert.equal(await page.locator("[role=status]").count(), 0);
  assert.deepEqual(page.faults, []);
});

test("without script all is there, says when it applies, and Enter sends the form", async (t) => {
  const page = await open(t, { script: false });
  assert.equal(await page.locator(question("members.0.school")).isVisible(), true);
  assert.equal(
    await page.locator(`${question("members.0.level")} .lt-q__if`).textContent(),
    "Chỉ trả lời nếu “Đang đi học” là Có.",
  );
  await page.locator(named("phone")).press("Enter");
  await page.waitForURL("**/sent");
  assert.ok(!posted[0].some(([name]) => name.startsWith("_")), "no other button was meant");
  await page.goto("/form.html");
  await page.click("[data-add=members]");
  await page.waitForURL("**/sent");
  assert.deepEqual(posted[1].at(-1), ["_add", "members"]);
});
