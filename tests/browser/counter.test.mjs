// The counter of the one-stop desk: a number from the kiosk, its call on the screen, and the citizen who came by it received with the keyboard
// alone, in less than the two minutes that a reception may take; and a scan that is dropped on the form.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { looks_right } from "./lib.mjs";
import { main_text, Offices, pdf, press } from "./province.mjs";

let offices;
before(async () => (offices = await Offices.open()));
after(async () => offices?.close());

const place = `quay-${Date.now() % 1e8}`; // each run has a desk of its own
const name = "Nguyễn Văn Phím";
const number = () => "027205" + String(Math.floor(Math.random() * 1e6)).padStart(6, "0"); // a man born in 2005
let ticket;

// Hands that have no mouse. Counts the keys and the places where they pause, and the time for which they hold a key and wait for the machine.
class Keyboard {
  keys = 0;
  pauses = 0;
  held = 0; // ms
  waited = 0; // ms
  constructor(page) {
    this.page = page;
  }
  async press(key) {
    ++this.keys;
    await this.page.keyboard.press(key);
  }
  async type(words) {
    ++this.pauses;
    this.keys += words.normalize("NFD").length; // a mark over a letter is a key, too
    await this.page.keyboard.type(words);
  }
  // What has the focus: its name, and its words or its value.
  here() {
    return this.page.evaluate(() => {
      const { name = "", type = "", value = "", textContent } = document.activeElement;
      const words = textContent.replace(/\s+/g, " ").trim();
      return { name, words, value, checked: document.activeElement.checked ?? false, type };
    });
  }
  async tab_to(is_wanted, what) {
    for (let turn = 0; turn < 100; ++turn) {
      await this.press("Tab");
      const here = await this.here();
      if (is_wanted(here)) return here;
    }
    assert.fail(`no way by Tab to ${what} at ${this.page.url()}`);
  }
  field(wanted) {
    return this.tab_to(({ name }) => name === wanted, wanted);
  }
  // Like typing into a field that may be filled already.
  async fill(wanted, words) {
    const { value } = await this.field(wanted);
    if (value !== words) await this.type(words);
  }
  async radio(wanted, choice) {
    let { value } = await this.field(wanted);
    if (value === choice) return this.press("Space");
    for (let turn = 0; turn < 20 && value !== choice; ++turn) {
      await this.press("ArrowDown");
      ({ value } = await this.here());
    }
    assert.equal(value, choice, wanted);
  }
  // Down the list, as long as the key is held.
  async select(wanted, choice) {
    let { value } = await this.field(wanted);
    ++this.pauses;
    ++this.keys;
    this.held += 500; // before it repeats, about 30 times a second
    for (let turn = 0; turn < 200 && value !== choice; ++turn) {
      this.held += 33;
      await this.page.keyboard.press("ArrowDown");
      ({ value } = await this.here());
    }
    assert.equal(value, choice, wanted);
  }
  async button(words) {
    await this.tab_to((here) => here.words === words, words);
    await this.enter();
  }
  // And until the page that answers is there.
  async enter() {
    ++this.pauses;
    ++this.keys;
    const began = performance.now();
    await Promise.all([
      this.page.waitForEvent("framenavigated", (frame) => frame === this.page.mainFrame()),
      this.page.keyboard.press("Enter"),
    ]);
    await this.page.waitForLoadState("load");
    this.waited += performance.now() - began;
  }
}

test("the kiosk gives a number, one key calls it, and the screen tells the hall", async () => {
  const administrator = await offices.window("kinhbac.quantri");
  await administrator.goto("/admin/queue");
  await administrator.fill("main #name", "Quầy thử bàn phím");
  await administrator.fill("main #code", place);
  assert.equal(await press(administrator, "Thêm nơi tiếp dân"), 200);
  await administrator.fill("main #letter", "A");
  await administrator.fill("main #name", "Hộ tịch, chứng thực");
  assert.equal(await press(administrator, "Thêm nhóm dịch vụ"), 200);
  await administrator.fill("main #number", "1");
  await administrator.check('main [name="letters"][value="A"]');
  assert.equal(await press(administrator, "Ghi quầy"), 200);
  await administrator.fill("main #kiosk_name", "Máy ở sảnh");
  assert.equal(await press(administrator, "Thêm máy lấy số"), 200);
  const { pathname, search } = new URL(await administrator.locator("p.lt-break").innerText(), administrator.url());

  const hall = await offices.visitor();
  assert.equal((await hall.goto(`/quay/${place}/man-hinh`)).status(), 200);
  assert.match(await main_text(hall), /Chưa gọi số nào/);
  const kiosk = await offices.visitor();
  await kiosk.goto(pathname + search);
  await kiosk.getByRole("button", { name: /Hộ tịch, chứng thực/ }).click();
  await kiosk.waitForURL(/\/so\/[0-9a-f-]{36}/);
  ticket = new URL(kiosk.url()).pathname;
  const label = (await kiosk.locator(".lt-ticket").innerText()).trim();
  assert.match(await main_text(kiosk), /Trước bạn còn 0 người/);
  const paper = await kiosk.request.get(await kiosk.getByRole("link", { name: "Phiếu số để in" }).getAttribute("href"));
  assert.deepEqual([paper.status(), paper.headers()["content-type"]], [200, "application/pdf"]);

  const counter = await offices.window("kinhbac.motcua");
  await counter.goto(`/quay/${place}`);
  await counter.getByRole("link", { name: "Quầy 1" }).click();
  await counter.getByText("1 người đang chờ quầy này").waitFor();
  await counter.keyboard.press("n");
  await counter.locator(".lt-ticket").waitFor();
  assert.equal((await counter.locator(".lt-ticket").innerText()).trim(), label);
  await looks_right(counter, "counter-called");
  // Nobody touches the screen in the hall.
  await hall.locator(".lt-screen__latest strong").first().waitFor();
  assert.match(await main_text(hall), new RegExp(`Mời số ${label} đến quầy 1`));
  assert.deepEqual(hall.faults, []);
  await kiosk.goto(ticket);
  assert.match(await main_text(kiosk), /Mời bạn đến quầy 1/);
});

test("who was called is received by keyboard alone, in less than two minutes", async (t) => {
  const page = await offices.window("kinhbac.motcua");
  await page.goto(`/quay/${place}/goi-so/1`);
  const hands = new Keyboard(page);
  await hands.button("Tiếp nhận hồ sơ"); // in the menu
  await hands.fill("owner_number", number());
  await hands.enter(); // looks the citizen up
  assert.match(await main_text(page), /Lần đầu làm thủ tục/);
  await hands.fill("owner_name", name);
  await hands.fill("owner_phone", "0912 345 678");
  await hands.fill("procedure_words", "so goc");
  await hands.button("Tìm thủ tục");
  await hands.button("Cấp bản sao từ sổ gốc");
  await hands.select("applicant.residence.province", "24");
  await page.locator('select[name="applicant.residence.commune"] option[value="09187"]').waitFor({ state: "attached" });
  await hands.select("applicant.residence.commune", "09187");
  await hands.radio("relation", "self");
  await hands.fill("original.name", "Bằng tốt nghiệp");
  await hands.fill("original.holder", name);
  await hands.fill("copies", "2");
  await hands.fill("originals_0", "1");
  await hands.button("Tiếp nhận và in giấy hẹn");
  assert.match(page.url(), /\/dossiers\/[0-9a-f-]{36}/);
  assert.match((await hands.here()).words, /In giấy tiếp nhận/); // it is printed, and Enter prints it again

  // A person's time by the keystroke-level model (Card, Moran, Newell): 0.28 s for a key of who types as most do, 1.35 s to make up his mind.
  const seconds = hands.keys * 0.28 + hands.pauses * 1.35 + (hands.held + hands.waited) / 1000;
  t.diagnostic(`${hands.keys} keys, ${hands.pauses} pauses, ${Math.round(hands.waited)} ms of the machine: ${Math.round(seconds)} s`);
  assert.ok(seconds < 120, `${seconds} s`);
  const text = await main_text(page);
  assert.ok(text.includes(name) && text.includes("Giấy tiếp nhận hồ sơ và hẹn trả kết quả"), text);
  assert.deepEqual(page.faults, []);

  await page.goto(`/quay/${place}/goi-so/1`);
  await page.keyboard.press("d");
  await page.getByText("Quầy đang trống.").waitFor();
  const citizen = await offices.visitor();
  await citizen.goto(ticket);
  assert.match(await main_text(citizen), /Đã xong/);
});

test("a scan that is dropped on a paper is received with it", async () => {
  const page = await offices.window("kinhbac.motcua");
  await page.goto("/dossiers/new");
  await page.fill("#owner_number", number());
  await page.fill("#owner_name", name);
  await page.fill("#owner_phone", "0912 345 678");
  await page.fill("#procedure_words", "2.000908");
  await press(page, "Tìm thủ tục");
  await press(page, "Cấp bản sao từ sổ gốc");
  await page.selectOption('[name="applicant.residence.province"]', "24");
  await page.selectOption('[name="applicant.residence.commune"]', "09187");
  await page.check('[name="relation"][value="self"]');
  await page.fill('[name="original.name"]', "Bằng tốt nghiệp");
  await page.fill('[name="original.holder"]', name);
  await page.fill('[name="copies"]', "1");
  const paper = page.locator("fieldset.lt-paper").first();
  const title = (await paper.locator("legend").innerText()).split("\n")[0].replace(/ \(nếu có\).*| · .*/, "");
  const files = await page.evaluateHandle((bytes) => {
    const dropped = new DataTransfer();
    dropped.items.add(new File([new Uint8Array(bytes)], "bản quét thả vào.pdf", { type: "application/pdf" }));
    return dropped;
  }, [...pdf("Ban quet")]);
  await paper.locator("button").first().dispatchEvent("drop", { dataTransfer: files });
  await paper.getByText("bản quét thả vào.pdf").first().waitFor();
  await looks_right(page, "reception-dropped");
  assert.equal(await press(page, "Tiếp nhận và in giấy hẹn"), 200);
  assert.match(page.url(), /\/dossiers\/[0-9a-f-]{36}/);
  const row = page.locator('section[aria-labelledby="papers"] li', { hasText: title });
  const file = await page.request.get(await row.getByRole("link", { name: "bản quét thả vào.pdf", exact: true }).getAttribute("href"));
  assert.equal(file.status(), 200);
});
