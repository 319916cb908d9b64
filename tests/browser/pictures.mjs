// Makes the pictures of docs/pictures from a running province: `LT_URL=… LT_ACCOUNTS=… node tests/browser/pictures.mjs
// [NAME…]`. NAME.png is a screen of 1280×900, NAME-phone.png one of 360×740.
import { kDesktop, kPhone, screenshot } from "./lib.mjs";
import { Offices, follow, pdf_file, press } from "./province.mjs";

const wanted = process.argv.slice(2);
const offices = await Offices.open();

async function picture(name, page) {
  for (const [viewport, end] of [[kDesktop, ""], [kPhone, "-phone"]]) {
    await page.setViewportSize(viewport);
    await page.evaluate(() => {
      scrollTo(0, 0);
      document.activeElement?.blur();
    });
    await page.waitForLoadState("networkidle").catch(() => {}); // the event stream keeps some pages busy
    await screenshot(page, name + end);
  }
  await page.setViewportSize(kDesktop);
  console.log(name);
}

// The list's first row whose words fit, or the row with the most recipients.
async function open_row(page, list, words = /./) {
  await page.goto(list);
  const row = page.locator("tbody tr", { hasText: words }).first();
  await row.locator("a.govuk-link").first().click();
  await page.waitForLoadState("load");
}

async function open_widest(page) {
  await page.goto("/outgoing?view=issued&rows=50");
  const counts = await page.locator("tbody tr .lt-c-due").allInnerTexts();
  const numbers = counts.map((text) => Number(text.replace(/\D/g, "")));
  await page.locator("tbody tr").nth(numbers.indexOf(Math.max(...numbers))).locator("a.govuk-link").first().click();
  await page.waitForLoadState("load");
}

async function draft(page) {
  await page.goto("/outgoing/new");
  await page.fill("#subject", "V/v chủ động ứng phó mưa lớn, lũ trên sông Cầu và sông Đuống");
  await page.check('input[name="group"][value="phuong"]');
  const leader = page.locator("#signer option", { hasText: "Phó Chủ tịch" }).first();
  await page.selectOption("#signer", await leader.getAttribute("value"));
  await page.setInputFiles("#files", pdf_file("ung-pho-mua-lu.pdf", "Ung pho mua lu"));
  await page.locator('#files-uploads input[name="upload"]').waitFor({ state: "attached" });
}

const kPictures = {
  "log-in": async () => {
    const page = await offices.visitor();
    await page.goto("/log-in");
    return page;
  },
  home: async () => {
    const page = await offices.window("vpubnd.vanthu");
    await page.goto("/");
    return page;
  },
  incoming: async () => {
    const page = await offices.window("vpubnd.vanthu");
    await page.goto("/incoming");
    return page;
  },
  "sent-document": async () => {
    const page = await offices.window("vpubnd.vanthu");
    await open_widest(page);
    await page.locator("iframe.lt-viewer").scrollIntoViewIfNeeded();
    return page;
  },
  "received-document": async () => {
    const page = await offices.window("kinhbac.vanthu");
    await open_row(page, "/incoming?view=all", /Đang xử lý/);
    return page;
  },
  "assigning-errors": async () => {
    const page = await offices.window("vpubnd.phochutich");
    await open_row(page, "/incoming?view=to_assign").catch(() => open_row(page, "/incoming?view=open", /Đang xử lý/));
    const uid = new URL(page.url()).pathname.split("/")[2];
    await page.goto(`/incoming/${uid}/assignments`);
    for (const row of [2, 3]) await page.locator(`tbody tr:nth-child(${row}) input[value="lead"]`).check();
    await page.fill("#due", "hôm qua");
    await page.fill("#instruction", "Chủ trì, phối hợp với các đơn vị tham mưu văn bản trả lời.");
    await press(page, "Phân công");
    return page;
  },
  draft: async () => {
    const page = await offices.window("vpubnd.cv3");
    await draft(page);
    return page;
  },
  "issue-confirmation": async () => {
    const writer = await offices.window("vpubnd.cv3");
    await draft(writer);
    await press(writer, "Lưu và trình ký");
    const path = new URL(writer.url()).pathname;
    const leader = await offices.window("vpubnd.phochutich");
    await leader.goto(path);
    await press(leader, "Duyệt ký");
    const page = await offices.window("vpubnd.vanthu");
    await page.goto(path);
    await follow(page, "Phát hành…");
    return page;
  },
  officials: async () => {
    const page = await offices.window("vpubnd.quantri");
    await page.goto("/admin/officials");
    return page;
  },
  "empty-list": async () => {
    const page = await offices.window("hdnd.cv1");
    await page.goto("/incoming?view=overdue");
    return page;
  },
};

try {
  for (const [name, take] of Object.entries(kPictures)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const page = await take();
    await picture(name, page);
    await page.context().close();
  }
} finally {
  await offices.close();
}
