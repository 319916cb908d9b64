// Papers from the scan to the citizen's data vault and back to another desk, as their people work with them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { looks_right } from "./lib.mjs";
import { main_text, Offices, pin } from "./province.mjs";

let offices;
before(async () => (offices = await Offices.open()));
after(async () => offices?.close());

const number = "0272" + "05" + String(Math.floor(Math.random() * 1e6)).padStart(6, "0");
const name = "Phạm Đức Thịnh";
let path, code;

// A photograph of the card: nothing in it is text.
async function card() {
  const painter = await offices.visitor();
  await painter.setContent(
    `<body style="font:34px 'Liberation Serif';margin:40px"><p>CĂN CƯỚC CÔNG DÂN<p>Số: ${number}<p>Họ và tên: PHẠM ĐỨC THỊNH<p>Ngày sinh: 02/09/2005<p>Có giá trị đến: 02/09/2045`,
  );
  return { name: "the-can-cuoc.png", mimeType: "image/png", buffer: await painter.screenshot() };
}

// As far as the procedure is chosen.
async function begin(desk) {
  await desk.goto("/dossiers/new");
  await desk.fill("#owner_number", number);
  await desk.keyboard.press("Enter");
  await desk.getByText(/Lần đầu làm thủ tục|Đã biết từ lần trước/).first().waitFor();
  await desk.fill("#owner_name", name);
  await desk.fill("#procedure_words", "ban sao tu so goc");
  await desk.keyboard.press("Enter");
  await desk.getByRole("button", { name: /bản sao từ sổ gốc/i }).first().click();
  await desk.locator("#vault_agree").waitFor();
}

async function receive(desk) {
  await desk.fill('[name="applicant.phone"]', "0912345678");
  await desk.selectOption('[name="applicant.residence.province"]', { label: "Tỉnh Bắc Ninh" });
  if ((await desk.locator('select[name="applicant.residence.commune"] option[value="09187"]').count()) === 0)
    await desk.getByRole("button", { name: "Tính lại theo tờ khai" }).click();
  await desk.selectOption('[name="applicant.residence.commune"]', "09187");
  await desk.check('[name="relation"][value="self"]');
  await desk.fill('[name="original.name"]', "Bằng tốt nghiệp trung học phổ thông");
  await desk.fill('[name="original.holder"]', name);
  await desk.fill('[name="copies"]', "1");
  await desk.getByRole("button", { name: "Tiếp nhận và in giấy hẹn" }).click();
  await desk.waitForURL(/\/dossiers\/[0-9a-f-]{36}/);
}

test("the desk has a scan read, compares it and signs the electronic copy", async () => {
  const desk = await offices.window("kinhbac.motcua");
  await begin(desk);
  await desk.setInputFiles('input[type=file][name="scan_0"]', await card());
  await desk.locator('input[name="upload_scan_0"]').waitFor({ state: "attached" });
  await receive(desk);
  path = new URL(desk.url()).pathname;
  code = /H05[.0-9A-Z]*-\d{6}-\d{4}/.exec(await main_text(desk))[0];

  await desk.getByRole("link", { name: /^Số hoá/ }).click();
  await desk.getByRole("button", { name: "Đọc bản quét" }).waitFor();
  await looks_right(desk, "digitise-new");
  await desk.getByRole("button", { name: "Đọc bản quét" }).click();
  await desk.waitForURL(/done=reading/);
  for (let i = 0; i < 60 && /Máy đang đọc bản quét\./.test(await main_text(desk)); ++i) {
    await desk.waitForTimeout(1000);
    await desk.goto(new URL(desk.url()).pathname);
  }
  assert.match(await main_text(desk), /Máy đã đọc/);
  assert.equal(await desk.inputValue("#identity_number"), number);
  assert.equal(await desk.inputValue("#valid_to"), "02/09/2045");
  await looks_right(desk, "digitise-read");

  // What is wrong is told at its field, and nothing that was typed is lost.
  await desk.fill("#number", number);
  await desk.fill("#pin", "sai");
  await desk.fill("#issued_on", "31/02/2024");
  await desk.getByRole("button", { name: "Ký số và đưa vào kho" }).click();
  assert.match(await main_text(desk), /Nhập ngày\/tháng\/năm/);
  assert.equal(await desk.inputValue("#issued_on"), "31/02/2024");
  await looks_right(desk, "digitise-errors");
  await desk.fill("#issued_on", "05/01/2024");
  await desk.fill("#pin", pin);
  await desk.getByRole("button", { name: "Ký số và đưa vào kho" }).click();
  await desk.waitForURL(/done=signed/);
  await looks_right(desk, "digitise-signed");
  await desk.goto(path);
  assert.match(await main_text(desk), /Bản điện tử trong kho Đã ký số/);
});

test("another desk sees what the vault holds only when the citizen agrees, and does not ask for it again", async () => {
  const desk = await offices.window("vuninh.motcua");
  await begin(desk);
  assert.doesNotMatch(await main_text(desk), /đã có trong kho/);
  await desk.check("#vault_agree");
  await desk.getByRole("button", { name: "Tìm trong kho dữ liệu" }).click();
  await desk.getByText(/Dùng lại bản đã có trong kho/).first().waitFor();
  assert.match(await main_text(desk), new RegExp(`số ${number}, ngày 05/01/2024`));
  await looks_right(desk, "reception-vault");
  await desk.check("#reuse_0_0");
  await receive(desk);
  assert.match(await main_text(desk), /Lấy từ kho:/);
  const file = await desk.request.get(await desk.getByRole("link", { name: /Lấy từ kho/ }).getAttribute("href"));
  assert.equal(file.headers()["content-type"], "application/pdf");
  assert.equal((await desk.goto(path)).status(), 404, "the dossier that it came with is not this desk's");
});

test("who put it in sees who used it, for a reason, and how far digitisation has come", async () => {
  const leader = await offices.window("kinhbac.chutich");
  await leader.goto("/vault");
  await looks_right(leader, "vault");
  await leader.fill("#code", code);
  await leader.locator("main form button").first().click();
  assert.match(await main_text(leader), /Nhập lý do xem/);
  await looks_right(leader, "vault-errors");
  await leader.fill("#why", "Kiểm tra việc số hoá");
  await leader.locator("main form button").first().click();
  assert.match(await main_text(leader), /đã dùng 1 lần/);
  await looks_right(leader, "vault-found");
  await leader.locator("main table a.govuk-link").first().click();
  await leader.getByText("Lần dùng và lần xem").waitFor();
  assert.match(await main_text(leader), /Dùng lại cho thủ tục 2\.000908/);
  await looks_right(leader, "vault-item");
  await leader.goto("/vault/figures");
  assert.match(await main_text(leader), /\d+\/\d+ \(\d+,\d %\)/);
  await looks_right(leader, "vault-figures");
});
