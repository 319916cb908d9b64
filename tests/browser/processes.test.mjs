// A process is drawn, deployed, started and worked through; what stands on the pages is right on a desk and on a telephone, with the
// script and without.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fits, looks_right } from "./lib.mjs";
import { account, follow, main_text, Offices, press } from "./province.mjs";

const cast = { administrator: "kinhbac.quantri", desk: "kinhbac.motcua", specialist: "kinhbac.cv1", leader: "kinhbac.chutich" };

let offices;
let definition; // its path
let instance;
before(async () => (offices = await Offices.open()));
after(async () => offices?.close());

test("a drawing begins with the template, is drawn on and deployed", async () => {
  const page = await offices.window(cast.administrator);
  await page.goto("/admin/processes");
  await looks_right(page, "processes-empty");
  await page.goto("/admin/processes/new");
  await page.locator(".djs-container svg [data-element-id=kiem_tra]").waitFor();
  await looks_right(page, "modeller");
  // The panel changes what the form sends.
  await page.locator(".djs-container [data-element-id=kiem_tra]").first().click();
  await page.getByLabel("Tên", { exact: true }).fill("Kiểm tra giấy tờ");
  await page.getByLabel("Tên", { exact: true }).press("Tab");
  assert.equal(await press(page, "Kiểm tra và triển khai"), 200);
  definition = new URL(page.url()).pathname;
  assert.match(await main_text(page), /Đã triển khai/);
  await page.locator(".djs-container [data-element-id=kiem_tra]").first().waitFor();
  assert.match(await page.locator(".djs-container").innerText(), /Kiểm tra giấy tờ|Kiểm tra\s+giấy tờ/);
  await looks_right(page, "process");
});

test("what breaks the standard is shown at its element and nothing is lost", async () => {
  const page = await offices.window(cast.administrator, { script: false });
  await page.goto("/admin/processes/new");
  const source = await page.inputValue("#source");
  const broken = source.replace("<bpmn:incoming>f10</bpmn:incoming>", "");
  assert.notEqual(source, broken);
  await page.fill("#source", broken);
  assert.equal(await press(page, "Kiểm tra và triển khai"), 422);
  const text = await main_text(page);
  assert.match(text, /EXT\.023/);
  assert.match(text, /ket_thuc|f10/);
  assert.equal((await page.inputValue("#source")).replace(/\r/g, "").trim(), broken.trim(), "what was typed stays");
});

test("a case goes from desk to specialist to leader and back", async () => {
  const administrator = await offices.window(cast.administrator);
  await administrator.goto(definition);
  await administrator.fill("#key", "H05-0001");
  assert.equal(await press(administrator, "Bắt đầu một hồ sơ"), 200);
  instance = new URL(administrator.url()).pathname;
  await administrator.locator(".djs-container .lt-mark-now[data-element-id=kiem_tra]").waitFor({ state: "attached" });
  await looks_right(administrator, "instance");

  const work = async (who, title, answer) => {
    const page = await offices.window(cast[who]);
    await page.goto("/tasks");
    await looks_right(page, `tasks-${who}`);
    await follow(page, title);
    await looks_right(page, `task-${who}`);
    if (answer) {
      assert.equal(await press(page, "Xong việc"), 422, "an answer is asked for");
      await page.getByLabel(answer, { exact: true }).check();
    }
    assert.equal(await press(page, "Xong việc"), 200);
    assert.match(await main_text(page), /Đã xong việc/);
    await page.context().close();
  };
  await work("desk", "Kiểm tra giấy tờ", "Có");
  const other = await offices.window(cast.desk);
  await other.goto("/tasks");
  assert.match(await main_text(other), /Không có việc nào đang chờ/, "what is for another role is not listed");
  await work("specialist", "Thẩm định");
  await work("leader", "Ký duyệt kết quả", "Có");
  await work("desk", "Trả kết quả");
  await administrator.goto(instance);
  assert.match(await main_text(administrator), /Đã xong/);
  const stroke = (flow) =>
    administrator.locator(`[data-element-id=${flow}] .djs-visual > path`).evaluate((path) => getComputedStyle(path).stroke);
  await administrator.locator("[data-element-id=f10] .djs-visual > path").waitFor({ state: "attached" });
  assert.equal(await stroke("f10"), "rgb(0, 112, 60)", "the way that was taken");
  assert.notEqual(await stroke("chua_du"), "rgb(0, 112, 60)");
  await looks_right(administrator, "instance-done");
  await administrator.goto(definition);
  assert.match(await main_text(administrator), /Kiểm tra giấy tờ → Thẩm định → Ký duyệt kết quả → Trả kết quả/);
  await looks_right(administrator, "process-figures");
});

test("an administrator moves, pauses and cancels with a reason", async () => {
  const page = await offices.window(cast.administrator);
  await page.goto(definition);
  await page.fill("#key", "H05-0002");
  await press(page, "Bắt đầu một hồ sơ");
  const here = page.url();
  await follow(page, "Chuyển bước…");
  assert.equal(await press(page, "Chuyển bước"), 422, "a reason is asked for");
  await page.selectOption("#element", "tham_dinh");
  await page.fill("#reason", "Hồ sơ đã được kiểm tra ở trung tâm.");
  assert.equal(await press(page, "Chuyển bước"), 200);
  assert.match(await main_text(page), /Hồ sơ đã được kiểm tra ở trung tâm/);
  await follow(page, "Dừng đồng hồ…");
  await looks_right(page, "act");
  await page.fill("#reason", "Chờ người dân bổ sung.");
  assert.equal(await press(page, "Dừng đồng hồ"), 200);
  assert.match(await main_text(page), /Đồng hồ dừng/);
  await follow(page, "Huỷ quy trình này…");
  await page.fill("#reason", "Người dân rút hồ sơ.");
  assert.equal(await press(page, "Huỷ quy trình"), 200);
  assert.match(await main_text(page), /Đã dừng/);
  await page.goto("/admin/process-instances");
  assert.match(await main_text(page), /H05-0002/);
  await looks_right(page, "instances");
});

test("without the script the drawing is a picture with the same marks", async () => {
  const page = await offices.window(cast.administrator, { script: false });
  await page.goto(definition);
  const picture = page.locator("[data-drawing] img");
  assert.ok((await picture.boundingBox()).width > 100);
});

test("another agency sees none of it", async () => {
  const page = await offices.window("vuninh.quantri");
  assert.equal((await page.goto(instance)).status(), 404);
  assert.equal((await page.goto(definition)).status(), 404);
  assert.ok(account("vuninh.quantri"));
});
