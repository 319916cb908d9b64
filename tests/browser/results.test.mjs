// Results from the draft to the receiver, as their people work with them: specialist, leader on a telephone, registry, desk, citizen.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Desks, Dossier } from "./desk.mjs";
import { issue_key } from "./keys.mjs";
import { kPhone, looks_right } from "./lib.mjs";
import { choose, plug_in, register, retire } from "./plugin.mjs";
import { account, approve, follow, issue, main_text, Offices, pdf_file, pin, press } from "./province.mjs";

let offices;
before(async () => (offices = await Offices.open()));
after(async () => offices?.close());

const name = "Trần Thị Kim Oanh";
let number, path, code; // of the dossier that was received last

async function receive() {
  number = "0272" + "05" + String(Math.floor(Math.random() * 1e6)).padStart(6, "0");
  const desk = await offices.window("kinhbac.motcua");
  await desk.goto("/dossiers/new");
  await desk.fill("#owner_number", number);
  await desk.keyboard.press("Enter");
  await desk.getByText("Lần đầu làm thủ tục").waitFor();
  await desk.fill("#owner_name", name);
  await desk.fill("#owner_phone", "0912 345 678");
  await desk.fill("#procedure_words", "ban sao tu so goc");
  await desk.keyboard.press("Enter");
  await desk.getByRole("button", { name: /bản sao từ sổ gốc/i }).first().click();
  await desk.selectOption('[name="applicant.residence.province"]', { label: "Tỉnh Bắc Ninh" });
  if ((await desk.locator('select[name="applicant.residence.commune"] option[value="09187"]').count()) === 0)
    await desk.getByRole("button", { name: "Tính lại theo tờ khai" }).click();
  await desk.selectOption('[name="applicant.residence.commune"]', "09187");
  await desk.check('[name="relation"][value="self"]');
  await desk.fill('[name="original.name"]', "Bằng tốt nghiệp trung học phổ thông");
  await desk.fill('[name="original.holder"]', name);
  await desk.fill('[name="copies"]', "1");
  for (const field of await desk.locator('input[name^="originals_"]').all()) await field.fill("1");
  await desk.getByRole("button", { name: "Tiếp nhận và in giấy hẹn" }).click();
  await desk.waitForURL(/\/dossiers\/[0-9a-f-]{36}/);
  path = new URL(desk.url()).pathname;
  code = /H05[.0-9A-Z]*-\d{6}-\d{4}/.exec(await main_text(desk))[0];
}

test("the specialist drafts a result from its template and sends it to the leader with the step", async () => {
  await receive();
  const specialist = await offices.window("kinhbac.cv1");
  await specialist.goto(path);
  await specialist.locator('.lt-panel--do a.govuk-button[href^="/tasks/"]').first().click();
  await specialist.check('input[type="radio"][value="yes"]');
  await specialist.getByRole("button", { name: "Xong việc" }).click();
  await specialist.waitForURL(/\/tasks/);

  await specialist.goto(path);
  await specialist.getByRole("link", { name: "Soạn kết quả" }).click();
  assert.equal(await specialist.inputValue("#field_holder"), name); // from the answers
  await looks_right(specialist, "result-draft-new");
  await specialist.getByRole("button", { name: "Lập bản thảo" }).click();
  assert.match(await main_text(specialist), /Nhập “Nội dung ghi trong sổ gốc”/);
  await looks_right(specialist, "result-draft-errors");
  await specialist.fill("#field_content", "Tốt nghiệp loại giỏi, khoá thi ngày 02/6/2023.");
  await specialist.fill("#field_book", "Quyển 02, trang 15, số 128");
  const signers = await specialist.locator("#signer option").allInnerTexts();
  await specialist.selectOption("#signer", { label: signers.find((one) => !/Phó/.test(one)) });
  await specialist.getByRole("button", { name: "Lập bản thảo" }).click();
  await specialist.waitForURL(/done=drafted/);
  const file = await specialist.request.get(new URL(specialist.url()).pathname + "/file");
  assert.equal(file.headers()["content-type"], "application/pdf");
  await looks_right(specialist, "result-draft");
  assert.match(await main_text(specialist), /Hoàn thành luôn bước “Lập bản sao/);
  await specialist.getByRole("button", { name: "Trình lãnh đạo ký" }).click();
  await specialist.waitForURL(/done=submitted/);
  assert.match(await main_text(specialist), /Chờ ký/);

  // Called back before anybody signs, and sent once more.
  await looks_right(specialist, "result-submitted");
  await specialist.getByRole("button", { name: "Rút lại để sửa" }).click();
  await specialist.waitForURL(/done=recalled/);
  await specialist.getByRole("button", { name: "Trình lãnh đạo ký" }).click();
  await specialist.waitForURL(/done=submitted/);
});

test("the leader gives it back once, then signs on a telephone, and the registry seals", async () => {
  const leader = await offices.window("kinhbac.chutich");
  await leader.goto("/dossiers/signing");
  const row = leader.locator("li.lt-panel", { hasText: code });
  await row.getByRole("link", { name: /Trả lại/ }).click();
  await looks_right(leader, "result-return");
  await leader.getByRole("button", { name: "Trả lại người soạn" }).click();
  assert.match(await main_text(leader), /Nhập lý do trả lại/);
  await leader.fill("#reason", "Ghi thêm ngày cấp bản chính");
  await leader.getByRole("button", { name: "Trả lại người soạn" }).click();
  await leader.waitForURL(/done=returned/);
  const draft = new URL(leader.url()).pathname;

  const specialist = await offices.window("kinhbac.cv1");
  await specialist.goto(draft);
  assert.match(await main_text(specialist), /Ghi thêm ngày cấp bản chính/);
  await specialist.getByRole("link", { name: /Sửa, hoặc thay/ }).click();
  await specialist.fill("#field_content", "Tốt nghiệp loại giỏi, cấp ngày 20/7/2023.");
  await specialist.getByRole("button", { name: "Lưu và xem bản thảo" }).click();
  await specialist.waitForURL(/done=changed/);
  await specialist.getByRole("button", { name: "Trình lãnh đạo ký" }).click();
  await specialist.waitForURL(/done=submitted/);

  await leader.setViewportSize(kPhone);
  await leader.goto(draft);
  await leader.getByRole("link", { name: "Ký số" }).click();
  await looks_right(leader, "results-to-sign");
  await leader.setViewportSize(kPhone);
  await leader.getByRole("button", { name: "Ký số và lấy số" }).click();
  assert.match(await main_text(leader), /Nhập mã PIN/);
  assert.ok(await leader.locator("li.lt-panel", { hasText: code }).locator('input[name="draft"]').isChecked());
  await leader.fill("#pin", pin);
  await leader.getByRole("button", { name: "Ký số và lấy số" }).click();
  assert.match(await main_text(leader), /Đã ký 1 kết quả\. Số: \d+/);

  const clerk = await offices.window("kinhbac.vanthu");
  await clerk.goto("/dossiers/sealing");
  await clerk.locator("li.lt-panel", { hasText: code }).locator('input[name="draft"]').check();
  await looks_right(clerk, "results-to-seal");
  await clerk.fill("#pin", pin);
  await clerk.getByRole("button", { name: "Đóng dấu" }).click();
  assert.match(await main_text(clerk), /Đã đóng dấu 1 kết quả/);

  const desk = await offices.window("kinhbac.motcua");
  await desk.goto(path);
  assert.match(await main_text(desk), /Đã có kết quả/); // both steps ended with the signatures
  assert.match(await main_text(desk), /Bản sao được cấp từ sổ gốc/);
});

test("a result that is sent is followed, and the citizen confirms with four digits", async () => {
  const desk = await offices.window("kinhbac.motcua");
  await desk.goto(path);
  if (await desk.getByRole("link", { name: "Thu phí, lệ phí" }).count()) {
    await desk.getByRole("link", { name: "Thu phí, lệ phí" }).click();
    await desk.locator("main form button").last().click();
  }
  await desk.goto(path + "/acts/hand_over");
  await desk.check('[name="means"][value="post"]');
  await desk.fill("#proof", "EB123456789VN");
  await desk.locator("main form button").last().click();
  assert.match(await main_text(desk), /Đã gửi, chờ xác nhận nhận được/);
  assert.doesNotMatch(await main_text(desk), /đã nhận lúc/);
  await desk.getByRole("link", { name: "Theo dõi trả kết quả" }).click();
  await looks_right(desk, "result-delivery");
  await desk.check('[name="what"][value="failed"]');
  await desk.getByRole("button", { name: "Ghi lại" }).click();
  assert.match(await main_text(desk), /Nhập lý do không giao được/);
  await desk.fill("#proof", "Không có người nhận");
  await desk.getByRole("button", { name: "Ghi lại" }).click();
  assert.match(await main_text(desk), /Không giao được/);
  await desk.goto(path + "/delivery");
  await desk.check('[name="what"][value="sent_again"]');
  await desk.check('[name="means"][value="electronic"]');
  await desk.getByRole("button", { name: "Ghi lại" }).click();

  const citizen = await offices.visitor();
  await citizen.goto("/tra-cuu/" + code);
  await looks_right(citizen, "follow-receipt");
  await citizen.fill("#digits", number.slice(-4) === "0000" ? "1111" : "0000");
  await citizen.getByRole("button", { name: "Xác nhận đã nhận" }).click();
  assert.match(await main_text(citizen), /không khớp/);
  await looks_right(citizen, "follow-receipt-wrong");
  await citizen.fill("#digits", number.slice(-4));
  await citizen.getByRole("button", { name: "Xác nhận đã nhận" }).click();
  assert.match(await main_text(citizen), /Đã ghi nhận bạn đã nhận kết quả/);
  await desk.goto(path);
  assert.match(await main_text(desk), /Đã đến người nhận/);
});

test("a decision goes through the outgoing documents and comes back, issued, as the dossier's result", async () => {
  const it = await Dossier.received(new Desks(offices), {
    desk: "kinhbac.motcua", words: "ban sao tu so goc", procedure: "Cấp bản sao từ sổ gốc", first: { relation: "self" },
    owner: { name, number: `027205${String(Math.floor(Math.random() * 1e6)).padStart(6, "0")}` },
    answers: {
      "applicant.residence.province": "24", "applicant.residence.commune": "09187", copies: "1",
      "original.name": "Bằng tốt nghiệp trung học phổ thông", "original.holder": name,
    },
  });
  const desk = await offices.window("kinhbac.motcua");
  assert.equal((await desk.goto(it.path + "/document")).status(), 403); // not the desk's
  await it.step("kinhbac.cv1", "Tra sổ gốc", { con_trong_so: "yes" });

  const specialist = await offices.window("kinhbac.cv1");
  await specialist.goto(it.path);
  await specialist.getByRole("link", { name: "Soạn văn bản đi", exact: true }).last().click();
  await looks_right(specialist, "result-document");
  const [kind] = await specialist.locator("#code option:checked").allInnerTexts();
  assert.equal(kind, "Bản sao được cấp từ sổ gốc");
  assert.equal(await press(specialist, "Tạo dự thảo văn bản đi"), 200);
  const document = new URL(specialist.url()).pathname;
  assert.match(document, /^\/outgoing\/[0-9a-f-]{36}/);
  await specialist.goto(it.path);
  assert.match(await main_text(specialist), /Chờ phát hành văn bản/);
  await looks_right(specialist, "dossier-with-document");

  // Written, signed and issued as every document is.
  const { name: leader_name } = account("kinhbac.chutich");
  await specialist.getByRole("link", { name: "Bản sao được cấp từ sổ gốc" }).click();
  await follow(specialist, "Sửa dự thảo");
  assert.match(await specialist.inputValue("#subject"), new RegExp(name));
  await specialist.selectOption("#signer", await specialist.locator("#signer option", { hasText: leader_name }).first().getAttribute("value"));
  await specialist.setInputFiles('input[name="files"]', pdf_file("ban-sao.pdf", "Ban sao tu so goc", leader_name));
  await specialist.locator('#files-uploads input[type=hidden][name="upload"]').waitFor({ state: "attached" });
  await specialist.locator('input[name="group"]').first().check(); // whom it is sent to besides the citizen
  await press(specialist, "Lưu và trình ký");
  assert.match(await main_text(specialist), /Đã trình .* ký/);
  const leader = await offices.window("kinhbac.chutich");
  await leader.goto(document);
  assert.equal(await approve(leader), 200);
  const clerk = await offices.window("kinhbac.vanthu");
  await clerk.goto(`${document}/issue`);
  assert.equal(await issue(clerk), 200);
  const notation = /Đã phát hành (\S+)/.exec(await main_text(clerk))[1];

  // The steps end by themselves as little as with any paper: the leader and the registry say that theirs are done.
  const page = await it.seen_by("kinhbac.cv1", ({ results }) => results.length > 0);
  assert.ok(page.results[0].startsWith(`Bản sao được cấp từ sổ gốc ${notation}, `), page.results[0]);
  assert.ok(page.results[0].includes(leader_name), page.results[0]);
  assert.doesNotMatch(page.text, /Chờ phát hành văn bản/);
  await it.step("kinhbac.cv1", "Lập bản sao đúng nội dung sổ gốc");
  await it.step("kinhbac.chutich", "Ký bản sao", { dong_y: "yes" });
  await it.step("kinhbac.vanthu", "Vào sổ cấp bản sao, đóng dấu");
  await desk.goto(it.path);
  const file = await desk.request.get(await desk.getByRole("link", { name: "Bản sao được cấp từ sổ gốc" }).getAttribute("href"));
  assert.deepEqual([file.status(), file.headers()["content-type"]], [200, "application/pdf"]);
  await looks_right(desk, "dossier-with-issued-document");
  await it.handed_over([`Bản sao được cấp từ sổ gốc ${notation},`]);
});

// Received, looked into, drafted and sent to the leader; gives the draft's path.
async function submitted() {
  await receive();
  const specialist = await offices.window("kinhbac.cv1");
  await specialist.goto(path);
  await specialist.locator('.lt-panel--do a.govuk-button[href^="/tasks/"]').first().click();
  await specialist.check('input[type="radio"][value="yes"]');
  await specialist.getByRole("button", { name: "Xong việc" }).click();
  await specialist.waitForURL(/\/tasks/);
  await specialist.goto(path);
  await specialist.getByRole("link", { name: "Soạn kết quả" }).click();
  await specialist.fill("#field_content", "Tốt nghiệp loại giỏi.");
  await specialist.fill("#field_book", "Quyển 02, trang 15, số 128");
  const signers = await specialist.locator("#signer option").allInnerTexts();
  await specialist.selectOption("#signer", { label: signers.find((one) => !/Phó/.test(one)) });
  await specialist.getByRole("button", { name: "Lập bản thảo" }).click();
  await specialist.waitForURL(/done=drafted/);
  await specialist.getByRole("button", { name: "Trình lãnh đạo ký" }).click();
  await specialist.waitForURL(/done=submitted/);
  return new URL(specialist.url()).pathname;
}

test("the leader signs with the plug-in on his own machine, and the registry seals with its", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lt-results-"));
  const token = issue_key(folder, `${account("kinhbac.chutich").name} (phan mem)`);
  const seal = issue_key(folder, "UBND phuong Kinh Bac (phan mem)");
  const draft = await submitted();
  const leader = await offices.window("kinhbac.chutich");
  const clerk = await offices.window("kinhbac.vanthu");
  try {
    await register(leader, "/account/signing-keys/new/plugin", token);
    await register(clerk, "/admin/seal/new/plugin", seal);
    await leader.goto("/dossiers/signing?draft=" + draft.split("/").pop());
    await choose(leader, token);
    await leader.getByRole("button", { name: "Ký số và lấy số" }).click();
    await leader.waitForURL(/\/dossiers\/signing\/[0-9a-f-]{36}/);
    await looks_right(leader, "results-plug-in");
    assert.match(await main_text(leader), /Số đã cấp vẫn giữ/);
    const act = leader.url();

    // Somebody else's token is refused with its reason, and nothing is signed by it.
    const stranger = await offices.window("kinhbac.chutich");
    await plug_in(stranger, issue_key(folder, "Nguoi khac"));
    await stranger.goto(act);
    await stranger.getByRole("button", { name: "Ký bằng phần mềm VGCA" }).click();
    await stranger.waitForSelector('[role=status]:has-text("chứng thư số khác")');
    await stranger.context().close();

    const heard = await plug_in(leader, token);
    await leader.goto(draft);
    await leader.getByRole("link", { name: "Tiếp tục lần ký đang chờ" }).click();
    await leader.getByRole("button", { name: "Ký bằng phần mềm VGCA" }).click();
    await leader.waitForURL(`**${draft}?done=signed`);
    assert.deepEqual(heard, ["/SignApproved"]);
    assert.match(await main_text(leader), /Đã ký số kết quả/);

    const sealed = await plug_in(clerk, seal);
    await clerk.goto("/dossiers/sealing?draft=" + draft.split("/").pop());
    await choose(clerk, seal);
    await clerk.getByRole("button", { name: "Đóng dấu" }).click();
    await clerk.getByRole("button", { name: "Ký bằng phần mềm VGCA" }).click();
    await clerk.waitForURL(`**${draft}?done=sealed`);
    assert.deepEqual(sealed, ["/SignIssued"]);
    const desk = await offices.window("kinhbac.motcua");
    await desk.goto(path);
    assert.match(await main_text(desk), /Đã có kết quả/);
  } finally {
    await retire(leader, "/account/signing-keys", token);
    await retire(clerk, "/admin/seal", seal);
    rmSync(folder, { recursive: true, force: true });
  }
});
