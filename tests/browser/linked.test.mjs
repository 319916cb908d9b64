// A linked procedure: one dossier at the desk, its components in several agencies, and what each of those concerned sees.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { looks_right } from "./lib.mjs";
import { main_text, Offices } from "./province.mjs";

let offices;
before(async () => (offices = await Offices.open()));
after(async () => offices?.close());

const name = "Trần Thị Liên Thông";
let code, path;

// A choice, drawn as radios or as a list.
async function choose(page, field, value) {
  const radio = page.locator(`input[type="radio"][name="${field}"][value="${value}"]`);
  if (await radio.count()) await radio.check();
  else await page.selectOption(`select[name="${field}"]`, value);
}

// Work behind a page is done by jobs: looked at again until it shows.
async function until(page, address, words) {
  for (let turn = 0; turn < 40; ++turn) {
    await page.goto(address);
    if (words.test(await main_text(page))) return;
    await page.waitForTimeout(500);
  }
  assert.match(await main_text(page), words);
}

test("a family declares once, and the components stand in the dossier after it was checked", async () => {
  const desk = await offices.window("kinhbac.motcua");
  await desk.goto("/dossiers/new");
  await desk.fill("#owner_number", "027305" + String(Math.floor(Math.random() * 1e6)).padStart(6, "0"));
  await desk.fill("#owner_name", name);
  await desk.fill("#owner_phone", "0912 345 678");
  await desk.fill("#procedure_words", "lien thong dang ky khai sinh");
  await desk.keyboard.press("Enter");
  await desk.getByRole("button", { name: /Liên thông đăng ký khai sinh/ }).first().click();
  await desk.selectOption('[name="applicant.residence.province"]', { label: "Tỉnh Bắc Ninh" });
  if (await desk.locator('select[name="applicant.residence.commune"] option[value="09187"]').count() === 0)
    await desk.getByRole("button", { name: "Tính lại theo tờ khai" }).click();
  await desk.selectOption('[name="applicant.residence.commune"]', "09187");
  const born = new Date(Date.now() - 5 * 86400e3).toLocaleDateString("vi-VN", { day: "2-digit", month: "2-digit", year: "numeric" });
  for (const [field, value] of Object.entries({
    "child.full_name": "Trần Minh Anh", "child.birth_date": born, "child.nationality": "Việt Nam",
    "child.birth_place": "Bệnh viện Sản nhi Bắc Ninh", "child.home_town": "Bắc Ninh", copies: "0",
  })) await desk.fill(`[name="${field}"]`, value);
  for (const [field, value] of Object.entries({
    relation: "mother", "child.sex": "female", birth_proof: "certificate", marriage: "no", exemption: "none",
    "residence.wanted": "no", "insurance.wanted": "yes",
  })) await choose(desk, field, value);
  await desk.selectOption('select[name="child.people"]', { index: 1 });
  await desk.check('input[type="checkbox"][name="statement"]');
  for (const field of await desk.locator('input[name^="originals_"]').all()) await field.fill("1");
  await desk.getByRole("button", { name: "Tiếp nhận và in giấy hẹn" }).click();
  await desk.waitForURL(/\/dossiers\/[0-9a-f-]{36}/);
  path = new URL(desk.url()).pathname;
  code = /H05[.0-9A-Z]*-\d{6}-\d{4}/.exec(await main_text(desk))[0];

  const specialist = await offices.window("kinhbac.cv1");
  await until(specialist, path, /Kiểm tra thông tin của hồ sơ liên thông/);
  await specialist.locator('.lt-panel--do a.govuk-button[href^="/tasks/"]').first().click();
  for (const radio of await specialist.locator('input[type="radio"][value="yes"]').all()) await radio.check();
  await specialist.getByRole("button", { name: "Xong việc" }).click();
  await specialist.waitForURL(/\/tasks/);
  await until(specialist, path, /Đã mở hồ sơ thành phần/);
  const text = await main_text(specialist);
  assert.match(text, /Đăng ký khai sinh/);
  assert.match(text, /Cấp thẻ bảo hiểm y tế/);
  assert.match(text, /Chờ kết quả trước đó/);
  assert.doesNotMatch(text, /Đăng ký thường trú\n/); // nobody asked for it
  await looks_right(specialist, "linked-parent");
});

test("a component leads to its parent, and the citizen follows all of them by one code", async () => {
  const desk = await offices.window("kinhbac.motcua");
  await desk.goto(path);
  await desk.locator('section[aria-labelledby="components"] a').first().click();
  await desk.waitForURL((url) => url.pathname !== path);
  const text = await main_text(desk);
  assert.match(text, /Thành phần của hồ sơ liên thông/);
  assert.match(text, /Kết quả chuyển về UBND phường Kinh Bắc/);
  await looks_right(desk, "linked-component");
  await desk.getByRole("link", { name: code }).first().click();
  await desk.waitForURL((url) => url.pathname === path);

  const citizen = await offices.visitor();
  await citizen.goto("/tra-cuu/" + code);
  const seen = await main_text(citizen);
  assert.match(seen, /Các thủ tục thành phần/);
  assert.match(seen, /Chưa đến lượt/);
  assert.doesNotMatch(seen, new RegExp(name));
  await looks_right(citizen, "linked-followed");
});
