// A long list of recipients: type to filter (with or without Vietnamese accents), one box for a whole group,
// a running count. A group's box stays true only while every member is checked, so that the server may take
// it at its word.
import { words } from "./words.js";

export function start_picker() {
  for (const picker of document.querySelectorAll("[data-picker]")) {
    connect_filter(picker);
    connect_groups(picker);
    show_count(picker);
    picker.addEventListener("change", () => show_count(picker));
  }
}

// "Đèo Gia" → "deo gia"; đ has no decomposition of its own.
export function fold(text) {
  return text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase();
}

function connect_filter(picker) {
  const place = picker.querySelector("[data-picker-find]");
  const field = place?.querySelector("input");
  if (!field) return;
  const items = [...picker.querySelectorAll("[data-group] .govuk-checkboxes__item")].map((element) => {
    const name = element.textContent.trim();
    return { element, exact: name.normalize("NFC").toLowerCase(), folded: fold(name) };
  });
  place.hidden = false;
  field.addEventListener("input", () => {
    const query = field.value.trim().normalize("NFC").toLowerCase();
    // Who types accents means them; who types none does not.
    const wants = fold(query) === query ? "folded" : "exact";
    let shown = 0;
    for (const item of items) {
      const fits = query.split(/\s+/).every((word) => item[wants].includes(word));
      item.element.hidden = !fits;
      if (fits) shown += 1;
    }
    for (const block of picker.querySelectorAll("[data-picker-block]")) {
      block.hidden = !block.querySelector("[data-group] .govuk-checkboxes__item:not([hidden])");
    }
    show_count(picker, query ? shown : undefined);
  });
  // Enter in the filter must not send the whole form.
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}

function connect_groups(picker) {
  for (const all of picker.querySelectorAll("[data-picker-group]")) {
    const block = all.closest("[data-picker-block]");
    const members = () => [...block.querySelectorAll("[data-group] input")];
    const reflect = () => {
      const checked = members().filter((box) => box.checked).length;
      all.checked = checked > 0 && checked === members().length;
      all.indeterminate = checked > 0 && !all.checked;
    };
    if (all.checked) for (const box of members()) box.checked = true;
    reflect();
    block.addEventListener("change", (event) => {
      if (event.target === all) for (const box of members()) box.checked = all.checked;
      else reflect();
    });
  }
}

function show_count(picker, shown) {
  const place = picker.querySelector("[data-picker-count]");
  if (!place) return;
  const checked = picker.querySelectorAll("[data-group] input:checked").length;
  place.textContent = words.checked(checked) + (shown === undefined ? "" : ` ${words.shown(shown)}`);
}
