// The drawing of a process, where a page shows one: bpmn-js draws it, moves and zooms it; what the page knows of the elements stands on
// them. Without this script the picture made on the server stays.
//
//   <div data-drawing="/…/drawing.bpmn" data-marks='[{"id": "Task_1", "kind": "now", "text": "2", "title": "2 việc đang chờ"}]'>
//     <img src="/…/drawing.svg" alt="…">
//   </div>
// Kinds: now (tokens are here), trouble (an incident), past (was gone through), heat-1 … heat-5 (the more, the slower).
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import { kText, text_is_there } from "./drawing_text.js";
import "../styles/drawing.css";

const kReadable = 0.6;

const english = document.documentElement.lang === "en";
const words = english
  ? { larger: "Larger", smaller: "Smaller", whole: "Whole drawing", failed: "The drawing can't be shown here. The table below says the same." }
  : { larger: "Phóng to", smaller: "Thu nhỏ", whole: "Toàn bộ sơ đồ", failed: "Không vẽ được sơ đồ ở đây. Bảng bên dưới có cùng nội dung." };

for (const root of document.querySelectorAll("[data-drawing]")) show(root);

async function show(root) {
  const box = document.createElement("div");
  box.className = "lt-drawing-canvas";
  const viewer = new NavigatedViewer({ container: box, textRenderer: kText });
  try {
    const answer = await fetch(root.dataset.drawing);
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const xml = await answer.text();
    await text_is_there();
    root.append(box);
    await viewer.importXML(xml);
  } catch (error) {
    // The picture of the server stays.
    box.remove();
    const line = document.createElement("p");
    line.className = "govuk-hint";
    line.textContent = words.failed;
    root.append(line);
    console.warn("drawing", error.message);
    return;
  }
  root.querySelector("img")?.remove();
  const marks = JSON.parse(root.dataset.marks || "[]");
  mark(viewer, marks);
  const canvas = viewer.get("canvas");
  const fit = () => canvas.zoom("fit-viewport", "auto");
  fit();
  // On a telephone the whole of it could not be read: begin where the work is.
  if (canvas.zoom() < kReadable) {
    canvas.zoom(kReadable);
    const here = marks.find((one) => one.kind === "now" || one.kind === "trouble");
    const elements = viewer.get("elementRegistry");
    const first = (here && elements.get(here.id)) ?? elements.find((one) => one.type === "bpmn:StartEvent");
    if (first) canvas.scrollToElement(first, { top: 100, left: 40, right: 60, bottom: 100 });
  }
  root.append(buttons(canvas, fit));
}

function mark(viewer, marks) {
  const elements = viewer.get("elementRegistry");
  const canvas = viewer.get("canvas");
  const overlays = viewer.get("overlays");
  for (const { id, kind, text, title } of marks) {
    if (!elements.get(id)) continue; // an older drawing had it
    canvas.addMarker(id, `lt-mark-${kind}`);
    if (!text) continue;
    const badge = document.createElement("span");
    badge.className = `lt-badge lt-badge-${kind}`;
    badge.textContent = text;
    if (title) badge.title = title;
    overlays.add(id, { position: kind === "now" || kind === "trouble" ? { top: -12, right: 14 } : { bottom: 10, left: 0 }, html: badge });
  }
}

function buttons(canvas, fit) {
  const bar = document.createElement("div");
  bar.className = "lt-drawing-buttons";
  const add = (name, sign, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "govuk-button govuk-button--secondary";
    button.textContent = sign;
    button.setAttribute("aria-label", name);
    button.title = name;
    button.addEventListener("click", act);
    bar.append(button);
  };
  const zoom = (by) => canvas.zoom(Math.min(4, Math.max(0.2, canvas.zoom() * by)));
  add(words.larger, "+", () => zoom(1.25));
  add(words.smaller, "−", () => zoom(0.8));
  add(words.whole, "⤢", fit);
  return bar;
}
