// What the operator sees of the exchange, and who drafts a document of it: a parent axis (the reference axis of tests/axis) is connected, its
// directory taken, an agency of it found and written to; the certificate of a node; failures of several kinds.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { looks_right } from "./lib.mjs";
import { account, approve, follow, issue, main_text, Offices, pdf_file, press } from "./province.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const kSystem = "00.05.W00";
const kAxis = "Trục liên thông văn bản quốc gia do Văn phòng Chính phủ vận hành";
const cast = { operator: "nen-tang.vanhanh", drafter: "vpubnd.cv3", signer: "vpubnd.chutich", clerk: "vpubnd.vanthu" };

let offices;
let hub;
let folder;
let system; // path of the axis

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "lt-browser-axis-"));
  writeFileSync(
    join(folder, "systems.json"),
    JSON.stringify({
      [kSystem]: { secret: "khoa-cua-tinh", agencies: ["000.00.00.H05"] },
      "000.00.00.H41": { secret: "khoa-khac", agencies: [] },
    }),
  );
  const child = spawn("python3", [join(root, "tests/axis/reference_hub.py"), "--systems", join(folder, "systems.json"), "--agencies", "300"]);
  const port = await new Promise((done) => child.stdout.once("data", (said) => done(String(said).trim().split(" ")[1])));
  hub = { child, url: `http://127.0.0.1:${port}` };
  await control({
    directory: [
      { code: "000.00.00.H41", id: "41", name: "Ủy ban nhân dân tỉnh Nghệ An", system: "000.00.00.H41" },
      { code: "000.00.13.H41", pid: "41", name: "Sở Y tế", system: "000.00.00.H41" },
      { code: "000.12.13.H41", pid: "41", name: "Chi nhánh Văn phòng Đăng ký đất đai khu vực thành phố Vinh và các huyện lân cận", system: "000.00.00.H41" },
      { code: "00.41.W00", name: "Trục liên thông tỉnh Nghệ An" },
    ],
  });
  offices = await Offices.open();
});
after(async () => {
  // Other files' pages are as they were: no field for an axis.
  if (system) {
    const page = await offices.window(cast.operator);
    await page.goto(system);
    const button = page.locator("main").getByRole("button", { name: "Tạm ngừng kết nối" });
    if ((await button.count()) > 0) await button.click();
  }
  await offices?.close();
  hub?.child.kill();
  rmSync(folder, { recursive: true, force: true });
});

async function control(told) {
  const answer = await fetch(`${hub.url}/_control`, { method: "POST", body: JSON.stringify(told) });
  assert.equal(answer.status, 200);
}

test("the operator connects a parent axis and takes its directory", async () => {
  const page = await offices.window(cast.operator);
  await page.goto("/admin/systems/new");
  await page.fill("#name", kAxis);
  await page.selectOption("#kind", "axis");
  await page.fill("#code", kSystem);
  await page.fill("#address", hub.url);
  await page.fill("#secret", "khoa-cua-tinh");
  assert.equal(await press(page, "Thêm hệ thống"), 200, await main_text(page));
  system = new URL(page.url()).pathname;
  for (let i = 0; i < 60 && !/Có 304 cơ quan/.test(await main_text(page)); ++i) {
    await page.waitForTimeout(500);
    await page.goto(system);
  }
  assert.match(await main_text(page), /Có 304 cơ quan, cập nhật lúc .* 1 mã là trục hoặc trung tâm/);
  await looks_right(page, "axis");
  await control({ faults: [{ path: "/getAgenciesList", do: "code", code: 20, why: "bảo trì hệ thống đến 18 giờ" }] });
  assert.equal(await press(page, "Cập nhật danh mục"), 200);
  assert.match(await main_text(page), /Đang lấy danh mục cơ quan của trục/);
  for (let i = 0; i < 60 && !/Lần cập nhật gần nhất không được/.test(await main_text(page)); ++i) {
    await page.waitForTimeout(500);
    await page.goto(system);
  }
  assert.match(await main_text(page), /bảo trì hệ thống đến 18 giờ.*Có 304 cơ quan/);
  await looks_right(page, "axis-failed");
  await control({ faults: [] });
});

test("an agency of the axis is found, written to, and what became of it is shown", async () => {
  const page = await offices.window(cast.drafter);
  await page.goto("/outgoing/new");
  await page.fill("#subject", "V/v phối hợp phòng, chống dịch bệnh giữa hai tỉnh");
  await page.setInputFiles('input[name="files"]', pdf_file("van-ban.pdf", "V/v phoi hop", account(cast.signer).name));
  await page.locator('#files-uploads input[name="upload"]').waitFor({ state: "attached" });
  await page.getByLabel(`Tìm cơ quan trên ${kAxis}`).fill("nghe an");
  assert.equal(await press(page, "Tìm cơ quan"), 200);
  assert.equal(await page.inputValue("#subject"), "V/v phối hợp phòng, chống dịch bệnh giữa hai tỉnh", "what was typed stays");
  assert.equal(await page.evaluate(() => document.activeElement.id), "find", "the keyboard goes on there");
  assert.match(await main_text(page), new RegExp(`Ủy ban nhân dân tỉnh Nghệ An \\[H41\\] \\(qua ${kAxis}\\)`));
  assert.ok(!(await main_text(page)).includes("Trục liên thông tỉnh Nghệ An"), "a hub is nobody to write to");
  await looks_right(page, "draft-found");
  await page.check('input[name="recipient"][value="H41"]');
  await page.fill("#find", "chi nhánh văn phòng ĐĂNG KÝ đất đai vinh");
  assert.equal(await press(page, "Tìm cơ quan"), 200);
  assert.ok(await page.isChecked('input[name="recipient"][value="H41"]'), "what was chosen stays");
  await page.check('input[name="recipient"][value="H41.13.12"]');
  await page.fill("#find", "000.00.13.H41");
  assert.equal(await press(page, "Tìm cơ quan"), 200);
  await page.check('input[name="recipient"][value="H41.13"]');
  const signer = page.locator("#signer option", { hasText: account(cast.signer).name }).first();
  await page.selectOption("#signer", await signer.getAttribute("value"));
  assert.equal(await press(page, "Lưu và trình ký"), 200, await main_text(page));
  const path = new URL(page.url()).pathname;

  const leader = await offices.window(cast.signer);
  await leader.goto(path);
  if ((await main_text(leader)).includes("Chưa chắc chỗ ghi số")) {
    await follow(leader, "Xem lại vị trí trước khi ký");
    assert.equal(await press(leader, "Lưu vị trí"), 200, await main_text(leader));
  }
  assert.equal(await approve(leader), 200, await main_text(leader));
  // The axis refuses one of the three.
  await control({ lock: "000.12.13.H41" });
  const clerk = await offices.window(cast.clerk);
  await clerk.goto(path + "/issue");
  assert.equal(await issue(clerk), 200, await main_text(clerk));
  for (let i = 0; i < 60 && !/Chưa chuyển được/.test(await main_text(clerk)); ++i) {
    await clerk.waitForTimeout(500);
    await clerk.goto(path + "/recipients");
  }
  assert.match(await main_text(clerk), /Sở Y tế/);
  assert.match(await main_text(clerk), /Sở Y tế Đã gửi/);
  assert.match(await main_text(clerk), /Chi nhánh .* Mã của trục: 23.* Chưa chuyển được/);
  await looks_right(clerk, "recipients-failed");
  await clerk.goto(path);
  await looks_right(clerk, "sent-outside");
});

test("what failed and what the axis does not give is sent again, asked for again or given up", async () => {
  const page = await offices.window(cast.operator);
  await page.goto("/admin/exchange");
  assert.match(await main_text(page), /Chi nhánh Văn phòng Đăng ký đất đai khu vực thành phố Vinh/);
  await looks_right(page, "failures");
  assert.equal(await page.locator("main").getByRole("button", { name: /^Gửi lại/ }).first().isVisible(), true);
  await page.locator("main").getByRole("link", { name: /^Thôi gửi/ }).first().click();
  await looks_right(page, "give-up");
  await page.fill("#reason", "Trục đã khoá đơn vị nhận");
  assert.equal(await press(page, "Thôi gửi"), 200);
  assert.match(await main_text(page), /Đã thôi gửi thông điệp/);
});

test("the certificate of another node is pasted, compared and removed", async () => {
  const page = await offices.window(cast.operator);
  await page.goto("/admin/systems/new");
  await page.fill("#name", "Nền tảng Liên Thông của tỉnh Bắc Giang trước khi hợp nhất");
  await page.selectOption("#kind", "node");
  await page.fill("#code", "H02");
  assert.equal(await press(page, "Thêm hệ thống"), 200, await main_text(page));
  await page.fill("#certificate", "không phải chứng thư số");
  assert.equal(await press(page, "Thêm chứng thư số"), 422);
  assert.match(await page.innerText("#certificate-error"), /Không đọc được chứng thư số/);
  await looks_right(page, "certificate-form");
  execFileSync("openssl", [
    ..."req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1825 -addext keyUsage=critical,digitalSignature".split(" "),
    "-subj", "/C=VN/O=Ban quan ly he thong thong tin dung chung cua tinh/CN=Node H02",
    "-keyout", join(folder, "node.key"), "-out", join(folder, "node.pem"),
  ], { stdio: "ignore" });
  await page.fill("#certificate", "");
  await page.setInputFiles('input[name="file"]', join(folder, "node.pem"));
  assert.equal(await press(page, "Thêm chứng thư số"), 200, await main_text(page));
  const fingerprint = String(
    execFileSync("openssl", ["x509", "-in", join(folder, "node.pem"), "-noout", "-fingerprint", "-sha256"]),
  ).trim().split("=")[1];
  assert.ok((await main_text(page)).includes(fingerprint), "as openssl prints it");
  await looks_right(page, "node");
  assert.equal(await press(page, "Bỏ chứng thư số Node H02"), 200);
  assert.match(await main_text(page), /Chưa có chứng thư số nào/);
  await page.goto("/admin/systems");
  await looks_right(page, "systems");
});
