// The one-stop desk as its people work with it: from a citizen at the counter to the result, and what the citizen sees of it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Desks, Dossier } from "./desk.mjs";
import { looks_right } from "./lib.mjs";
import { main_text, Offices, press } from "./province.mjs";

let offices;
before(async () => (offices = await Offices.open()));
after(async () => offices?.close());

const number = () => "0272" + "05" + String(Math.floor(Math.random() * 1e6)).padStart(6, "0"); // a man born in 2005

let code, path;

test("the desk receives a citizen and gives the receipt, the same as often as it is printed", async () => {
  const desk = await offices.window("kinhbac.motcua");
  await desk.goto("/dossiers/new");
  await looks_right(desk, "reception-empty");
  await desk.fill("#owner_number", number());
  await desk.keyboard.press("Enter"); // looks the citizen up
  await desk.getByText("Lần đầu làm thủ tục").waitFor();
  await desk.fill("#owner_name", "Nguyễn Hoàng Minh Khôi");
  await desk.fill("#owner_phone", "0912 345 678");
  await desk.fill("#procedure_words", "ban sao tu so goc");
  await desk.keyboard.press("Enter");
  await desk.getByText("Đăng ký kết hôn").waitFor({ state: "detached" });
  await desk.getByRole("button", { name: /bản sao từ sổ gốc/i }).first().click();
  assert.equal(await desk.inputValue('[name="applicant.full_name"]'), "Nguyễn Hoàng Minh Khôi"); // filled from the owner
  await looks_right(desk, "reception-procedure");

  // What is wrong is told at its field, and nothing that was typed is lost.
  await desk.getByRole("button", { name: "Tiếp nhận và in giấy hẹn" }).click();
  assert.match(await main_text(desk), /Chưa tiếp nhận được/);
  assert.equal(await desk.inputValue("#owner_name"), "Nguyễn Hoàng Minh Khôi");
  await looks_right(desk, "reception-errors");

  await desk.selectOption('[name="applicant.residence.province"]', { label: "Tỉnh Bắc Ninh" });
  if (await desk.locator('select[name="applicant.residence.commune"] option[value="09187"]').count() === 0)
    await desk.getByRole("button", { name: "Tính lại theo tờ khai" }).click();
  await desk.selectOption('[name="applicant.residence.commune"]', "09187");
  await desk.check('[name="relation"][value="self"]');
  await desk.fill('[name="original.name"]', "Bằng tốt nghiệp trung học phổ thông");
  await desk.fill('[name="original.holder"]', "Nguyễn Hoàng Minh Khôi");
  await desk.fill('[name="copies"]', "2");
  for (const field of await desk.locator('input[name^="originals_"]').all()) await field.fill("1");
  await desk.getByRole("button", { name: "Tiếp nhận và in giấy hẹn" }).click();
  await desk.waitForURL(/\/dossiers\/[0-9a-f-]{36}/);
  path = new URL(desk.url()).pathname;
  code = /H05[.0-9A-Z]*-\d{6}-\d{4}/.exec(await main_text(desk))[0];
  await looks_right(desk, "dossier-received");
  const href = await desk.getByRole("link", { name: "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" }).getAttribute("href");
  const receipt = await desk.request.get(href);
  assert.equal(receipt.headers()["content-type"], "application/pdf");
  await desk.goto(path);
  const times = async () => Number(/Giấy tiếp nhận hồ sơ và hẹn trả kết quả [^I]*In lại đã mở để in (\d+) lần/.exec(await main_text(desk))[1]);
  const before = await times();
  const again = await desk.request.get(await desk.getByRole("link", { name: "In lại", exact: true }).first().getAttribute("href"));
  assert.ok((await again.body()).equals(await receipt.body()));
  await desk.reload();
  assert.equal(await times(), before + 1);
});

test("the desk finds it again, and the citizen follows it by the code without any name", async () => {
  const desk = await offices.window("kinhbac.motcua");
  await desk.goto("/dossiers");
  await looks_right(desk, "dossiers");
  await desk.fill("#tim", "hoang minh khoi");
  await desk.locator(".lt-filters button").click();
  assert.match(await main_text(desk), new RegExp(code));
  await desk.goto("/dossiers?view=late");
  await looks_right(desk, "dossiers-late");

  const citizen = await offices.visitor();
  await citizen.goto("/tra-cuu");
  await looks_right(citizen, "follow");
  await citizen.fill("#code", code);
  await citizen.keyboard.press("Enter");
  await citizen.getByText("Nơi tiếp nhận").first().waitFor();
  const text = await main_text(citizen);
  assert.match(text, /Có kết quả trước|đang được giải quyết/);
  assert.doesNotMatch(text, /Khôi/);
  await looks_right(citizen, "followed");
  assert.equal((await citizen.goto("/tra-cuu/H05.0-000000-0000")).status(), 404);
  await looks_right(citizen, "follow-none");
});

test("a supplement stops the clock, and a note changes nothing", async () => {
  const desk = await offices.window("kinhbac.motcua");
  await desk.goto(path + "/acts/ask_supplement");
  await looks_right(desk, "act-supplement");
  await desk.locator("main form button").first().click();
  assert.match(await main_text(desk), /Nhập lý do/);
  await desk.fill("#reason", "Thiếu bản chính để đối chiếu");
  await desk.locator("main form button").first().click();
  assert.match(await main_text(desk), /Yêu cầu bổ sung giấy tờ/);
  await looks_right(desk, "dossier-supplement");
  await desk.goto(path + "/acts/supplemented");
  await desk.locator("main form button").last().click();
  assert.match(await main_text(desk), /Đang xử lý/);
});

test("those who process it do their steps, and the desk hands the result over", async () => {
  const who = { specialist: "kinhbac.cv1", leader: "kinhbac.chutich", registry_clerk: "kinhbac.vanthu" };
  const desk = await offices.window("kinhbac.motcua");
  for (let step = 0; step < 12; ++step) {
    await desk.goto(path);
    if (/Đã có kết quả/.test(await main_text(desk))) break;
    let done = false;
    for (const login of Object.values(who)) {
      const page = await offices.window(login);
      await page.goto("/dossiers?view=mine");
      if (step === 0 && login === "kinhbac.cv1") await looks_right(page, "dossiers-mine");
      const link = page.getByRole("link", { name: "Nguyễn Hoàng Minh Khôi" }).first();
      if ((await page.goto(path)).status() !== 200) continue;
      const button = page.locator('.lt-panel--do a.govuk-button[href^="/tasks/"]').first();
      if ((await button.count()) === 0) continue;
      await button.click();
      for (const radio of await page.locator('input[type="radio"][value="yes"]').all()) await radio.check();
      for (const field of await page.locator('main input[inputmode="decimal"]').all()) await field.fill("1");
      await page.getByRole("button", { name: "Xong việc" }).click();
      await page.waitForURL(/\/tasks/);
      done = true;
      break;
    }
    assert.ok(done, "nobody has a task of it");
  }
  // The process has ended, and there is no result to hand over.
  await desk.goto(path);
  assert.match(await main_text(desk), /Chưa trả được kết quả:\s+Chưa ghi kết quả/);
  assert.equal(await desk.getByRole("link", { name: "Trả kết quả", exact: true }).count(), 0);
  await looks_right(desk, "dossier-without-result");
  await desk.goto(path + "/acts/hand_over");
  assert.equal(await desk.getByRole("button", { name: "Trả kết quả", exact: true }).count(), 0);
  await looks_right(desk, "act-hand-over-without-result");

  const specialist = await offices.window("kinhbac.cv1");
  await specialist.goto(path);
  await specialist.getByRole("link", { name: "Không có kết quả này" }).click();
  await looks_right(specialist, "result-none");
  await specialist.goto(path + "/results/new");
  await looks_right(specialist, "result-new");
  if (await specialist.locator("#name").count()) await specialist.fill("#name", "Bản sao từ sổ gốc");
  await specialist.fill("#number", "15/BS");
  await specialist.locator("main form button").last().click();
  assert.match(await main_text(specialist), /nhập lý do trả bản giấy/);
  assert.equal(await specialist.inputValue("#number"), "15/BS");
  await looks_right(specialist, "result-new-errors");
  await specialist.fill("#paper_why", "Lãnh đạo ký trên giấy");
  await specialist.locator("main form button").last().click();
  await specialist.waitForURL(/done=result/);
  await desk.goto(path);
  if (await desk.getByRole("link", { name: "Thu phí, lệ phí" }).count()) {
    await desk.getByRole("link", { name: "Thu phí, lệ phí" }).click();
    await looks_right(desk, "payment");
    await desk.locator("main form button").last().click();
  }
  await desk.goto(path + "/acts/hand_over");
  await looks_right(desk, "act-hand-over");
  await desk.locator("main form button").last().click();
  assert.match(await main_text(desk), /Đã trả kết quả/);
  await looks_right(desk, "dossier-returned");
});

test("the register, the figures and the board", async () => {
  const desk = await offices.window("kinhbac.motcua");
  await desk.goto("/dossiers/register");
  await looks_right(desk, "register");
  const leader = await offices.window("kinhbac.chutich");
  for (const page of ["statistics", "indices", "board"]) {
    await leader.goto("/dossiers/" + page);
    await looks_right(leader, "figures-" + page);
  }
});

test("one step of several dossiers is done at once, and their due times are extended together", async () => {
  const desks = new Desks(offices);
  for (const name of ["Vũ Gom Nhất", "Vũ Gom Nhì"]) {
    const it = await Dossier.received(desks, {
      desk: "kinhbac.motcua", words: "ban sao tu so goc", procedure: "Cấp bản sao từ sổ gốc", owner: { name, number: number() }, first: { relation: "self" },
      answers: {
        "applicant.residence.province": "24", "applicant.residence.commune": "09187", copies: "1",
        "original.name": "Bằng tốt nghiệp trung học phổ thông", "original.holder": name,
      },
    });
    await it.step("kinhbac.cv1", "Tra sổ gốc", { con_trong_so: "yes" });
  }
  const specialist = await offices.window("kinhbac.cv1");
  await specialist.goto("/dossiers?q=vu+gom");
  assert.equal(await specialist.getByRole("button", { name: "Xin lỗi và gia hạn" }).count(), 0); // the leader's
  await specialist.getByLabel("Chọn cả trang").check();
  assert.equal(await specialist.locator("[data-checked-count]").innerText(), "2");
  await looks_right(specialist, "dossiers-chosen");
  assert.equal(await press(specialist, "Hoàn thành bước đang chờ"), 200);
  assert.match(await main_text(specialist), /Lập bản sao đúng nội dung sổ gốc/);
  await press(specialist, "Hoàn thành bước của 2 hồ sơ");
  assert.match(await main_text(specialist), /Đã hoàn thành bước của 2 hồ sơ/);

  const leader = await offices.window("kinhbac.chutich");
  await leader.goto("/dossiers?q=vu+gom");
  assert.equal(await press(leader, "Hoàn thành bước đang chờ"), 422);
  assert.match(await main_text(leader), /Chọn ít nhất một hồ sơ/);
  await looks_right(leader, "dossiers-none-chosen");
  await leader.getByLabel("Chọn cả trang").check();
  await press(leader, "Hoàn thành bước đang chờ");
  assert.equal(await press(leader, "Hoàn thành bước của 2 hồ sơ"), 422);
  await looks_right(leader, "together-unanswered");
  await leader.check('main input[type="radio"][value="yes"]');
  assert.equal(await press(leader, "Hoàn thành bước của 2 hồ sơ"), 200);
  assert.match(await main_text(leader), /Đã hoàn thành bước của 2 hồ sơ/);

  await leader.goto("/dossiers?q=vu+gom");
  await leader.getByLabel("Chọn cả trang").check();
  await press(leader, "Hoàn thành bước đang chờ"); // the registry's now
  assert.match(await main_text(leader), /2 hồ sơ không làm cùng được.*đang chờ người khác/s);
  await looks_right(leader, "together-none");
  await leader.goto("/dossiers?q=vu+gom");
  await leader.getByLabel("Chọn cả trang").check();
  await press(leader, "Xin lỗi và gia hạn");
  await looks_right(leader, "together-extend");
  await leader.fill("#reason", "Hệ thống tra cứu sổ gốc tạm ngừng");
  await leader.fill("#amount", "2");
  assert.equal(await press(leader, "Xin lỗi và gia hạn 2 hồ sơ"), 200);
  assert.match(await main_text(leader), /Đã xin lỗi và gia hạn 2 hồ sơ/);
  await looks_right(leader, "together-extended");
});
