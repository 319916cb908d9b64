// Makes the pictures of docs/pictures from a running province: `LT_URL=… LT_ACCOUNTS=… node tests/browser/pictures.mjs
// [NAME…]`. NAME.png is a screen of 1280×900, NAME-phone.png one of 360×740.
import { kDesktop, kPhone, screenshot } from "./lib.mjs";
import { shrink } from "./png.mjs";
import { Offices, press } from "./province.mjs";

const wanted = process.argv.slice(2);
const offices = await Offices.open();

async function picture(name, page) {
  for (const [viewport, end] of [[kDesktop, ""], [kPhone, "-phone"]]) {
    await page.setViewportSize(viewport);
    await page.evaluate(() => {
      scrollTo(0, 0);
      document.activeElement?.blur();
    });
    await page.waitForTimeout(800); // for the browser's own viewer of PDFs, which says nothing
    shrink(await screenshot(page, name + end));
  }
  await page.setViewportSize(kDesktop);
  console.log(name);
}

async function open_row(page, list) {
  await page.goto(list);
  await page.locator("tbody tr a.govuk-link").first().click();
  await page.waitForLoadState("load");
}

// A letter of the agency as the demo drew it: looks like one.
async function letter(page) {
  await page.goto("/outgoing?view=issued");
  await page.locator("tbody tr:last-child a.govuk-link").first().click();
  await page.waitForLoadState("load");
  const href = await page.locator("iframe.lt-viewer").getAttribute("src");
  return (await page.request.get(href.replace(/#.*/, ""))).body();
}

async function draft(page) {
  const buffer = await letter(page);
  await page.goto("/outgoing/new");
  await page.selectOption("#kind", { label: "Công văn" });
  await page.fill("#subject", "V/v chủ động ứng phó mưa lớn, lũ trên sông Cầu và sông Đuống");
  await page.check('input[name="group"][value="phuong"]');
  const leader = page.locator("#signer option", { hasText: ", Chủ tịch" }).first();
  await page.selectOption("#signer", await leader.getAttribute("value"));
  await page.setInputFiles('input[name="files"]', { name: "ung-pho-mua-lu.pdf", mimeType: "application/pdf", buffer });
  await page.locator('#files-uploads input[name="upload"]').waitFor({ state: "attached" });
}

// The path of the example, drafted and approved; made once.
let example;
async function approved() {
  if (example) return example;
  const writer = await offices.window("vpubnd.cv3");
  await draft(writer);
  await press(writer, "Lưu và trình ký");
  example = new URL(writer.url()).pathname;
  const leader = await offices.window("vpubnd.chutich");
  await leader.goto(example);
  await press(leader, "Duyệt ký");
  return example;
}

async function issued() {
  const path = await approved();
  const clerk = await offices.window("vpubnd.vanthu");
  await clerk.goto(`${path}/issue`);
  await press(clerk, "Cấp số và phát hành");
  return path;
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
  "received-document": async () => {
    const page = await offices.window("kinhbac.vanthu");
    await open_row(page, "/incoming?view=all");
    return page;
  },
  "assigning-errors": async () => {
    const page = await offices.window("vpubnd.chutich");
    await open_row(page, "/incoming?view=open");
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
    const page = await offices.window("vpubnd.vanthu");
    await page.goto(`${await approved()}/issue`);
    return page;
  },
  "sent-document": async () => {
    const page = await offices.window("vpubnd.vanthu");
    const path = await issued();
    const [, , uid] = path.split("/");
    for (const login of ["kinhbac.vanthu", "vocuong.vanthu", "namson.vanthu"]) {
      const clerk = await offices.window(login);
      await clerk.goto(`/incoming/${uid}`);
      await press(clerk, "Tiếp nhận và vào sổ");
      await clerk.context().close();
    }
    const refusing = await offices.window("vuninh.vanthu");
    await refusing.goto(`/incoming/${uid}/refusal`);
    await refusing.fill("main textarea", "Tệp gửi thiếu Phụ lục II, đề nghị gửi lại đủ.");
    await press(refusing, "Từ chối tiếp nhận");
    await refusing.context().close();
    await page.goto(path);
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
