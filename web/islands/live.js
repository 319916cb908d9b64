// Live counts. Server-sent events of two kinds: "counts" {"incoming": 12, …} fills every data-live element;
// "arrived" {"list": "incoming", "count": 1} adds one quiet line above that list, which itself never moves
// under the reader. A hidden tab lets its connection go: browsers allow only six to one server over HTTP/1.1.
import { words } from "./words.js";

const kRetry = 5000; // ms, when the browser itself has given up (it does so after an HTTP error)

export function start_live() {
  const url = document.body.dataset.liveUrl;
  if (!url || !("EventSource" in window)) return;
  const arrived = new Map();
  let source = null;
  let timer = 0;

  const open = () => {
    clearTimeout(timer);
    if (source || document.hidden) return;
    source = new EventSource(url);
    source.addEventListener("counts", (event) => with_json(event, show_counts));
    source.addEventListener("arrived", (event) => with_json(event, (data) => show_arrived(arrived, data)));
    source.addEventListener("error", () => {
      if (source?.readyState !== EventSource.CLOSED) return; // it reconnects by itself
      source = null;
      timer = setTimeout(open, kRetry);
    });
  };
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", open);
  open();
}

function with_json(event, use) {
  try {
    use(JSON.parse(event.data));
  } catch {
    // A message this page does not understand (a newer server): the next page load has the figures anyway.
  }
}

function show_counts(counts) {
  for (const element of document.querySelectorAll("[data-live]")) {
    const count = counts[element.dataset.live];
    if (typeof count !== "number") continue;
    element.textContent = element.matches(".lt-nav__n") ? in_menu(count) : count.toLocaleString("vi-VN");
  }
  show_sums(counts);
}

// As the server writes it.
function in_menu(count) {
  if (count >= 1000) return "999+";
  return count > 0 ? String(count) : "";
}

// What a closed group of the menu holds: what each item adds, which is less than it shows where another one shows the same things.
function show_sums(counts) {
  for (const one of document.querySelectorAll("[data-summed-live]")) {
    const count = counts[one.dataset.summedLive];
    if (typeof count === "number") one.dataset.summed = in_menu(count);
  }
  for (const sum of document.querySelectorAll("[data-live-sum]")) {
    const parts = [...sum.closest("details").querySelectorAll("[data-summed]")].map((one) => one.dataset.summed);
    const all = parts.reduce((so_far, text) => so_far + Number.parseInt(text || "0", 10), 0);
    const more = parts.some((text) => text.endsWith("+"));
    sum.textContent = in_menu(more ? 1000 : all);
  }
}

function show_arrived(arrived, data) {
  const list = data.list ?? "incoming";
  const count = (arrived.get(list) ?? 0) + (data.count ?? 1);
  arrived.set(list, count);
  for (const line of document.querySelectorAll(`[data-live-list="${CSS.escape(list)}"]`)) {
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = line.dataset.liveHref || location.pathname + location.search;
    link.textContent = words.see;
    line.replaceChildren(`${words.arrived(count)} `, link);
  }
}
