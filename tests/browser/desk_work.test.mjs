// What the desk's screens promise around the work itself: numbers lead to their rows, no name is overwritten unasked, pictures are seen on a page
// of ours, a phone breaks no code, and the English words are the right ones.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fits, kPhone, looks_right } from "./lib.mjs";
import { main_text, Offices, press } from "./province.mjs";

let offices;
before(async () => (offices = await Offices.open()));
after(async () => offices?.close());

const number = "0272" + "05" + String(Math.floor(Math.random() * 1e6)).padStart(6, "0"); // a man born in 2005
let path; // of the dossier that was received last

// As far as the button that receives it.
async function fill(desk, name) {
  await desk.goto("/dossiers/new");
  await desk.fill("#owner_number", number);
  await desk.keyboard.press("Enter");
  await desk.getByText(/Lần đầu làm thủ tục|Đã biết từ lần trước/).waitFor();
  await desk.fill("#owner_name", name);
  await desk.fill("#owner_phone", "0912 345 678");
  await desk.fill("#procedure_words", "ban sao tu so goc");
  await press(desk, "Tìm thủ tục");
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
}

async function received(desk) {
  await desk.waitForURL(/\/dossiers\/[0-9a-f-]{36}/);
  path = new URL(desk.url()).pathname;
}

test("a citizen who is known under another name is corrected by nobody unasked", async () => {
  const desk = await offices.window("kinhbac.motcua");
  await fill(desk, "Đỗ Mạnh Hùng");
  await press(desk, "Tiếp nhận và in giấy hẹn");
  await received(desk);

  await fill(desk, "Đỗ Mạnh Hưng");
  assert.equal(await press(desk, "Tiếp nhận và in giấy hẹn"), 422);
  const text = await main_text(desk);
  assert.match(text, /đang lưu Đỗ Mạnh Hùng.*vừa nhập Đỗ Mạnh Hưng/);
  assert.match(text, /Chọn giữ hay sửa thông tin đang lưu/);
  assert.equal(await desk.inputValue('[name="original.name"]'), "Bằng tốt nghiệp trung học phổ thông", "nothing typed is lost");
  await looks_right(desk, "reception-other-name");
  await desk.check('[name="owner_kept"][value="corrected"]');
  assert.equal(await press(desk, "Tiếp nhận và in giấy hẹn"), 422);
  assert.match(await main_text(desk), /Nhập lý do sửa/);
  await desk.fill("#correction", "Theo thẻ căn cước người nộp xuất trình");
  await press(desk, "Tiếp nhận và in giấy hẹn");
  await received(desk);
  assert.match(await main_text(desk), /Sửa thông tin đang lưu của công dân: Đỗ Mạnh Hùng.* thành Đỗ Mạnh Hưng/);

  await desk.goto("/dossiers/new");
  await desk.fill("#owner_number", number);
  await desk.keyboard.press("Enter");
  await desk.getByText("Đã biết từ lần trước").waitFor();
  assert.equal(await desk.inputValue("#owner_name"), "Đỗ Mạnh Hưng");
});

test("each number of home and menu leads to as many rows", async () => {
  for (const login of ["kinhbac.motcua", "kinhbac.chutich", "kinhbac.cv1", "kinhbac.vanthu"]) {
    const page = await offices.window(login);
    await page.goto("/");
    await looks_right(page, `home-${login.split(".")[1]}`);
    const tiles = await page
      .locator('main h2:text-is("Hồ sơ một cửa") + .lt-tiles a')
      .evaluateAll((all) => all.map((one) => ({ href: one.getAttribute("href"), number: one.querySelector("strong").textContent })));
    assert.ok(tiles.length > 0, `${login} has dossiers at home`);
    const beside = await page.locator('.lt-nav a[href="/dossiers"] .lt-nav__n').allTextContents();
    for (const { href, number: counted } of tiles.filter((one) => one.href.startsWith("/dossiers?view="))) {
      await page.goto(href);
      assert.equal(await page.locator(".lt-views a[aria-current] span").textContent(), counted, `${login} ${href}`);
      const rows = await page.locator("main tbody tr").count();
      if (Number(counted) <= 30) assert.equal(rows, Number(counted), `${login} ${href}`);
    }
    if (beside.length > 0) {
      await page.goto("/dossiers");
      const here = await page.locator(".lt-views a[aria-current] span").textContent();
      assert.equal(beside[0] || "0", here, `${login}: beside the menu`);
    }
  }
  const leader = await offices.window("kinhbac.chutich");
  await leader.goto("/");
  const tile = leader.locator('main a.lt-tile[href="/dossiers/signing"]');
  const waiting = Number(await tile.locator("strong").textContent());
  await tile.click();
  assert.equal(await leader.locator("main tbody tr").count(), waiting);
});

test("a picture is seen on a page of ours, and the file itself lets no style in", async () => {
  const desk = await offices.window("kinhbac.motcua", { script: false });
  await desk.goto("/dossiers/new");
  const picture = await desk.screenshot();
  await desk.goto(path + "/files/new");
  await desk.setInputFiles('input[type="file"][name="files"]', { name: "Ảnh hiện trạng.png", mimeType: "image/png", buffer: picture });
  await press(desk, "Thêm tệp");
  const href = await desk.getByRole("link", { name: "Ảnh hiện trạng.png", exact: true }).getAttribute("href");

  const page = await offices.window("kinhbac.motcua");
  await page.goto(href);
  assert.equal(await page.locator("main img").evaluate((one) => one.complete && one.naturalWidth > 0), true);
  await looks_right(page, "picture");
  const raw = await page.request.get(href);
  assert.equal(raw.headers()["content-type"], "image/png");
  assert.doesNotMatch(raw.headers()["content-security-policy"], /unsafe/);
  const saved = await page.request.get(await page.getByRole("link", { name: "Tải về" }).getAttribute("href"));
  assert.match(saved.headers()["content-disposition"], /^attachment/);
});

test("on a phone no code is broken and nothing is wider than the screen", async () => {
  for (const [login, places] of [
    ["kinhbac.motcua", ["/", "/dossiers", "/dossiers?view=all", path, path + "/files/new", path + "/acts/note"]],
    ["kinhbac.cv1", ["/", "/dossiers?view=mine", "/dossiers?view=late", path]],
  ]) {
    const page = await offices.window(login, { viewport: kPhone });
    for (const place of places) {
      if ((await page.goto(place)).status() !== 200) continue; // not everybody has to do with this dossier
      const broken = await page
        .locator(".lt-number")
        .evaluateAll((all) => all.filter((one) => one.getClientRects().length > 1).map((one) => one.textContent));
      assert.deepEqual(broken, [], place);
      assert.ok(await fits(page), place);
    }
  }
});

test("the English words are those of the glossary", async () => {
  const visitor = await offices.visitor();
  await visitor.goto("/language/en?back=%2Ftra-cuu");
  await visitor.goto("/tra-cuu");
  const label = await visitor.locator('label[for="code"]').textContent();
  assert.match(label, /^Dossier code/);
  const page = await offices.window("kinhbac.motcua");
  await page.goto("/language/en?back=%2F");
  try {
    for (const place of ["/", "/dossiers", path]) {
      await page.goto(place);
      assert.doesNotMatch(await main_text(page), /Case number/);
      await looks_right(page, "english" + place.replace(/[^a-z]/g, "-").slice(0, 12));
    }
  } finally {
    await page.goto("/language/vi?back=/"); // the account remembers it
  }
});
