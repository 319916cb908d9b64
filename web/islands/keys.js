// One-letter keys for officials: / search, j k rows, Enter opens (the row's link has the focus), x checks, u
// back, ? help. They never send anything, are off while typing, and can be switched off on the help page
// (kept in this browser only).
const kSetting = "lt-keys";

export function start_keys() {
  show_switch();
  const help = document.body.dataset.keysUrl;
  if (!help) return;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!enabled() || is_typing(event.target)) return;
    const act = {
      "/": () => focus_on(document.querySelector(".lt-header__search input")),
      j: () => move(1),
      k: () => move(-1),
      x: () => here()?.querySelector('.lt-pick input[type="checkbox"]')?.click(),
      u: () => follow(back_link()),
      "?": () => location.assign(help),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function enabled() {
  try {
    return localStorage.getItem(kSetting) !== "off";
  } catch {
    return true; // storage may be closed by the browser's settings
  }
}

function show_switch() {
  const place = document.querySelector("[data-keys-switch]");
  const box = place?.querySelector("input");
  if (!box) return;
  box.checked = enabled();
  place.hidden = false;
  box.addEventListener("change", () => {
    try {
      localStorage.setItem(kSetting, box.checked ? "on" : "off");
    } catch {
      box.checked = true;
    }
  });
}

function is_typing(element) {
  if (element.isContentEditable || element.matches("textarea, select")) return true;
  return (
    element.matches("input") && !["checkbox", "radio", "button", "submit", "reset"].includes(element.type)
  );
}

const rows = () =>
  [...document.querySelectorAll(".lt-list tbody tr")].filter((row) => row.querySelector("a[href]"));
const here = () => document.querySelector(".lt-list tbody tr.lt-here");

function move(step) {
  const all = rows();
  if (all.length === 0) return;
  const at = all.indexOf(here());
  const next = at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step));
  all[at]?.classList.remove("lt-here");
  all[next].classList.add("lt-here");
  focus_on(all[next].querySelector("a[href]"));
}

function back_link() {
  return (
    document.querySelector(".govuk-back-link") ??
    [...document.querySelectorAll(".govuk-breadcrumbs__link")].pop()
  );
}

function focus_on(element) {
  element?.focus();
  element?.scrollIntoView({ block: "nearest" });
}

function follow(link) {
  if (link) location.assign(link.href);
}
