// Shows the print buttons, which can do nothing without a script, and connects them. Links to files that are marked data-print-file are printed
// where the reader is; one with data-print-now also at once, when its page opens for the first time.
export function start_print() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  // A browser that shows no PDF in the page follows the link as it stands.
  if (navigator.pdfViewerEnabled === false) return;
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-print-file]");
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    print_file(link);
  });
  const now = document.querySelector("a[data-print-now]");
  if (!now) return;
  // Not again when the page is loaded anew.
  history.replaceState(null, "", location.pathname);
  print_file(now);
}

function print_file(link) {
  document.querySelector("iframe[data-printing]")?.remove();
  const frame = document.createElement("iframe");
  frame.dataset.printing = "";
  frame.className = "govuk-visually-hidden";
  frame.tabIndex = -1;
  frame.setAttribute("aria-hidden", "true");
  frame.addEventListener("load", () => {
    try {
      frame.contentWindow.print();
    } catch {
      location.assign(link.href); // its viewer lets no page print
    }
  });
  frame.src = link.href;
  document.body.append(frame);
  link.focus();
}
