// Shows the print buttons, which can do nothing without a script, and connects them.
export function start_print() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
