// The catalogue of procedures as everybody and the operator find it, also where nothing is approved yet.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { looks_right } from "./lib.mjs";
import { main_text, Offices } from "./province.mjs";

let offices;
before(async () => (offices = await Offices.open()));
after(async () => offices?.close());

test("a visitor looks for a procedure", async () => {
  const page = await offices.visitor();
  await page.goto("/thu-tuc");
  await looks_right(page, "procedures");
  await page.fill("#tim", "khong co thu tuc nao ten nhu the");
  await page.locator("main form button").click();
  assert.match(await main_text(page), /Không thấy thủ tục nào/);
  assert.equal(await page.inputValue("#tim"), "khong co thu tuc nao ten nhu the");
  await looks_right(page, "procedures-none");
  assert.equal((await page.goto("/thu-tuc/0.000000")).status(), 404);
});

test("the operator finds the drafts in the menu", async () => {
  const page = await offices.window("nen-tang.vanhanh");
  await page.goto("/admin/agencies");
  await page.locator(".lt-nav").getByRole("link", { name: "Thủ tục chờ duyệt" }).click();
  assert.match(await main_text(page), /Thủ tục chờ duyệt/);
  await page.fill("#tim", "khong co");
  await page.locator("main form button").first().click();
  await looks_right(page, "procedure-drafts");
});
