// The province that the browser tests work in: its accounts, who is logged in, and files to send. LT_URL is the
// address of a running server, LT_ACCOUNTS the JSON that `lienthong demo --json` printed.
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { launch, open_page } from "./lib.mjs";

if (!process.env.LT_URL || !process.env.LT_ACCOUNTS) {
  throw new Error("LT_URL and LT_ACCOUNTS must name a running province: bin/test browser starts one");
}
export const base = process.env.LT_URL.replace(/\/$/, "");
const { accounts, pin } = JSON.parse(readFileSync(process.env.LT_ACCOUNTS, "utf8"));
export { pin }; // of every signing key

export function account(login) {
  const found = accounts.find((one) => one.login === login);
  if (!found) throw new Error(`nobody logs in as ${login}`);
  return found;
}

// RFC 6238 with SHA-1, 30 s and six digits. `step` 1 is the code that comes next: the server takes it, too, and
// never takes one code twice.
export function totp(secret_hex, step = 0) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + step));
  return hotp(Buffer.from(secret_hex, "hex"), counter);
}

export function totp_of_base32(secret) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  let bits = "";
  for (const letter of secret.replace(/[\s=]/g, "")) bits += letters.indexOf(letter).toString(2).padStart(5, "0");
  const bytes = bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2));
  return totp(Buffer.from(bytes).toString("hex"));
}

function hotp(secret, counter) {
  const mac = createHmac("sha1", secret).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

// Goes through the log-in pages as the official, from wherever the page is.
export async function log_in(page, login) {
  const who = account(login);
  await page.goto("/log-in");
  await page.fill("#login", who.login);
  await page.fill("#password", who.password);
  await page.click("main form button");
  if (page.url().includes("/log-in/code")) {
    for (const step of [0, 1]) {
      await page.fill("#code", totp(who.totp_secret, step));
      await page.click("main form button");
      if (!page.url().includes("/log-in/code")) break;
    }
  }
  if (page.url().includes("/log-in/post")) {
    await page.check("main input[type=radio] >> nth=0");
    await page.click("main form button");
  }
  if (page.url().includes("/log-in")) throw new Error(`${login} stands at ${page.url()}: ${await page.innerText("main")}`);
}

// One browser for a test file; each official logs in once and may then open many windows.
export class Offices {
  static async open() {
    const offices = new Offices();
    offices.browser = await launch();
    offices.states = new Map();
    return offices;
  }
  async close() {
    await this.browser.close();
  }
  async visitor(options = {}) {
    return open_page(this.browser, { base, ...options });
  }
  // `again`: a log-in of its own, not shared with the official's other windows.
  async window(login, options = {}) {
    if (!this.states.has(login)) {
      const page = await open_page(this.browser, { base, script: options.script });
      await log_in(page, login);
      this.states.set(login, await page.context().storageState());
      await page.context().close();
    }
    return open_page(this.browser, { base, state: this.states.get(login), ...options });
  }
}

// Presses what sends the form and waits for the page that answers; returns its status.
export async function press(page, name, { role = "button" } = {}) {
  const [answer] = await Promise.all([
    page.waitForResponse(
      (one) =>
        one.request().isNavigationRequest() &&
        ![301, 302, 303].includes(one.status()) &&
        !new URL(one.url()).pathname.startsWith("/files/"), // the viewer in the page
    ),
    page.locator("main").getByRole(role, { name, exact: true }).click(),
  ]);
  await page.waitForLoadState("load");
  return answer.status();
}

// The leader signs where there is a key, and approves otherwise.
export async function approve(page) {
  if ((await page.locator("main #pin").count()) === 0) return press(page, "Duyệt ký");
  await page.fill("main #pin", pin);
  return press(page, "Ký số và duyệt");
}

// From the page that asks: what the leader has signed is sealed, too.
export async function issue(page) {
  if ((await page.locator("main #pin").count()) === 0) return press(page, "Cấp số và phát hành");
  await page.fill("main #pin", pin);
  return press(page, "Cấp số, ký số và phát hành");
}

export const follow = (page, name) => press(page, name, { role: "link" });

// Follows an item of the menu, whose group may be closed.
export async function from_menu(page, name) {
  const item = page.locator(".lt-nav li a", { hasText: name }).first();
  const group = item.locator("xpath=ancestor::details");
  if ((await group.count()) > 0 && (await group.getAttribute("open")) === null) await group.locator("summary").click();
  await item.click();
  await page.waitForLoadState("load");
}

export const main_text = async (page) => (await page.innerText("main")).replace(/\s+/g, " ");

// A letter of one page about the words, with room for number and date, and for the signature over the signer's name.
export function pdf(words = "V/v kiem tra", signer = "") {
  // Letters that are not in ASCII have codes of their own, which /ToUnicode tells.
  const others = [];
  const hex = (value, digits) => value.toString(16).padStart(digits, "0");
  const code = (letter) => {
    if (letter.charCodeAt(0) < 0x7f) return letter.charCodeAt(0);
    if (!others.includes(letter)) others.push(letter);
    return 0x80 + others.indexOf(letter);
  };
  const line = (left, up, text) =>
    `BT /F1 13 Tf ${left} ${up} Td <${[...text].map((letter) => hex(code(letter), 2)).join("")}> Tj ET\n`;
  const stream =
    line(90, 760, "Số:          /UBND-VX") +
    line(320, 760, "Bắc Ninh, ngày      tháng      năm 2026") +
    line(90, 700, words) +
    (signer ? line(320, 400, "CHỦ TỊCH") + line(320, 300, signer) : "");
  const map =
    "/CIDInit /ProcSet findresource begin begincmap /CMapType 2 def\n1 begincodespacerange <00> <FF> endcodespacerange\n" +
    "1 beginbfrange <20> <7E> <0020> endbfrange\n" +
    others.map((letter, i) => `1 beginbfchar <${hex(0x80 + i, 2)}> <${hex(letter.charCodeAt(0), 4)}> endbfchar\n`).join("") +
    "endcmap end";
  const with_length = (bytes) => `<< /Length ${bytes.length} >>\nstream\n${bytes}\nendstream`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    with_length(stream),
    "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /ToUnicode 6 0 R >>",
    with_length(map),
  ];
  let text = "%PDF-1.4\n";
  const places = objects.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  for (const at of places) text += `${String(at).padStart(10, "0")} 00000 n \n`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(text, "latin1");
}

export const pdf_file = (name, words, signer) => ({ name, mimeType: "application/pdf", buffer: pdf(words, signer) });
