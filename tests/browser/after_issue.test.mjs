// What the sender does with an issued document, in real browsers: it goes to a further recipient, and those who have not
// finished are reminded; the recipients see both. Played with the scripts, and again with JavaScript off.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe } from "./lib.mjs";
import { account, approve, follow, issue as issue_page, main_text, Offices, pdf_file, press } from "./province.mjs";

let offices;
before(async () => (offices = await Offices.open()));
after(async () => offices?.close());

const kPatience = { timeout: 20000 };
const kMessage = "Đề nghị gửi báo cáo trước 17:00.";

const flash = async (page) => (await page.locator(".govuk-notification-banner").allInnerTexts()).join(" ");
const box_of = (login) => `input[name="recipient"][value="${account(login).agency_code}"]`;
const uid_of = (page) => page.url().match(/[0-9a-f-]{36}/)[0];

// Drafted for one recipient, signed and issued; returns its uid.
async function issue(script, cast) {
  const drafter = await offices.window(cast.drafter, { script });
  await drafter.goto("/outgoing/new");
  await drafter.fill("#subject", cast.subject);
  const signer = drafter.locator("#signer option", { hasText: account(cast.signer).name }).first();
  await drafter.selectOption("#signer", await signer.getAttribute("value"));
  await drafter.check(box_of(cast.first));
  await drafter.setInputFiles('input[name="files"]', pdf_file("van-ban.pdf", "V/v kiem tra", account(cast.signer).name));
  if (script) await drafter.locator('#files-uploads input[name="upload"]').waitFor({ state: "attached" });
  assert.equal(await press(drafter, "Lưu và trình ký"), 200, await main_text(drafter));
  const uid = uid_of(drafter);
  const signing = await offices.window(cast.signer, { script });
  await signing.goto(`/outgoing/${uid}`);
  await approve(signing);
  const clerk = await offices.window(cast.clerk, { script });
  await clerk.goto(`/outgoing/${uid}/issue`);
  await issue_page(clerk);
  assert.match(await flash(clerk), /Đã phát hành/);
  return { uid, drafter, clerk, windows: [drafter, signing, clerk] };
}

async function send_further(script, cast, play) {
  const { clerk, uid } = play;
  // Somebody has the in-tray open before.
  const tray = await offices.window(cast.second, { script });
  play.windows.push(tray);
  await tray.goto("/incoming?view=waiting");

  await follow(clerk, "Gửi bổ sung nơi nhận…");
  if (script) assert.deepEqual(await axe(clerk), []);
  assert.equal(await clerk.locator(box_of(cast.first)).count(), 0, "who has it is not offered");
  assert.equal(await press(clerk, "Gửi đến nơi nhận đã chọn"), 422);
  assert.equal(await clerk.locator('.govuk-error-summary a[href="#recipients"]').count(), 1);

  await clerk.fill("#reason", "Bổ sung theo đề nghị của phòng.");
  const place = cast.place.toLowerCase();
  if (script) {
    await clerk.fill("#recipients-find", place);
    assert.ok((await clerk.locator("[data-group] .govuk-checkboxes__item:visible").count()) < 5, "the list is narrowed");
  } else {
    await clerk.fill("#find", place);
    await press(clerk, "Thu gọn danh sách");
    assert.ok((await clerk.locator('input[name="recipient"]').count()) < 5, "the list is narrowed");
    assert.equal(await clerk.inputValue("#reason"), "Bổ sung theo đề nghị của phòng.", "nothing typed is lost");
  }
  await clerk.check(box_of(cast.second));
  assert.equal(await press(clerk, "Gửi đến nơi nhận đã chọn"), 200);
  assert.match(await flash(clerk), /Đã gửi bổ sung \S+ đến 1 nơi nhận/);
  const text = await main_text(clerk);
  for (const words of ["Nơi nhận và tiến độ 2", "Gửi bổ sung 1 nơi nhận", "Bổ sung theo đề nghị của phòng."]) {
    assert.ok(text.includes(words), `${words}: ${text}`);
  }
  if (script) {
    const line = tray.locator("[data-live-list]", { hasText: "văn bản mới" });
    await line.waitFor(kPatience);
  }
  await tray.goto(`/incoming/${uid}`);
  assert.ok((await main_text(tray)).includes(cast.subject), "the further recipient has it");
}

async function remind(script, cast, play) {
  const { drafter, uid } = play;
  const first = await offices.window(cast.first, { script });
  play.windows.push(first);
  await first.goto("/incoming");
  const menu = first.locator(".lt-nav a", { hasText: "Được đôn đốc" }).locator(".lt-nav__n");
  const before = Number((await menu.innerText()) || 0);

  await drafter.goto(`/outgoing/${uid}`);
  await follow(drafter, "Đôn đốc 2 nơi chưa xong…");
  if (script) assert.deepEqual(await axe(drafter), []);
  assert.equal(await drafter.locator('input[name="recipient"]:checked').count(), 2, "all who have not finished");
  await drafter.uncheck(box_of(cast.second));
  await drafter.fill("#note", kMessage);
  assert.equal(await press(drafter, "Đôn đốc nơi nhận đã chọn"), 200);
  assert.match(await flash(drafter), /Đã đôn đốc 1 nơi nhận/);
  const text = await main_text(drafter);
  assert.match(text, /đã đôn đốc [0-9/]+ [0-9:]+/);
  assert.ok(text.includes("Đôn đốc 1 nơi chưa xong…"), "each once a day: one is left");

  // The recipient: the figure in the menu comes by itself where scripts run.
  if (script) {
    await first.waitForFunction(
      ([least]) => Number(document.querySelector('[data-live="reminded"]')?.textContent ?? 0) >= least,
      [before + 1],
      kPatience,
    );
  }
  await first.goto("/incoming?view=reminded");
  await follow(first, `Đôn đốc ${cast.subject}`);
  const seen = await main_text(first);
  assert.ok(seen.includes(kMessage), seen);
  assert.match(seen, /đôn đốc lúc [0-9/]+ [0-9:]+\./);
  assert.ok(seen.includes("Nơi gửi đôn đốc"), "in the history, too");

  // Who was not chosen sees nothing of it.
  const other = play.windows.find((one) => one.url().includes("/incoming/"));
  await other.goto(`/incoming/${uid}`);
  assert.ok(!(await main_text(other)).includes(kMessage));
}

async function play(script, cast) {
  cast.subject = `V/v rà soát hộ nghèo, ${script ? "bản có" : "bản không có"} JavaScript ${Date.now()}`;
  const state = await issue(script, cast);
  await send_further(script, cast, state);
  await remind(script, cast, state);
  for (const page of state.windows) {
    assert.deepEqual(page.faults, []);
    await page.context().close();
  }
}

test("an issued document goes further and its recipients are reminded, with scripts", () =>
  play(true, {
    drafter: "vpubnd.cv1",
    signer: "vpubnd.chutich",
    clerk: "vpubnd.vanthu",
    first: "vuninh.vanthu",
    second: "haplinh.vanthu",
    place: "Hạp Lĩnh",
  }));

test("an issued document goes further and its recipients are reminded, without JavaScript", () =>
  play(false, {
    drafter: "vpubnd.cv2",
    signer: "vpubnd.chutich",
    clerk: "vpubnd.vanthu",
    first: "quevo.vanthu",
    second: "nhanhoa.vanthu",
    place: "Nhân Hoà",
  }));
