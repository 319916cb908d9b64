// Places of number, date and signatures on the page of the file itself, on the places page only: pdf.js draws the page, a box for each
// place is moved and resized with mouse, finger or arrow keys, and box and number fields follow each other. What is sent are the fields;
// without this script they are filled in by hand.
//
//   <fieldset data-place="so"><span data-place-label>Số văn bản</span>
//     <input id="so_in_text" type="checkbox">           the file has it already: no box (number and date only)
//     <input id="so_page"> <input id="so_left"> <input id="so_top"> <input id="so_width"> <input id="so_height">   millimetres
//   </fieldset>
//   <div data-places="/files/…" hidden></div>
import { GlobalWorkerOptions, getDocument } from "pdfjs-dist/legacy/build/pdf.min.mjs";

const kPoint = 25.4 / 72; // mm
const kLeast = 3; // mm, the smallest box that can be drawn; the server knows how much each one needs

const vi = {
  loading: "Đang mở tệp…",
  failed: "Không vẽ được trang của tệp ở đây. Hãy xem tệp ở cửa sổ khác và nhập vị trí bằng số.",
  help: "Kéo khung đến chỗ của nó, kéo góc dưới bên phải để đổi cỡ. Bàn phím: chọn khung bằng Tab, phím mũi tên dời 1 mm, Shift và mũi tên đổi cỡ.",
  previous: "Trang trước",
  next: "Trang sau",
  page: (n, all) => `Trang ${n} / ${all}`,
  box: (name, p) => `${name}: trang ${p.page}, cách mép trái ${show(p.left)} mm, cách mép trên ${show(p.top)} mm, rộng ${show(p.width)} mm, cao ${show(p.height)} mm`,
};
const en = {
  loading: "Opening the file…",
  failed: "The page can't be drawn here. Open the file in another window and type the places as numbers.",
  help: "Drag a box to its place; drag its lower right corner to resize it. Keyboard: choose a box with Tab, arrow keys move it by 1 mm, Shift and arrow keys resize it.",
  previous: "Previous page",
  next: "Next page",
  page: (n, all) => `Page ${n} of ${all}`,
  box: (name, p) => `${name}: page ${p.page}, ${show(p.left)} mm from the left, ${show(p.top)} mm from the top, ${show(p.width)} mm wide, ${show(p.height)} mm high`,
};
const words = document.documentElement.lang === "en" ? en : vi;

for (const root of document.querySelectorAll("[data-places]")) start(root);

function start(root) {
  const places = [...document.querySelectorAll("[data-place]")].map(place_of);
  const state = { page: 1, pages: 0, width: 0, height: 0 }; // the page that is shown, in mm
  const view = build(root);
  root.hidden = false;
  view.status.textContent = words.loading;

  GlobalWorkerOptions.workerSrc = new URL("pdf.worker.js", import.meta.url).href;
  // Only the pages that are looked at are fetched; nothing of the file is run.
  const loading = getDocument({
    url: root.dataset.places,
    disableAutoFetch: true,
    disableStream: true,
    isEvalSupported: false,
    enableXfa: false,
  });
  loading.promise
    .then(async (file) => {
      state.pages = file.numPages;
      for (const place of places) connect(place, state, view, (n) => turn(file, n));
      view.previous.addEventListener("click", () => turn(file, state.page - 1));
      view.next.addEventListener("click", () => turn(file, state.page + 1));
      // The signature's page first: the place that matters most.
      const signature = places.find((one) => one.name === "ky_lanhdao") ?? places[0];
      await turn(file, signature?.read()?.page ?? 1);
    })
    .catch(fail);

  function fail(error) {
    console.warn(error);
    view.sheet.hidden = true;
    view.help.hidden = true;
    view.previous.hidden = view.next.hidden = true;
    view.status.textContent = words.failed;
  }

  let drawing = Promise.resolve();
  function turn(file, wanted) {
    const number = Math.min(Math.max(1, wanted), state.pages);
    drawing = drawing.then(() => draw(file, number)).catch(fail); // one page at a time: they share the canvas
    return drawing;
  }

  async function draw(file, number) {
    if (state.page === number && state.width > 0) return;
    const page = await file.getPage(number);
    const paper = page.getViewport({ scale: 1 });
    const across = Math.max(view.sheet.clientWidth, 320) * Math.min(devicePixelRatio || 1, 2);
    const viewport = page.getViewport({ scale: across / paper.width });
    view.canvas.width = Math.round(viewport.width);
    view.canvas.height = Math.round(viewport.height);
    await page.render({ canvasContext: view.canvas.getContext("2d"), viewport }).promise;
    Object.assign(state, { page: number, width: paper.width * kPoint, height: paper.height * kPoint });
    view.status.textContent = words.page(number, state.pages);
    view.previous.disabled = number === 1;
    view.next.disabled = number === state.pages;
    view.sheet.hidden = false;
    for (const place of places) place.show();
  }
}

// A place as its fields have it.
function place_of(fieldset) {
  const name = fieldset.dataset.place;
  const field = (part) => document.getElementById(`${name}_${part}`);
  const inputs = {};
  for (const part of ["page", "left", "top", "width", "height"]) inputs[part] = field(part);
  return {
    name,
    fieldset,
    inputs,
    in_text: field("in_text"),
    label: fieldset.querySelector("[data-place-label]")?.textContent.trim() ?? name,
    // Nothing while a field holds no number.
    read() {
      const place = {};
      for (const [part, input] of Object.entries(inputs)) {
        const text = input.value.trim().replace(",", ".");
        place[part] = Number(text);
        if (text === "" || !Number.isFinite(place[part])) return null;
      }
      return place;
    },
    write(place) {
      for (const [part, input] of Object.entries(inputs)) input.value = show(place[part]);
    },
    show() {},
  };
}

// "12,5": tenths of a millimetre, as the server writes them.
function show(value) {
  return String(Math.round(value * 10) / 10).replace(".", ",");
}

function build(root) {
  const make = (tag, parent, attributes = {}) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    parent.append(element);
    return element;
  };
  const bar = make("div", root, { class: "lt-places__bar" });
  const turn = { type: "button", class: "govuk-button govuk-button--secondary" };
  const previous = make("button", bar, turn);
  previous.textContent = words.previous;
  const status = make("span", bar, { role: "status" });
  const next = make("button", bar, turn);
  next.textContent = words.next;
  previous.disabled = next.disabled = true;
  const help = make("p", root, { class: "govuk-hint lt-places__help", id: "places-help" });
  help.textContent = words.help;
  const sheet = make("div", root, { class: "lt-places__sheet" });
  const canvas = make("canvas", sheet, { "aria-hidden": "true" });
  return { previous, status, next, help, sheet, canvas };
}

// The box of a place, and what keeps it and its fields together.
function connect(place, state, view, turn) {
  const box = document.createElement("div");
  box.className = `lt-places__box lt-places__box--${place.name.startsWith("ky_") ? "signature" : "text"}`;
  box.dataset.box = place.name;
  box.tabIndex = 0;
  box.setAttribute("role", "group");
  box.setAttribute("aria-describedby", "places-help");
  const label = document.createElement("span");
  label.className = "lt-places__label";
  label.setAttribute("aria-hidden", "true");
  // Day, month and year stand close together: their first words must do.
  label.textContent = place.in_text ? place.label.split(" ")[0] : place.label;
  const corner = document.createElement("span");
  corner.className = "lt-places__corner";
  box.append(label, corner);
  view.sheet.append(box);

  const needed = () => !place.in_text?.checked;
  place.show = () => {
    const now = place.read();
    box.hidden = !needed() || !now || now.page !== state.page || state.width === 0;
    place.fieldset.classList.toggle("lt-place--in-text", !needed());
    if (box.hidden) return;
    box.setAttribute("aria-label", words.box(place.label, now));
    // In parts of the page, so that the boxes stay where they are when the window changes.
    const percent = (part, whole) => `${(100 * part) / whole}%`;
    box.classList.toggle("lt-places__box--right", now.left + now.width / 2 > state.width / 2);
    box.style.left = percent(now.left, state.width);
    box.style.top = percent(now.top, state.height);
    box.style.width = percent(now.width, state.width);
    box.style.height = percent(now.height, state.height);
  };
  // Kept on the page, as large as it can be there.
  const put = (next) => {
    const fit = (value, least, most) => Math.min(Math.max(value, least), Math.max(least, most));
    const width = fit(next.width, kLeast, state.width);
    const height = fit(next.height, kLeast, state.height);
    // Down to a tenth, so that rounding never pushes it over the edge.
    const edge = (all, size) => Math.floor((all - size) * 10 + 1e-6) / 10;
    place.write({
      page: state.page,
      width,
      height,
      left: fit(next.left, 0, edge(state.width, width)),
      top: fit(next.top, 0, edge(state.height, height)),
    });
    place.show();
  };
  const resize = (from, across, down) => ({
    ...from,
    width: Math.min(from.width + across, state.width - from.left),
    height: Math.min(from.height + down, state.height - from.top),
  });
  const move = (from, across, down) => ({ ...from, left: from.left + across, top: from.top + down });

  box.addEventListener("pointerdown", (event) => {
    const from = place.read();
    if (event.button !== 0 || !from) return;
    event.preventDefault();
    box.focus({ preventScroll: true });
    box.setPointerCapture(event.pointerId);
    const change = event.target === corner ? resize : move;
    const scale = state.width / view.sheet.getBoundingClientRect().width; // mm a pixel
    const drag = (now) =>
      put(change(from, (now.clientX - event.clientX) * scale, (now.clientY - event.clientY) * scale));
    const end = () => {
      box.removeEventListener("pointermove", drag);
      box.removeEventListener("pointerup", end);
      box.removeEventListener("pointercancel", end);
    };
    box.addEventListener("pointermove", drag);
    box.addEventListener("pointerup", end);
    box.addEventListener("pointercancel", end);
  });
  const kArrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  box.addEventListener("keydown", (event) => {
    const step = kArrows[event.key];
    const from = place.read();
    if (!step || !from || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    put((event.shiftKey ? resize : move)(from, ...step));
  });

  for (const input of Object.values(place.inputs)) input.addEventListener("input", place.show);
  // Who goes to the fields of a place wants to see it.
  const see = () => {
    const now = place.read();
    if (needed() && now && Number.isInteger(now.page)) turn(now.page);
  };
  place.fieldset.addEventListener("focusin", see);
  place.inputs.page.addEventListener("change", see);
  place.in_text?.addEventListener("change", () => {
    // It was not looked for: somewhere to begin with, in the upper left.
    if (needed() && !place.read()) put({ left: 30, top: 35, width: 12, height: 5 });
    else place.show();
  });
}
