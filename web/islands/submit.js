// A second click on a sending form does nothing. The server's key is the real guard; this saves the wait.
const kForget = 15000; // ms; a download leaves the page in place, so the form must come back to life

export function start_submit() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      return;
    }
    form.setAttribute("aria-busy", "true");
    event.submitter?.setAttribute("aria-busy", "true");
    setTimeout(() => calm(form, event.submitter), kForget);
  });
  // The browser may bring the page back from its cache, still marked.
  window.addEventListener("pageshow", () => {
    for (const busy of document.querySelectorAll("form[aria-busy], button[aria-busy]"))
      busy.removeAttribute("aria-busy");
  });
}

function calm(form, submitter) {
  form.removeAttribute("aria-busy");
  submitter?.removeAttribute("aria-busy");
}
