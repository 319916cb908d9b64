// Keys with certificates of the province's demo authority, which lies in the folder LT_PKI.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { account, pin, press } from "./province.mjs";

const openssl = (...words) => execFileSync("openssl", words, { stdio: "ignore" });
let issued = 0;

// A key of somebody's and its certificate, as files in the folder.
export function issue_key(folder, name) {
  const file = (end) => join(folder, `${issued}.${end}`);
  openssl("req", "-new", "-newkey", "rsa:2048", "-nodes", "-utf8", "-subj", `/O=Thu/CN=${name}`, "-keyout", file("key"), "-out", file("csr"));
  writeFileSync(file("ext"), "basicConstraints=critical,CA:false\nkeyUsage=critical,digitalSignature,nonRepudiation\n");
  const issuer = ["-CA", join(process.env.LT_PKI, "issuing.crt"), "-CAkey", join(process.env.LT_PKI, "issuing.key")];
  const serial = `0x4${randomBytes(15).toString("hex")}`;
  openssl("x509", "-req", "-in", file("csr"), ...issuer, "-set_serial", serial, "-days", "90", "-extfile", file("ext"), "-out", file("pem"));
  const out = { name, key: file("key"), certificate: file("pem") };
  ++issued;
  return out;
}

// The official gets a key in a file, or with `whose` "agency" his agency, unless there is one.
export async function give_key(offices, login, whose = "own") {
  const list = whose === "own" ? "/account/signing-keys" : "/admin/seal";
  const page = await offices.window(login);
  await page.goto(list);
  if ((await page.locator(`main a[href^="${list}/"]:not([href*="/new"])`).count()) === 0) {
    const folder = mkdtempSync(join(tmpdir(), "lt-key-"));
    const { key, certificate } = issue_key(folder, account(login).name);
    const file = join(folder, "key.p12");
    openssl("pkcs12", "-export", "-inkey", key, "-in", certificate, "-passout", `pass:${pin}`, "-out", file);
    await page.goto(`${list}/new/file`);
    await page.setInputFiles('main input[type="file"]', { name: "khoa.p12", mimeType: "application/x-pkcs12", buffer: readFileSync(file) });
    rmSync(folder, { recursive: true });
    await page.fill("#pin", pin);
    assert.equal(await press(page, "Thêm tệp khoá"), 200);
    assert.match(page.url(), /done=added/);
  }
  await page.context().close();
}
