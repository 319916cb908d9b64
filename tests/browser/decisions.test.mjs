// Decision models: an administrator deploys one, sees its tables, tries it out, puts a version after it and withdraws it; a process calls the
// one that the province brings, and the case explains its fee.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { kPhone, looks_right } from "./lib.mjs";
import { follow, from_menu, main_text, Offices, press } from "./province.mjs";

const cast = { administrator: "kinhbac.quantri", operator: "nen-tang.vanhanh", leader: "kinhbac.chutich", desk: "kinhbac.motcua" };
const kKey = `phi_thu_${Date.now()}`; // each run has a model of its own

// The drawing that the demo brings for the province; one of the agency's own stands below it.
async function open_example(page) {
  await page.goto("/admin/processes");
  const link = page.locator("main").getByRole("link", { name: "Chứng thực bản sao từ bản chính", exact: true }).first();
  await page.goto(await link.getAttribute("href"));
}

const model = (rate) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="tam" name="Phí thử ${kKey}" namespace="t">
  <inputData id="i1" name="số bản"><variable name="số bản" typeRef="number"/></inputData>
  <inputData id="i2" name="gấp"><variable name="gấp" typeRef="boolean"/></inputData>
  <decision id="d" name="Mức phí">
    <informationRequirement><requiredInput href="#i1"/></informationRequirement>
    <informationRequirement><requiredInput href="#i2"/></informationRequirement>
    <decisionTable hitPolicy="FIRST">
      <input label="Làm gấp"><inputExpression><text>gấp</text></inputExpression></input>
      <input label="Số bản"><inputExpression><text>số bản</text></inputExpression></input>
      <output label="Phí (đồng)" name="phi"/><annotation name="Căn cứ"/>
      <rule><inputEntry><text>true</text></inputEntry><inputEntry><text>-</text></inputEntry><outputEntry><text>2 * ${rate} * số bản</text></outputEntry><annotationEntry><text>Điều 2</text></annotationEntry></rule>
      <rule><inputEntry><text>-</text></inputEntry><inputEntry><text>&gt; 10</text></inputEntry><outputEntry><text>10 * ${rate}</text></outputEntry><annotationEntry><text>Điều 3</text></annotationEntry></rule>
      <rule><inputEntry><text>-</text></inputEntry><inputEntry><text>-</text></inputEntry><outputEntry><text>${rate} * số bản</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>`;

let offices;
let version; // path of the first one
before(async () => (offices = await Offices.open()));
after(async () => offices?.close());

async function fill(page, fields) {
  for (const [name, value] of Object.entries(fields)) await page.locator(`main #${name}`).fill(value);
}

test("what is wrong with a model is said at its field, and nothing is lost", async () => {
  const page = await offices.window(cast.administrator);
  await page.goto("/");
  await from_menu(page, "Mô hình quyết định");
  assert.match(await main_text(page), /Phí chứng thực bản sao từ bản chính/, "the province's is inherited");
  await looks_right(page, "decisions");
  await follow(page, "Thêm mô hình");
  await looks_right(page, "decision-new");
  const broken = model("1000").replace("10 * 1000", "10 *");
  await fill(page, { source: broken, key: kKey, valid_from: "01/01/2026", basis: "Nghị quyết thử" });
  assert.equal(await press(page, "Kiểm tra và triển khai"), 422);
  assert.match(await main_text(page), /Dòng 13, “Mức phí”: /);
  assert.equal((await page.inputValue("#source")).replace(/\r/g, "").trim(), broken, "what was typed stays");
  assert.equal(await page.inputValue("#basis"), "Nghị quyết thử");
  await looks_right(page, "decision-wrong");
  // As long as the form says, and with its mistake a long way down.
  const long = broken.replace("<decision id", `<!-- ${"x".repeat(300_000)} --><decision id`);
  await fill(page, { source: long });
  assert.equal(await press(page, "Kiểm tra và triển khai"), 422);
  assert.equal((await page.inputValue("#source")).replace(/\r/g, "").trim(), long);
  const latin = Buffer.from(model("1000"), "latin1");
  await page.setInputFiles("main input[type=file]", { name: "phi.dmn", mimeType: "application/xml", buffer: latin });
  assert.equal(await press(page, "Kiểm tra và triển khai"), 422);
  assert.match(await main_text(page), /Tệp phải dùng bảng mã UTF-8/);
  assert.equal(await page.inputValue("#source"), "", "no raw bytes");
  await fill(page, { source: model("1000"), valid_from: "x", basis: "" });
  assert.equal(await press(page, "Kiểm tra và triển khai"), 422);
  assert.match(await main_text(page), /Nhập ngày bắt đầu có hiệu lực.*Nhập căn cứ pháp lý/);
});

test("a model is deployed, drawn and tried out", async () => {
  const page = await offices.window(cast.administrator);
  await page.goto("/admin/decisions/new");
  await fill(page, { key: kKey, valid_from: "01/01/2026", basis: "Nghị quyết thử" });
  await page.setInputFiles("main input[type=file]", { name: "phi.dmn", mimeType: "application/xml", buffer: Buffer.from(model("1000")) });
  assert.equal(await press(page, "Kiểm tra và triển khai"), 200);
  version = new URL(page.url()).pathname;
  const text = await main_text(page);
  assert.match(text, /Đã thêm phiên bản/);
  assert.match(text, /Đang áp dụng/);
  assert.match(text, /Lấy dòng khớp đầu tiên/);
  assert.deepEqual(await page.locator("main table.lt-rules tbody tr >> nth=1 >> td").allTextContents(), ["-", "> 10", "10 * 1000", "Điều 3"]);
  await looks_right(page, "decision");
  await page.fill("main #input-1", "mười");
  assert.equal(await press(page, "Tính thử"), 200);
  assert.match(await main_text(page), /Nhập một số.*Chọn có hoặc không/);
  await looks_right(page, "decision-trial-wrong");
  await page.fill("main #input-1", "1.5");
  await page.locator("main #input-2-no").check();
  assert.equal(await press(page, "Tính thử"), 200);
  assert.match(await page.locator("main #thu").innerText(), /Viết 1500 hoặc 1\.500/);
  await page.fill("main #input-1", "1,5");
  assert.equal(await press(page, "Tính thử"), 200);
  assert.match(await page.locator("main #thu").innerText(), /Mức phí\s+1\.500/);
  await page.fill("main #input-1", "9e6142");
  await page.locator("main #input-2-yes").check();
  assert.equal(await press(page, "Tính thử"), 200);
  assert.match(await page.locator("main #thu").innerText(), /Quyết định “Mức phí” không tính được/, "in the box, where the page is");
  await looks_right(page, "decision-trial-undecided");
  await page.fill("main #input-1", "12");
  await page.locator("main #input-2-no").check();
  assert.equal(await press(page, "Tính thử"), 200);
  assert.match(await page.locator("main #thu").innerText(), /Mức phí\s+10\.000/);
  assert.deepEqual(await page.locator("main table.lt-rules tr.lt-on th").allTextContents(), ["2 khớp"]);
  await looks_right(page, "decision-tried");
});

test("a model that is larger than a page is cut, and says so", async () => {
  const page = await offices.window(cast.administrator);
  await page.goto("/admin/decisions/new");
  const rule = /<rule><inputEntry><text>-<\/text><\/inputEntry><inputEntry><text>-.*?<\/rule>/s;
  const large = model("1").replace(rule, "<rule><inputEntry><text/></inputEntry><inputEntry><text/></inputEntry><outputEntry><text>1</text></outputEntry></rule>\n".repeat(13_000));
  await fill(page, { key: `${kKey}_lon`, valid_from: "01/01/2026", basis: "Nghị quyết thử" });
  await page.setInputFiles("main input[type=file]", { name: "lon.dmn", mimeType: "application/xml", buffer: Buffer.from(large) });
  assert.equal(await press(page, "Kiểm tra và triển khai"), 200);
  assert.match(await main_text(page), /Mô hình lớn hơn một trang hiện được/);
  assert.equal(await page.locator("main table.lt-rules tbody tr").count(), 12_498, "of four columns, in 50,000 cells");
  await follow(page, "Bỏ phiên bản này…");
  await page.fill("main #why", "Chỉ để thử");
  assert.equal(await press(page, "Bỏ phiên bản"), 200);
});

test("a version follows it from its day on and is withdrawn, without script", async () => {
  const page = await offices.window(cast.administrator, { script: false, viewport: kPhone });
  await page.goto(version);
  await follow(page, "Thêm phiên bản mới");
  assert.equal(await page.inputValue("#key"), kKey);
  await fill(page, { source: model("3000"), valid_from: "01/01/2099", basis: "Nghị quyết sau", note: "Tăng mức" });
  assert.equal(await press(page, "Kiểm tra và triển khai"), 200);
  assert.match(await main_text(page), /Chưa đến ngày.*Phiên bản 2 · từ 01\/01\/2099 Chưa đến ngày.*Phiên bản 1 · từ 01\/01\/2026 Đang áp dụng/);
  await follow(page, "Bỏ phiên bản này…");
  assert.equal(await press(page, "Bỏ phiên bản"), 422, "a reason is asked for");
  await page.fill("main #why", "Nhập nhầm");
  assert.equal(await press(page, "Bỏ phiên bản"), 200);
  assert.match(await main_text(page), /Đã bỏ phiên bản.*Nhập nhầm/);
  const withdrawn = new URL(page.url()).pathname;
  assert.equal((await page.goto(`${withdrawn}/withdrawal`)).status(), 409, "there is nothing to withdraw any more");
  const again = await offices.window(cast.administrator);
  await again.goto(version);
  await looks_right(again, "decision-versions");
});

test("a leader looks, another agency does not see it, the operator keeps the province's", async () => {
  const leader = await offices.window(cast.leader);
  assert.equal((await leader.goto(version)).status(), 200);
  assert.doesNotMatch(await main_text(leader), /Thêm phiên bản mới|Bỏ phiên bản này/);
  assert.equal((await leader.goto("/admin/decisions/new")).status(), 403);
  const other = await offices.window("vuninh.quantri");
  assert.equal((await other.goto(version)).status(), 404);
  const operator = await offices.window(cast.operator);
  await operator.goto("/admin/decisions");
  const text = await main_text(operator);
  assert.match(text, /Phí chứng thực bản sao từ bản chính/);
  assert.ok(!text.includes(kKey));
  await follow(operator, "Phí chứng thực bản sao từ bản chính");
  await looks_right(operator, "decision-province");
});

test("a case asks for numbers, has its fee decided and explains it", async () => {
  const page = await offices.window(cast.administrator);
  await open_example(page);
  assert.match(await main_text(page), /Quyết định được gọi Tính phí: Phí chứng thực bản sao từ bản chính/);
  await looks_right(page, "process-with-decision");
  const key = `CT-${Date.now()}`;
  await page.fill("#key", key);
  assert.equal(await press(page, "Bắt đầu một hồ sơ"), 200);
  const instance = new URL(page.url()).pathname;
  const desk = await offices.window(cast.desk);
  await desk.goto("/tasks");
  await follow(desk, "Tiếp nhận, đếm trang");
  assert.match(await main_text(desk), /Số trang của bản chính/);
  await looks_right(desk, "task-with-numbers");
  await fill(desk, { so_trang: "mười", so_ban: "2" });
  assert.equal(await press(desk, "Xong việc"), 422);
  await fill(desk, { so_trang: "12" });
  assert.equal(await press(desk, "Xong việc"), 200);
  await page.goto(instance);
  const text = await main_text(page);
  assert.match(text, /Quyết định: Phí chứng thực bản sao \(Phí chứng thực bản sao từ bản chính, phiên bản 1\)/);
  assert.match(text, /so_trang = 12, so_ban = 2 → phi_mot_ban = 14000, phi = 28000\. Phí một bản: dòng 2\. Căn cứ: Thông tư 226\/2016/);
  await looks_right(page, "instance-with-decision");
  // Nobody's task stays open for other tests.
  await follow(page, "Huỷ quy trình này…");
  await page.fill("#reason", "Kết thúc thử.");
  assert.equal(await press(page, "Huỷ quy trình"), 200);
});

test("the panel of the drawing sets what a business rule task calls", async () => {
  const page = await offices.window(cast.administrator);
  await open_example(page);
  await follow(page, "Vẽ phiên bản mới");
  await page.locator(".djs-container [data-element-id=tinh_phi]").first().click();
  assert.equal(await page.getByLabel("Quyết định được gọi").inputValue(), "phi_chung_thuc_ban_sao");
  await page.getByLabel("Quyết định được gọi").fill("khong_co");
  await page.getByLabel("Quyết định được gọi").press("Tab");
  await looks_right(page, "modeller-decision");
  assert.equal(await press(page, "Kiểm tra và triển khai"), 200);
  assert.match(await main_text(page), /Đã triển khai, nhưng sơ đồ gọi quyết định chưa có mô hình.*Tính phí: Chưa có mô hình khong_co/);
  assert.equal(await press(page, "Ngừng dùng phiên bản này"), 200);
});
