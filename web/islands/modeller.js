// Drawing a process in the page: bpmn-js edits the BPMN that the form carries, a panel names what a task needs to run here, and what the
// checker found stands on the elements. Without this script a drawing made elsewhere is uploaded as a file.
//
//   <form data-modeller data-findings='[{"id": "Task_1", "severity": "error", "text": "…"}]'>
//     <textarea name="source">…</textarea>
//   </form>
import Modeler from "bpmn-js/lib/Modeler";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/bpmn-font/css/bpmn.css";
import { kText, text_is_there } from "./drawing_text.js";
import "../styles/drawing.css";
import { kinds, words } from "./modeller_words.js";

const kTaskSpace = "https://lienthong.vn/bpmn";
// What a user task, and an ad-hoc sub-process whose activities people choose, says of who does it and until when; a business rule task of the
// decision that it calls; a call of the process that it calls: attributes of our own namespace.
const kOfUsers = ["performer", "role", "due", "dueUnit", "asks"];
const kOfDecisions = ["decision", "result", "asOf"];
const kOwn = {
  "bpmn:UserTask": kOfUsers,
  "bpmn:AdHocSubProcess": ["chosen", ...kOfUsers],
  "bpmn:BusinessRuleTask": kOfDecisions,
  "bpmn:CallActivity": ["process"],
};
const lienthong = {
  name: "LienThong",
  uri: kTaskSpace,
  prefix: "lt",
  xml: { tagAlias: "lowerCase" },
  types: [
    {
      name: "Task",
      extends: ["bpmn:UserTask", "bpmn:AdHocSubProcess"],
      properties: kOfUsers.map((name) => ({ name, isAttr: true, type: "String" })),
    },
    {
      name: "Decision",
      extends: ["bpmn:BusinessRuleTask"],
      properties: kOfDecisions.map((name) => ({ name, isAttr: true, type: "String" })),
    },
    { name: "Choice", extends: ["bpmn:AdHocSubProcess"], properties: [{ name: "chosen", isAttr: true, type: "String" }] },
    { name: "Call", extends: ["bpmn:CallActivity"], properties: [{ name: "process", isAttr: true, type: "String" }] },
  ],
};

for (const form of document.querySelectorAll("form[data-modeller]")) start(form);

async function start(form) {
  const source = form.querySelector('textarea[name="source"]');
  const box = document.createElement("div");
  box.className = "lt-drawing-canvas lt-modeller-canvas";
  const panel = document.createElement("div");
  panel.className = "lt-modeller-panel";
  const frame = document.createElement("div");
  frame.className = "lt-modeller";
  frame.append(box, panel);
  source.before(frame);
  const modeller = new Modeler({ container: box, textRenderer: kText, moddleExtensions: { lt: lienthong }, additionalModules: [{ translate: ["value", translate] }] });
  await text_is_there();
  try {
    await modeller.importXML(source.value);
  } catch (error) {
    frame.remove(); // the text stays, with what the server says of it
    console.warn("modeller", error.message);
    return;
  }
  source.hidden = true;
  for (const label of source.labels) label.hidden = true;
  const canvas = modeller.get("canvas");
  canvas.zoom("fit-viewport", "auto");
  if (canvas.zoom() < 0.7) canvas.zoom(0.7);
  const start = modeller.get("elementRegistry").find((one) => one.type === "bpmn:StartEvent");
  if (start) canvas.scrollToElement(start, { top: 80, left: 140, right: 60, bottom: 80 }); // beside the palette
  mark(modeller, JSON.parse(form.dataset.findings || "[]"));
  show_properties(modeller, panel);

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { xml } = await modeller.saveXML({ format: true });
    source.value = xml;
    // Not as an event again: what guards against a form that is sent twice would hold it back.
    HTMLFormElement.prototype.submit.call(form);
  });
}

// bpmn-js speaks English; its own names of kinds and commands are translated where the catalogue has them.
function translate(template, replacements = {}) {
  return (words.of_bpmn_js[template] ?? template).replace(/{([^}]+)}/g, (_, key) => replacements[key] ?? `{${key}}`);
}

function mark(modeller, findings) {
  const elements = modeller.get("elementRegistry");
  const overlays = modeller.get("overlays");
  for (const { id, severity, text } of findings) {
    if (!elements.get(id)) continue;
    const kind = severity === "error" ? "trouble" : "past";
    modeller.get("canvas").addMarker(id, `lt-mark-${kind}`);
    const badge = document.createElement("span");
    badge.className = `lt-badge lt-badge-${kind}`;
    badge.textContent = "!";
    badge.title = text;
    overlays.add(id, { position: { top: -12, right: 14 }, html: badge });
  }
}

// Name and rules of what is chosen.
function show_properties(modeller, panel) {
  const modeling = modeller.get("modeling");
  const draw = (element) => {
    panel.replaceChildren();
    const title = document.createElement("h2");
    title.className = "govuk-heading-s";
    panel.append(title);
    const business = element?.businessObject;
    if (!business || element.type === "label") {
      title.textContent = words.choose;
      return;
    }
    title.textContent = kinds[business.$type] ?? business.$type.replace("bpmn:", "");
    field(panel, words.id, business.id, (value) => modeling.updateProperties(element, { id: value }), /^[A-Za-z_][\w.-]*$/);
    field(panel, words.name, business.name ?? "", (value) => modeling.updateProperties(element, { name: value }));
    if (business.$type === "bpmn:SequenceFlow") condition(modeller, panel, element);
    for (const name of kOwn[business.$type] ?? [])
      field(panel, words[name], business.get(`lt:${name}`) ?? "", (value) =>
        modeling.updateProperties(element, { [`lt:${name}`]: value || undefined }), null, words.choices[name], words.hints[name]);
    if (business.$type === "bpmn:Process") {
      check(panel, words.executable, business.isExecutable === true, (on) => modeling.updateProperties(element, { isExecutable: on }));
    }
  };
  modeller.on("selection.changed", ({ newSelection }) =>
    draw(newSelection.length === 1 ? newSelection[0] : newSelection.length === 0 ? modeller.get("canvas").getRootElement() : null));
  draw(modeller.get("canvas").getRootElement());
}

function condition(modeller, panel, element) {
  const business = element.businessObject;
  field(panel, words.condition, business.conditionExpression?.body ?? "", (value) => {
    const expression = value ? modeller.get("bpmnFactory").create("bpmn:FormalExpression", { body: value }) : undefined;
    modeller.get("modeling").updateProperties(element, { conditionExpression: expression });
  }, null, null, words.hints.condition);
}

let fields = 0;
function field(panel, name, value, change, pattern, choices, hint) {
  const id = `modeller-${++fields}`;
  const group = document.createElement("div");
  group.className = "govuk-form-group";
  const label = document.createElement("label");
  label.className = "govuk-label";
  label.htmlFor = id;
  label.textContent = name;
  group.append(label);
  if (hint) {
    const line = document.createElement("div");
    line.className = "govuk-hint";
    line.id = `${id}-hint`;
    line.textContent = hint;
    group.append(line);
  }
  const input = document.createElement(choices ? "select" : "input");
  input.className = choices ? "govuk-select" : "govuk-input";
  input.id = id;
  if (hint) input.setAttribute("aria-describedby", `${id}-hint`);
  for (const [key, text] of choices ?? []) input.append(new Option(text, key));
  input.value = value;
  input.addEventListener("change", () => {
    if (pattern && !pattern.test(input.value)) input.value = value;
    else change(input.value.trim());
  });
  group.append(input);
  panel.append(group);
}

function check(panel, name, on, change) {
  const id = `modeller-${++fields}`;
  const group = document.createElement("div");
  group.className = "govuk-form-group";
  const label = document.createElement("label");
  label.className = "govuk-label";
  const input = document.createElement("input");
  input.type = "checkbox";
  input.id = id;
  input.checked = on;
  input.addEventListener("change", () => change(input.checked));
  label.append(input, ` ${name}`);
  group.append(label);
  panel.append(group);
}
