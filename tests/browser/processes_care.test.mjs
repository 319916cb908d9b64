// Running cases go over to a new version; what got stuck is seen and helped by the operator, who sees figures of all agencies and no case.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { kPhone, looks_right } from "./lib.mjs";
import { follow, main_text, Offices, press } from "./province.mjs";

const cast = { administrator: "vuninh.quantri", desk: "vuninh.motcua", operator: "nen-tang.vanhanh" };
const template = readFileSync(new URL("../../data/processes/tiep_nhan_xu_ly.bpmn", import.meta.url), "utf8");
const drawn = (key, ...changes) =>
  changes.reduce((text, [from, to]) => text.replaceAll(from, to), template.replaceAll('"tiep_nhan_xu_ly"', `"${key}"`));

let offices;
let first; // path of the version that cases leave
before(async () => (offices = await Offices.open()));
after(async () => offices?.close());

async function deploy(page, source, note = "") {
  await page.goto("/admin/processes/new");
  await page.fill("#source", source);
  await page.fill("#note", note);
  assert.equal(await press(page, "Kiểm tra và triển khai"), 200);
  return new URL(page.url()).pathname;
}

async function begin(page, definition, key) {
  await page.goto(definition);
  await page.fill("#key", key);
  assert.equal(await press(page, "Bắt đầu một hồ sơ"), 200);
  return new URL(page.url()).pathname;
}

test("cases move to a new version after a dry run, with a reason", async () => {
  const page = await offices.window(cast.administrator, { script: false });
  first = await deploy(page, drawn("chuyen_ban"));
  const at_check = await begin(page, first, "VN-01");
  const at_review = await begin(page, first, "VN-02");
  await follow(page, "Chuyển bước…");
  await page.selectOption("#element", "tham_dinh");
  await page.fill("#reason", "Đã kiểm tra ở trung tâm.");
  await press(page, "Chuyển bước");
  const renamed = drawn("chuyen_ban", ['"tham_dinh"', '"tham_dinh_2"'], ['"kiem_tra"', '"soat"'], ["Kiểm tra hồ sơ", "Soát hồ sơ"]);
  await deploy(page, renamed, "Soát hồ sơ trước");

  const seen = await offices.window(cast.administrator);
  for (const window of [seen, page]) {
    await window.goto(first);
    assert.equal(await follow(window, "Chuyển hồ sơ sang phiên bản khác…"), 200);
    assert.equal(await window.inputValue("#m_tham_dinh"), "tham_dinh_2", "a step of the same name is proposed");
    assert.equal(await window.inputValue("#m_kiem_tra"), "", "nothing is guessed");
    if (window === seen) await looks_right(window, "migration");
    assert.equal(await press(window, "Chạy thử"), 200);
    assert.match(await main_text(window), /Chuyển được 1 Không chuyển được 1/);
    assert.match(await main_text(window), /VN-01 Kiểm tra hồ sơ Phiên bản mới không có bước này/);
    if (window === seen) await looks_right(window, "migration-trial");
    assert.equal(await press(window, "Chuyển các hồ sơ"), 422, "a reason is asked for");
    assert.equal(await press(window, "Sửa cách ghép"), 200);
    assert.equal(await window.inputValue("#m_kiem_tra"), "", "what was chosen stays");
    await window.selectOption("#m_kiem_tra", "soat");
    assert.equal(await press(window, "Chạy thử"), 200);
    assert.match(await main_text(window), /Chuyển được 2 Không chuyển được 0/);
  }
  await press(page, "Sửa cách ghép");
  await page.selectOption("#m_kiem_tra", "");
  await press(page, "Chạy thử");
  await page.fill("#reason", "Áp dụng mẫu mới từ tháng này.");
  assert.equal(await press(page, "Chuyển các hồ sơ"), 200);
  const result = new URL(page.url()).pathname;
  for (let i = 0; i < 100 && /Đang chuyển Xem lại/.test(await main_text(page)); ++i) await page.goto(result);
  assert.match(await main_text(page), /Đã chuyển 1 Đang chờ chuyển 0 Không chuyển được 1/);
  assert.match(await main_text(page), /Áp dụng mẫu mới từ tháng này/);
  await seen.goto(result);
  await looks_right(seen, "migrated");
  await page.goto(at_review);
  assert.match(await main_text(page), /phiên bản 2/);
  assert.match(await main_text(page), /Chuyển phiên bản .*Áp dụng mẫu mới/);
  await page.goto(at_check);
  assert.match(await main_text(page), /phiên bản 1/);
  await seen.goto(first);
  assert.match(await main_text(seen), /Các lần chuyển hồ sơ Sang phiên bản 2/);
  await looks_right(seen, "process-left");
});

test("a key that is too long stays in its field, and a filter stays in the links", async () => {
  const page = await offices.window(cast.administrator);
  await page.goto(first);
  await page.fill("#key", "Đ".repeat(61));
  assert.equal(await press(page, "Bắt đầu một hồ sơ"), 422);
  assert.match(await main_text(page), /Mã hồ sơ dài quá 60 chữ/);
  assert.equal(await page.inputValue("#key"), "Đ".repeat(61));
  await looks_right(page, "process-long-key");
  await page.goto("/admin/process-instances?key=VN%2D0%26");
  assert.match(await page.getByRole("link", { name: "Đang chạy" }).getAttribute("href"), /state=open&key=VN-0%26/);
});

test("the mark of bpmn.io has its own place", async () => {
  const page = await offices.window(cast.administrator, { viewport: kPhone });
  await page.goto(first);
  const mark = await page.locator(".bjs-powered-by").boundingBox();
  const drawing = await page.locator(".djs-container").boundingBox();
  assert.ok(mark.height > 10 && mark.y >= drawing.y + drawing.height, `${mark.y} is above ${drawing.y + drawing.height}`);
});

test("the operator sees what got stuck and figures, and helps with a reason", async () => {
  const operator = await offices.window(cast.operator, { script: false });
  const shared = await deploy(operator, drawn("chung_toan_tinh", ['lt:role="desk_staff" lt:due="4"', 'lt:performer="&quot;H99.99&quot;" lt:due="4"']));
  const administrator = await offices.window(cast.administrator, { script: false });
  const stuck = await begin(administrator, shared, "VN-MAT");

  const page = await offices.window(cast.operator);
  await page.goto("/admin/process-troubles");
  const text = await main_text(page);
  assert.match(text, /Vũ Ninh.*Tiếp nhận và xử lý hồ sơ.*Kiểm tra hồ sơ.*H99\.99/);
  assert.doesNotMatch(text, /VN-MAT/, "the trouble, not the case");
  await looks_right(page, "troubles");
  assert.equal((await page.goto(stuck)).status(), 403);
  await page.goto(shared);
  assert.match(await main_text(page), /Theo cơ quan.*Vũ Ninh/);
  await looks_right(page, "process-everywhere");
  await page.goto("/admin/processes");
  await looks_right(page, "processes-operator");

  await page.goto("/admin/process-troubles");
  await follow(page, "Bỏ qua…");
  await looks_right(page, "trouble-act");
  assert.equal(await press(page, "Bỏ qua"), 422, "a reason is asked for");
  await page.fill("#reason", "Cơ quan này đã giải thể.");
  assert.equal(await press(page, "Bỏ qua"), 200);
  assert.doesNotMatch(await main_text(page), /H99\.99/);
  await administrator.goto(stuck);
  assert.match(await main_text(administrator), /Bỏ qua bước: Kiểm tra hồ sơ .*Cơ quan này đã giải thể/);
  assert.equal((await administrator.goto("/admin/process-troubles")).status(), 403, "of all agencies for the operator alone");
});

test("a case begins when a fact of the agency makes its condition true", async () => {
  const page = await offices.window(cast.administrator);
  const condition = '<bpmn:conditionalEventDefinition id="dk"><bpmn:condition xsi:type="bpmn:tFormalExpression">so_cho &gt; 10</bpmn:condition></bpmn:conditionalEventDefinition>';
  const started = "<bpmn:outgoing>f1</bpmn:outgoing>";
  const plain = await offices.window(cast.administrator, { script: false });
  const process = await deploy(plain, drawn("tu_bat_dau", [started, started + condition]));
  await page.goto("/admin/processes");
  assert.equal(await follow(page, "Dữ kiện của cơ quan"), 200);
  await looks_right(page, "facts-none");
  await page.fill("main #name", "số chờ - hôm nay");
  await page.fill("main #value", "12 +");
  assert.equal(await press(page, "Đặt dữ kiện"), 422);
  assert.match(await main_text(page), /Nhập tên liền một chữ.*Nhập một biểu thức FEEL/);
  await looks_right(page, "facts-wrong");
  await page.fill("main #name", "so_cho");
  await page.fill("main #value", "12");
  assert.equal(await press(page, "Đặt dữ kiện"), 200);
  assert.match(await main_text(page), /so_cho 12/);
  await looks_right(page, "facts");
  const begun = async () => {
    await page.goto(process);
    await follow(page, "Hồ sơ theo quy trình này");
    return main_text(page);
  };
  for (let i = 0; i < 100 && !/Kiểm tra hồ sơ/.test(await begun()); ++i);
  assert.match(await begun(), /Kiểm tra hồ sơ/);
  const leader = await offices.window("vuninh.chutich");
  await leader.goto("/admin/process-facts");
  assert.match(await main_text(leader), /so_cho 12/);
  assert.doesNotMatch(await main_text(leader), /Đặt dữ kiện/);
});

test("people choose what is done in an ad-hoc sub-process, and when it is over", async () => {
  const administrator = await offices.window(cast.administrator, { script: false });
  const source = drawn("chon_viec").replace(
    /<bpmn:userTask id="kiem_tra"[^>]*>([\s\S]*?)<\/bpmn:userTask>/,
    '<bpmn:adHocSubProcess id="kiem_tra" name="Xác minh hồ sơ" lt:chosen="people" lt:role="desk_staff">$1' +
      '<bpmn:userTask id="hoi" name="Hỏi cơ quan khác" lt:role="desk_staff"/>' +
      '<bpmn:userTask id="xem" name="Xem thực địa" lt:role="desk_staff"/></bpmn:adHocSubProcess>',
  );
  await begin(administrator, await deploy(administrator, source), "VN-CHON");
  const desk = await offices.window(cast.desk);
  await desk.goto("/tasks");
  await looks_right(desk, "tasks-due");
  await follow(desk, "Xác minh hồ sơ");
  await looks_right(desk, "task-choice");
  assert.equal(await press(desk, "Hỏi cơ quan khác"), 200);
  assert.match(await main_text(desk), /Đã bắt đầu việc đã chọn/);
  await desk.goto("/tasks");
  await follow(desk, "Hỏi cơ quan khác");
  assert.equal(await press(desk, "Xong việc"), 200);
  await follow(desk, "Xác minh hồ sơ");
  assert.equal(await press(desk, "Xong việc"), 200);
  assert.doesNotMatch(await main_text(desk), /Xác minh hồ sơ/);
});
