// Signing with the desktop plug-in, from the list to the seal. Its side of the socket is played by plugin.mjs.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { issue_key } from "./keys.mjs";
import { axe, fits, kPhone } from "./lib.mjs";
import { choose, plug_in, register } from "./plugin.mjs";
import { account, main_text, Offices, pdf_file, press } from "./province.mjs";

// An agency of its own: the others sign with what the demo gave them.
const cast = { drafter: "stc.cv1", signer: "stc.giamdoc", clerk: "stc.vanthu" };
let offices;
let folder;
before(async () => {
  offices = await Offices.open();
  folder = mkdtempSync(join(tmpdir(), "lt-plug-in-"));
});
after(async () => {
  await offices?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function submitted(subject) {
  const page = await offices.window(cast.drafter);
  await page.goto("/outgoing/new");
  await page.fill("#subject", subject);
  const signer = page.locator("#signer option", { hasText: account(cast.signer).name }).first();
  await page.selectOption("#signer", await signer.getAttribute("value"));
  await page.check('input[name="recipient"] >> nth=0');
  await page.setInputFiles('input[name="files"]', pdf_file("van-ban.pdf", "V/v kiem tra", account(cast.signer).name));
  await page.locator('#files-uploads input[name="upload"]').waitFor({ state: "attached" });
  assert.equal(await press(page, "Lưu và trình ký"), 200, await main_text(page));
  await page.context().close();
  return new URL(page.url()).pathname;
}

test("a leader signs two documents with the plug-in, and the clerk seals one", async () => {
  const leader = issue_key(folder, `${account(cast.signer).name} (phan mem)`);
  const paths = [await submitted("V/v ký bằng phần mềm một"), await submitted("V/v ký bằng phần mềm hai")];
  const page = await offices.window(cast.signer);
  await register(page, "/account/signing-keys/new/plugin", leader);
  await page.goto("/outgoing/signing");
  for (const path of paths) await page.check(`input[name="document"][value^="${path.split("/").pop()}:"]`);
  await choose(page, leader);
  assert.equal(await press(page, "Ký số và duyệt"), 200, await main_text(page));
  assert.match(await main_text(page), /Ký số bằng phần mềm VGCA/);
  assert.deepEqual(await axe(page), []);
  const act = page.url();

  // Nothing listens on this machine yet: the page may ask, and says so.
  await page.getByRole("button", { name: "Ký bằng phần mềm VGCA" }).click();
  await page.waitForSelector('[role=status]:has-text("Không thấy phần mềm ký số VGCA")');
  assert.deepEqual(page.faults.filter((fault) => /Content Security Policy/.test(fault)), []);
  await page.context().close();

  const stranger = await offices.window(cast.signer, { viewport: kPhone });
  await plug_in(stranger, issue_key(folder, "Nguoi khac"));
  await stranger.goto(act);
  assert.ok(await fits(stranger));
  await stranger.getByRole("button", { name: "Ký bằng phần mềm VGCA" }).click();
  await stranger.waitForSelector('[role=status]:has-text("chứng thư số khác")');
  await stranger.context().close();

  const again = await offices.window(cast.signer);
  const heard = await plug_in(again, leader);
  await again.goto(act);
  await again.getByRole("button", { name: "Ký bằng phần mềm VGCA" }).click();
  await again.waitForSelector("text=Chữ ký số đã được ghi vào tệp.");
  assert.deepEqual(heard, ["/SignApproved", "/SignApproved"]);
  assert.deepEqual(again.faults, []);
  await again.context().close();

  const agency = issue_key(folder, "So Tai chinh (phan mem)");
  const clerk = await offices.window(cast.clerk);
  const sealed = await plug_in(clerk, agency);
  await register(clerk, "/admin/seal/new/plugin", agency);
  await clerk.goto(`${paths[0]}/issue`);
  await choose(clerk, agency);
  assert.equal(await press(clerk, "Cấp số, ký số và phát hành"), 200, await main_text(clerk));
  await clerk.getByRole("button", { name: "Ký bằng phần mềm VGCA" }).click();
  await clerk.waitForURL(`**${paths[0]}?done=issued`);
  assert.deepEqual(sealed, ["/SignIssued"]);
  assert.deepEqual(clerk.faults, []);
  await clerk.context().close();
});
