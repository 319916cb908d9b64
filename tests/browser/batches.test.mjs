// Papers between the desk and those who decide: given in a batch, received with a remark, one line sent back, taken back before it is received.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { looks_right } from "./lib.mjs";
import { main_text, Offices, press } from "./province.mjs";

let offices;
before(async () => (offices = await Offices.open()));
after(async () => offices?.close());

let codes, path;

// The two oldest of what waits, checked, and nothing else.
async function choose_two(desk) {
  await desk.goto("/dossiers/batches/new?span=all");
  await desk.locator("thead input").uncheck();
  for (const row of [0, 1]) await desk.locator("tbody .lt-pick input").nth(row).check();
  return desk.locator("tbody .lt-number").allInnerTexts();
}

test("the desk gives a batch, adding one by its code", async () => {
  const desk = await offices.window("vuninh.motcua");
  await desk.goto("/dossiers/batches");
  await looks_right(desk, "batches-waiting");
  codes = (await choose_two(desk)).slice(0, 2);
  assert.equal(codes.length, 2, "the demo left too little to hand over");
  assert.equal(await desk.innerText("[data-checked-count]"), "2");
  await looks_right(desk, "batch-new");

  // Only what the reader reads: the first by the address of its receipt, as a reader types it.
  await desk.goto("/dossiers/batches/new?span=codes");
  assert.equal(await desk.evaluate(() => document.activeElement.id), "code");
  await desk.keyboard.type(`https://lienthong.example.vn/tra-cuu/${codes[0]}`);
  await desk.keyboard.press("Enter");
  await desk.getByText(codes[0]).waitFor();
  await desk.keyboard.type("H05.0-000000-0000");
  await desk.keyboard.press("Enter");
  await desk.locator("#code-error").waitFor();
  assert.match(await main_text(desk), /Không tìm thấy hồ sơ H05\.0-000000-0000/);
  await looks_right(desk, "batch-new-error");
  await desk.fill("#code", codes[1]);
  await desk.keyboard.press("Enter");
  await desk.getByText(codes[1]).waitFor();
  assert.equal(await desk.locator("tbody input:checked").count(), 2);
  assert.equal(await press(desk, "Bàn giao hồ sơ đã chọn"), 200);
  path = new URL(desk.url()).pathname;
  assert.match(await main_text(desk), /Đã lập phiếu bàn giao/);
  await looks_right(desk, "batch-given");
  const slip = await desk.request.get(path + "/slip");
  assert.equal(slip.headers()["content-type"], "application/pdf");
});

test("the specialist takes one line and sends the other back with a reason", async () => {
  const specialist = await offices.window("vuninh.cv1");
  await specialist.goto("/dossiers/batches?view=receive");
  await looks_right(specialist, "batches-to-receive");
  await specialist.goto(path);
  await looks_right(specialist, "batch-to-receive");
  await specialist.locator('input[name="take"]').nth(1).uncheck();
  assert.equal(await press(specialist, "Xác nhận đã nhận"), 422);
  assert.equal(await specialist.locator('input[name="take"]').nth(1).isChecked(), false);
  await looks_right(specialist, "batch-receive-error");
  await specialist.fill("#remark_2", "Thiếu bản chính giấy chứng sinh");
  assert.equal(await press(specialist, "Xác nhận đã nhận"), 200);
  assert.match(await main_text(specialist), /Đã xác nhận.*Thiếu bản chính giấy chứng sinh/);
  await looks_right(specialist, "batch-received");

  const desk = await offices.window("vuninh.motcua");
  await desk.goto("/dossiers/batches/new");
  assert.match(await main_text(desk), /Đã bị trả lại Thiếu bản chính giấy chứng sinh/);
  const [ours, theirs] = await Promise.all([desk, specialist].map(async (page) => (await page.request.get(path + "/slip")).body()));
  assert.ok(ours.equals(theirs));
});

test("a batch is taken back before it is received, and goes nowhere then", async () => {
  const desk = await offices.window("vuninh.motcua");
  await choose_two(desk);
  await press(desk, "Bàn giao hồ sơ đã chọn");
  const taken = new URL(desk.url()).pathname;
  await desk.getByRole("link", { name: "Rút lại phiếu" }).click();
  await looks_right(desk, "batch-withdrawal");
  assert.equal(await press(desk, "Rút lại phiếu"), 200);
  assert.match(await main_text(desk), /Đã rút lại phiếu/);
  const specialist = await offices.window("vuninh.cv1");
  await specialist.goto(taken);
  assert.equal(await specialist.getByRole("button", { name: "Xác nhận đã nhận" }).count(), 0);
  await desk.goto("/dossiers/batches?view=done");
  await looks_right(desk, "batches-done");
});

test("without a script the desk gives a batch all the same", async () => {
  await offices.window("vuninh.motcua");
  const desk = await offices.window("vuninh.motcua", { script: false });
  await desk.goto("/dossiers/batches/new?span=codes");
  await desk.fill("#code", codes[1]);
  await desk.getByRole("button", { name: "Thêm mã" }).click();
  assert.equal(await desk.locator("tbody input:checked").count(), 1);
  await desk.getByRole("button", { name: "Bàn giao hồ sơ đã chọn" }).click();
  assert.match(await main_text(desk), /Đã lập phiếu bàn giao/);
});
