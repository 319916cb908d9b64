// The application form of the reception a page per step: with the script and without it, nothing that was typed is lost on the way.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { looks_right } from "./lib.mjs";
import { main_text, Offices, press } from "./province.mjs";

let offices;
before(async () => (offices = await Offices.open()));
after(async () => offices?.close());

const number = () => "0272" + "04" + String(Math.floor(Math.random() * 1e6)).padStart(6, "0"); // a man born in 2004

for (const script of [true, false])
  test(`a citizen declares step by step ${script ? "with" : "without"} a script`, async () => {
    const desk = await offices.window("kinhbac.motcua", { script });
    await desk.goto("/dossiers/new");
    await desk.fill("#owner_number", number());
    await desk.fill("#owner_name", "Trần Quốc Toản");
    await desk.fill("#owner_phone", "0912 345 678");
    await desk.fill("#procedure_words", "ban sao tu so goc");
    await press(desk, "Tìm thủ tục");
    await desk.getByRole("button", { name: /bản sao từ sổ gốc/i }).first().click();
    await desk.locator("#dossier_note").waitFor();
    assert.match(await main_text(desk), /Đã điền từ thông tin chủ hồ sơ, hãy kiểm tra/);
    await desk.fill("#dossier_note", "Gọi trước khi trả");

    await press(desk, "Khai từng bước");
    assert.match(await main_text(desk), /bước 1 trên 2/);
    assert.equal(await desk.inputValue('[name="applicant.full_name"]'), "Trần Quốc Toản");
    if (script) await looks_right(desk, "reception-step");
    await desk.fill('[name="applicant.phone"]', "12");
    if (script) await desk.getByRole("button", { name: "Tiếp tục" }).click(); // says what is wrong without asking the server
    else await press(desk, "Tiếp tục");
    assert.match(await main_text(desk), /bước 1 trên 2/);
    assert.equal(await desk.inputValue('[name="applicant.phone"]'), "12");
    await desk.fill('[name="applicant.phone"]', "0912345678");
    await desk.selectOption('[name="applicant.residence.province"]', { label: "Tỉnh Bắc Ninh" });
    if (!script) await desk.locator('button[name="_communes"]').first().click();
    await desk.locator('[name="applicant.residence.commune"] option[value="09187"]').waitFor({ state: "attached" });
    await desk.selectOption('[name="applicant.residence.commune"]', "09187");
    await desk.check('[name="relation"][value="self"]');
    await press(desk, "Tiếp tục");
    assert.match(await main_text(desk), /bước 2 trên 2/);

    await desk.fill('[name="original.name"]', "Học bạ");
    await press(desk, "Quay lại");
    assert.equal(await desk.inputValue('[name="applicant.residence.commune"]'), "09187");
    await press(desk, "Tiếp tục");
    assert.equal(await desk.inputValue('[name="original.name"]'), "Học bạ");
    await desk.fill('[name="original.holder"]', "Trần Quốc Toản");
    await desk.fill('[name="copies"]', "1");
    await press(desk, "Xong, về màn hình tiếp nhận");

    assert.equal(await desk.inputValue("#dossier_note"), "Gọi trước khi trả");
    assert.equal(await desk.inputValue('[name="original.name"]'), "Học bạ");
    for (const field of await desk.locator('input[name^="originals_"]').all()) await field.fill("1");
    await desk.getByRole("button", { name: "Tiếp nhận và in giấy hẹn" }).click();
    await desk.waitForURL(/\/dossiers\/[0-9a-f-]{36}/);
    const form = await desk.request.get(await desk.getByRole("link", { name: "Tờ khai", exact: true }).first().getAttribute("href"));
    assert.equal(form.headers()["content-type"], "application/pdf");
  });
