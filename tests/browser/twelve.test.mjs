// Each of the procedures that are shipped, from the citizen at the desk to the result in his hand: what is asked, promised and charged, and
// every step of its drawing by those whose it is, all of it filled and clicked in the pages.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { day_due, Desks, Dossier } from "./desk.mjs";
import { give_key } from "./keys.mjs";
import { looks_right } from "./lib.mjs";
import { Offices } from "./province.mjs";

const desk = "kinhbac.motcua";
const ward = { specialist: "kinhbac.cv1", leader: "kinhbac.chutich", registry: "kinhbac.vanthu" };
const police = { specialist: "cat.cv1", leader: "cat.giamdoc" };
const land = { specialist: "vpdkdd.cv1", leader: "vpdkdd.giamdoc", registry: "vpdkdd.vanthu" };
const insurance = { specialist: "bhxh.cv1", leader: "bhxh.giamdoc" };
const builders = { specialist: "sxd.cv1" };
const kWard = "UBND phường Kinh Bắc";

let offices, desks;
before(async () => {
  offices = await Offices.open();
  desks = new Desks(offices);
  await give_key(offices, police.leader);
  await give_key(offices, land.leader);
  await give_key(offices, land.registry, "agency");
});
after(async () => offices?.close());

// ---- Citizens and what they write ---------------------------------------------------------------------------------------

const at = (name) => ({ [`${name}.province`]: "24", [`${name}.commune`]: "09187" });
const number = (sex, year) => `027${(year >= 2000 ? 2 : 0) + (sex === "female" ? 1 : 0)}${String(year % 100).padStart(2, "0")}${String(Math.floor(Math.random() * 1e6)).padStart(6, "0")}`;
const citizen = (name, sex = "male", year = 1990) => ({ name, number: number(sex, year) });
const day = (ago) => new Date(Date.now() - ago * 86400e3).toLocaleDateString("vi-VN", { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "Asia/Ho_Chi_Minh" });

const birth = (ago) => ({
  "child.full_name": "Trần Minh Anh", "child.birth_date": day(ago), "child.sex": "female", "child.people": "1", "child.nationality": "Việt Nam",
  "child.birth_place": "Bệnh viện Sản nhi Bắc Ninh", "child.home_town": "Bắc Ninh", relation: "father", birth_proof: "certificate",
  has_mother: "yes", "mother.full_name": "Nguyễn Thị Hoa", marriage: "yes", "marriage_certificate.number": "12/2024",
  "marriage_certificate.issued_by": kWard, exemption: "none", statement: true,
});
const death = (ago) => ({
  "deceased.full_name": "Trần Văn Cổ", "deceased.sex": "male", "deceased.nationality": "Việt Nam", ...at("deceased.last_residence"),
  "deceased.death_date": day(ago), "deceased.death_place": "Tại nhà", relation: "child", death_proof: "notice", exemption: "none", statement: true,
});
const spouse = (name, person, sex, year) => ({
  [`${name}.person.full_name`]: person, [`${name}.person.identity_number`]: number(sex, year), [`${name}.person.birth_date`]: `02/03/${year}`,
  [`${name}.person.nationality`]: "Việt Nam", ...at(`${name}.person.residence`), [`${name}.marriages`]: "1", [`${name}.before`]: "never",
});

// Receives it and holds the receipt's page against the rules of the procedure: `due` as [amount, unit], `fees` by name.
async function received({ due, fees, decides = kWard, answers, ...more }) {
  const it = await Dossier.received(desks, { desk, clicking: true, answers: { ...at("applicant.residence"), ...answers }, ...more });
  const { facts } = it.page;
  for (const [no, count] of Object.entries(more.papers ?? {})) assert.ok(it.page.papers[no].includes(` ${count} bản chính`), it.page.papers[no]);
  assert.ok(it.preview.includes(`Cơ quan giải quyết: ${decides}.`), it.preview);
  assert.equal(facts["Cơ quan giải quyết"], decides);
  assert.deepEqual(it.page.fees, fees);
  assert.match(facts["Hẹn trả"], /^\d\d\/\d\d\/\d{4} \d\d:\d\d$/);
  assert.equal(facts["Hẹn trả"].slice(0, 10), day_due(facts["Tiếp nhận lúc"], ...due), facts["Tiếp nhận lúc"]);
  return it;
}

// What must be verified first has the longer time of the law, from its reception on.
async function has_longer(it, login, ...limit) {
  const { facts } = await it.seen_by(login, (page) => page.facts["Hạn hiện nay"]);
  assert.equal(facts["Hạn hiện nay"]?.slice(0, 10), day_due(facts["Tiếp nhận lúc"], ...limit), facts["Tiếp nhận lúc"]);
}

test("1.001193: a birth", async () => {
  const it = await received({
    words: "khai sinh", procedure: "Đăng ký khai sinh", owner: citizen("Trần Quốc Tuấn"), papers: { 0: 1 },
    answers: { ...birth(70), copies: "1" },
    due: [0, "same_day"], fees: { "Lệ phí đăng ký khai sinh": "5.000 đồng", "Phí cấp bản sao Giấy khai sinh": "8.000 đồng" },
  });
  await it.paid();
  await it.step(ward.specialist, "Thẩm tra hồ sơ", { du_dieu_kien: "yes", can_xac_minh: "no" });
  await it.drafted(ward.specialist, {
    kind: "Giấy khai sinh", fields: { child_number: number("female", 2026) }, ends: "Ghi sổ khai sinh, lấy số định danh, in giấy",
  });
  await it.signed(ward.leader, "Ký Giấy khai sinh");
  await it.sealed(ward.registry);
  await it.drafted(ward.specialist, { kind: "Bản sao Giấy khai sinh", fields: { child_number: number("female", 2026), registered_as: "Số 12, ngày 01/12/2026" } });
  await it.signed(ward.leader);
  await it.sealed(ward.registry);
  await it.handed_over(["Giấy khai sinh", "Bản sao Giấy khai sinh"]);
  await looks_right((await it.hand(desk)).page, "birth-handed-over");
});

test("1.000656: a death", async () => {
  const it = await received({
    words: "khai tu", procedure: "Đăng ký khai tử", owner: citizen("Trần Văn Con"), papers: { 0: 1 },
    answers: { ...death(20), copies: "2" },
    due: [0, "same_day"], fees: { "Lệ phí đăng ký khai tử": "5.000 đồng", "Phí cấp bản sao Trích lục khai tử": "16.000 đồng" },
  });
  await it.paid();
  await it.step(ward.specialist, "Thẩm tra hồ sơ", { du_dieu_kien: "yes", can_xac_minh: "yes" });
  await has_longer(it, ward.specialist, 3, "working_days");
  await it.step(ward.specialist, "Xác minh sự kiện chết");
  await it.drafted(ward.specialist, { ends: "Ghi sổ khai tử, in trích lục" });
  await it.signed(ward.leader, "Ký Trích lục khai tử");
  const unsealed = await it.seen_by(desk); // the process has ended
  assert.deepEqual([unsealed.state, unsealed.links["Trả kết quả"]], ["Đang xử lý", undefined]);
  await it.sealed(ward.registry);
  await it.handed_over(["Trích lục khai tử"]);
});

test("1.000894: a marriage", async () => {
  const it = await received({
    words: "1.000894", procedure: "Đăng ký kết hôn", owner: citizen("Lê Văn Nam", "male", 2000),
    answers: { ...spouse("groom", "Lê Văn Nam", "male", 2000), ...spouse("bride", "Vũ Thị Nữ", "female", 2001), copies: "1", statement: true },
    due: [1, "working_days"], fees: { "Lệ phí đăng ký kết hôn": "0 đồng", "Phí cấp bản sao Trích lục kết hôn": "8.000 đồng" },
  });
  await it.step(ward.specialist, "Thẩm tra điều kiện kết hôn", { du_dieu_kien: "yes", can_xac_minh: "no" });
  await it.drafted(ward.specialist, { ends: "Ghi sổ, in Giấy chứng nhận kết hôn" });
  await it.signed(ward.leader, "Ký Giấy chứng nhận kết hôn");
  await it.sealed(ward.registry);
  await it.step(ward.specialist, "Hai bên ký sổ và giấy chứng nhận", { hai_ben_ky: "yes" });
  await it.paid();
  await it.handed_over(["Giấy chứng nhận kết hôn"]);
});

test("1.004873: a certificate of marital status", async () => {
  const it = await received({
    words: "doc than", procedure: "Cấp Giấy xác nhận tình trạng hôn nhân", owner: citizen("Phạm Thị Đơn", "female", 1995),
    answers: { marital_status: "never", purpose: "marriage", certificates: "2", exemption: "none", statement: true },
    due: [3, "working_days"], fees: { "Lệ phí cấp Giấy xác nhận tình trạng hôn nhân": "30.000 đồng" },
  });
  await it.paid();
  await it.step(ward.specialist, "Kiểm tra, tra cứu tình trạng hôn nhân", { du_dieu_kien: "yes", can_xac_minh: "no" });
  await it.drafted(ward.specialist, { ends: "Soạn Giấy xác nhận" });
  await it.signed(ward.leader, "Ký Giấy xác nhận");
  await it.sealed(ward.registry);
  await it.handed_over(["Giấy xác nhận tình trạng hôn nhân"]);
});

test("1.001612: a household business", async () => {
  const it = await received({
    words: "mo cua hang", procedure: "Đăng ký thành lập hộ kinh doanh", owner: citizen("Đỗ Văn Buôn"), papers: { 0: 1 },
    answers: {
      founders: "person", authorised: "self", "business.name": "Hộ kinh doanh Đỗ Văn Buôn", ...at("business.address"), "business.phone": "0912345678",
      "business.lines.0.name": "Bán lẻ lương thực", "business.capital": "200000000", "business.workers": "2", "business.starts_on": day(-7),
      tax_method: "declared", only_business: true, statement: true,
    },
    due: [3, "working_days"], fees: { "Lệ phí đăng ký hộ kinh doanh": "100.000 đồng" },
  });
  await it.paid();
  await it.step(ward.specialist, "Kiểm tra hồ sơ, tên và ngành nghề", { hop_le: "yes" });
  await it.step(ward.specialist, "Truyền thông tin sang hệ thống thuế, nhận mã số", { thue_chap_nhan: "yes" });
  await it.drafted(ward.specialist, {
    kind: "Giấy chứng nhận đăng ký hộ kinh doanh", fields: { tax_code: "8012345678" }, ends: "Soạn Giấy chứng nhận",
  });
  await it.signed(ward.leader, "Ký Giấy chứng nhận");
  await it.sealed(ward.registry);
  await it.handed_over(["Giấy chứng nhận đăng ký hộ kinh doanh"]);
});

test("2.000815: certified copies", async () => {
  const it = await received({
    words: "sao y ban chinh", procedure: "Chứng thực bản sao từ bản chính giấy tờ, văn bản", owner: citizen("Ngô Thị Sao", "female"), papers: { 0: 1 },
    answers: { "documents.0.name": "Bằng tốt nghiệp", "documents.0.pages": "3", "documents.0.copies": "2" },
    due: [0, "same_day"], fees: { "Phí chứng thực bản sao từ bản chính": "10.000 đồng" },
  });
  await it.step(ward.specialist, "Đối chiếu bản sao với bản chính", { ban_chinh_hop_le: "yes" });
  await it.drafted(ward.specialist, { filled: { papers: "Bằng tốt nghiệp", pages: "3", copies: "2" } });
  await it.signed(ward.leader, "Ký chứng thực");
  await it.sealed(ward.registry, "Vào sổ chứng thực, đóng dấu");
  await it.paid();
  await it.handed_over([`Bản sao được chứng thực từ bản chính ${it.number},`]);
});

test("2.000908: a copy from the register", async () => {
  const it = await received({
    words: "trich sao so goc", procedure: "Cấp bản sao từ sổ gốc", owner: citizen("Hoàng Văn Gốc"), papers: { 1: 1 }, first: { relation: "heir" },
    answers: { "original.name": "Bằng tốt nghiệp trung học phổ thông", "original.holder": "Hoàng Văn Cha", copies: "1" },
    due: [1, "working_days"], fees: {},
  });
  await it.step(ward.specialist, "Tra sổ gốc", { con_trong_so: "yes" });
  await it.drafted(ward.specialist, { fields: { content: "Tốt nghiệp loại khá", book: "Quyển 02, số 128" }, ends: "Lập bản sao đúng nội dung sổ gốc" });
  await it.signed(ward.leader, "Ký bản sao");
  await it.sealed(ward.registry, "Vào sổ cấp bản sao, đóng dấu");
  await it.handed_over(["Bản sao được cấp từ sổ gốc"]);
});

test("1.013225: a building permit, on which three other agencies are asked", async () => {
  const it = await received({
    words: "xin phep xay nha", procedure: "Cấp giấy phép xây dựng mới đối với công trình cấp III, cấp IV và nhà ở riêng lẻ",
    owner: citizen("Bùi Văn Xây"), papers: { 0: 1, 1: 1, 2: 2 },
    answers: {
      investor: "person", "land.parcel": "128", "land.map": "15", "land.area": "120,5", ...at("land.address"), "building.kind": "house", "building.grade": "4",
      "building.floors": "3", "building.height": "11", "building.ground_area": "80", "building.total_area": "240", "designer.name": "Công ty Thiết kế Bắc Ninh",
      months: "8", statement: true,
    },
    due: [15, "days"], fees: { "Lệ phí cấp giấy phép xây dựng": "50.000 đồng" },
  });
  await it.step(ward.specialist, "Thẩm định hồ sơ, kiểm tra thực địa", {
    du_dieu_kien: "yes", can_y_kien_quy_hoach: "yes", can_y_kien_phong_chay: "yes", can_y_kien_dat_dai: "yes",
  });
  const opinions = [
    [builders.specialist, "Ý kiến về quy hoạch, xây dựng", { quy_hoach_dong_y: "yes" }],
    [police.specialist, "Ý kiến về phòng cháy, chữa cháy", { phong_chay_dong_y: "yes" }],
    [land.specialist, "Ý kiến về đất đai", { dat_dai_dong_y: "yes" }],
  ];
  for (const [login, title, answers] of opinions) {
    const waits = (await it.seen_by(ward.specialist, ({ tasks }) => tasks.length > 0)).tasks;
    assert.deepEqual(waits.map((one) => one.href), waits.map(() => null)); // all at other agencies
    await it.step_of_list(login, title, answers);
  }
  await it.step(ward.specialist, "Tổng hợp ý kiến, dự thảo giấy phép", { dat_yeu_cau: "yes" });
  await it.drafted(ward.specialist, {});
  await it.signed(ward.leader, "Ký giấy phép xây dựng");
  await it.sealed(ward.registry, "Vào sổ, đóng dấu giấy phép và bản vẽ");
  await it.paid();
  await it.handed_over(["Giấy phép xây dựng kèm hồ sơ thiết kế đã đóng dấu"]);
});

test("1.012783: a certificate of land, decided by the land registry of the province", async () => {
  const it = await received({
    words: "doi so do", procedure: "Cấp đổi Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất", owner: citizen("Đinh Văn Đất"),
    papers: { 0: 1, 1: 1 }, first: { dossier_case: "1" },
    answers: {
      "parcel.parcel": "96", "parcel.map": "20", "parcel.area": "150", ...at("parcel.address"), "parcel.in_ward": "yes", "parcel.certificate": "BA 123456",
      reason: "new_form", statement: true,
    },
    decides: "Văn phòng Đăng ký đất đai tỉnh", due: [10, "working_days"], fees: { "Lệ phí cấp đổi Giấy chứng nhận": "28.000 đồng" },
  });
  await it.step(land.specialist, "Kiểm tra hồ sơ, đối chiếu hồ sơ địa chính", { hop_le: "yes", can_do_dac: "yes" });
  await it.step(land.specialist, "Đo đạc, lập mảnh trích đo, ký xác nhận ranh giới");
  await it.drafted(land.specialist, { fields: { land_kind: "Đất ở tại đô thị", land_until: "Lâu dài" }, ends: "Lập hồ sơ, in Giấy chứng nhận" });
  await it.signed(land.leader, "Ký Giấy chứng nhận");
  await it.sealed(land.registry);
  await it.step(land.specialist, "Chỉnh lý hồ sơ địa chính, cập nhật cơ sở dữ liệu");
  await it.paid();
  await it.handed_over(["Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất"]);
});

test("3.000347: a driving licence, decided by the police of the province and not sealed", async () => {
  const it = await received({
    words: "doi bang lai", procedure: "Đổi giấy phép lái xe", owner: citizen("Lý Văn Lái"), papers: { 0: 1, 1: 1, 2: 1 },
    answers: {
      "applicant.birth_date": "02/03/1990", "licence.number": "270123456789", "licence.class": "B", "licence.issued_by": "Sở Giao thông vận tải Bắc Ninh",
      reason: "expiring", health: "paper", statement: true,
    },
    decides: "Công an tỉnh Bắc Ninh", due: [5, "working_days"], fees: { "Lệ phí đổi giấy phép lái xe": "135.000 đồng" },
  });
  await it.paid();
  await it.step(police.specialist, "Đối chiếu giấy phép lái xe, giấy khám sức khoẻ", { hop_le: "yes", can_xac_minh: "yes" });
  await it.step(police.specialist, "Xác minh với nơi đã cấp giấy phép");
  await it.drafted(police.specialist, { fields: { expires: "02/03/2036" }, ends: "Cập nhật dữ liệu, lập danh sách cấp đổi" });
  await it.signed(police.leader, "Duyệt cấp đổi giấy phép lái xe");
  await it.step(police.specialist, "In giấy phép lái xe, chuyển trả kết quả");
  await it.handed_over(["Giấy phép lái xe"]);
});

// A component that is done elsewhere and written down here: of the results of the linked procedure it has its own only.
async function done_elsewhere(parent, name, by, number) {
  const it = await parent.component(name, by.specialist);
  await it.written_down(by.specialist, { number });
  await it.step(by.specialist, "Giải quyết và ghi kết quả", { du_dieu_kien: "yes" });
  await it.step(by.leader, "Duyệt kết quả");
}

// They end with the dossier that they are components of.
async function components_end(parent) {
  const ended = ({ text }) => text.includes("Đã trả kết quả");
  const { rows } = await parent.seen_by(desk, (page) => page.rows.length === 3 && page.rows.every(ended));
  assert.deepEqual(rows.filter((row) => !ended(row)), []);
}

test("3.000722: birth, residence and health insurance in one, with the police and the insurance of the province", async () => {
  const it = await received({
    words: "lien thong dang ky khai sinh", owner: citizen("Trần Quốc Toản"), papers: { 0: 1 },
    procedure: "Liên thông đăng ký khai sinh, đăng ký thường trú, cấp thẻ bảo hiểm y tế cho trẻ em dưới 6 tuổi",
    answers: { ...birth(5), copies: "0", "residence.wanted": "yes", "insurance.wanted": "yes" },
    due: [15, "working_days"], fees: { "Lệ phí đăng ký khai sinh": "0 đồng" },
  });
  await it.step(ward.specialist, "Kiểm tra thông tin của hồ sơ liên thông", { du_dieu_kien: "yes" });
  const first = await it.component("Đăng ký khai sinh", ward.specialist);
  await first.step(ward.specialist, "Thẩm tra hồ sơ", { du_dieu_kien: "yes", can_xac_minh: "no" });
  await first.drafted(ward.specialist, {
    kind: "Giấy khai sinh", fields: { child_number: number("female", 2026) }, ends: "Ghi sổ khai sinh, lấy số định danh, in giấy",
  });
  await first.signed(ward.leader, "Ký Giấy khai sinh");
  await first.sealed(ward.registry);
  await done_elsewhere(it, "Đăng ký thường trú", police, "15/TB-CA");
  await done_elsewhere(it, "Cấp thẻ bảo hiểm y tế", insurance, "TE1272700012345");
  await it.step(ward.specialist, "Tổng hợp kết quả để trả một lần");
  await it.handed_over(["Giấy khai sinh", "Thông báo kết quả giải quyết thủ tục về cư trú 15/TB-CA,", "Thẻ bảo hiểm y tế TE1272700012345,"]);
  await components_end(it);
  await looks_right((await it.hand(desk)).page, "linked-handed-over");
});

test("2.002913: death, end of residence and funeral allowance in one", async () => {
  const it = await received({
    words: "mai tang phi", owner: citizen("Trần Văn Hiếu"), papers: { 0: 1, 1: 1 },
    procedure: "Liên thông đăng ký khai tử, xoá đăng ký thường trú, giải quyết mai táng phí, tử tuất",
    answers: { ...death(3), copies: "1", "removal.wanted": "yes", "allowance.kind": "social" },
    due: [10, "working_days"], fees: { "Lệ phí đăng ký khai tử": "0 đồng", "Phí cấp bản sao Trích lục khai tử": "8.000 đồng" },
  });
  await it.paid();
  await it.step(ward.specialist, "Kiểm tra thông tin của hồ sơ liên thông", { du_dieu_kien: "yes" });
  const first = await it.component("Đăng ký khai tử", ward.specialist);
  await first.step(ward.specialist, "Thẩm tra hồ sơ", { du_dieu_kien: "yes", can_xac_minh: "no" });
  await first.drafted(ward.specialist, { ends: "Ghi sổ khai tử, in trích lục" });
  await first.signed(ward.leader, "Ký Trích lục khai tử");
  await first.sealed(ward.registry);
  await done_elsewhere(it, "Xoá đăng ký thường trú", police, "16/TB-CA");
  const allowance = await it.component("Giải quyết trợ cấp mai táng, tử tuất", ward.specialist);
  await allowance.step(ward.specialist, "Giải quyết và ghi kết quả", { du_dieu_kien: "yes" });
  await allowance.drafted(ward.specialist, {
    fields: { amount: "10.000.000", grounds: "Nghị định số 76/2024/NĐ-CP" },
  });
  await allowance.signed(ward.leader, "Duyệt kết quả");
  await allowance.sealed(ward.registry);
  await it.step(ward.specialist, "Tổng hợp kết quả để trả một lần");
  await it.handed_over(["Trích lục khai tử", "Thông báo kết quả giải quyết thủ tục về cư trú 16/TB-CA,", "Quyết định trợ cấp mai táng, tử tuất"]);
  await components_end(it);
});
