// Working calendars as administrators keep them: an agency's days off and make-up days, a correction, the province's week, a due time tried out.
// Everything in 2031, which no other test looks at.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { kPhone, looks_right } from "./lib.mjs";
import { follow, from_menu, main_text, Offices, press } from "./province.mjs";

const cast = { administrator: "kinhbac.quantri", operator: "nen-tang.vanhanh" };

let offices;
before(async () => (offices = await Offices.open()));
after(async () => offices?.close());

async function fill(page, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`main #${name}`);
    if ((await field.evaluate((one) => one.tagName)) === "SELECT") await field.selectOption(value);
    else await field.fill(value);
  }
}

const month = (page, name) => page.locator("main table.lt-month", { has: page.locator("caption", { hasText: name }) });

test("an agency enters days off and a make-up day, corrects and withdraws them", async () => {
  const page = await offices.window(cast.administrator);
  await page.goto("/");
  await from_menu(page, "Lịch làm việc");
  assert.match(await main_text(page), /UBND phường Kinh Bắc/);
  await looks_right(page, "calendar");
  assert.equal(await follow(page, "Thêm ngày nghỉ, ngày làm bù"), 200);
  await looks_right(page, "calendar-days");
  await fill(page, { kind: "worked", first: "08/03/2031", last: "", name: "Làm bù", basis: "Văn bản số 2", instead_of: "03/03/2031" });
  assert.equal(await press(page, "Thêm vào lịch"), 422);
  assert.match(await main_text(page), /03\/03\/2031 là ngày làm việc. Ghi ngày ấy là ngày nghỉ trước/);
  await looks_right(page, "calendar-days-wrong");
  await fill(page, { kind: "off", first: "03/03/2031", last: "04/03/2031", name: "Nghỉ chống bão", basis: "Công điện số 1", instead_of: "" });
  assert.equal(await press(page, "Thêm vào lịch"), 200);
  assert.match(await main_text(page), /Đã thêm vào lịch/);
  assert.deepEqual(await month(page, "Tháng 3").locator("td.lt-off").allTextContents(), ["3 nghỉ", "4 nghỉ"]);
  await follow(page, "Thêm ngày nghỉ, ngày làm bù");
  await fill(page, { kind: "worked", first: "08/03/2031", name: "Làm bù", basis: "Văn bản số 2", instead_of: "03/03/2031" });
  await press(page, "Thêm vào lịch");
  assert.deepEqual(await month(page, "Tháng 3").locator("td.lt-made-up").allTextContents(), ["8 làm bù"]);

  await follow(page, "Sửa 03/03/2031 – 04/03/2031");
  await fill(page, { last: "" });
  assert.equal(await press(page, "Lưu thay đổi"), 422);
  await fill(page, { why: "Bão tan sớm" });
  assert.equal(await press(page, "Lưu thay đổi"), 200);
  assert.deepEqual(await month(page, "Tháng 3").locator("td.lt-off").allTextContents(), ["3 nghỉ"]);

  // Friday afternoon, a weekend, the Monday off.
  await fill(page, { start: "28/02/2031 16:00", amount: "1", unit: "working_days" });
  await page.locator("main #late").check();
  assert.equal(await press(page, "Tính hạn"), 200);
  assert.match(await main_text(page), /Hạn: 17:00, Thứ Ba, 04\/03\/2031 Tính từ 07:30, Thứ Ba, 04\/03\/2031/);
  await fill(page, { amount: "x" });
  assert.equal(await press(page, "Tính hạn"), 200);
  assert.match(await main_text(page), /Nhập số ngày hoặc số giờ/);
  await looks_right(page, "calendar-trial-wrong");

  for (const [day, what] of [["08/03/2031", "Làm bù"], ["03/03/2031", "Nghỉ chống bão"]]) {
    await page.goto("/admin/calendar?year=2031");
    await follow(page, `Bỏ ${day}`);
    assert.match(await main_text(page), new RegExp(`Bỏ “${what}” khỏi lịch\\?`));
    await fill(page, { why: "Kết thúc thử" });
    assert.equal(await press(page, "Bỏ khỏi lịch"), 200);
  }
  await page.locator("main summary").click();
  assert.match(await main_text(page), /Bão tan sớm.*Kết thúc thử/);
  await looks_right(page, "calendar-withdrawn");
  assert.deepEqual(page.faults, []);
});

test("the operator changes the province's week from a day on, without script", async () => {
  const page = await offices.window(cast.operator, { script: false, viewport: kPhone });
  await page.goto("/admin/calendar?year=2031");
  assert.match(await main_text(page), /Cả tỉnh/);
  await follow(page, "Thay đổi tuần làm việc");
  await fill(page, { valid_from: "01/06/2031", monday: "07:00-11:00, 10:00-17:00", basis: "Quyết định số 3" });
  assert.equal(await press(page, "Lưu tuần làm việc"), 422);
  await fill(page, { monday: "7h-11h30; 13h30-17h" });
  assert.equal(await press(page, "Lưu tuần làm việc"), 200);
  assert.match(await main_text(page), /Từ 01\/06\/2031: thứ Hai 07:00-11:30, 13:30-17:00. Quyết định số 3/);
  // An agency sees it as inherited, and can't touch it.
  const other = await offices.window(cast.administrator);
  await other.goto("/admin/calendar?year=2031");
  assert.match(await main_text(other), /Từ 01\/06\/2031: thứ Hai 07:00-11:30, 13:30-17:00. Quyết định số 3. Lịch của tỉnh/);
  const removal = await page.locator("main a", { hasText: "tuần từ 01/06/2031" }).getAttribute("href");
  assert.equal((await other.goto(removal)).status(), 404);
  assert.equal((await other.goto(`${removal.split("?")[0]}?agency=`)).status(), 404);
  await page.goto(removal);
  await fill(page, { why: "Kết thúc thử" });
  assert.equal(await press(page, "Bỏ khỏi lịch"), 200);
  assert.equal((await page.goto("/admin/calendar?agency=019a9f3e-0000-7000-8000-000000000000")).status(), 404);
});

test("the week's form and the operator's choice of an agency are sound", async () => {
  const page = await offices.window(cast.operator);
  await page.goto("/admin/calendar");
  await looks_right(page, "calendar-province");
  await page.locator("main #agency").selectOption({ label: "UBND phường Kinh Bắc" });
  assert.equal(await press(page, "Xem lịch"), 200);
  assert.match(page.url(), /agency=[0-9a-f-]{36}/);
  await follow(page, "Thay đổi tuần làm việc");
  await looks_right(page, "calendar-week");
  assert.deepEqual(page.faults, []);
});
