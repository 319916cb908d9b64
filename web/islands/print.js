// Shows the print buttons, which can do nothing without a script, and connects them. Links to files that are marked data-print-file are printed
// where the reader is; one with data-print-now also at once, when its page opens for the first time. What does not come, or can't be printed, is
// told beside the link: the paper is kept, and can be printed again or saved.
import { words } from "./words.js";

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
  document.querySelector("[data-not-printed]")?.remove();
  const frame = document.createElement("iframe");
  frame.dataset.printing = "";
  frame.className = "govuk-visually-hidden";
  frame.tabIndex = -1;
  frame.setAttribute("aria-hidden", "true");
  frame.addEventListener("load", () => {
    try {
      if (is_refusal(frame, link)) tell(link);
      else frame.contentWindow.print();
    } catch {
      tell(link); // nothing came, or its viewer lets no page print
    }
  });
  frame.src = link.href;
  document.body.append(frame);
  link.focus();
}

// A page came in place of the file: an error, or the log-in. What shows the file itself may not be looked into, or is there with its address.
function is_refusal(frame, link) {
  if (!frame.contentDocument || frame.contentDocument.contentType === "application/pdf") return false;
  const [answer] = frame.contentWindow.performance.getEntriesByType("navigation");
  return answer?.responseStatus >= 400 || frame.contentWindow.location.pathname !== new URL(link.href).pathname;
}

function tell(link) {
  const told = document.createElement("div");
  told.dataset.notPrinted = "";
  told.className = "lt-noprint";
  told.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.className = "govuk-error-message";
  text.textContent = words.not_printed;
  const again = document.createElement("button");
  again.type = "button";
  again.className = "govuk-button govuk-button--secondary lt-last";
  again.textContent = words.print_again;
  again.addEventListener("click", () => print_file(link));
  const save = document.createElement("a");
  save.className = "govuk-link";
  save.href = link.href;
  save.download = "";
  save.textContent = words.save;
  told.append(text, again, " ", save);
  const item = link.closest("li");
  if (item) item.append(told);
  else (link.closest("p") ?? link).after(told);
  again.focus();
}
