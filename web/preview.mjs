// Developer's tool: renders samples/ and the error pages into web/preview/, takes pictures at 1280 and 360
// px, and reports what axe-core, the console and the Content-Security-Policy find.
//   node web/preview.mjs [NAME…] [--en] [--no-pictures]     (run `npm run build` first)
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { axe, fits, kDesktop, kPhone, launch, open_page, screenshot } from "../tests/browser/lib.mjs";
import { render_all, serve } from "./samples/render.mjs";

const out = join(dirname(fileURLToPath(import.meta.url)), "preview");
const names = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const pages = render_all(process.argv.includes("--en") ? "en" : "vi");

mkdirSync(out, { recursive: true });
for (const [name, text] of pages) writeFileSync(join(out, `${name}.html`), text);
if (!process.argv.includes("--no-pictures")) process.exitCode = (await pictures()) > 0 ? 1 : 0;

async function pictures() {
  const server = await serve(pages);
  const browser = await launch();
  let faults = 0;
  for (const name of pages.keys()) {
    if (names.length > 0 && !names.includes(name)) continue;
    for (const viewport of [kDesktop, kPhone]) {
      const page = await open_page(browser, { viewport, base: server.base });
      await page.goto(`/${name}.html`);
      await screenshot(page, `${name}-${viewport.width}`, { folder: out, full: viewport === kPhone });
      const found = [...page.faults, ...(await axe(page)).map((violation) => JSON.stringify(violation))];
      if (!(await fits(page))) found.push("scrolls sideways");
      for (const fault of found) console.log(`${name} at ${viewport.width}: ${fault}`);
      faults += found.length;
      await page.context().close();
    }
  }
  await browser.close();
  server.close();
  console.log(`${names.length || pages.size} pages in ${out}, ${faults} faults`);
  return faults;
}
