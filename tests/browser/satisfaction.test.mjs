// What citizens say, and where it is counted: the tablet at the desk without a script, the rating and the petition on the page for everybody, the
// leader's answer, and the operator's decisions that announce procedures, each as its people work with it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Desks, Dossier } from "./desk.mjs";
import { looks_right } from "./lib.mjs";
import { base, main_text, Offices, press } from "./province.mjs";

const desk = "kinhbac.motcua";
const ward = { specialist: "kinhbac.cv1", leader: "kinhbac.chutich", registry: "kinhbac.vanthu" };
const at = (name) => ({ [`${name}.province`]: "24", [`${name}.commune`]: "09187" });

let offices, desks, it;
before(async () => {
  offices = await Offices.open();
  desks = new Desks(offices);
});
after(async () => offices?.close());

const digits = () => it.owner.number.slice(-4);
const wrong_digits = () => (digits() === "0000" ? "1111" : "0000");

async function copy_from_the_register() {
  const owner = { name: "Đặng Thị Hài", number: `027190${String(Math.floor(Math.random() * 1e6)).padStart(6, "0")}` };
  it = await Dossier.received(desks, {
    desk, words: "trich sao so goc", procedure: "Cấp bản sao từ sổ gốc", owner, papers: { 1: 1 }, first: { relation: "heir" },
    answers: { ...at("applicant.residence"), "original.name": "Bằng tốt nghiệp", "original.holder": "Đặng Văn Cha", copies: "1" },
  });
}
async function hand_over() {
  await it.step(ward.specialist, "Tra sổ gốc", { con_trong_so: "yes" });
  await it.drafted(ward.specialist, { fields: { content: "Tốt nghiệp loại khá", book: "Quyển 02, số 128" }, ends: "Lập bản sao đúng nội dung sổ gốc" });
  await it.signed(ward.leader, "Ký bản sao");
  await it.sealed(ward.registry, "Vào sổ cấp bản sao, đóng dấu");
  await it.handed_over(["Bản sao được cấp từ sổ gốc"]);
}

// What the desk handed over for other tests a moment ago is said to be good, so that the tablet waits for the next.
async function waits(tablet) {
  for (let others = 0; others < 20; ++others) {
    await tablet.goto("/danh-gia");
    if (/mời bạn đánh giá ở đây/.test(await main_text(tablet))) return;
    await press(tablet, "Hài lòng");
  }
  assert.fail("the tablet never waits");
}

test("the tablet shows what was just handed over, without a script and without a name", async () => {
  const official = await offices.window(desk);
  await official.goto("/dossiers/petitions");
  await official.getByRole("link", { name: "Máy đánh giá tại quầy" }).click();
  assert.equal(await press(official, "Mở máy đánh giá"), 422);
  assert.match(await main_text(official), /Nhập tên máy/);
  await official.fill("#name", "Máy tính bảng quầy 2");
  assert.equal(await press(official, "Mở máy đánh giá"), 200);
  await looks_right(official, "rating-screens");
  const address = new URL((await official.locator(".lt-break").innerText()).trim(), base);

  const closed = await offices.visitor({ script: false });
  assert.equal((await closed.goto("/danh-gia")).status(), 403);
  const tablet = await offices.visitor({ script: false });
  await tablet.goto(address.pathname + address.search);
  assert.equal(new URL(tablet.url()).pathname + new URL(tablet.url()).search, "/danh-gia");
  await waits(tablet);

  await copy_from_the_register();
  await hand_over();
  await tablet.goto("/danh-gia");
  const asked = await main_text(tablet);
  assert.ok(asked.includes(it.code), asked);
  assert.ok(!asked.includes(it.owner.name), asked);
  // The same page with a script, for its looks.
  const looked = await offices.visitor();
  await looked.goto(address.pathname + address.search);
  await looks_right(looked, "tablet-asks");
  assert.equal(await press(tablet, "Không hài lòng"), 200);
  await looked.goto("/danh-gia?why=1");
  await looks_right(looked, "tablet-why");
  await tablet.getByLabel("Phải chờ lâu ở nơi tiếp nhận").check();
  assert.equal(await press(tablet, "Gửi"), 200);
  assert.match(await main_text(tablet), /Cảm ơn bạn đã đánh giá/);
  await tablet.goto("/danh-gia");
  assert.match(await main_text(tablet), /mời bạn đánh giá ở đây/); // once each way

  const leader = await offices.window(ward.leader);
  await leader.goto(it.path);
  assert.match(await main_text(leader), /Không hài lòng tại quầy, .* Phải chờ lâu ở nơi tiếp nhận/);
  await official.goto("/dossiers/rating-screens");
  await official.locator("tr", { hasText: "Máy tính bảng quầy 2" }).getByRole("button").first().click();
  await official.waitForURL(/done=revoked/);
  assert.equal((await tablet.goto("/danh-gia")).status(), 403);
});

test("the citizen rates on the page for everybody, by four digits", async () => {
  const citizen = await offices.visitor({ script: false });
  await citizen.goto("/tra-cuu/" + it.code);
  await citizen.getByRole("link", { name: "Đánh giá việc giải quyết hồ sơ" }).click();
  assert.equal(await press(citizen, "Gửi đánh giá"), 422);
  assert.match(await main_text(citizen), /Chọn một mức hài lòng/);
  await citizen.check('[name="level"][value="unsatisfied"]');
  await citizen.fill("#remark", "Phải đến hai lần");
  await citizen.fill("#digits", wrong_digits());
  assert.equal(await press(citizen, "Gửi đánh giá"), 422);
  assert.match(await main_text(citizen), /không khớp/);
  assert.equal(await citizen.inputValue("#remark"), "Phải đến hai lần");
  await citizen.check('[name="level"][value="very_satisfied"]');
  await citizen.fill("#digits", digits());
  assert.equal(await press(citizen, "Gửi đánh giá"), 200);
  assert.match(await main_text(citizen), /Đã ghi đánh giá của bạn.*Bạn đã đánh giá lúc/);
  assert.ok(!(await main_text(citizen)).includes("hai lần"));

  const looked = await offices.visitor();
  await looked.goto("/tra-cuu/" + it.code);
  await looks_right(looked, "follow-rated");
  await looked.getByRole("link", { name: "Sửa đánh giá" }).click();
  await looks_right(looked, "rating");
});

test("a petition goes to the leader, who answers, and the citizen likes it", async () => {
  const citizen = await offices.visitor();
  await citizen.goto("/tra-cuu/" + it.code);
  await citizen.getByRole("link", { name: "Gửi phản ánh, kiến nghị" }).click();
  await looks_right(citizen, "petition-form");
  await citizen.fill("#content", "Không ai nghe điện thoại\ntrong hai ngày.");
  await citizen.fill("#digits", digits());
  assert.equal(await press(citizen, "Gửi phản ánh, kiến nghị"), 200);
  assert.match(await main_text(citizen), /có trả lời trước \d\d\/\d\d\/\d{4}/);
  assert.ok(!(await main_text(citizen)).includes("điện thoại"));

  const official = await offices.window(desk);
  await official.goto("/dossiers/petitions");
  await looks_right(official, "petitions");
  await official.locator("tr", { hasText: it.code }).getByRole("link").click();
  assert.match(await main_text(official), /Không ai nghe điện thoại/);
  assert.equal(await official.getByRole("button", { name: "Trả lời người dân" }).count(), 0);

  const leader = await offices.window(ward.leader);
  await leader.goto("/dossiers/petitions");
  await leader.locator("tr", { hasText: it.code }).getByRole("link").click();
  assert.equal(await press(leader, "Trả lời người dân"), 422);
  assert.match(await main_text(leader), /Viết câu trả lời/);
  await looks_right(leader, "petition-answer-error");
  await leader.fill("#answer", "UBND phường đã bố trí người trực điện thoại.");
  assert.equal(await press(leader, "Trả lời người dân"), 200);
  await looks_right(leader, "petition-answered");

  await citizen.goto("/tra-cuu/" + it.code);
  await citizen.getByRole("link", { name: "Xem câu trả lời" }).click();
  await looks_right(citizen, "petition-door");
  await citizen.fill("#digits", digits());
  assert.equal(await press(citizen, "Xem câu trả lời"), 200);
  assert.match(await main_text(citizen), /đã bố trí người trực điện thoại/);
  await looks_right(citizen, "petition-answers");
  assert.equal(await press(citizen, "Hài lòng"), 200);
  assert.match(await main_text(citizen), /Đã ghi ý kiến của bạn về câu trả lời/);
  await leader.goto("/dossiers/petitions?view=answered");
  assert.match(await leader.locator("tr", { hasText: it.code }).innerText(), /hài lòng/);
});

test("five wrong tries close the door, also for what is right", async () => {
  await copy_from_the_register();
  const citizen = await offices.visitor();
  await citizen.goto(`/tra-cuu/${it.code}/petitions/answers`);
  for (let turn = 0; turn < 5; ++turn) {
    await citizen.fill("#digits", wrong_digits());
    assert.equal(await press(citizen, "Xem câu trả lời"), 422);
  }
  await citizen.fill("#digits", digits());
  assert.equal(await press(citizen, "Xem câu trả lời"), 422);
  assert.match(await main_text(citizen), /năm lần/);
  // The desk's way stays open.
  const official = await offices.window(desk);
  await official.goto(it.path);
  await official.getByRole("link", { name: "Ghi phản ánh, kiến nghị" }).click();
  await looks_right(official, "petition-note");
  await official.fill("#content", "Công dân không tra cứu được hồ sơ.");
  assert.equal(await press(official, "Ghi phản ánh, kiến nghị"), 200);
  assert.match(await main_text(official), /Chờ trả lời/);
});

test("a petition that is another agency's goes there, and the citizen's page says where it is", async () => {
  const leader = await offices.window(ward.leader);
  await leader.goto("/dossiers/petitions");
  await leader.locator("tr", { hasText: it.code }).getByRole("link").click();
  const path = new URL(leader.url()).pathname;
  assert.equal(await press(leader, "Nhận xử lý"), 200);
  await leader.getByText("Chuyển đến cơ quan có thẩm quyền").click();
  await leader.fill("#why", "Việc của phường Vũ Ninh.");
  assert.equal(await press(leader, "Chuyển phản ánh, kiến nghị"), 422);
  assert.match(await main_text(leader), /Chọn cơ quan có thẩm quyền trả lời/);
  assert.equal(await leader.inputValue("#why"), "Việc của phường Vũ Ninh.");
  await looks_right(leader, "petition-forward-error");
  await leader.selectOption("#agency", { label: "UBND phường Vũ Ninh" });
  assert.equal(await press(leader, "Chuyển phản ánh, kiến nghị"), 200);
  assert.match(await main_text(leader), /Chuyển đến UBND phường Vũ Ninh/);
  await looks_right(leader, "petition-forwarded");
  const citizen = await offices.visitor();
  await citizen.goto("/tra-cuu/" + it.code);
  assert.match(await main_text(citizen), /đã chuyển đến UBND phường Vũ Ninh lúc/);

  const there = await offices.window("vuninh.chutich");
  await there.goto("/dossiers/petitions");
  await there.locator("tr", { hasText: it.code }).getByRole("link").click();
  assert.equal(new URL(there.url()).pathname, path);
  await there.getByText("Không xử lý, nêu lý do").click();
  await there.getByLabel("Nội dung này đã được trả lời").check();
  await there.fill("#refusal_words", "UBND phường Kinh Bắc đã trả lời.");
  assert.equal(await press(there, "Không xử lý và báo người dân"), 200);
  await looks_right(there, "petition-refused");
  await citizen.reload();
  assert.match(await main_text(citizen), /UBND phường Vũ Ninh không xử lý, đã nêu lý do/);
});

test("the operator writes a decision down, and each number of the index leads to what is behind it", async () => {
  const operator = await offices.window("nen-tang.vanhanh");
  await operator.goto("/dossiers/indices/publications");
  await operator.getByRole("link", { name: "Ghi quyết định công bố" }).click();
  assert.equal(await press(operator, "Ghi quyết định"), 422);
  await looks_right(operator, "publication-errors");
  const today = new Date().toLocaleDateString("vi-VN", { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "Asia/Ho_Chi_Minh" });
  await operator.fill("#decision", "77/QĐ-UBND");
  await operator.fill("#decided_on", today);
  await operator.fill("#effective_on", today);
  await operator.fill("#published_on", today);
  await operator.fill("#codes", "1.001193\n2.000815");
  assert.equal(await press(operator, "Ghi quyết định"), 200);
  await looks_right(operator, "publication");
  await operator.goto("/dossiers/indices/publications");
  await looks_right(operator, "publications");

  await operator.goto("/dossiers/indices/online-payments");
  await looks_right(operator, "online-payments");
  await operator.locator("main").getByRole("link", { name: "UBND phường Kinh Bắc", exact: true }).click();
  const before = await operator.locator('input[name="payment"]').count();
  await looks_right(operator, "online-payments-of");
  await operator.getByRole("link", { name: "Ghi thanh toán trực tuyến" }).click();
  assert.equal(await press(operator, "Ghi thủ tục đã chọn"), 422);
  await looks_right(operator, "online-payment-errors");
  await operator.locator('input[name="code"]').first().check();
  await operator.getByLabel("Nền tảng thanh toán của Cổng Dịch vụ công quốc gia").check();
  await operator.fill("#since", today);
  await operator.fill("#basis", "99/UBND-KSTT");
  assert.equal(await press(operator, "Ghi thủ tục đã chọn"), 200);
  assert.equal(await operator.locator('input[name="payment"]').count(), before + 1);
  await operator.locator('input[name="payment"]').first().check();
  assert.equal(await press(operator, "Ghi thôi thủ tục đã chọn"), 422);
  await operator.fill("#until", today);
  await operator.fill("#reason", "Ghi nhầm cơ quan");
  assert.equal(await press(operator, "Ghi thôi thủ tục đã chọn"), 200);
  assert.equal(await operator.locator('input[name="payment"]').count(), before);
  await looks_right(operator, "online-payments-ended");

  const leader = await offices.window(ward.leader);
  await leader.goto("/dossiers/indices");
  await leader.getByRole("button", { name: "Tính lại" }).click();
  await leader.waitForURL(/done=counting/);
  for (let turn = 0; turn < 100; ++turn) {
    await leader.goto("/dossiers/indices");
    if ((await leader.locator('a[href*="component=1.1&"]').count()) > 0) break;
    await leader.waitForTimeout(100);
  }
  await looks_right(leader, "index");
  for (const component of ["1.1", "1.3", "3.1", "3.5a", "5.3"]) {
    const links = leader.locator(`a[href*="component=${component}&"]`);
    assert.ok((await links.count()) > 0, `${component} leads nowhere`);
    const number = Number((await links.first().innerText()).replaceAll(".", ""));
    const list = await offices.window(ward.leader);
    await list.goto(await links.first().getAttribute("href"));
    assert.equal(await list.locator("tbody tr").count(), Math.min(number, 30), component);
    await looks_right(list, `index-behind-${component}`);
    await list.context().close();
  }
});
