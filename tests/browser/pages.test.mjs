// Every page that links lead to, as each role sees it, and the pages that answer mistakes: axe-core finds nothing, the
// console stays empty, nothing is refused by the Content-Security-Policy, nothing scrolls sideways on a screen of
// 1280 px nor on a phone of 360, and language and title are right.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axe, fits, kDesktop, kPhone } from "./lib.mjs";
import { Offices, account, base, press, totp_of_base32 } from "./province.mjs";

let offices;
before(async () => (offices = await Offices.open()));
after(async () => offices?.close());

const kUid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const kVietnamese = /[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]/i;
const kMostOfOneKind = 5; // documents stand in many states, each of which shows other things
const kMostElsewhere = 1;

// What is wrong with the page as it stands, in lines.
async function wrong_with(page, lang, { phone_axe = true } = {}) {
  const wrong = [];
  const say = (width, what) => wrong.push(`${width}: ${what}`);
  const title = await page.title();
  if (!/^.+ – Liên Thông$/.test(title)) say("title", JSON.stringify(title));
  if ((await page.getAttribute("html", "lang")) !== lang) say("lang", await page.getAttribute("html", "lang"));
  if ((await page.locator("h1").count()) !== 1) say("h1", await page.locator("h1").count());
  for (const viewport of [kDesktop, kPhone]) {
    await page.setViewportSize(viewport);
    if (!(await fits(page))) say(viewport.width, `scrolls sideways: ${await too_wide(page)}`);
    if (viewport === kPhone && !phone_axe) continue;
    for (const found of await axe(page)) say(viewport.width, `${found.id}: ${found.nodes.slice(0, 3).join(" ")}`);
  }
  await page.setViewportSize(kDesktop);
  // An anchor that leads nowhere is a dead link, too.
  const dead = await page.locator('main a[href^="#"]').evaluateAll((links) =>
    links.map((link) => link.getAttribute("href")).filter((href) => !document.getElementById(href.slice(1))),
  );
  if (dead.length > 0) say("dead anchors", dead.join(" "));
  const same = await page.evaluate(() => {
    const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
    return ids.filter((id, i) => ids.indexOf(id) !== i);
  });
  if (same.length > 0) say("ids given twice", [...new Set(same)].slice(0, 5).join(" "));
  for (const fault of page.faults.splice(0)) say("console", fault);
  return wrong;
}

// What sticks out, apart from what scrolls within its own frame.
const too_wide = (page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const framed = (e) => e && e !== document.body && (getComputedStyle(e).overflowX !== "visible" || framed(e.parentElement));
    const out = [...document.querySelectorAll("body *")].filter(
      (e) => e.getBoundingClientRect().right > width + 1 && !framed(e.parentElement),
    );
    return out.slice(0, 3).map((e) => e.outerHTML.slice(0, 120)).join(" ");
  });

const english_leftovers = async (page) => {
  const texts = await page
    .locator(".lt-nav a, .lt-nav summary, main button, main thead th, main h2, main dt, .lt-views a")
    .allInnerTexts();
  return texts.filter((text) => kVietnamese.test(text));
};

// "/incoming/{uid}/refusal", "/incoming?view=waiting": pages of one kind.
function kind_of(url) {
  const { pathname, searchParams } = new URL(url, base);
  const view = ["view", "state", "q"].filter((key) => searchParams.has(key)).map((key) => `${key}=${searchParams.get(key)}`);
  const keys = [...searchParams.keys()].filter((key) => !["view", "state", "q", "done"].includes(key)).sort();
  return pathname.replace(kUid, "{uid}") + (view.length + keys.length ? `?${[...view, ...keys].join("&")}` : "");
}

function is_page(href) {
  const { origin, pathname } = new URL(href, base);
  const is_file = /^\/dossiers\/.*\/(file|slip|control-slip|(files|slips)\/(?!new$)[^/]+)$|\/payload\.json$/.test(pathname);
  return origin === base && !is_file && !/^\/(language|files|assets|events|uploads|api)\b|\.(csv|bpmn|dmn|svg|pdf)$/.test(pathname);
}

// Forms that may be sent empty: they answer with the page again and what is missing.
const kEmpty = /\/(return|refusal|report|recall|recall-answer|password)$|^\/(outgoing|incoming)\/new$|^\/admin\/(?!processes).*\/new$/;

const seen_by_anybody = new Set();

async function walk(page, lang, starts) {
  const found = [];
  const visits = new Map();
  const queue = [...starts];
  const asked = new Set();
  for (let url = queue.shift(); url; url = queue.shift()) {
    const kind = kind_of(url);
    const most = /^\/(incoming|outgoing)\/\{uid\}$/.test(kind) ? kMostOfOneKind : kMostElsewhere;
    if (asked.has(url) || (visits.get(kind) ?? 0) >= most) continue;
    asked.add(url);
    visits.set(kind, (visits.get(kind) ?? 0) + 1);
    const answer = await page.goto(url, { waitUntil: "load" });
    const report = (lines, after = "") => lines.forEach((line) => found.push(`${url}${after} ${line}`));
    if (answer.status() !== 200) report([`status ${answer.status()}, linked from a page`]);
    report(await wrong_with(page, lang, { phone_axe: !seen_by_anybody.has(kind) }));
    seen_by_anybody.add(kind);
    if (lang === "en") report((await english_leftovers(page)).map((text) => `Vietnamese in English: ${text}`));
    const links = await page.locator("a[href]").evaluateAll((all) => all.map((link) => link.href.replace(/#.*/, "")));
    queue.push(...links.filter(is_page).map((href) => href.slice(base.length)));
    if (kEmpty.test(new URL(page.url()).pathname) && answer.status() === 200) {
      const status = await send_empty(page);
      if (status === 0) continue;
      if (status !== 422) report([`status ${status} instead of 422`], " sent empty:");
      const targets = await page.locator(".govuk-error-summary a").count();
      if (targets === 0) report(["no error summary with links"], " sent empty:");
      report(await wrong_with(page, lang, { phone_axe: false }), " sent empty:");
    }
  }
  return { found, kinds: [...visits.keys()] };
}

async function send_empty(page) {
  const button = page.locator('main form[method="post"] button.govuk-button:visible').first();
  if ((await button.count()) === 0) return 0;
  await page.locator("main textarea, main input.govuk-input").evaluateAll((all) => all.forEach((e) => (e.value = "")));
  const [answer] = await Promise.all([
    page.waitForResponse((one) => one.request().isNavigationRequest() && one.status() !== 303),
    button.click(),
  ]);
  await page.waitForLoadState("load");
  return answer.status();
}

const kLists = ["/incoming?from=01/01/1990&to=02/01/1990", "/outgoing?from=01/01/1990&to=02/01/1990"];
const kSearches = ["/search", "/search?q=van+ban", "/search?q=khong-co-gi-nhu-the-nay"];
const kPeriods = ["/statistics?from=01/01/2026&to=31/12/2026", "/statistics?from=01/01/1990&to=02/01/1990"];
const kOffice = ["/", "/account", ...kLists, ...kSearches];

// Each role has pages that it must at least have led to, so that a broken link cannot make the walk short.
const kRoles = [
  ["clerk", "vpubnd.vanthu", [...kOffice, ...kPeriods], ["/incoming?view=waiting", "/incoming/{uid}", "/outgoing/{uid}", "/incoming/new", "/statistics"]],
  ["leader", "kinhbac.chutich", kOffice, ["/incoming?view=to_assign", "/incoming/{uid}", "/outgoing/new"]],
  ["specialist", "vpubnd.cv3", kOffice, ["/outgoing/new", "/outgoing/{uid}", "/account/password"]],
  ["administrator", "kinhbac.quantri", ["/", "/account"], ["/admin/officials", "/admin/officials/{uid}"]],
  ["operator", "nen-tang.vanhanh", ["/", "/account"], ["/admin/agencies", "/admin/jobs"]],
];

// Two at a time: a walk waits for the browser, which has a process of its own for each.
describe("every page", { concurrency: 2 }, () => {
  for (const [role, login, starts, expected] of kRoles) {
    test(`of the ${role}`, async () => {
      const page = await offices.window(login);
      const { found, kinds } = await walk(page, "vi", starts);
      await page.context().close();
      for (const kind of expected) assert.ok(kinds.includes(kind), `led to ${kind}: ${kinds.join(" ")}`);
      assert.deepEqual(found, []);
    });
  }

  test("of a clerk in English", async () => {
    const page = await offices.window("stp.vanthu");
    await page.goto("/language/en?back=/");
    const { found } = await walk(page, "en", kOffice);
    await page.goto("/language/vi?back=/"); // the account remembers it
    await page.context().close();
    assert.deepEqual(found, []);
  });
});

test("the log-in pages", async () => {
  const page = await offices.visitor();
  const found = [];
  const look = async (what, status, lang = "vi") => {
    if (status >= 400 && (await page.locator(".govuk-error-summary a").count()) === 0) found.push(`${what}: no summary`);
    found.push(...(await wrong_with(page, lang)).map((line) => `${what}: ${line}`));
  };
  await page.goto("/incoming");
  assert.ok(page.url().includes("/log-in"), "a visitor is asked to log in");
  await look("log-in", 200);
  assert.equal(await press(page, "Tiếp tục"), 422);
  await look("log-in without anything", 422);
  await page.goto("/language/en?back=/log-in");
  await look("log-in in English", 200, "en");
  await page.goto("/progress?period=year");
  await look("progress in English", 200, "en");
  await page.goto("/language/vi?back=/progress");
  await look("progress", 200);
  await page.goto("/log-in");
  const who = account("kinhbac.quantri");
  await page.fill("#login", who.login);
  await page.fill("#password", who.password);
  await press(page, "Tiếp tục");
  await look("code", 200);
  assert.equal(await press(page, "Đăng nhập"), 422);
  await look("code without anything", 422);
  await page.goto("/log-in/code?recovery=1");
  await look("recovery code", 200);
  await page.context().close();
  assert.deepEqual(found, []);
});

test("somebody with two posts chooses one", async () => {
  const page = await offices.visitor();
  const who = account("vpubnd.phochutich");
  await page.goto("/log-in");
  await page.fill("#login", who.login);
  await page.fill("#password", who.password);
  await press(page, "Tiếp tục");
  assert.ok(page.url().includes("/log-in/post"));
  const found = await wrong_with(page, "vi");
  assert.equal(await press(page, "Bắt đầu làm việc"), 422, "none chosen");
  found.push(...(await wrong_with(page, "vi")));
  await page.check("main input[type=radio] >> nth=1");
  assert.equal(await press(page, "Bắt đầu làm việc"), 200);
  await page.goto("/post");
  found.push(...(await wrong_with(page, "vi")));
  await page.context().close();
  assert.deepEqual(found, []);
});

test("switching on the second factor, and logging in with it", async () => {
  const login = "tamson.cv3";
  const page = await offices.window(login);
  await page.goto("/account/second-factor");
  const found = await wrong_with(page, "vi");
  await page.locator("main details summary").click();
  const secret = await page.locator("[data-secret]").innerText();
  await page.fill("#code", "000000");
  assert.equal(await press(page, "Bật xác thực hai bước"), 422);
  found.push(...(await wrong_with(page, "vi")));
  await page.fill("#code", totp_of_base32(secret));
  assert.equal(await press(page, "Bật xác thực hai bước"), 200);
  found.push(...(await wrong_with(page, "vi")));
  const codes = await page.locator("[data-recovery-codes] li").allInnerTexts();
  assert.equal(codes.length, 10);
  await page.goto("/account/second-factor");
  found.push(...(await wrong_with(page, "vi")));
  await page.goto("/account");
  await press(page, "Đăng xuất");

  await page.goto("/log-in");
  await page.fill("#login", login);
  await page.fill("#password", account(login).password);
  await press(page, "Tiếp tục");
  await page.goto("/log-in/code?recovery=1");
  await page.fill("#code", codes[0]);
  assert.equal(await press(page, "Đăng nhập"), 200);
  assert.equal(new URL(page.url()).pathname, "/");
  // As it was, so that the test can be run again on the same province.
  await page.goto("/account/second-factor");
  await page.fill("#present", account(login).password);
  assert.equal(await press(page, "Tắt xác thực hai bước"), 200);
  await page.context().close();
  assert.deepEqual(found, []);
});

test("pages of errors", async () => {
  const page = await offices.window("kinhbac.cv1");
  const found = [];
  for (const [path, status] of [
    ["/khong-co-trang-nay", 404],
    ["/incoming/01890a5d-ac96-774b-bcce-b302099a8057", 404],
    ["/incoming/khong-phai-uid", 404],
    ["/admin/jobs", 403],
    ["/incoming/new", 403],
    ["/log-out", 405],
  ]) {
    const answer = await page.goto(path);
    assert.equal(answer.status(), status, path);
    assert.ok((await page.locator("main a[href]").count()) > 0, `${path} leads on`);
    found.push(...(await wrong_with(page, "vi")).map((line) => `${path} ${line}`));
  }
  await page.context().close();
  assert.deepEqual(found, []);
});
