// The one-stop desk as the tests work with it: a dossier from its reception to the result, by the forms of the pages and the words on their
// buttons. `clicking` hands do it in the page as people do, each in one window of its own; the others, which bring a dossier as far as a test
// needs it, read the same pages and send the same forms without drawing them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { base, pin, press } from "./province.mjs";

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
  const papers = [...main.querySelectorAll('[aria-labelledby="papers"] > ul:first-of-type > li')].map(words);
  const results = [...main.querySelectorAll('[aria-labelledby="results"] li')].map(words);
  // Of the official, which lead to their pages, and of others.
  const tasks = [...main.querySelectorAll('.lt-panel--do a[href^="/tasks/"], .lt-panel--do p > strong:not(.govuk-tag)')].map((one) => ({
    title: words(one),
    href: one.getAttribute("href"),
  }));
  const rows = [...main.querySelectorAll("tbody tr")].map((row) => ({
    href: row.querySelector("a")?.getAttribute("href") ?? null,
    text: words(row),
  }));
  const state = main.querySelector(".govuk-tag");
  const errors = [...main.querySelectorAll(".govuk-error-message")].map(words);
  return { text: words(main), facts, links, fees, papers, results, tasks, rows, errors, state: state ? words(state) : "" };
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
    for (const one of chosen) one.checked = (wanted === true && one.type === "checkbox") || choices.includes(one.value);
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

// What the page's fields of these names are, and whether each has its value already: what does is not filled once more.
function read_fields(values) {
  const out = {};
  for (const [name, wanted] of Object.entries(values)) {
    const fields = [...document.querySelectorAll(`main [name="${CSS.escape(name)}"]`)];
    const kind = fields[0] && (fields[0].localName === "select" ? "select" : fields[0].type);
    const is_chosen = (one) => (one.type === "checkbox" && wanted === true) || [].concat(wanted).includes(one.value);
    const takes = ["radio", "checkbox"].includes(kind)
      ? fields.every((one) => one.checked === is_chosen(one))
      : fields[0]?.value.replace(/\r/g, "") === wanted;
    out[name] = { kind, takes };
  }
  return out;
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
  file(href) {
    return this.requests.get(href);
  }
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
    if (answer.status() !== 200) assert.fail(`${answer.status()} at ${this.path}: ${(await this.look()).errors.join("; ")}`);
  }
}

class ClickingHand extends Hand {
  static async of(offices, login, reader) {
    const hand = new ClickingHand();
    hand.page = await offices.window(login);
    hand.reader = reader;
    return hand;
  }
  file(href) {
    return this.page.request.get(href);
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
    for (const [name, { kind, takes }] of Object.entries(await this.page.evaluate(read_fields, values)))
      if (!takes) await this.#fill(name, kind, values[name], all);
    if (all) {
      const left = Object.entries(await this.page.evaluate(read_fields, values)).filter(([, one]) => !one.takes);
      if (left.length > 0) assert.fail(`${left.map(([name]) => `“${name}” does not take “${values[name]}”`).join("; ")} at ${this.path}`);
    }
    const status = await press(this.page, button);
    if (status !== 200) assert.fail(`${status} at ${this.path}: ${(await this.look()).errors.join("; ")}`);
  }
  async #fill(name, kind, wanted, all) {
    const fields = this.page.locator(`main [name="${name}"]`);
    if (!kind) {
      assert.ok(!all, `no field “${name}” at ${this.path}`);
    } else if (kind === "select") {
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
    assert.match(hand.path, /^\/dossiers\/[0-9a-f-]{36}(\?done=received)?$/);
    it.path = hand.path.replace(/\?.*/, "");
    it.code = /H05[.0-9A-Z]*-\d{6}-\d{4}/.exec(page.text)[0];
    const receipt = await hand.file(page.links[kReceipt]);
    assert.deepEqual([receipt.status(), receipt.headers()["content-type"]], [200, "application/pdf"]);
    it.page = page;
    return it;
  }

  hand(login) {
    return this.desks.hand(login, { clicking: this.clicking });
  }

  // The dossier as the official sees it. What jobs bring about is waited for.
  async seen_by(login, there = () => true) {
    return this.#seen_at(login, this.path, there);
  }
  async #seen_at(login, path, there) {
    const hand = await this.hand(login);
    for (let turn = 0; ; ++turn) {
      try {
        await hand.open(path);
        const page = await hand.look();
        if (there(page) || turn === 60) return page;
      } catch (fault) {
        // Before the job has given him a step, the dossier is none of his.
        if (turn === 60 || !fault.message.startsWith("404 at ")) throw fault;
      }
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
    assert.match(hand.path, /^\/tasks\?done=completed$/);
  }

  // The same by an official who has nothing else to do with the dossier, from the list of his tasks.
  async step_of_list(login, title, answers = {}) {
    const its = ({ text }) => text.includes(title) && text.includes(this.code);
    const row = (await this.#seen_at(login, "/tasks", ({ rows }) => rows.some(its))).rows.find(its);
    assert.ok(row, `${login} has no “${title}” of ${this.code} in the list`);
    await this.do_task(login, row.href, answers);
  }

  // The dossier of a component of this one, once it was made; `login` is one of those who decide it.
  async component(name, login) {
    const its = ({ text }) => text.startsWith(name) && /H05\S*-\d{6}-\d{4}/.test(text);
    const page = await this.seen_by(this.desk, ({ rows }) => rows.some(its));
    const row = page.rows.find(its);
    assert.ok(row, `no component “${name}” in ${JSON.stringify(page.rows)}`);
    const it = new Dossier();
    Object.assign(it, { desks: this.desks, desk: this.desk, clicking: this.clicking, owner: this.owner });
    it.code = /H05\S*-\d{6}-\d{4}/.exec(row.text)[0];
    const found = ({ text }) => text.includes(it.code);
    it.path = (await it.#seen_at(login, `/dossiers?q=${it.code}`, ({ rows }) => rows.some(found))).rows.find(found)?.href;
    assert.ok(it.path, `${login} does not see ${it.code}`);
    return it;
  }

  // From the template, in which the fields `filled` stand already; the step that is the drafter's ends as the draft is sent to the leader.
  async drafted(login, { kind, fields = {}, filled = {}, ends = "" }) {
    const hand = await this.hand(login);
    await hand.open(this.path);
    await hand.follow("Soạn kết quả");
    if (kind) await hand.follow(kind);
    const { leaders, known } = await this.desks.reader.evaluate((html) => {
      const page = new DOMParser().parseFromString(html, "text/html");
      return {
        leaders: [...page.querySelectorAll("#signer option")].map((one) => [one.value, one.text]),
        known: Object.fromEntries([...page.querySelectorAll('[name^="field_"]')].map((one) => [one.name.slice("field_".length), one.value])),
      };
    }, await hand.html());
    for (const [name, value] of Object.entries(filled)) assert.equal(known[name], value, name);
    const values = Object.fromEntries(Object.entries(fields).map(([name, value]) => [`field_${name}`, value]));
    await hand.press("Lập bản thảo", { signer: leaders.find(([, name]) => !/, Phó /.test(name))[0], ...values });
    const page = await hand.look();
    assert.match(hand.path, /done=drafted$/);
    this.draft = hand.path.replace(/\?.*/, "");
    assert.equal(/Hoàn thành luôn bước “(.*?)”/.exec(page.text)?.[1] ?? "", ends);
    await hand.press("Trình lãnh đạo ký");
    assert.match(hand.path, /done=submitted$/);
  }
  async signed(login, ends = "") {
    this.number = await this.#with_key(login, "Ký số", "Ký số và lấy số", /Đã ký 1 kết quả\. Số: (\d+\S*?)\.? /, ends);
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
    const done = words.exec(page.text);
    assert.ok(done, `${page.text} ${page.errors.join("; ")}`);
    return done[1];
  }

  // By hand: what was made elsewhere.
  async written_down(login, values) {
    const hand = await this.hand(login);
    await hand.open(this.path);
    await hand.follow("Ghi kết quả");
    await hand.press("Ghi kết quả", values);
    assert.match(hand.path, /done=result$/);
  }

  async paid() {
    const hand = await this.hand(this.desk);
    await hand.open(this.path);
    await hand.follow("Thu phí, lệ phí");
    await hand.press("Ghi đã thu");
    assert.match(hand.path, /done=paid$/);
    assert.doesNotMatch((await hand.look()).text, /Chưa thu/);
  }

  // It has these results, which are given out at the desk.
  async handed_over(results) {
    const page = await this.seen_by(this.desk, ({ state }) => state === "Đã có kết quả");
    assert.equal(page.state, "Đã có kết quả", JSON.stringify(page.tasks));
    const hand = await this.hand(this.desk);
    await hand.follow("Trả kết quả");
    await hand.press("Trả kết quả");
    this.page = await hand.look();
    assert.equal(this.page.state, "Đã trả kết quả");
    assert.deepEqual(this.page.results.map((one, i) => (one.startsWith(`${results[i]} `) ? results[i] : one)), results);
    assert.ok(this.page.text.includes(`${this.owner.name} đã nhận lúc`));
    if (this.number) assert.ok(this.page.results.some((one) => one.includes(` ${this.number},`)), `${this.number}: ${this.page.results}`);
  }
}

// ---- Working days, counted by hand ----------------------------------------------------------------------------------------

const working_time = readFileSync(join(dirname(fileURLToPath(import.meta.url)), "../../data/working_time.toml"), "utf8");
const kDay = 86400e3;
const iso = (day) => new Date(day).toISOString().slice(0, 10);
function works_on(day) {
  for (const [, one] of working_time.matchAll(/\[\[made_up\]\]\s+day = (\S+)/g)) if (one === iso(day)) return true;
  for (const [, first, last] of working_time.matchAll(/\[\[off\]\]\s+first = (\S+)(?:\s+last = (\S+))?/g))
    if (first <= iso(day) && iso(day) <= (last ?? first)) return false;
  return ![0, 6].includes(new Date(day).getUTCDay());
}
const next_working = (day) => (works_on(day) ? day : next_working(day + kDay));

// The day of the promise, "02/12/2026", for what was received at "01/12/2026 08:15": what comes after 15:00 counts from the next working day's
// opening, from which the first working day ends with that day.
export function day_due(received, amount, unit) {
  const [, day, month, year, hour, minute] = /(\d+)\/(\d+)\/(\d+) (\d+):(\d+)/.exec(received).map(Number);
  const today = Date.UTC(year, month - 1, day);
  const late = hour >= 15;
  const from = next_working(works_on(today) && late ? today + kDay : today);
  const at_opening = from !== today || hour * 60 + minute < 7 * 60 + 30;
  let due = from;
  if (unit === "days") due = next_working(from + amount * kDay);
  if (unit === "working_days") for (let left = at_opening ? amount - 1 : amount; left > 0; --left) due = next_working(due + kDay);
  return iso(due).split("-").reverse().join("/");
}
