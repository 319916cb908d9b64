// The box that checks a whole page of a list, and the number of checked rows in the bar above it.
export function start_check_all() {
  for (const place of document.querySelectorAll("[data-check-all]")) {
    const table = place.closest("table");
    if (!table) continue;
    const all = document.createElement("input");
    all.type = "checkbox";
    all.setAttribute("aria-label", place.dataset.checkAll);
    place.replaceWith(all);
    const boxes = () => [...table.querySelectorAll('tbody .lt-pick input[type="checkbox"]')];
    all.addEventListener("change", () => {
      for (const box of boxes()) box.checked = all.checked;
      show(table, all, boxes());
    });
    table.addEventListener("change", () => show(table, all, boxes()));
    show(table, all, boxes());
  }
}

function show(table, all, boxes) {
  const checked = boxes.filter((box) => box.checked).length;
  all.checked = boxes.length > 0 && checked === boxes.length;
  all.indeterminate = checked > 0 && checked < boxes.length;
  for (const box of boxes) box.closest("tr").classList.toggle("lt-on", box.checked);
  const counter = table.closest("form")?.querySelector("[data-checked-count]");
  if (counter) counter.textContent = String(checked);
}
