// What a citizen lodged from a distance, through a system that the operator connected, as it comes to the desk: two of its people accept it at
// the same moment, and it is received once.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { looks_right } from "./lib.mjs";
import { account, base, main_text, Offices, press } from "./province.mjs";

const desk = "kinhbac.motcua";
const name = "Phạm Thị Mạng";

let offices, keys, system;
before(async () => (offices = await Offices.open()));
after(async () => {
  if (system) {
    const operator = await offices.window("nen-tang.vanhanh");
    await operator.goto(system);
    await operator.locator("main").getByRole("button", { name: "Tạm ngừng kết nối" }).click();
  }
  await offices?.close();
});

test("the operator connects a system and lets it lodge at one agency", async () => {
  const code = `cong-thu-${Date.now() % 1e8}`;
  const operator = await offices.window("nen-tang.vanhanh");
  await operator.goto("/admin/systems/new");
  await operator.fill("#name", "Cổng của thử nghiệm");
  await operator.fill("#code", code);
  await press(operator, "Thêm hệ thống");
  keys = { "X-SystemId": code, "X-SecretKey": /Khoá bí mật: ([0-9a-f]{64})/.exec(await main_text(operator))[1] };
  system = await operator.getByRole("link", { name: "Đã chép khoá" }).getAttribute("href");
  await operator.goto(`${system}/rights`);
  await operator.locator("fieldset#lodge").getByLabel(`(${account(desk).agency_code})`).check();
  assert.equal(await press(operator, "Lưu quyền"), 200);
});

async function lodged() {
  const number = `027190${String(Math.floor(Math.random() * 1e6)).padStart(6, "0")}`;
  const answer = await fetch(`${base}/api/v1/dossiers`, {
    method: "POST",
    headers: { ...keys, "content-type": "application/json", "idempotency-key": crypto.randomUUID() },
    body: JSON.stringify({
      agency: account(desk).agency_code, procedure: "2.000908", way: "online",
      owner: { kind: "person", name, number, phone: "0912345678" },
      answers: {
        applicant: { full_name: name, identity_number: number, phone: "0912345678", residence: { province: "24", commune: "09187" } },
        relation: "self", original: { name: "Bằng tốt nghiệp", holder: name }, copies: 1,
      },
    }),
  });
  const body = await answer.json();
  assert.equal(answer.status, 201, JSON.stringify(body));
  return body.code;
}

test("of two who accept it at once one receives it, and the other is told", async () => {
  const code = await lodged();
  const windows = [await offices.window(desk), await offices.window(desk)];
  for (const page of windows) {
    await page.goto(`/dossiers?q=${code}`);
    await page.getByRole("link", { name }).first().click();
    await page.getByRole("link", { name: "Tiếp nhận", exact: true }).click();
    assert.match(await main_text(page), new RegExp(code));
  }
  await looks_right(windows[0], "act-receive");
  const answers = await Promise.all(windows.map((page) => press(page, "Tiếp nhận")));
  assert.deepEqual(answers.toSorted(), [200, 409]);
  const [first, second] = answers[0] === 200 ? windows : windows.toReversed();
  assert.match(await main_text(first), /Giấy tiếp nhận hồ sơ và hẹn trả kết quả/);
  assert.match(await main_text(second), /Hồ sơ vừa có thay đổi do người khác thực hiện/);
  await looks_right(second, "act-receive-twice");

  // Once in its history, with one receipt.
  await second.goto(new URL(first.url()).pathname);
  const history = await second.locator('section[aria-labelledby="history"] li', { hasText: /^Tiếp nhận/ }).count();
  assert.equal(history, 1);
  assert.equal(await second.locator('section[aria-labelledby="slips"] li', { hasText: "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" }).count(), 1);
});
