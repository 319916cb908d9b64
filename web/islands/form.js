// Forms made from a schema (web/components/forms/form.html): questions that don't apply are hidden, errors are told when a field is
// left, communes follow their province, rows are added and taken out, and what is typed outlives an accident. The page works
// without this script, and what is sent is judged by the server again.
import { judge } from "./form_rules.js";

const kSaveAfter = 400; // ms

function start(root) {
  const state = {
    root,
    rules: JSON.parse(root.dataset.rules),
    before: JSON.parse(root.dataset.before || "[]"), // answers of other steps
    touched: new Set(),
    units: undefined,
  };
  for (const hint of all(root, ".lt-q__if")) hint.remove();
  for (const button of all(root, "[data-communes]")) button.hidden = true;
  for (const group of all(root, "fieldset.lt-group")) renumber(group);
  restore(state);
  show(state);

  root.addEventListener("input", (event) => {
    show(state);
    save(state);
    const control = event.target;
    // What was wrong is looked at while it is mended; a choice is made at once.
    if (is_choice(control)) state.touched.add(control.name);
    tell(state, (name) => state.touched.has(name) || has_error(state, name));
  });
  root.addEventListener("change", (event) => {
    if (event.target.matches(".lt-province select")) fill_communes(state, event.target, "").then(() => show(state));
  });
  root.addEventListener("focusout", (event) => {
    if (!event.target.name || is_choice(event.target)) return;
    state.touched.add(event.target.name);
    tell(state, (name) => state.touched.has(name) || has_error(state, name));
  });
  root.addEventListener("click", (event) => {
    const add = event.target.closest("[data-add]");
    const remove = event.target.closest("[data-remove]");
    if (!add && !remove) return;
    event.preventDefault();
    if (add) add_row(root, add.dataset.add)?.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    else remove_row(remove.closest(".lt-row"));
    show(state);
    save(state);
  });
  root.closest("form")?.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) forget(state);
  });
}

const all = (root, selector) => [...root.querySelectorAll(selector)];
const controls = (root) => all(root, "input[name], select[name], textarea[name]");
const is_choice = (control) => control.matches("input[type=radio], input[type=checkbox], select");

function typed_in(root) {
  return controls(root)
    .filter((control) => !control.matches("[type=radio], [type=checkbox]") || control.checked)
    .map((control) => [control.name, control.value]);
}

// ---- Questions and errors --------------------------------------------------------------------------------

function show(state) {
  const { asked, wrong } = judge(state.rules, [...state.before, ...typed_in(state.root)]);
  state.wrong = wrong;
  for (const question of all(state.root, "[data-q]")) question.hidden = !asked.has(question.dataset.q);
}

// Nobody is told that something is missing before the form is sent.
function tell(state, wanted) {
  for (const control of controls(state.root)) {
    if (!wanted(control.name)) continue;
    const missing = control.value === "" && control.matches("input, select, textarea") && !is_choice(control);
    const known = has_error(state, control.name);
    set_error(state.root, control, missing && !known ? undefined : state.wrong.get(control.name));
  }
}

const error_id = (name) => `${name}-error`;
const has_error = (state, name) => document.getElementById(error_id(name)) !== null;

function set_error(root, control, message) {
  const { name } = control;
  const group = control.closest(".govuk-form-group");
  const place = control.closest(".govuk-radios, .govuk-checkboxes") ?? control;
  if (!group) return;
  let element = document.getElementById(error_id(name));
  if (!message) {
    element?.remove();
  } else if (!element) {
    element = document.createElement("p");
    element.id = error_id(name);
    element.className = "govuk-error-message";
    place.before(element);
  }
  group.classList.toggle("govuk-form-group--error", Boolean(message));
  const described = control.closest("fieldset:not(.lt-group, .lt-row)") ?? control;
  const ids = (described.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== error_id(name));
  if (message) ids.push(error_id(name));
  if (ids.length > 0) described.setAttribute("aria-describedby", ids.join(" "));
  else described.removeAttribute("aria-describedby");
  for (const kind of ["input", "select", "textarea"])
    if (control.matches(`.govuk-${kind}`)) control.classList.toggle(`govuk-${kind}--error`, Boolean(message));
  if (message) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
  if (!message) return;
  const prefix = document.createElement("span");
  prefix.className = "govuk-visually-hidden";
  prefix.textContent = `${root.dataset.error} `;
  element.replaceChildren(prefix, message);
}

// ---- Rows ------------------------------------------------------------------------------------------------

const template_of = (root, list) => root.querySelector(`template[data-copy="${CSS.escape(list)}"]`);
const rows_of = (group) => [...group.querySelectorAll(".lt-row")];

function add_row(root, list, wanted) {
  const template = template_of(root, list);
  const group = template.closest("fieldset");
  const numbers = rows_of(group).map((row) => Number(row.dataset.number));
  const number = wanted ?? Math.max(-1, ...numbers) + 1;
  const row = template.content.firstElementChild.cloneNode(true);
  for (const element of [row, ...row.querySelectorAll("*")]) {
    for (const attribute of element.attributes)
      attribute.value = attribute.value.replaceAll(`${list}.__`, `${list}.${number}`);
    if (element.name === list || element === row) element.setAttribute(element === row ? "data-number" : "value", number);
  }
  template.before(row);
  renumber(group);
  return row;
}

function remove_row(row) {
  const group = row.parentElement.closest("fieldset");
  row.remove();
  renumber(group);
  group.querySelector("[data-add]")?.focus();
}

function renumber(group) {
  rows_of(group).forEach((row, i) => {
    const legend = row.querySelector("[data-row-title]");
    legend.textContent = `${legend.dataset.rowTitle} ${i + 1}`;
    const remove = row.querySelector("[data-remove]");
    remove.textContent = remove.textContent.replace(/\S+$/, i + 1);
  });
}

// ---- Communes --------------------------------------------------------------------------------------------

async function fill_communes(state, province, chosen) {
  const commune = province.closest("fieldset")?.querySelector(".lt-commune select");
  if (!commune) return;
  try {
    state.units ??= fetch(state.root.dataset.units).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)));
    const communes = (await state.units)[province.value] ?? [];
    commune.replaceChildren(commune.options[0], ...communes.map(([code, name]) => new Option(name, code)));
    commune.value = chosen;
  } catch {
    // Without the list the button of the page asks the server.
    state.units = undefined;
    for (const button of all(province.closest("fieldset"), "[data-communes]")) button.hidden = false;
  }
}

// ---- What is typed outlives an accident ------------------------------------------------------------------

const draft_key = ({ root }) => `lt-form:${root.dataset.draft}`;

function save(state) {
  if (!state.root.dataset.draft) return;
  clearTimeout(state.timer);
  state.timer = setTimeout(() => {
    try {
      sessionStorage.setItem(draft_key(state), JSON.stringify(typed_in(state.root)));
    } catch {
      // Full or closed: the form itself works without.
    }
  }, kSaveAfter);
}

function forget(state) {
  clearTimeout(state.timer);
  try {
    sessionStorage.removeItem(draft_key(state));
  } catch {
    // Closed, so nothing is kept.
  }
}

function restore(state) {
  const { root } = state;
  if (!root.dataset.draft || document.querySelector(".govuk-error-summary")) return;
  let draft;
  try {
    draft = JSON.parse(sessionStorage.getItem(draft_key(state)) ?? "null");
  } catch {
    return;
  }
  if (!Array.isArray(draft)) return;
  const wanted = new Map(draft);
  let changed = false;
  for (const [list, number] of draft) {
    if (!template_of(root, list)) continue;
    const there = rows_of(template_of(root, list).closest("fieldset")).some((row) => row.dataset.number === number);
    if (!there) changed = Boolean(add_row(root, list, number));
  }
  for (const control of controls(root)) {
    if (control.type === "hidden") continue;
    if (control.matches("[type=radio], [type=checkbox]")) {
      const checked = wanted.get(control.name) === control.value;
      changed ||= checked !== control.checked;
      control.checked = checked;
    } else if (wanted.has(control.name) && wanted.get(control.name) !== control.value) {
      changed = true;
      control.value = wanted.get(control.name);
    }
  }
  for (const province of all(root, ".lt-province select")) {
    const commune = wanted.get(province.name.replace(/province$/, "commune"));
    if (commune) fill_communes(state, province, commune).then(() => show(state));
  }
  if (!changed) return;
  const note = document.createElement("p");
  note.className = "govuk-body lt-quiet";
  note.setAttribute("role", "status");
  note.textContent = root.dataset.restored;
  root.prepend(note);
}

for (const root of document.querySelectorAll("[data-form]")) start(root);
