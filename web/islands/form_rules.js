// The rules of a form in the browser: what was typed, which questions apply, what is wrong. The same as src/forms/values.cpp
// and judge.cpp; src/forms/testdata/rules.json proves it. Knows nothing of the page; all sentences come from the server.

// `typed` is a list of [name, text], as a form sends it. Gives { answers, wrong: Map name → sentence, asked: Set of names }.
export function judge(rules, typed) {
  const draft = { values: new Map(), rows: rows_in(typed), unread: new Map(), numbers: new Map(), blank: [] };
  for (const [name, text] of typed) if (!draft.values.has(name)) draft.values.set(name, text);
  const answers = {};
  for (const field of rules.fields) read(field, field.name, answers, draft);
  prune(rules, answers);
  const walk = { rules, draft, wrong: new Map(), asked: new Set(), row: "" };
  judge_group(walk, rules, answers, "");
  return { answers, wrong: walk.wrong, asked: walk.asked };
}

// ---- What was typed --------------------------------------------------------------------------------------

function row_number(text) {
  return /^\d{1,4}$/.test(text) ? Number(text) : undefined;
}

// list → its row numbers in order; "members.2.name" is in row 2 of "members", and so says the marker ("members", "2").
function rows_in(typed) {
  const rows = new Map();
  const add = (list, number) => {
    if (!rows.has(list)) rows.set(list, new Set());
    rows.get(list).add(number);
  };
  for (const [name, text] of typed) {
    if (row_number(text) !== undefined) add(name, row_number(text));
    const parts = name.split(".");
    const at = parts.findIndex((part, i) => i > 0 && row_number(part) !== undefined);
    if (at > 0) add(parts.slice(0, at).join("."), row_number(parts[at]));
  }
  return new Map([...rows].map(([list, numbers]) => [list, [...numbers].sort((a, b) => a - b)]));
}

function read(field, path, into, draft) {
  if (field.kind === "rows") return read_rows(field, path, into, draft);
  if (field.fields) {
    const inside = {};
    for (const one of field.fields) read(one, `${path}.${one.name}`, inside, draft);
    if (!is_empty(inside)) into[field.name] = inside;
    return;
  }
  if (!draft.values.has(path)) return;
  const { value, flaw } = parse(field, draft.values.get(path));
  if (value !== undefined) into[field.name] = value;
  if (flaw) draft.unread.set(path, flaw);
}

function read_rows(field, path, into, draft) {
  const list = [];
  const kept = [];
  for (const number of draft.rows.get(path) ?? []) {
    if (list.length > 100) break;
    const before = draft.unread.size;
    const row = {};
    for (const one of field.fields) read(one, `${path}.${number}.${one.name}`, row, draft);
    const blank = field.fields.every((one) => !(one.name in row) || only_province(one, row[one.name]));
    if (blank && draft.unread.size === before) {
      draft.blank.push(`${path}.${number}`);
      continue;
    }
    list.push(row);
    kept.push(number);
  }
  if (list.length > 0) into[field.name] = list;
  draft.numbers.set(path, kept);
}

function tidy(text, lines) {
  const clean = text
    .normalize("NFC")
    .replace(/\u00a0/g, " ")
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\ufeff\u202a-\u202e\u2066-\u2069]/g, "");
  if (!lines) return clean.replace(/[ \t\n]+/g, " ").trim();
  return clean
    .split("\n")
    .map((line) => line.replace(/[ \t]+/g, " ").trim())
    .join("\n")
    .trim();
}

// { value } or { flaw: [name, places] }; neither where nothing was typed.
function parse(field, typed) {
  const text = tidy(typed, field.lines);
  if (text === "") return {};
  const bare = text.replace(/[ .-]/g, "");
  switch (field.kind) {
    case "identity_number":
      return { value: bare };
    case "phone":
      return { value: bare.replace(/^\+84/, "0") };
    case "date": {
      const day = parse_day(text);
      if (day) return { value: day };
      return { flaw: looks_like_a_day(text) ? ["date_none", { actual: text }] : ["date_form"] };
    }
    case "integer":
    case "number": {
      const number = parse_number(text, field.kind === "integer");
      return number === undefined ? { flaw: [`${field.kind}_form`] } : { value: number };
    }
    case "boolean":
      if (text === "no" && field.agree) return {};
      return text === "yes" || text === "no" ? { value: text === "yes" } : { flaw: ["missing"] };
    default:
      return { value: text };
  }
}

// dd/mm/yyyy, d/m/yyyy, yyyy-mm-dd or yyyy/mm/dd of the years 1900 to 2199, as yyyy-mm-dd.
function parse_day(text) {
  const hit = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  const back = /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})$/.exec(text);
  if (!hit && !back) return undefined;
  const [year, month, day] = (hit ? [hit[3], hit[2], hit[1]] : [back[1], back[3], back[4]]).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  if (year < 1900 || year > 2199 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return date.toISOString().slice(0, 10);
}

function looks_like_a_day(text) {
  return /^\d[\d/-]*\d$/.test(text) && text.length >= 8 && text.length <= 10 && text.replace(/\d/g, "").length === 2;
}

function parse_number(typed, whole) {
  const hit = /^(-?)([\d.]+)(?:,(\d+))?$/.exec(typed.replace(/ /g, ""));
  if (!hit) return undefined;
  let [, sign, digits, decimals = ""] = hit;
  const grouped = /^\d{1,3}(\.\d{3})+$/.test(digits);
  const point = /^(\d+)\.(\d+)$/.exec(digits);
  if (grouped) digits = digits.replace(/\./g, "");
  else if (point && decimals === "") [, digits, decimals] = point;
  if (!/^\d+$/.test(digits) || (whole && decimals) || digits.length + decimals.length > 15) return undefined;
  const number = Number(`${digits}.${decimals || 0}`);
  return sign && number ? -number : number;
}

// ---- What applies ----------------------------------------------------------------------------------------

const is_empty = (object) => Object.keys(object).length === 0;
// Pages choose the own province before anybody types.
const only_province = (field, value) => field.kind === "address" && Object.keys(value).join() === "province";
const is_object = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

function holds(condition, value) {
  const { test, name, parts = [], values = [], number } = condition;
  switch (test) {
    case "all":
      return parts.every((part) => holds(part, value));
    case "any":
      return parts.some((part) => holds(part, value));
    case "none":
      return !parts.some((part) => holds(part, value));
    case "present":
      return !is_object(value) || name in value;
    case "inside":
      return !is_object(value) || !(name in value) || holds(parts[0], value[name]);
    case "one_of":
      return values.includes(value);
    case "at_least":
      return typeof value !== "number" || value >= number;
    default:
      return typeof value !== "number" || value <= number;
  }
}

const all_hold = (guards, holding) => guards.every(([condition, then]) => holding[condition] === then);

// Which questions of a group are asked, and which of its conditions hold.
function applying(group, answers) {
  let asked = group.fields.map(() => true);
  let holding = [];
  if (!group.conditions) return { asked, holding };
  for (let round = 0; round < 20; round += 1) {
    const current = { ...answers };
    group.fields.forEach((field, i) => asked[i] || delete current[field.name]);
    holding = group.conditions.map((condition) => holds(condition, current));
    const next = group.fields.map((field) => all_hold(field.when ?? [], holding));
    if (next.join() === asked.join()) break;
    asked = next;
  }
  return { asked, holding };
}

// Removes the answers to questions that don't apply, from the inside.
function prune(group, answers) {
  for (const field of group.fields) {
    if (!(field.name in answers) || !field.fields) continue;
    if (field.kind === "rows") for (const row of answers[field.name]) prune(field, row);
    else prune(field, answers[field.name]);
  }
  const { asked } = applying(group, answers);
  group.fields.forEach((field, i) => asked[i] || delete answers[field.name]);
}

// ---- What is wrong ---------------------------------------------------------------------------------------

function judge_group(walk, group, answers, prefix) {
  const { asked, holding } = applying(group, answers);
  const before = { ...answers };
  group.fields.forEach((field, i) => {
    if (!asked[i]) return;
    const path = prefix + field.name;
    const required = (field.required ?? []).some((guards) => all_hold(guards, holding));
    walk.asked.add(path);
    if (walk.draft.unread.has(path)) say(walk, field, path, ...walk.draft.unread.get(path));
    else if (field.kind === "rows") judge_rows(walk, field, answers, path, required);
    else if (field.fields) judge_inside(walk, field, answers, path, required);
    else judge_leaf(walk, field, answers, before, path, required);
  });
}

// What need not be answered is shown nevertheless, and nothing is wrong with it.
const unheard = (walk) => ({ ...walk, wrong: new Map() });

function judge_inside(walk, field, answers, path, required) {
  const inside = answers[field.name] ?? {};
  const typed = [...walk.draft.unread.keys()].some((name) => name.startsWith(`${path}.`));
  const empty = is_empty(inside) || only_province(field, inside);
  const before = walk.wrong.size;
  judge_group(required || typed || !empty ? walk : unheard(walk), field, inside, `${path}.`);
  if (empty ? !required || walk.wrong.size > before : is_empty(inside)) delete answers[field.name];
  else answers[field.name] = inside;
}

function judge_rows(walk, field, answers, path, required) {
  const rows = answers[field.name] ?? [];
  const least = Math.max(required ? 1 : 0, required || rows.length > 0 ? field.min_rows : 0);
  if (rows.length < least) say(walk, field, path, "few_rows", { actual: rows.length });
  if (rows.length > field.max_rows) say(walk, field, path, "many_rows", { actual: rows.length });
  const numbers = walk.draft.numbers.get(path) ?? [];
  rows.forEach((row, i) => {
    walk.row = String(i + 1);
    judge_group(i < field.max_rows ? walk : unheard(walk), field, row, `${path}.${numbers[i]}.`);
    walk.row = "";
  });
  // A row in which nothing was typed is none, but it is there to be typed in.
  for (const row of walk.draft.blank)
    if (row.startsWith(`${path}.`)) judge_group(unheard(walk), field, {}, `${row}.`);
}

function judge_leaf(walk, field, answers, before, path, required) {
  const value = before[field.name];
  if (value === undefined) {
    if (required) say(walk, field, path, "missing");
    return;
  }
  const flaw = judge_value(walk.rules, field, value) ?? judge_beside(walk.rules, field, value, before);
  if (!flaw) return;
  say(walk, field, path, ...flaw);
  delete answers[field.name];
}

const shown_number = (number) => String(number).replace(".", ",");
const shown_day = (iso) => iso.split("-").reverse().join("/");

function judge_value(rules, field, value) {
  if (typeof value === "number") {
    if (value < field.minimum) return ["too_small", { actual: shown_number(value) }];
    if (value > field.maximum) return ["too_large", { actual: shown_number(value) }];
    return undefined;
  }
  if (typeof value === "boolean") return field.agree && !value ? ["missing"] : undefined;
  const length = [...value].length;
  if (length > field.max_length) return ["too_long", { actual: length, over: length - field.max_length }];
  if (length < field.min_length) return ["too_short", { actual: length }];
  if (field.pattern && !new RegExp(field.pattern, "u").test(value)) return ["pattern"];
  switch (field.kind) {
    case "full_name":
      return /[^\u0080-\u{10ffff}a-zA-Z '.-]/u.test(value) ? ["name_letters"] : undefined;
    case "phone":
      return /^(0\d{9}|02\d{9}|\+\d{8,15})$/.test(value) ? undefined : ["phone"];
    case "email":
      return is_email(value) ? undefined : ["email"];
    case "uri":
      return /^https?:\/\/[^ ]+$/.test(value) ? undefined : ["uri"];
    case "date":
      if (field.days === "up_to_today" && value > rules.today) return ["date_after", { actual: shown_day(value) }];
      if (field.days === "from_today" && value < rules.today) return ["date_before", { actual: shown_day(value) }];
      return undefined;
    case "choice":
      return field.options.includes(value) ? undefined : ["not_listed"];
    default:
      return undefined;
  }
}

function is_email(text) {
  const [name, domain, more] = text.split("@");
  if (!name || !domain || more !== undefined || /[\u0000-\u0020,;<>"]/.test(text)) return false;
  return /^[^.].*\.[^.]+$/.test(domain) && !domain.includes("..");
}

// An identity number beside the birth date and the sex of the same person.
function judge_beside(rules, field, value, beside) {
  if (field.kind !== "identity_number") return undefined;
  if (/\D/.test(value)) return ["identity_digits"];
  if (value.length !== 12) return ["identity_length", { actual: value.length }];
  const place = value.slice(0, 3);
  if (place < "100" && !rules.places.includes(place)) return ["identity_place", { place }];
  const century = Number(value[3]);
  const year = 1900 + Math.floor(century / 2) * 100 + Number(value.slice(4, 6));
  if (year > Number(rules.today.slice(0, 4))) return ["identity_future", { year }];
  const born = beside.birth_date;
  if (born && Number(born.slice(0, 4)) !== year) return ["identity_year", { year, date: shown_day(born) }];
  const sex = century % 2 === 0 ? "male" : "female";
  if (beside.sex in rules.sexes && beside.sex !== sex)
    return ["identity_sex", { number_sex: rules.sexes[sex], chosen_sex: rules.sexes[beside.sex] }];
  return undefined;
}

function say(walk, field, path, flaw, places = {}) {
  const words = field.say?.[flaw] ?? "";
  const all = { ...places, row: walk.row };
  walk.wrong.set(path, words.replace(/\{\{(\w+)\}\}/g, (_, name) => all[name] ?? ""));
}
