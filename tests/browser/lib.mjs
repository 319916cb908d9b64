// What every browser test needs: Debian's Chromium, pictures, and axe-core. A page's console errors, page
// errors and refusals by the Content-Security-Policy are collected in page.faults, so that a test can expect
// none.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const require = createRequire(import.meta.url);

export const kDesktop = { width: 1280, height: 900 };
export const kPhone = { width: 360, height: 740 };

// Starts the browser. LT_CHROMIUM names another one than Debian's.
export async function launch() {
  const program = process.env.LT_CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(program)) throw new Error(`no browser at ${program}: install chromium or set LT_CHROMIUM`);
  return chromium.launch({
    executablePath: program,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-lcd-text",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

// A page in a session of its own. `script: false` is a browser with JavaScript off; `state` are the cookies that
// another context's storageState() gave.
export async function open_page(browser, { viewport = kDesktop, script = true, base, state } = {}) {
  const context = await browser.newContext({
    viewport,
    javaScriptEnabled: script,
    baseURL: base,
    storageState: state,
    locale: "vi-VN",
    timezoneId: "Asia/Ho_Chi_Minh",
  });
  // Without a display, a page dies of printing the PDF in its frame.
  await context.addInitScript(() => (window.print = () => {}));
  const page = await context.newPage();
  page.faults = [];
  // A page answered with 4xx is itself reported by the browser: that's for the test to judge, by the status.
  const refused = new Set();
  page.on("response", (answer) => {
    if (answer.status() >= 400 && answer.request().isNavigationRequest()) refused.add(answer.url());
  });
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    const url = message.location().url;
    if (refused.has(url) && message.text().startsWith("Failed to load resource")) return;
    page.faults.push(message.text());
  });
  page.on("pageerror", (error) => page.faults.push(String(error)));
  return page;
}

// Writes NAME.png into `folder` (default docs/pictures) and returns the path. `full`: the whole page, not
// only the window.
export async function screenshot(page, name, { folder = join(root, "docs/pictures"), full = false } = {}) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  // Fails in a page without script, where the browser itself waits for the fonts.
  await page.evaluate(() => document.fonts.ready).catch(() => {});
  await page.screenshot({ path, fullPage: full, animations: "disabled" });
  return path;
}

// Runs axe-core (WCAG 2.0–2.2 A and AA, best practices) and returns its violations, short enough to print.
// Injected as source by the debugger, which the page's CSP does not concern. Needs a page with script on.
export async function axe(page) {
  const loaded = await page.evaluate(() => "axe" in globalThis);
  if (!loaded) await page.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
  const result = await page.evaluate(() =>
    globalThis.axe.run(document, {
      resultTypes: ["violations"], // spares it naming every node that passed
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }),
  );
  return result.violations.map(({ id, impact, help, nodes }) => ({
    id,
    impact,
    help,
    nodes: nodes.map((node) => `${node.target.join(" ")}: ${node.html.slice(0, 160)}`),
  }));
}

// True when nothing sticks out to the right: no page may scroll sideways.
export async function fits(page) {
  return page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
}

// The page as it stands: axe finds nothing, nothing scrolls sideways, on a desk and on a phone, and it did not complain to the console.
// LT_PICTURES names a folder for pictures to look at.
export async function looks_right(page, name) {
  for (const [viewport, suffix] of [[kDesktop, ""], [kPhone, "-phone"]]) {
    await page.setViewportSize(viewport);
    if (process.env.LT_PICTURES) await screenshot(page, name + suffix, { folder: process.env.LT_PICTURES, full: true });
    assert.ok(await fits(page), `${name} scrolls sideways at ${viewport.width}`);
    assert.deepEqual(await axe(page), [], `${name} at ${viewport.width}`);
  }
  await page.setViewportSize(kDesktop);
  assert.deepEqual(page.faults, []);
}
