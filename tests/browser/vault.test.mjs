// Papers from the scan to the citizen's data vault and back to another desk, as their people work with them.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { issue_key } from "./keys.mjs";
import { looks_right } from "./lib.mjs";
import { plug_in, register, retire } from "./plugin.mjs";
import { account, base, main_text, Offices, pin } from "./province.mjs";

let offices;
before(async () => (offices = await Offices.open()));
after(async () => offices?.close());

const new_number = () => "0272" + "05" + String(Math.floor(Math.random() * 1e6)).padStart(6, "0");
const number = new_number();
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
async function begin(desk, owner = number) {
  await desk.goto("/dossiers/new");
  await desk.fill("#owner_number", owner);
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

// The scan, which is a PDF after that and can be signed.
async function have_it_read(desk) {
  await desk.getByRole("button", { name: "Đọc bản quét" }).click();
  await desk.waitForURL(/done=reading/);
  for (let i = 0; i < 60 && /Máy đang đọc bản quét\./.test(await main_text(desk)); ++i) {
    await desk.waitForTimeout(1000);
    await desk.goto(new URL(desk.url()).pathname);
  }
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
  await have_it_read(desk);
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

test("another desk sees what the vault holds only when the citizen agrees himself, and does not ask for it again", async () => {
  const desk = await offices.window("vuninh.motcua");
  await desk.goto("/dossiers/rating-screens");
  await desk.fill("#name", "Máy tính bảng quầy 1");
  await desk.getByRole("button", { name: "Mở máy đánh giá" }).click();
  const address = new URL((await desk.locator(".lt-break").innerText()).trim(), base);
  assert.equal(await desk.locator('.lt-nav a[aria-current="page"]').textContent().then((text) => text.trim()), "Phản ánh, kiến nghị");
  const tablet = await offices.visitor({ script: false });
  await tablet.goto(address.pathname + address.search);

  await begin(desk);
  assert.doesNotMatch(await main_text(desk), /đã có trong kho/);
  await desk.getByRole("button", { name: "Hỏi trên máy tính bảng" }).click();
  await desk.getByText(/Đang hỏi công dân trên máy tính bảng/).waitFor();
  await looks_right(desk, "reception-vault-asked");
  await tablet.goto("/danh-gia");
  const asked = await main_text(tablet);
  assert.match(asked, /Chỉ để làm thủ tục/);
  assert.ok(!asked.includes(name) && !asked.includes(number), asked);
  // The same page with a script, for its looks.
  const looked = await offices.visitor();
  await looked.goto(address.pathname + address.search);
  await looks_right(looked, "tablet-consent");
  await tablet.getByRole("button", { name: "Tôi đồng ý" }).click();
  await tablet.getByText("Đã ghi bạn đồng ý. Cảm ơn bạn.").waitFor();

  await desk.getByRole("button", { name: "Xem câu trả lời" }).click();
  await desk.getByText(/Công dân đã tự chạm đồng ý lúc/).waitFor();
  await desk.getByText(/Dùng lại bản đã có trong kho/).first().waitFor();
  assert.match(await main_text(desk), new RegExp(`số ${number}, ngày 05/01/2024`));
  await looks_right(desk, "reception-vault");
  await desk.check("#reuse_0_0");
  await receive(desk);
  assert.match(await main_text(desk), /Lấy từ kho:/);
  const used = new URL(desk.url()).pathname;
  const file = await desk.request.get(await desk.getByRole("link", { name: /Lấy từ kho/ }).getAttribute("href"));
  assert.equal(file.headers()["content-type"], "application/pdf");
  assert.equal((await desk.goto(path)).status(), 404, "the dossier that it came with is not this desk's");

  await desk.goto(used);
  await desk.getByRole("link", { name: "Đồng ý dùng kho dữ liệu" }).click();
  assert.match(await main_text(desk), /Tự chạm trên máy tính bảng ở quầy/);
  await looks_right(desk, "vault-consent");
});

test("a citizen agrees in writing", async () => {
  const desk = await offices.window("vuninh.motcua");
  await begin(desk);
  await desk.getByRole("button", { name: "Lập phiếu đồng ý" }).click();
  await desk.getByRole("link", { name: /In phiếu đồng ý/ }).waitFor();
  await desk.getByRole("button", { name: "Công dân đã ký phiếu" }).click();
  assert.match(await main_text(desk), /Phiếu chưa được in/);
  assert.equal(new URL(desk.url()).hash, "#vault_agree"); // stays at what it answers
  const slip = await desk.request.get(await desk.getByRole("link", { name: /In phiếu đồng ý/ }).getAttribute("href"));
  assert.equal(slip.headers()["content-type"], "application/pdf");
  await desk.getByRole("button", { name: "Công dân đã ký phiếu" }).click();
  await desk.getByText(/Công dân đã ký phiếu đồng ý, cán bộ nhận phiếu lúc/).waitFor();
  await desk.getByText(/Dùng lại bản đã có trong kho/).first().waitFor();
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

test("the desk signs an electronic copy with the plug-in on its own machine", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lt-vault-"));
  const desk = await offices.window("kinhbac.motcua");
  const token = issue_key(folder, `${account("kinhbac.motcua").name} (phan mem)`);
  try {
    await register(desk, "/account/signing-keys/new/plugin", token);
    await begin(desk, new_number());
    await desk.setInputFiles('input[type=file][name="scan_0"]', await card());
    await desk.locator('input[name="upload_scan_0"]').waitFor({ state: "attached" });
    await receive(desk);
    const dossier = new URL(desk.url()).pathname;
    await desk.getByRole("link", { name: /^Số hoá/ }).click();
    await desk.waitForURL(/\/digitise\//);
    const scan = new URL(desk.url()).pathname;
    // Nobody has to wait for the reading of a picture: what stands on it is typed.
    await desk.fill("#number", "027205000001");
    await desk.getByRole("radio", { name: `${token.name}, dùng đến` }).check();
    await desk.getByRole("button", { name: "Ký số và đưa vào kho" }).click();
    await desk.waitForURL(/\/dossiers\/digitising\/[0-9a-f-]{36}/);
    await looks_right(desk, "digitise-plug-in");
    const act = desk.url();

    // Somebody else's token is refused with its reason, and nothing gets into the vault.
    const stranger = await offices.window("kinhbac.motcua");
    await plug_in(stranger, issue_key(folder, "Nguoi khac"));
    await stranger.goto(act);
    await stranger.getByRole("button", { name: "Ký bằng phần mềm VGCA" }).click();
    await stranger.waitForSelector('[role=status]:has-text("chứng thư số khác")');
    await stranger.goto(dossier);
    assert.doesNotMatch(await main_text(stranger), /Bản điện tử trong kho/);
    await stranger.context().close();

    const heard = await plug_in(desk, token);
    await desk.goto(scan);
    await desk.getByRole("link", { name: "Tiếp tục lần ký đang chờ" }).click();
    await desk.getByRole("button", { name: "Ký bằng phần mềm VGCA" }).click();
    await desk.waitForURL(`**${scan}?done=signed`);
    assert.deepEqual(heard, ["/SignApproved"]);
    await desk.goto(dossier);
    assert.match(await main_text(desk), /Bản điện tử trong kho Đã ký số/);
  } finally {
    await retire(desk, "/account/signing-keys", token);
    rmSync(folder, { recursive: true, force: true });
  }
});
