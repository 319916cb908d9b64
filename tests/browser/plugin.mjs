// The desktop plug-in for signatures of government, played as docs/integrator/vgca.md records it: it fetches without cookies, really signs
// (pyHanko), and brings the file back.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { main_text, press } from "./province.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const python = join(here, "../../build/venv/bin/python");

// The plug-in on the machine of this page, with a token in it. `heard` gets the name of each socket.
export async function plug_in(page, holder, heard = []) {
  await page.routeWebSocket("wss://127.0.0.1:8987/*", (socket) =>
    socket.onMessage(async (message) => {
      heard.push(new URL(socket.url()).pathname);
      const order = JSON.parse(message);
      const given = Buffer.from(await (await fetch(order.FileName)).arrayBuffer());
      const signed = execFileSync(python, [join(here, "sign_as_plug_in.py"), holder.key, holder.certificate], {
        input: given,
        maxBuffer: 64 << 20,
      });
      const form = new FormData();
      form.append("uploadfile", new Blob([signed], { type: "application/pdf" }), "ky.pdf");
      const answer = await (await fetch(order.FileUploadHandler, { method: "POST", body: form })).json();
      socket.send(JSON.stringify({ ...answer, Status: answer.Status ? 0 : 1 }));
    }),
  );
  return heard;
}

// The certificate of a token becomes a key; `path`: of the form.
export async function register(page, path, holder) {
  await page.goto(path);
  await page.setInputFiles('input[name="file"]', {
    name: "chung-thu.pem",
    mimeType: "application/x-pem-file",
    buffer: readFileSync(holder.certificate),
  });
  assert.equal(await press(page, "Thêm chứng thư số"), 200, await main_text(page));
}

export async function choose(page, holder) {
  const option = page.locator("#key option", { hasText: `${holder.name}, dùng đến` });
  await page.selectOption("#key", await option.getAttribute("value"));
}

// The key is used no more, so that others go on with what they had.
export async function retire(page, list, holder) {
  await page.goto(list);
  await page.getByRole("link", { name: holder.name, exact: true }).first().click();
  await page.getByRole("link", { name: "Ngừng dùng khoá này" }).click();
  await page.locator("main form button").last().click();
}
