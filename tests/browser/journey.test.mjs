// The main journey in real browsers: a document of the provincial office, drafted with a PDF, reaches every commune
// and department, is registered, assigned, handled and answered there; others refuse it or give it back. Played with
// the scripts, and again with JavaScript off.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Offices, account, approve as approve_page, follow, issue as issue_page, main_text, pdf_file, pin, press } from "./province.mjs";

let offices;
before(async () => (offices = await Offices.open()));
after(async () => offices?.close());

const kGroups = ["xa", "phuong", "so-nganh"];
const kPatience = { timeout: 20000 };

// One play of the journey: who takes part, and whether their browsers run scripts.
class Play {
  constructor(script, cast) {
    this.script = script;
    this.cast = cast;
    this.windows = new Map();
    this.subject = `V/v trực ban mùa mưa lũ, ${script ? "bản có" : "bản không có"} JavaScript ${Date.now()}`;
  }
  // Everybody works in one window that stays open.
  async at(who, path) {
    if (!this.windows.has(who)) this.windows.set(who, await offices.window(this.cast[who], { script: this.script }));
    const page = this.windows.get(who);
    if (path) assert.equal((await page.goto(path)).status(), 200, `${this.cast[who]} opens ${path}`);
    return page;
  }
  name(who) {
    return account(this.cast[who]).name;
  }
  // What every act must end with: a page without an error that says what was done.
  async done(page, words, status = 200) {
    assert.equal(status, 200, await main_text(page));
    const flash = await page.locator(".govuk-notification-banner, .lt-flash, [role=status]").allInnerTexts();
    assert.match(flash.join(" "), words, `${page.url()}: ${await main_text(page)}`);
  }
  finish() {
    for (const [who, page] of this.windows) assert.deepEqual(page.faults, [], this.cast[who]);
  }
}

async function choose(page, field, words) {
  const value = await page.locator(`${field} option`, { hasText: words }).first().getAttribute("value");
  await page.selectOption(field, value);
}

// With the script a chosen file goes up by itself, resumably, and leaves its id in the form.
async function attach(play, page, ...files) {
  await page.setInputFiles('input[name="files"]', files);
  if (!play.script) return;
  await page.locator('#files-uploads input[type=hidden][name="upload"]').nth(files.length - 1).waitFor({ state: "attached" });
  assert.equal(await page.locator('input[name="files"]').evaluate((field) => field.files.length), 0, "the file left the field");
}

async function draft(play) {
  const page = await play.at("drafter", "/outgoing/new");
  await page.fill("#subject", play.subject);
  await choose(page, "#signer", play.name("signer"));
  for (const group of kGroups) await page.check(`input[name="group"][value="${group}"]`);
  await attach(play, page, pdf_file("ung-pho-mua-lu.pdf", "Ung pho mua lu", play.name("signer")));
  const status = await press(page, "Lưu và trình ký");
  await play.done(page, /Đã trình .* ký/, status);
  assert.match(page.url(), /\/outgoing\/[0-9a-f-]{36}/);
  play.uid = page.url().match(/[0-9a-f-]{36}/)[0];
  assert.ok((await main_text(page)).includes("ung-pho-mua-lu.pdf"));
}

async function give_back_and_mend(play) {
  const leader = await play.at("signer", "/outgoing?view=review");
  await follow(leader, play.subject);
  await follow(leader, "Trả lại người soạn…");
  assert.equal(await press(leader, "Trả lại dự thảo"), 422, "a reason is asked for");
  await leader.fill("main textarea", "Ghi rõ thời hạn báo cáo.");
  await play.done(leader, /Đã trả lại/, await press(leader, "Trả lại dự thảo"));

  const page = await play.at("drafter", `/outgoing/${play.uid}`);
  assert.ok((await main_text(page)).includes("Ghi rõ thời hạn báo cáo."));
  await follow(page, "Sửa dự thảo");
  const chosen = await page.locator('input[name="recipient"]:checked').count();
  assert.ok(chosen >= 110, `the recipients were kept, ${chosen}`);
  play.recipients = chosen;
  play.subject += ", báo cáo trước 17 giờ";
  await page.fill("#subject", play.subject);
  await play.done(page, /Đã trình .* ký/, await press(page, "Lưu và trình ký"));
  const text = await main_text(page);
  assert.ok(text.includes(play.subject) && text.includes("ung-pho-mua-lu.pdf"), "mended, and the file kept");
}

async function approve(play) {
  const leader = await play.at("signer", "/outgoing/signing");
  await follow(leader, play.subject);
  await leader.fill("#pin", "khong dung");
  assert.equal(await press(leader, "Ký số và duyệt"), 422, "a wrong PIN signs nothing");
  assert.match(await main_text(leader), /Còn \d lần nhập/);
  assert.equal(await leader.inputValue("#pin"), "", "and does not come back");
  await leader.fill("#pin", pin);
  await play.done(leader, /Đã ký số và duyệt/, await press(leader, "Ký số và duyệt"));
}

async function issue(play) {
  const commune = await play.at("commune_clerk", "/incoming?view=waiting");
  const clerk = await play.at("clerk", "/outgoing?view=approved");
  await follow(clerk, play.subject);
  await follow(clerk, "Phát hành…");
  assert.ok((await clerk.innerText("h1")).includes(String(play.recipients)), "asks with the number of recipients");
  // The same question stands open in a second window: whatever is pressed, and how often, issues once.
  const twin = await offices.window(play.cast.clerk, { script: play.script });
  await twin.goto(clerk.url());
  const name = "Cấp số, ký số và phát hành";
  await clerk.fill("#pin", pin);
  await twin.fill("#pin", pin);
  await Promise.all([
    clerk.waitForURL(/done=issued/, kPatience),
    clerk.locator("main").getByRole("button", { name }).dblclick(),
  ]);
  await clerk.waitForLoadState("load");
  await play.done(clerk, new RegExp(`Đã phát hành [0-9]+/UBND\\S* đến ${play.recipients} nơi nhận`));
  play.notation = (await main_text(clerk)).match(/Đã phát hành (\S+) đến/)[1];
  await press(twin, name);
  await twin.goto(`/outgoing/${play.uid}`);
  const log = await twin.locator(".lt-log li").allInnerTexts();
  assert.equal(log.filter((line) => /phát hành/i.test(line)).length, 1, `issued once: ${log.join(" | ")}`);
  assert.ok((await main_text(twin)).includes(play.notation), "and kept its number");
  await twin.context().close();

  if (play.script) {
    // Nobody has reloaded the commune's page.
    const line = commune.locator("[data-live-list]", { hasText: "văn bản mới" });
    await line.waitFor(kPatience);
    await line.getByRole("link", { name: "Xem" }).click();
    await commune.waitForLoadState("load");
  } else {
    await commune.reload();
  }
  assert.ok((await main_text(commune)).includes(play.notation), "the commune's in-tray lists it");
}

async function accept(play) {
  const clerk = await play.at("commune_clerk");
  await follow(clerk, play.subject);
  // Judged by a job right after the issue.
  for (let tries = 0; tries < 100 && !(await main_text(clerk)).includes("Chữ ký số hợp lệ"); ++tries) {
    await clerk.waitForTimeout(100);
    await clerk.reload();
  }
  assert.match(await main_text(clerk), /Chữ ký số hợp lệ/, "the verdict stands beside the file");
  await choose(clerk, "#leader", play.name("commune_leader"));
  await play.done(clerk, /Đã tiếp nhận, số đến [0-9.]+, và trình /, await press(clerk, "Tiếp nhận và vào sổ"));
}

async function assign(play) {
  const page = await play.at("commune_leader", "/incoming?view=to_assign");
  await follow(page, play.subject);
  await follow(page, "Phân công xử lý");
  const role = (who, value) =>
    page.locator("tr", { hasText: play.name(who) }).first().locator(`input[type=radio][value="${value}"]`);
  await role("lead", "lead").check();
  await role("support", "lead").check();
  await page.fill("#due", "không rõ");
  assert.equal(await press(page, "Phân công"), 422);
  assert.match(await page.title(), /^Lỗi:/);
  const links = page.locator(".govuk-error-summary a");
  assert.ok((await links.count()) >= 2, await main_text(page));
  for (const link of await links.all()) {
    const target = page.locator(await link.getAttribute("href"));
    assert.equal(await target.count(), 1, `${await link.innerText()} leads to one thing`);
    await link.click();
    if (play.script) {
      assert.ok(await target.evaluate((e) => e === document.activeElement || e.contains(document.activeElement)));
    }
  }
  assert.ok(await role("lead", "lead").isChecked(), "nothing chosen is lost");
  assert.ok(await role("support", "lead").isChecked(), "nothing chosen is lost");
  assert.equal(await page.inputValue("#due"), "không rõ", "nothing typed is lost");

  await role("support", "support").check();
  await page.fill("#instruction", "Dự thảo văn bản trả lời, trình ký trước hạn.");
  await page.fill("#due", "31/12/2099 16:00");
  await play.done(page, /./, await press(page, "Phân công"));
  const text = await main_text(page);
  for (const words of [play.name("lead"), play.name("support"), "Dự thảo văn bản trả lời, trình ký trước hạn."]) {
    assert.ok(text.includes(words), words);
  }
}

async function handle(play) {
  const page = await play.at("lead", "/incoming");
  await follow(page, play.subject);
  await play.done(page, /./, await press(page, "Bắt đầu xử lý"));
  await follow(page, "Báo cáo kết quả");
  await page.fill("main textarea", "Đã phân công trực ban 24/24 giờ.");
  await page.check("#complete");
  await play.done(page, /./, await press(page, "Gửi báo cáo"));
  const text = await main_text(page);
  assert.ok(text.includes("Hoàn thành") && text.includes("Đã phân công trực ban 24/24 giờ."));
}

async function answer(play) {
  const page = await play.at("lead", `/incoming/${play.uid}/reply`);
  assert.ok((await page.inputValue("#subject")).includes(play.notation), "the subject names what is answered");
  assert.equal(await page.locator('input[name="recipient"]:checked').count(), 1, "goes to the sender");
  await choose(page, "#signer", play.name("commune_leader"));
  await attach(play, page, pdf_file("tra-loi.pdf", "Tra loi", play.name("commune_leader")));
  await play.done(page, /Đã trình/, await press(page, "Lưu và trình ký"));
  const uid = page.url().match(/[0-9a-f-]{36}/)[0];
  const leader = await play.at("commune_leader", `/outgoing/${uid}`);
  await play.done(leader, /Đã (ký số và duyệt|duyệt ký)/, await approve_page(leader));
  const clerk = await play.at("commune_clerk", `/outgoing/${uid}/issue`);
  await play.done(clerk, /Đã phát hành \S+ đến 1 nơi nhận/, await issue_page(clerk));
  const sender = await play.at("clerk", `/incoming/${uid}`);
  assert.ok((await main_text(sender)).includes(play.notation), "tied to the document it answers");
}

async function refuse(play) {
  const page = await play.at("refusing_clerk", `/incoming/${play.uid}`);
  await follow(page, "Từ chối tiếp nhận…");
  assert.equal(await press(page, "Từ chối tiếp nhận"), 422, "a reason is asked for");
  await page.fill("main textarea", "Tệp gửi thiếu Phụ lục II.");
  await play.done(page, /Đã từ chối tiếp nhận/, await press(page, "Từ chối tiếp nhận"));
}

async function watch(play) {
  const page = await play.at("drafter", `/outgoing/${play.uid}`);
  assert.ok((await main_text(page)).includes("Tệp gửi thiếu Phụ lục II."), "the refusal and its reason");
  await follow(page, `Xem cả ${play.recipients} nơi nhận`);
  const state = async (group, who) => {
    await page.goto(`/outgoing/${play.uid}/recipients?state=${group}`);
    const { agency_code } = account(play.cast[who]);
    const text = await main_text(page);
    assert.ok(text.includes(play.agencies[agency_code]), `${group}: ${play.agencies[agency_code]} in ${text}`);
  };
  await state("done", "commune_clerk");
  await state("stopped", "refusing_clerk");
  await state("arrived", "returning_clerk");
}

async function recall(play) {
  const back = await play.at("returning_clerk", `/incoming/${play.uid}`);
  const file = (await back.locator("iframe.lt-viewer").getAttribute("src")).replace(/#.*/, "");
  assert.equal((await back.request.get(file)).status(), 200);

  const clerk = await play.at("clerk", `/outgoing/${play.uid}`);
  await follow(clerk, "Thu hồi văn bản…");
  await clerk.fill("main textarea", "Gửi nhầm phụ lục.");
  await play.done(clerk, /Đã đề nghị [0-9]+ nơi nhận trả lại/, await press(clerk, "Thu hồi"));

  await back.reload();
  assert.ok((await main_text(back)).includes("Gửi nhầm phụ lục."));
  await follow(back, "Trả lời đề nghị lấy lại");
  await back.check('input[name="answer"][value="agree"]');
  await play.done(back, /./, await press(back, "Trả lời nơi gửi"));
  assert.equal(await back.locator("iframe.lt-viewer").count(), 0, "the file is closed");
  assert.equal((await back.request.get(file)).status(), 404, "for whoever kept its address, too");
  assert.ok((await main_text(back)).includes("Tệp không xem được nữa"), "the trace stays");

  const sender = await play.at("drafter", `/outgoing/${play.uid}/recipients?state=stopped`);
  assert.ok((await main_text(sender)).includes("Đã thu hồi"));
}

const kSteps = [
  ["a specialist drafts with a PDF for whole groups and submits", draft],
  ["the leader returns it with a reason, the specialist mends it", give_back_and_mend],
  ["the leader approves", approve],
  ["the clerk issues once, the commune sees it arrive", issue],
  ["the commune's clerk accepts and submits to the leader", accept],
  ["the leader assigns, after an error that loses nothing", assign],
  ["the specialist starts, reports and completes", handle],
  ["the specialist answers with a document of the commune", answer],
  ["another commune refuses with a reason", refuse],
  ["the sender sees how far each recipient is", watch],
  ["the sender recalls, a recipient agrees, the file is closed", recall],
];

async function run(t, play) {
  let broken = false;
  for (const [name, step] of kSteps) {
    await t.test(name, { skip: broken && "an earlier step failed" }, async () => {
      broken = true;
      await step(play);
      broken = false;
    });
  }
  await t.test("no page complained to the console", () => play.finish());
}

test("the journey with scripts", async (t) => {
  const play = new Play(true, {
    drafter: "vpubnd.cv3",
    signer: "vpubnd.chutich",
    clerk: "vpubnd.vanthu",
    commune_clerk: "kinhbac.vanthu",
    commune_leader: "kinhbac.chutich",
    lead: "kinhbac.cv1",
    support: "kinhbac.cv2",
    refusing_clerk: "vuninh.vanthu",
    returning_clerk: "haplinh.vanthu",
  });
  play.agencies = agencies(play, ["Kinh Bắc", "Vũ Ninh", "Hạp Lĩnh"]);
  await run(t, play);
});

test("the journey without JavaScript", async (t) => {
  const play = new Play(false, {
    drafter: "vpubnd.cv2",
    signer: "vpubnd.chutich",
    clerk: "vpubnd.vanthu",
    commune_clerk: "vocuong.vanthu",
    commune_leader: "vocuong.chutich",
    lead: "vocuong.cv1",
    support: "vocuong.cv2",
    refusing_clerk: "quevo.vanthu",
    returning_clerk: "nhanhoa.vanthu",
  });
  play.agencies = agencies(play, ["Võ Cường", "Quế Võ", "Nhân Hoà"]);
  await run(t, play);
});

function agencies(play, places) {
  const clerks = [play.cast.commune_clerk, play.cast.refusing_clerk, play.cast.returning_clerk];
  return Object.fromEntries(clerks.map((login, i) => [account(login).agency_code, places[i]]));
}
