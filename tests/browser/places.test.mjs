// Where the leader's signature goes, corrected before he signs: by moving its box on the page of the file, and without JavaScript by
// number fields. The file that comes out has the signature there.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, fits, kPhone } from "./lib.mjs";
import { account, follow, main_text, Offices, pdf_file, pin, press } from "./province.mjs";

let offices;
before(async () => (offices = await Offices.open()));
after(async () => offices?.close());

const cast = { drafter: "vpubnd.cv3", signer: "vpubnd.chutich" };

async function submitted(subject, script) {
  const page = await offices.window(cast.drafter, { script });
  await page.goto("/outgoing/new");
  await page.fill("#subject", subject);
  const signer = page.locator("#signer option", { hasText: account(cast.signer).name }).first();
  await page.selectOption("#signer", await signer.getAttribute("value"));
  await page.check('input[name="recipient"] >> nth=0');
  await page.setInputFiles('input[name="files"]', pdf_file("van-ban.pdf"));
  if (script) await page.locator('#files-uploads input[name="upload"]').waitFor({ state: "attached" });
  assert.equal(await press(page, "Lưu và trình ký"), 200, await main_text(page));
  const path = new URL(page.url()).pathname;
  await page.context().close();
  return path;
}

// In millimetres from the left and the upper edge, as the signed file itself has it.
async function signature_in_file(page, path) {
  const href = await page.locator("iframe.lt-viewer").getAttribute("src");
  const bytes = (await (await page.request.get(href.replace(/#.*/, ""))).body()).toString("latin1");
  // Names of fields are UTF-16 in hexadecimal.
  const name = [..."ky_lanhdao"].map((c) => c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")).join("");
  const field = bytes.match(
    new RegExp(`<</Type/Annot/Subtype/Widget/Rect\\s*\\[([^\\]]*)\\](?:(?!endobj)[\\s\\S])*?${name}`),
  );
  assert.ok(field, `${path} has no such field`);
  const [left, , , top] = field[1].trim().split(/\s+/).map(Number);
  return { left: (left * 25.4) / 72, top: ((842 - top) * 25.4) / 72 };
}
const near = (a, b) => assert.ok(Math.abs(a - b) < 0.2, `${a} is not ${b}`);

async function sign(page, path) {
  await page.goto(path);
  assert.ok(!(await main_text(page)).includes("Chưa chắc chỗ ghi số"), "somebody has looked");
  await page.fill("#pin", pin);
  assert.equal(await press(page, "Ký số và duyệt"), 200);
  assert.match(await main_text(page), /Đã ký số và duyệt/);
}

test("the leader moves the box of his signature, saves, and signs there", async () => {
  const path = await submitted("V/v vị trí chữ ký trên trang", true);
  const page = await offices.window(cast.signer);
  await page.goto(path);
  assert.match(await main_text(page), /Chưa chắc chỗ ghi số/);
  await follow(page, "Xem lại vị trí trước khi ký");
  const box = page.locator('[data-box="ky_lanhdao"]');
  await box.waitFor();
  assert.deepEqual(await axe(page), []);
  const number = async (name) => Number((await page.inputValue(`#${name}`)).replace(",", "."));
  const before = { left: await number("ky_lanhdao_left"), top: await number("ky_lanhdao_top") };
  await box.focus();
  for (let i = 0; i < 15; i += 1) await page.keyboard.press("ArrowLeft");
  for (let i = 0; i < 10; i += 1) await page.keyboard.press("ArrowDown");
  const wanted = { left: await number("ky_lanhdao_left"), top: await number("ky_lanhdao_top") };
  near(wanted.left, before.left - 15);
  near(wanted.top, before.top + 10);
  assert.equal(await press(page, "Lưu vị trí"), 200);
  assert.match(await main_text(page), /đã đặt bằng tay/);
  near(await number("ky_lanhdao_left"), wanted.left);
  near(await number("ky_lanhdao_top"), wanted.top);
  await sign(page, path);
  const signed = await signature_in_file(page, path);
  near(signed.left, wanted.left);
  near(signed.top, wanted.top);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("the same by number fields, without JavaScript; wrong ones lose nothing", async () => {
  const path = await submitted("V/v vị trí chữ ký bằng số", false);
  const page = await offices.window(cast.signer, { script: false });
  await page.goto(path);
  await follow(page, "Vị trí chữ ký, số và ngày…");
  await page.fill("#ky_lanhdao_left", "190");
  await page.fill("#ky_lanhdao_top", "205,5");
  await page.check("#nam_in_text");
  assert.equal(await press(page, "Lưu vị trí"), 422);
  const link = page.locator(".govuk-error-summary a");
  assert.equal(await link.getAttribute("href"), "#ky_lanhdao_left");
  assert.match(await link.innerText(), /ra ngoài mép phải/);
  assert.equal(await page.inputValue("#ky_lanhdao_top"), "205,5");
  assert.ok(await page.isChecked("#nam_in_text"));
  await page.fill("#ky_lanhdao_left", "110");
  assert.equal(await press(page, "Lưu vị trí"), 200);
  await sign(page, path);
  const signed = await signature_in_file(page, path);
  near(signed.left, 110);
  near(signed.top, 205.5);
  await page.context().close();
});

test("the page fits on a phone, and its boxes are as wide as the page", async () => {
  const path = await submitted("V/v vị trí chữ ký trên điện thoại", true);
  const page = await offices.window(cast.signer, { viewport: kPhone });
  await page.goto(`${path}/places`);
  await page.locator('[data-box="ky_lanhdao"]').waitFor();
  assert.ok(await fits(page));
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
