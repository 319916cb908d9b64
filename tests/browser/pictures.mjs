// Makes the pictures of docs/pictures from a running province: `LT_URL=… LT_ACCOUNTS=… node tests/browser/pictures.mjs
// [NAME…]`. NAME.png is a screen of 1280×900, NAME-phone.png one of 360×740.
import { kDesktop, kPhone, screenshot } from "./lib.mjs";
import { shrink } from "./png.mjs";
import { account, approve, issue as issue_page, Offices, press } from "./province.mjs";

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

// A letter as offices write it, with blanks for number and date (Nghị định 30/2020/NĐ-CP, Annex I).
async function letter() {
  const page = await offices.visitor();
  await page.setContent(`<style>body{font:14pt "Liberation Serif",serif}i,b{font-size:13pt}</style>
<table style="width:100%;text-align:center"><tr><td>UỶ BAN NHÂN DÂN<br><b>TỈNH BẮC NINH</b><br><br>Số:${"&nbsp;".repeat(12)}/UBND-VX</td>
<td><b>CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM</b><br><b>Độc lập - Tự do - Hạnh phúc</b><br><br>
<i>Bắc Ninh, ngày${"&nbsp;".repeat(7)}tháng${"&nbsp;".repeat(7)}năm ${new Date().getFullYear()}</i></td></tr></table>
<p>Kính gửi: UBND các phường.</p><p style="text-align:justify">Để chủ động ứng phó mưa lớn, lũ trên sông Cầu và sông Đuống, UBND tỉnh
yêu cầu UBND các phường rà soát phương án bảo vệ đê điều, sơ tán dân ở nơi trũng thấp, trực ban 24/24 giờ và báo cáo kết quả trước 17
giờ hằng ngày.</p><div style="margin-left:50%;text-align:center"><b>CHỦ TỊCH</b><br><br><br><br><br><br>
<b>${account("vpubnd.chutich").name}</b></div>`);
  const bytes = await page.pdf({ format: "A4", margin: { top: "20mm", bottom: "20mm", left: "30mm", right: "15mm" } });
  await page.context().close();
  return bytes;
}

async function draft(page) {
  const buffer = await letter();
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
  await approve(leader);
  return example;
}

let sent;
async function issued() {
  const path = await approved();
  if (sent) return path;
  sent = true;
  const clerk = await offices.window("vpubnd.vanthu");
  await clerk.goto(`${path}/issue`);
  await issue_page(clerk);
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
  "signing-list": async () => {
    const writer = await offices.window("vpubnd.cv3");
    for (const subject of ["V/v rà soát hộ dân ở vùng trũng thấp ven sông Cầu", "Kế hoạch diễn tập phòng, chống thiên tai năm 2027"]) {
      await draft(writer);
      await writer.fill("#subject", subject);
      await press(writer, "Lưu và trình ký");
    }
    const page = await offices.window("vpubnd.chutich");
    await page.goto("/outgoing/signing");
    for (const box of await page.locator('input[name="document"]').all()) await box.check();
    return page;
  },
  "sealed-document": async () => {
    const page = await offices.window("vpubnd.vanthu");
    await page.goto(await issued());
    return page;
  },
  verdict: async () => {
    const [, , uid] = (await issued()).split("/");
    const page = await offices.window("namson.vanthu");
    // The files are judged right after the issue.
    for (let tries = 0; tries < 40; ++tries) {
      await page.goto(`/incoming/${uid}`);
      if (await page.locator(".lt-verdict").count()) break;
      await page.waitForTimeout(250);
    }
    await page.locator(".lt-verdict summary").click();
    await page.mouse.click(5, 5);
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
