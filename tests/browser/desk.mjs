// The one-stop desk as the tests work with it: a dossier from its reception to the result, by the forms of the pages and the words on their
// buttons. `clicking` hands do it in the page as people do; the others read the same pages and send the same forms without drawing them,
// which takes a tenth of the time.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { account, base, pin, press } from "./province.mjs";

// ---- In the page: what is read from it, and the form that a button sends ----------------------------------------------

function read_page(html) {
  const main = new DOMParser().parseFromString(html, "text/html").querySelector("main");
  const words = (node) => {
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    let out = "";
    while (walker.nextNode())
      if (!walker.currentNode.parentElement.closest("template, script")) out += " " + walker.currentNode.data;
    return out.replace(/\s+/g, " ").trim();
  };
  const facts = {};
  for (const row of main.querySelectorAll(".govuk-summary-list__row"))
    facts[words(row.querySelector("dt"))] = words(row.querySelector("dd"));
  const links = {};
  for (const link of main.querySelectorAll("a[href]")) links[words(link)] ??= link.getAttribute("href");
  const fees = {};
  for (const row of main.querySelectorAll('[aria-labelledby="fees"] li'))
    fees[words(row).replace(/:.*/, "")] = words(row.querySelector("strong"));
  const tasks = [...main.querySelectorAll(".lt-panel--do > p")].filter((row) => row.querySelector(".lt-quiet")).map((row) => ({
    title: words(row.querySelector("a, strong")),
    who: words(row.querySelector(".lt-quiet")),
    href: row.querySelector("a")?.getAttribute("href") ?? null,
  }));
  const state = main.querySelector(".govuk-tag");
  const errors = [...main.querySelectorAll(".govuk-error-message")].map(words);
  return { text: words(main), facts, links, fees, tasks, errors, state: state ? words(state) : "" };
}

// The form of the button with these words, its fields set by their names. `all`: names that the form does not have are wrong.
function fill_form({ html, button, values, all }) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const words = (node) => node.textContent.replace(/\s+/g, " ").trim();
  const pressed = [...page.querySelectorAll("main button")].find((one) => words(one) === button);
  if (!pressed) return { fault: `no button “${button}”` };
  for (const [name, wanted] of Object.entries(values)) {
    const fields = [...pressed.form.elements].filter((one) => one.name === name);
    const choices = [].concat(wanted);
    const chosen = fields.filter((one) => ["radio", "checkbox"].includes(one.type));
    for (const one of chosen) one.checked = wanted === true || choices.includes(one.value);
    if (chosen.length === 0 && fields.length > 0) fields[0].value = wanted;
    const takes = chosen.length > 0 ? chosen.some((one) => one.checked) || wanted === false : fields[0]?.value === wanted;
    if (!takes && all) return { fault: `“${name}” does not take “${wanted}”` };
  }
  return {
    action: pressed.form.getAttribute("action"),
    multipart: pressed.form.enctype === "multipart/form-data",
    fields: [...new FormData(pressed.form, pressed)].filter(([, value]) => typeof value === "string"),
  };
}

// ---- Hands ------------------------------------------------------------------------------------------------------------

class Hand {
  async look() {
    return this.reader.evaluate(read_page, await this.html());
  }
  async follow(words) {
    const href = (await this.look()).links[words];
    assert.ok(href, `no link “${words}” at ${this.path}`);
    await this.open(href);
  }
}

class SendingHand extends Hand {
  static async of(offices, login, reader) {
    const page = await offices.window(login);
    const hand = new SendingHand();
    hand.requests = page.context().request;
    hand.reader = reader;
    await page.close();
    return hand;
  }
  async html() {
    return this.page;
  }
  async open(path) {
    await this.#take(await this.requests.get(path));
  }
  async press(button, values = {}, { all = true } = {}) {
    const form = await this.reader.evaluate(fill_form, { html: this.page, button, values, all });
    if (form.fault) assert.fail(`${form.fault} at ${this.path}`);
    const data = form.multipart ? new FormData() : new URLSearchParams();
    for (const [name, value] of form.fields) data.append(name, value);
    const body = new Response(data);
    await this.#take(
      await this.requests.post(form.action ?? this.path, {
        headers: { "content-type": body.headers.get("content-type"), origin: base },
        data: Buffer.from(await body.arrayBuffer()),
      }),
    );
  }
  async #take(answer) {
    const { pathname, search } = new URL(answer.url());
    this.path = pathname + search;
    this.page = await answer.text();
    assert.equal(answer.status(), 200, `${this.path}: ${this.page.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").slice(-600)}`);
  }
}

class ClickingHand extends Hand {
  static async of(offices, login, reader) {
    const hand = new ClickingHand();
    hand.page = await offices.window(login);
    hand.reader = reader;
    return hand;
  }
  get path() {
    const { pathname, search } = new URL(this.page.url());
    return pathname + search;
  }
  async html() {
    return this.page.content();
  }
  async open(path) {
    assert.equal((await this.page.goto(path)).status(), 200, path);
  }
  async press(button, values = {}, { all = true } = {}) {
    for (const [name, wanted] of Object.entries(values)) await this.#fill(name, wanted, all);
    assert.equal(await press(this.page, button), 200, this.path);
  }
  async #fill(name, wanted, all) {
    const fields = this.page.locator(`main [name="${name}"]`);
    if (!all && (await fields.count()) === 0) return;
    const kind = await fields.first().evaluate((one) => (one.localName === "select" ? "select" : one.type));
    if (kind === "select") {
      const there = await fields.locator(`option[value="${wanted}"]`).count();
      if (all || there > 0) await fields.selectOption(wanted);
    } else if (kind === "radio") {
      await this.page.check(`main [name="${name}"][value="${wanted}"]`);
    } else if (kind === "checkbox") {
      for (const field of await fields.all())
        await field.setChecked(wanted === true || [].concat(wanted).includes(await field.getAttribute("value")));
    } else if (all || (await fields.first().isVisible())) {
      await fields.first().fill(wanted);
    }
  }
}

export class Desks {
  constructor(offices) {
    this.offices = offices;
    this.hands = new Map();
  }
  async hand(login, { clicking = false } = {}) {
    this.reader ??= await (await this.offices.browser.newContext()).newPage();
    const key = `${clicking} ${login}`;
    if (!this.hands.has(key)) this.hands.set(key, await (clicking ? ClickingHand : SendingHand).of(this.offices, login, this.reader));
    return this.hands.get(key);
  }
}

// ---- A dossier --------------------------------------------------------------------------------------------------------

const kReceipt = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả";

export class Dossier {
  // At the desk: the citizen, the procedure by `words`, the form by `answers`. `first`: choices that other questions and the papers hang on.
  static async received(desks, { desk, words, procedure, owner, first = {}, answers, papers = {}, clicking = false }) {
    const it = new Dossier();
    Object.assign(it, { desks, desk, clicking, owner });
    const hand = await it.hand(desk);
    await hand.open("/dossiers/new");
    await hand.press("Tìm", { owner_number: owner.number });
    await hand.press("Tìm thủ tục", { owner_name: owner.name, owner_phone: "0912 345 678", procedure_words: words });
    await hand.press(procedure);
    await hand.press("Tính lại theo tờ khai", { ...first, ...answers }, { all: false });
    const form = await hand.look();
    it.preview = form.text;
    const given = Object.fromEntries(Object.entries(papers).map(([no, count]) => [`originals_${no}`, String(count)]));
    await hand.press("Tiếp nhận và in giấy hẹn", { ...first, ...answers, ...given });
    const page = await hand.look();
    assert.match(hand.path, /^\/dossiers\/[0-9a-f-]{36}\?done=received$/, page.errors.join("; "));
    it.path = hand.path.replace(/\?.*/, "");
    it.code = /H05[.0-9A-Z]*-\d{6}-\d{4}/.exec(page.text)[0];
    assert.ok(page.text.includes(kReceipt));
    it.page = page;
    return it;
  }

  hand(login) {
    return this.desks.hand(login, { clicking: this.clicking });
  }

  // The dossier as the official sees it. What jobs bring about is waited for.
  async seen_by(login, there = () => true) {
    const hand = await this.hand(login);
    for (let turn = 0; ; ++turn) {
      await hand.open(this.path);
      const page = await hand.look();
      if (there(page) || turn === 60) return page;
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  // The open step is this one and the official's, and is done with these answers.
  async step(login, title, answers = {}) {
    const page = await this.seen_by(login, ({ tasks }) => tasks.some((one) => one.title === title));
    const task = page.tasks.find((one) => one.title === title);
    assert.ok(task?.href, `${login} has no step “${title}” but ${JSON.stringify(page.tasks)}, ${page.state}`);
    await this.do_task(login, task.href, answers);
  }
  async do_task(login, href, answers) {
    const hand = await this.hand(login);
    await hand.open(href);
    await hand.press("Xong việc", answers);
    assert.match(hand.path, /^\/tasks\?done=completed$/, (await hand.look()).errors.join("; "));
  }

  // From the template; the step that is the drafter's ends as the draft is sent to the leader.
  async drafted(login, { kind, fields = {}, ends = "" }) {
    const hand = await this.hand(login);
    await hand.open(this.path);
    await hand.follow("Soạn kết quả");
    if (kind) await hand.follow(kind);
    const leaders = await this.desks.reader.evaluate(
      (html) => [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("#signer option")].map((one) => [one.value, one.text]),
      await hand.html(),
    );
    const values = Object.fromEntries(Object.entries(fields).map(([name, value]) => [`field_${name}`, value]));
    await hand.press("Lập bản thảo", { signer: leaders.find(([, name]) => !/, Phó /.test(name))[0], ...values });
    const page = await hand.look();
    assert.match(hand.path, /done=drafted$/, page.errors.join("; "));
    this.draft = hand.path.replace(/\?.*/, "");
    assert.equal(/Hoàn thành luôn bước “(.*?)”/.exec(page.text)?.[1] ?? "", ends);
    await hand.press("Trình lãnh đạo ký");
    assert.match(hand.path, /done=submitted$/);
  }
  async signed(login, ends = "") {
    await this.#with_key(login, "Ký số", "Ký số và lấy số", /Đã ký 1 kết quả\. Số: \d+/, ends);
  }
  async sealed(login, ends = "") {
    await this.#with_key(login, "Đóng dấu", "Đóng dấu", /Đã đóng dấu 1 kết quả/, ends);
  }
  async #with_key(login, link, button, words, ends) {
    const hand = await this.hand(login);
    await hand.open(this.draft);
    await hand.follow(link);
    const before = (await hand.look()).text;
    if (ends) assert.ok(before.includes(`Hoàn thành luôn bước “${ends}”`), before);
    await hand.press(button, { pin });
    const page = await hand.look();
    assert.match(page.text, words, page.errors.join("; "));
  }

  // By hand: what was made elsewhere.
  async written_down(login, { kind, number, signer = "" }) {
    const hand = await this.hand(login);
    await hand.open(this.path);
    await hand.follow("Ghi kết quả");
    await hand.press("Ghi kết quả", { kind, number, signer });
    assert.match(hand.path, /done=result$/, (await hand.look()).errors.join("; "));
  }

  async paid() {
    const hand = await this.hand(this.desk);
    await hand.open(this.path);
    await hand.follow("Thu phí, lệ phí");
    await hand.press("Ghi đã thu");
    assert.match(hand.path, /done=paid$/);
    assert.doesNotMatch((await hand.look()).text, /Chưa thu/);
  }

  // It has its result, which is given out at the desk.
  async handed_over() {
    const page = await this.seen_by(this.desk, ({ state }) => state === "Đã có kết quả");
    assert.equal(page.state, "Đã có kết quả", JSON.stringify(page.tasks));
    const hand = await this.hand(this.desk);
    await hand.follow("Trả kết quả");
    await hand.press("Trả kết quả");
    this.page = await hand.look();
    assert.equal(this.page.state, "Đã trả kết quả", this.page.errors.join("; "));
    assert.ok(this.page.text.includes(`${this.owner.name} đã nhận lúc`));
  }
}

// ---- Keys and days ------------------------------------------------------------------------------------------------------

// A key in a file for an official who has none yet, or for the agency, with a certificate of the province's demo authority in the folder LT_PKI.
export async function give_key(offices, login, whose = "own") {
  const page = await offices.window(login);
  const list = whose === "own" ? "/account/signing-keys" : "/admin/seal";
  await page.goto(list);
  if ((await page.locator(`main a[href^="${list}/"]:not([href*="/new"])`).count()) === 0) {
    const folder = mkdtempSync(join(tmpdir(), "lt-key-"));
    const file = (end) => join(folder, `key.${end}`);
    const openssl = (...words) => execFileSync("openssl", words, { stdio: "ignore" });
    openssl("req", "-new", "-newkey", "rsa:2048", "-nodes", "-utf8", "-subj", `/O=Bac Ninh/CN=${account(login).name}`, "-keyout", file("key"), "-out", file("csr"));
    writeFileSync(file("ext"), "basicConstraints=critical,CA:false\nkeyUsage=critical,digitalSignature,nonRepudiation\n");
    const issuer = ["-CA", join(process.env.LT_PKI, "issuing.crt"), "-CAkey", join(process.env.LT_PKI, "issuing.key")];
    openssl("x509", "-req", "-in", file("csr"), ...issuer, "-set_serial", `0x4${randomBytes(15).toString("hex")}`, "-days", "90", "-extfile", file("ext"), "-out", file("pem"));
    openssl("pkcs12", "-export", "-inkey", file("key"), "-in", file("pem"), "-passout", `pass:${pin}`, "-out", file("p12"));
    await page.goto(`${list}/new/file`);
    await page.setInputFiles("#file", { name: "khoa.p12", mimeType: "application/x-pkcs12", buffer: readFileSync(file("p12")) });
    await page.fill("#pin", pin);
    assert.equal(await press(page, "Thêm tệp khoá"), 200);
    assert.match(page.url(), /done=added/);
    rmSync(folder, { recursive: true });
  }
  await page.context().close();
}
