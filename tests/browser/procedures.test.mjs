// The catalogue of procedures as everybody and the operator find it, also where nothing is approved yet.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { looks_right } from "./lib.mjs";
import { from_menu, main_text, Offices } from "./province.mjs";

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
  await from_menu(page, "Thủ tục chờ duyệt");
  assert.match(await main_text(page), /Thủ tục chờ duyệt/);
  await page.fill("#tim", "khong co");
  await page.locator("main form button").first().click();
  await looks_right(page, "procedure-drafts");
});

test("a visitor reads a procedure of the release, found by what people call it", async () => {
  const page = await offices.visitor();
  await page.goto("/thu-tuc?q=so+do");
  await page.getByRole("link", { name: /Cấp đổi Giấy chứng nhận/ }).click();
  assert.match(await main_text(page), /5 ngày làm việc/);
  await looks_right(page, "procedure");
});

test("the operator makes a new version of a procedure, part by part", async () => {
  const page = await offices.window("nen-tang.vanhanh");
  await page.goto("/admin/procedures/in-force?q=xay+dung");
  await looks_right(page, "procedures-in-force");
  await page.getByRole("link", { name: /Cấp giấy phép xây dựng/ }).click();
  await looks_right(page, "procedure-versions");
  await page.getByRole("button", { name: "Sửa thành phiên bản mới" }).click();
  assert.match(await main_text(page), /Đây là bản dự thảo/);
  await looks_right(page, "procedure-draft");
  const draft = page.url().replace(/\?.*/, "");
  for (const part of ["run", "ways", "papers", "results", "form"]) {
    await page.goto(`${draft}/edit/${part}`);
    await looks_right(page, `procedure-edit-${part}`);
  }
  await page.goto(`${draft}/edit/ways`);
  await page.fill("#time_0_amount", "mười");
  await page.getByRole("button", { name: "Lưu vào bản dự thảo" }).click();
  assert.match(await main_text(page), /Nhập một số từ 0 đến 10.000/);
  await looks_right(page, "procedure-edit-wrong");
  await page.fill("#time_0_amount", "12");
  await page.getByRole("button", { name: "Thêm một thời hạn" }).click();
  assert.equal(await page.inputValue("#time_0_amount"), "12");
  await page.getByRole("button", { name: "Lưu vào bản dự thảo" }).click();
  assert.match(await main_text(page), /12 ngày/);
  await page.getByRole("button", { name: "Bỏ bản dự thảo" }).click();
  assert.match(await main_text(page), /Đã bỏ bản dự thảo/);
});

test("the operator says who offers a procedure", async () => {
  const page = await offices.window("nen-tang.vanhanh");
  await page.goto("/admin/procedures/1.012783/offers");
  await looks_right(page, "procedure-offers");
  await page.getByRole("button", { name: "Ghi vào thủ tục" }).click();
  assert.match(await main_text(page), /Chọn ít nhất một việc/);
  await looks_right(page, "procedure-offers-wrong");
  await page.fill("#agency", "Sở Xây dựng");
  await page.getByLabel("Hướng dẫn, hỗ trợ").check();
  await page.getByRole("button", { name: "Ghi vào thủ tục" }).click();
  assert.match(await main_text(page), /Đã ghi cơ quan/);
  const row = page.locator("tbody tr", { hasText: "Sở Xây dựng" });
  await row.getByRole("button").click();
  assert.equal(await page.locator("tbody tr", { hasText: "Sở Xây dựng" }).count(), 0);
});
