// Bad input in a browser: the page comes again with an error summary whose links lead to the fields, and nothing typed
// or sent is lost; what is refused is refused with the reason.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Offices, account, main_text, pdf_file, press } from "./province.mjs";

let offices;
before(async () => (offices = await Offices.open()));
after(async () => offices?.close());

const kDrafter = "snv.cv1";
const kElf = Buffer.from("7f454c4602010100000000000000000002003e0001000000", "hex");
const kExecutable = Buffer.concat([kElf, Buffer.alloc(4096)]);

// Each link of the summary leads to the thing it speaks of, which shows the same words.
async function summary(page) {
  const lines = [];
  for (const link of await page.locator(".govuk-error-summary a").all()) {
    const words = await link.innerText();
    const href = await link.getAttribute("href");
    const target = page.locator(href);
    assert.equal(await target.count(), 1, `“${words}” leads to ${href}`);
    const group = page.locator(".govuk-form-group--error", { has: target });
    assert.ok((await group.first().innerText()).includes(words), `the words stand beside ${href}, too`);
    lines.push(words);
  }
  assert.match(await page.title(), /^Lỗi:/);
  return lines;
}

async function draft_form(script, login = kDrafter) {
  const page = await offices.window(login, { script });
  await page.goto("/outgoing/new");
  return page;
}

async function uploaded(page, count = 1) {
  await page.locator('#files-uploads input[name="upload"]').nth(count - 1).waitFor({ state: "attached" });
}

for (const script of [true, false]) {
  const how = script ? "with scripts" : "without JavaScript";

  test(`a draft with wrong fields loses nothing, ${how}`, async () => {
    const page = await draft_form(script);
    await page.fill("#subject", "x".repeat(501));
    await page.check('input[name="urgency"][value]:not([checked]) >> nth=1');
    const urgency = await page.locator('input[name="urgency"]:checked').getAttribute("value");
    await page.fill("#reply_due", "mai");
    await page.check('input[name="group"][value="phuong"]');
    await page.check('input[name="recipient"] >> nth=0');
    const signer = await page.locator("#signer option").nth(1).getAttribute("value");
    await page.selectOption("#signer", signer);
    await page.setInputFiles('input[name="files"]', [pdf_file("chinh.pdf"), pdf_file("phu-luc.pdf", "Phu luc")]);
    if (script) await uploaded(page, 2);
    assert.equal(await press(page, "Lưu dự thảo"), 422);
    const lines = await summary(page);
    assert.equal(lines.length, 2, lines.join(" | "));
    assert.equal((await page.inputValue("#subject")).length, 501);
    assert.equal(await page.inputValue("#reply_due"), "mai");
    assert.equal(await page.inputValue("#signer"), signer);
    assert.equal(await page.locator('input[name="urgency"]:checked').getAttribute("value"), urgency);
    const chosen = await page.locator('input[name="recipient"]:checked').count();
    assert.ok(chosen > 30, `the group's ${chosen} members are chosen`);
    const kept = await page.locator("#files-uploads li").allInnerTexts();
    assert.ok(kept.length === 2 && kept[0].includes("chinh.pdf") && kept[1].includes("phu-luc.pdf"), kept.join(" | "));

    await page.fill("#subject", `Về việc nhập lại ${how}`);
    await page.fill("#reply_due", "31/12/2099");
    assert.equal(await press(page, "Lưu dự thảo"), 200);
    const text = await main_text(page);
    for (const words of ["chinh.pdf", "phu-luc.pdf", "17:00", `Về việc nhập lại ${how}`]) assert.ok(text.includes(words), words);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  test(`an executable named .pdf is refused with the reason, the other file stays, ${how}`, async () => {
    const page = await draft_form(script);
    await page.fill("#subject", "Về việc tệp giả dạng");
    const disguised = { name: "cong-van.pdf", mimeType: "application/pdf", buffer: kExecutable };
    await page.setInputFiles('input[name="files"]', [pdf_file("that.pdf"), disguised]);
    if (script) await uploaded(page, 2);
    assert.equal(await press(page, "Lưu dự thảo"), 422);
    const lines = await summary(page);
    assert.match(lines.join(), /“cong-van.pdf” không phải là PDF mà là chương trình chạy được/);
    assert.equal(await page.inputValue("#subject"), "Về việc tệp giả dạng");
    assert.ok(!(await page.locator("#files-uploads").innerText()).includes("cong-van.pdf"), "the refused one is gone");
    assert.ok((await page.locator("#files-uploads").innerText()).includes("that.pdf"), "the good file is not lost");
    await page.context().close();
  });

  test(`another secrecy than “thường” is refused and nothing kept, ${how}`, async () => {
    const page = await draft_form(script);
    const subject = `Về việc không được lưu ${how} ${Date.now()}`;
    await page.fill("#subject", subject);
    // The form offers nothing else: somebody changes it.
    await tamper(page, script, "/outgoing", { secrecy: "Mật", subject });
    const lines = await summary(page);
    assert.match(lines.join(), /không được lưu giữ, truyền đưa bí mật nhà nước/);
    await page.goto("/outgoing?view=drafts");
    assert.ok(!(await main_text(page)).includes(subject));
    await page.context().close();
  });
}

// Sends the open form with other values than it offers.
async function tamper(page, script, action, values) {
  if (script) {
    await page.evaluate((fields) => {
      for (const [name, value] of Object.entries(fields)) {
        const field = document.querySelector(`main [name="${name}"]`);
        if (field.tagName === "SELECT") field.add(new Option(value, value));
        field.value = value;
      }
    }, values);
    assert.equal(await press(page, "Lưu dự thảo"), 422);
    return;
  }
  // Without script nothing on the page can be changed: the same request, and what came back shown as the page.
  const csrf = await page.inputValue('main input[name="_csrf"]');
  const key = await page.inputValue('main input[name="key"]');
  const kind = await page.inputValue("#kind");
  const answer = await page.request.post(action, { multipart: { _csrf: csrf, key, kind, ...values }, maxRedirects: 0 });
  assert.equal(answer.status(), 422);
  await page.setContent(await answer.text());
}

test("a file over the limit is refused with the reason", async () => {
  const page = await draft_form(true);
  const headers = {
    "Tus-Resumable": "1.0.0",
    "X-CSRF-Token": await page.inputValue('main input[name="_csrf"]'),
    "Upload-Length": String(201 * 1024 * 1024),
    "Upload-Metadata": `filename ${Buffer.from("to.pdf").toString("base64")}`,
  };
  const answer = await page.request.post("/uploads", { headers });
  assert.equal(answer.status(), 413);
  // The script says so beside the file. No file of 200 MB is needed: the server's refusal comes before the bytes.
  await page.route("**/uploads", (route) => {
    const sent = { ...route.request().headers(), "upload-length": headers["Upload-Length"] };
    return route.continue({ headers: sent });
  });
  await page.setInputFiles('input[name="files"]', pdf_file("to.pdf"));
  const row = page.locator("#files-uploads li", { hasText: "to.pdf" });
  await row.locator(".govuk-error-message").waitFor();
  assert.match(await row.innerText(), /Tệp quá lớn/);
  await page.context().close();
});

test("more files than may wait are refused with the figures, until one is taken out", async () => {
  const page = await draft_form(true);
  const headers = { "Tus-Resumable": "1.0.0", "X-CSRF-Token": await page.inputValue('main input[name="_csrf"]') };
  const begin = (length) => page.request.post("/uploads", { headers: { ...headers, "Upload-Length": String(length) } });
  const begun = [];
  for (;;) {
    const answer = await begin(200 * 1024 * 1024);
    if (answer.status() !== 201) break;
    begun.push(answer.headers().location);
  }
  assert.ok(begun.length > 5 && begun.length <= 10, `${begun.length} files of 200 MB were let in`);
  const room = await begin(1024 * 1024);
  if (room.status() === 201) begun.push(room.headers().location);
  await page.route("**/uploads", (route) =>
    route.continue({ headers: { ...route.request().headers(), "upload-length": String(200 * 1024 * 1024) } }),
  );
  await page.setInputFiles('input[name="files"]', pdf_file("them.pdf"));
  const row = page.locator("#files-uploads li", { hasText: "them.pdf" });
  await row.locator(".govuk-error-message").waitFor();
  assert.match(await row.innerText(), /Bạn đang có \d+ tệp \([\d,]+ GB\) đã tải lên .* nhiều nhất 100 tệp, 2,0 GB/);
  await page.unroute("**/uploads");
  for (const location of begun) assert.equal((await page.request.delete(location, { headers })).status(), 204);
  await row.locator("button").click();
  await page.setInputFiles('input[name="files"]', pdf_file("them.pdf"));
  await page.locator('#files-uploads input[name="upload"]').waitFor({ state: "attached" });
  const [gone] = await Promise.all([
    page.waitForResponse((answer) => answer.request().method() === "DELETE"),
    row.locator("button").click(),
  ]);
  assert.equal(gone.status(), 204);
  await page.context().close();
});

for (const script of [true, false]) {
  const how = script ? "with scripts" : "without JavaScript";

  test(`a draft changed in another window is not overwritten, and nothing typed is lost, ${how}`, async () => {
    const first = await draft_form(script);
    await first.fill("#subject", "Về việc hai cửa sổ");
    assert.equal(await press(first, "Lưu dự thảo"), 200);
    const path = new URL(first.url()).pathname;
    const second = await offices.window(kDrafter, { script });
    await first.goto(`${path}/edit`);
    await second.goto(`${path}/edit`);
    await second.fill("#subject", "Về việc hai cửa sổ, bản của cửa sổ thứ hai");
    await second.setInputFiles('input[name="files"]', pdf_file("cua-so-hai.pdf"));
    if (script) await uploaded(second);
    assert.equal(await press(second, "Lưu dự thảo"), 200);

    const mine = "Về việc hai cửa sổ, bản của cửa sổ thứ nhất";
    await first.fill("#subject", mine);
    await first.check('input[name="recipient"] >> nth=0');
    await first.setInputFiles('input[name="files"]', pdf_file("cua-so-mot.pdf"));
    if (script) await uploaded(first);
    assert.equal(await press(first, "Lưu dự thảo"), 409);
    assert.match(await first.title(), /^Lỗi:/);
    const text = await main_text(first);
    assert.match(text, /Bạn đã lưu bản khác lúc [0-9/]+ [0-9:]+ ở cửa sổ hoặc máy khác/, text);
    assert.ok(text.includes("bản của cửa sổ thứ hai"), "says what the other version has");
    assert.equal(await first.inputValue("#subject"), mine);
    assert.ok(await first.locator('input[name="recipient"] >> nth=0').isChecked());
    assert.ok((await first.locator("#files-uploads").innerText()).includes("cua-so-mot.pdf"));
    assert.ok(await first.getByLabel("Giữ tệp cua-so-hai.pdf").isChecked(), "the other window's file is not dropped");

    // The newer one can be looked at beside; nothing was overwritten so far.
    await second.goto(await first.getByRole("link", { name: "Xem bản đã lưu (mở cửa sổ mới)" }).getAttribute("href"));
    assert.ok((await main_text(second)).includes("bản của cửa sổ thứ hai"));
    // Saving over it is said to be that.
    assert.equal(await press(first, "Lưu đè bản đã lưu"), 200);
    const saved = await main_text(first);
    for (const words of [mine, "cua-so-mot.pdf", "cua-so-hai.pdf"]) assert.ok(saved.includes(words), `${words}: ${saved}`);
    assert.deepEqual(first.faults, []);
    await first.context().close();
    await second.context().close();
  });

  test(`submitting several documents without a leader is an error at its field, ${how}`, async () => {
    const page = await offices.window("vpubnd.vanthu", { script });
    await page.goto("/incoming");
    await page.check('input[name="document"] >> nth=1');
    assert.equal(await press(page, "Trình lãnh đạo"), 422);
    assert.deepEqual(await summary(page), ["Chọn lãnh đạo để trình."]);
    assert.ok(await page.locator('input[name="document"] >> nth=1').isChecked(), "what was chosen stays");
    await page.uncheck('input[name="document"] >> nth=1');
    assert.equal(await press(page, "Tiếp nhận"), 422);
    assert.match((await page.locator(".govuk-error-summary a").allInnerTexts()).join(), /Chưa chọn văn bản nào/);
    assert.equal(await page.locator('.govuk-error-summary a[href="#document"]').count(), 1);
    assert.equal(await page.locator("#document").count(), 1);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}

test("a form of an earlier step does nothing and says what stands", async () => {
  const page = await draft_form(true);
  await page.fill("#subject", "Về việc đã xoá");
  assert.equal(await press(page, "Lưu dự thảo"), 200);
  const path = new URL(page.url()).pathname;
  const other = await offices.window(kDrafter);
  await other.goto(`${path}/discard`);
  assert.equal(await press(other, "Xoá dự thảo"), 200);
  await page.goto(`${path}`).then((answer) => assert.equal(answer.status(), 404));
  assert.ok((await main_text(page)).length > 40, "says what is the matter");
  await page.context().close();
  await other.context().close();
});

test("a form with a foreign token is refused in clear words", async () => {
  const page = await draft_form(true);
  await page.fill("#subject", "Về việc biểu mẫu hết hạn");
  await page.evaluate(() => document.querySelectorAll('main input[name="_csrf"]').forEach((e) => (e.value = "khac")));
  assert.equal(await press(page, "Lưu dự thảo"), 403);
  const text = await main_text(page);
  assert.match(text, /hết hạn/, text);
  assert.match(text, /tải lại trang/, text);
  await page.goto("/outgoing?view=drafts");
  assert.ok(!(await main_text(page)).includes("Về việc biểu mẫu hết hạn"));
  await page.context().close();
});

test("a paper document with wrong fields loses nothing", async () => {
  const page = await offices.window("sxd.vanthu");
  await page.goto("/incoming/new");
  await page.fill("#number", "77");
  await page.fill("#notation", "CV-CT");
  await page.fill("#issuer", "Công ty cổ phần Ví Dụ");
  await page.fill("#issued_on", "32/13/2026");
  await page.setInputFiles('input[name="files"]', pdf_file("quet.pdf"));
  await uploaded(page);
  assert.equal(await press(page, "Đăng ký và cấp số đến"), 422);
  const lines = await summary(page);
  assert.ok(lines.length >= 2, lines.join(" | "));
  assert.equal(await page.inputValue("#issued_on"), "32/13/2026");
  assert.equal(await page.inputValue("#issuer"), "Công ty cổ phần Ví Dụ");
  assert.ok((await page.locator("#files-uploads").innerText()).includes("quet.pdf"));
  await page.fill("#issued_on", "01/07/2026");
  await page.fill("#subject", "Về việc đề nghị cấp phép");
  await page.fill("#number", String(Date.now() % 1_000_000));
  assert.equal(await press(page, "Đăng ký và cấp số đến"), 200);
  assert.match(await main_text(page), /Đã đăng ký, số đến [0-9.]+/);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("five wrong passwords lock the account, and the page says until when", async () => {
  const page = await offices.visitor();
  const login = `dailai.cv${1 + (Date.now() % 3)}`;
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    await page.goto("/log-in");
    await page.fill("#login", login);
    await page.fill("#password", `sai-mat-khau-${attempt}`);
    const status = await press(page, "Tiếp tục");
    const text = await main_text(page);
    if (attempt === 1 && /bị khoá đến/.test(text)) break; // by an earlier run on the same province
    assert.equal(status, 422);
    if (attempt < 5) assert.match(text, /Tên đăng nhập hoặc mật khẩu không đúng. Sai 5 lần thì tài khoản bị khoá/);
    assert.equal(await page.inputValue("#login"), login, "the name stays");
    assert.equal(await page.inputValue("#password"), "", "the password does not");
  }
  await page.fill("#password", account(login).password);
  assert.equal(await press(page, "Tiếp tục"), 422, "even with the right password");
  assert.match(await main_text(page), /bị khoá đến [0-9/: ]+ vì nhập sai 5 lần/);
  await summary(page);
  await page.context().close();
});

test("a wrong code says how many attempts are left", async () => {
  const page = await offices.visitor();
  const who = account("dailai.quantri");
  await page.goto("/log-in");
  await page.fill("#login", who.login);
  await page.fill("#password", who.password);
  await press(page, "Tiếp tục");
  await page.fill("#code", "12345a");
  assert.equal(await press(page, "Đăng nhập"), 422);
  assert.match((await summary(page)).join(), /Mã không đúng hoặc đã hết hạn. Bạn còn [0-9] lần nhập./);
  await page.context().close();
});
