// The pages of the queue. An event says that something happened at the desk: the page is fetched anew and what it shows is put in the
// place of what was there. The calling screen says a new call aloud where the machine has a Vietnamese voice. At a counter one key does
// one act. Without script the screen is reloaded by itself and the buttons are pressed.
const kRetry = 5000; // ms, when the browser itself has given up
const kQuiet = 200; // ms, so that several events fetch the page once
const kMinute = 60000; // the clock of the screen, and whatever an event failed to bring

function start() {
  const url = document.querySelector("[data-queue-url]")?.dataset.queueUrl;
  if (!url) return;
  if ("EventSource" in window) listen(url);
  setInterval(() => document.hidden || refresh(), kMinute);
  document.addEventListener("keydown", press);
  document.querySelector("[data-queue] button[data-key]")?.focus();
}

// A hidden tab lets its connection go: browsers allow only six to one server over HTTP/1.1.
function listen(url) {
  let source = null;
  let timer = 0;
  let opened = false;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, kQuiet);
  };
  const open = () => {
    if (source || document.hidden) return;
    source = new EventSource(url);
    source.addEventListener("open", () => {
      if (opened) soon(); // what happened while the line was down
      opened = true;
    });
    source.addEventListener("queue", soon);
    source.addEventListener("error", () => {
      if (source?.readyState !== EventSource.CLOSED) return; // it reconnects by itself
      source = null;
      setTimeout(open, kRetry);
    });
  };
  const close = () => {
    source?.close();
    source = null;
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", open);
  open();
}

async function refresh() {
  const here = document.querySelector("[data-queue]");
  try {
    const answer = await fetch(location.pathname, { headers: { accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-queue]");
    if (!fresh || here.querySelector("form[aria-busy]")) return;
    const said = words_of(here);
    const key = here.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    here.replaceChildren(...fresh.childNodes);
    if (key) here.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
    const words = words_of(here);
    if (words && words !== said) say(words);
  } catch {
    // The line is down: the next event, or the line coming back, tries again.
  }
}

function words_of(place) {
  return place.querySelector("[data-queue-say]")?.dataset.queueSay;
}

function say(words) {
  const voice = window.speechSynthesis?.getVoices().find((one) => one.lang.startsWith("vi"));
  if (!voice) return;
  const speech = new SpeechSynthesisUtterance(words);
  speech.voice = voice;
  speech.lang = voice.lang;
  speechSynthesis.speak(speech);
}

// The same switch as for the other keys (keys.js).
function enabled() {
  try {
    return localStorage.getItem("lt-keys") !== "off";
  } catch {
    return true;
  }
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
  if (event.target.matches("input, textarea, select") || !enabled()) return;
  const button = document.querySelector(`[data-queue-keys] [data-key="${CSS.escape(event.key)}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
}

start();
