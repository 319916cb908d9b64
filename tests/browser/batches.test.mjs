// Papers between the desk and those who decide: given in a batch and signed for, received with a remark, one line sent back, taken back before it is
// received; by who has no key, and with the plug-in on the own machine, too.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { give_key, issue_key } from "./keys.mjs";
import { looks_right } from "./lib.mjs";
import { choose, plug_in, register, retire } from "./plugin.mjs";
import { account, follow, main_text, Offices, pin, press } from "./province.mjs";

let offices;
before(async () => {
  offices = await Offices.open();
  for (const login of ["vuninh.motcua", "vuninh.cv1"]) await give_key(offices, login);
});
after(async () => offices?.close());

let codes, path;

async function file(page, path) {
  const answer = await page.request.get(path);
  assert.equal(answer.headers()["content-type"], "application/pdf");
  return answer.body();
}

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

  // A wrong PIN is told at its field; nothing is given and nothing is lost. Enter behind it signs, as the button does.
  await desk.fill("#pin", "sai");
  await desk.keyboard.press("Enter");
  await desk.locator("#pin-error").waitFor();
  assert.equal(await desk.locator("tbody input:checked").count(), 2);
  assert.equal(await desk.inputValue("#pin"), "");
  await looks_right(desk, "batch-sign-error");
  await desk.fill("#pin", pin);
  assert.equal(await press(desk, "Ký số và bàn giao"), 200);
  path = new URL(desk.url()).pathname;
  assert.match(await main_text(desk), /Đã lập phiếu bàn giao.*Đã ký số, chứng thư của/);
  await looks_right(desk, "batch-given");
  assert.match((await file(desk, path + "/slip")).toString("latin1"), /\/ByteRange/);
});

test("the specialist takes one line and sends the other back with a reason", async () => {
  const specialist = await offices.window("vuninh.cv1");
  await specialist.goto("/dossiers/batches?view=receive");
  await looks_right(specialist, "batches-to-receive");
  await specialist.goto(path);
  await looks_right(specialist, "batch-to-receive");
  await specialist.locator('input[name="take"]').nth(1).uncheck();
  assert.equal(await press(specialist, "Ký số và xác nhận đã nhận"), 422);
  assert.equal(await specialist.locator('input[name="take"]').nth(1).isChecked(), false);
  await looks_right(specialist, "batch-receive-error");
  await specialist.fill("#remark_2", "Thiếu bản chính giấy chứng sinh");
  await specialist.fill("#pin", "sai");
  assert.equal(await press(specialist, "Ký số và xác nhận đã nhận"), 422);
  await specialist.locator("#pin-error").waitFor();
  assert.equal(await specialist.inputValue("#remark_2"), "Thiếu bản chính giấy chứng sinh");
  await specialist.fill("#pin", pin);
  assert.equal(await press(specialist, "Ký số và xác nhận đã nhận"), 200);
  assert.match(await main_text(specialist), /Đã xác nhận.*Đã ký số.*Đã ký số.*Thiếu bản chính giấy chứng sinh/);
  await looks_right(specialist, "batch-received");

  const desk = await offices.window("vuninh.motcua");
  await desk.goto("/dossiers/batches/new");
  assert.match(await main_text(desk), /Đã bị trả lại Thiếu bản chính giấy chứng sinh/);
  for (const paper of ["/slip", "/record"]) {
    const [ours, theirs] = await Promise.all([desk, specialist].map((page) => file(page, path + paper)));
    assert.ok(ours.equals(theirs));
    assert.match(ours.toString("latin1"), /\/ByteRange/);
  }
  await desk.goto(path);
  const [download] = await Promise.all([
    desk.waitForEvent("download"),
    desk.getByRole("link", { name: "Tải biên bản giao nhận" }).click(),
  ]);
  assert.match(download.suggestedFilename(), /^bien-ban-giao-nhan-\d{4}-\d+-ho-so\.pdf$/);
});

test("a batch is taken back before it is received, and goes nowhere then", async () => {
  const desk = await offices.window("vuninh.motcua");
  await choose_two(desk);
  await press(desk, "Bàn giao, không ký số");
  const taken = new URL(desk.url()).pathname;
  await desk.getByRole("link", { name: "Rút lại phiếu" }).click();
  await looks_right(desk, "batch-withdrawal");
  assert.equal(await press(desk, "Rút lại phiếu"), 200);
  assert.match(await main_text(desk), /Đã rút lại phiếu/);
  const specialist = await offices.window("vuninh.cv1");
  await specialist.goto(taken);
  assert.equal(await specialist.getByRole("button", { name: /xác nhận/i }).count(), 0);
  await desk.goto("/dossiers/batches?view=done");
  await looks_right(desk, "batches-done");
});

test("what is chosen in a work list comes into a batch, and who has no key confirms by name", async () => {
  const desk = await offices.window("vuninh.motcua");
  await desk.goto(`/dossiers?q=${codes[1]}`);
  await desk.locator('tbody input[name="dossier"]').first().check();
  await looks_right(desk, "dossiers-to-hand-over");
  assert.equal(await press(desk, "Bàn giao"), 200);
  assert.equal(await desk.locator("tbody input:checked").count(), 1);
  assert.match(await main_text(desk), new RegExp(codes[1]));
  assert.equal(await press(desk, "Bàn giao, không ký số"), 200);
  assert.match(await main_text(desk), /Không ký số: xác nhận bằng tên và thời điểm/);
  const without = new URL(desk.url()).pathname;

  // It lies in a batch now, so it goes into no other one, and the page says why.
  await desk.goto(`/dossiers?q=${codes[1]}`);
  await desk.locator('tbody input[name="dossier"]').first().check();
  await press(desk, "Bàn giao");
  assert.equal(await desk.locator("tbody input:checked").count(), 0);
  assert.match(await main_text(desk), /Đang ở phiếu \d+\/BGHS/);
  await looks_right(desk, "batch-new-blocked");

  const specialist = await offices.window("vuninh.cv2");
  await specialist.goto(without);
  assert.match(await main_text(specialist), /Bạn chưa có chứng thư số dùng được ở đây/);
  await looks_right(specialist, "batch-to-receive-by-name");
  assert.equal(await press(specialist, "Xác nhận đã nhận"), 200);
  assert.doesNotMatch(await main_text(specialist), /Đã ký số/);
  assert.doesNotMatch((await file(specialist, without + "/record")).toString("latin1"), /\/ByteRange/);
});

test("the slip and the record are signed with the plug-in on the own machine", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lt-batches-"));
  const keys = "/account/signing-keys";
  const desk = await offices.window("vuninh.motcua");
  const specialist = await offices.window("vuninh.cv1");
  const giver = issue_key(folder, `${account("vuninh.motcua").name} (phan mem)`);
  const taker = issue_key(folder, `${account("vuninh.cv1").name} (phan mem)`);
  try {
    await register(desk, `${keys}/new/plugin`, giver);
    await register(specialist, `${keys}/new/plugin`, taker);
    await desk.goto("/dossiers/batches/new?span=all");
    await desk.locator("thead input").uncheck();
    await desk.locator("tbody .lt-pick input").first().check();
    const code = await desk.locator("tbody .lt-number").first().innerText();
    await choose(desk, giver);
    assert.equal(await press(desk, "Ký số và bàn giao"), 200);
    assert.match(new URL(desk.url()).pathname, /^\/dossiers\/handing\//);
    await looks_right(desk, "batch-plug-in");
    const number = /\d+\/BGHS/.exec(await main_text(desk))[0];

    // Cancelled: nothing is given, and the form is as it was, with its number.
    await press(desk, "Huỷ lần ký này");
    assert.match(await main_text(desk), /Số đã cấp vẫn giữ/);
    await follow(desk, "Mở lại phiếu đang lập");
    assert.equal(await desk.locator("tbody input:checked").count(), 1);
    assert.match(await main_text(desk), new RegExp(code));
    const heard = await plug_in(desk, giver);
    await choose(desk, giver);
    await press(desk, "Ký số và bàn giao");
    await desk.getByRole("button", { name: "Ký bằng phần mềm VGCA" }).click();
    await desk.waitForURL(/done=given/);
    assert.deepEqual(heard, ["/SignApproved"]);
    const batch = new URL(desk.url()).pathname;
    assert.match(await main_text(desk), new RegExp(`${number}.*Đã ký số, chứng thư của .*phan mem`));
    assert.match((await file(desk, batch + "/slip")).toString("latin1"), /\/ByteRange/);

    // What is not taken waits at the desk again.
    await plug_in(specialist, taker);
    await specialist.goto(batch);
    await specialist.locator('input[name="take"]').uncheck();
    await specialist.fill("#remark_1", "Thiếu tờ khai");
    await choose(specialist, taker);
    await press(specialist, "Ký số và xác nhận đã nhận");
    await specialist.getByRole("button", { name: "Ký bằng phần mềm VGCA" }).click();
    await specialist.waitForURL(/done=received/);
    assert.match(await main_text(specialist), /Đã ký số.*Đã ký số.*Thiếu tờ khai/);
    assert.match((await file(desk, batch + "/record")).toString("latin1"), /\/ByteRange/);
  } finally {
    await retire(desk, keys, giver);
    await retire(specialist, keys, taker);
    rmSync(folder, { recursive: true, force: true });
  }
});

test("without a script the desk gives a batch all the same", async () => {
  await offices.window("vuninh.motcua");
  const desk = await offices.window("vuninh.motcua", { script: false });
  await desk.goto("/dossiers/batches/new?span=all");
  const code = await desk.locator("tbody .lt-number").first().innerText();
  await desk.goto("/dossiers/batches/new?span=codes");
  await desk.fill("#code", code);
  await desk.getByRole("button", { name: "Thêm mã" }).click();
  assert.equal(await desk.locator("tbody input:checked").count(), 1);
  await desk.fill("#pin", pin);
  await desk.getByRole("button", { name: "Ký số và bàn giao" }).click();
  assert.match(await main_text(desk), /Đã lập phiếu bàn giao.*Đã ký số/);
});
