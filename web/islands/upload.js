// File fields marked data-tus send their files at once, resumably, and put the uploads' names into the form;
// the files then leave the form. A form sent meanwhile waits for them. Without this script the same field
// sends plain multipart.
import { Refused, remove, send } from "./tus.js";
import { words } from "./words.js";

const running = new WeakMap(); // form → number of files on their way

export function start_uploads() {
  for (const field of document.querySelectorAll('input[type="file"][data-tus]')) {
    if (!field.form || !("fetch" in window)) continue;
    field.addEventListener("change", () => {
      const files = [...field.files];
      field.value = "";
      for (const file of files) begin(field, file);
    });
    hold_form(field.form);
  }
}

async function begin(field, file) {
  const form = field.form;
  const row = make_row(field, file);
  const token = form.querySelector('input[name="_csrf"]')?.value ?? "";
  const abort = new AbortController();
  let sent = recall(file);
  row.remove_button.addEventListener("click", () => {
    abort.abort();
    row.item.remove();
    group_of(field).querySelector(".govuk-file-upload-button, input[type=file]").focus();
    if (sent) remove(sent, token);
  });
  if (!field.multiple) replace_earlier(row);
  count(form, 1);
  try {
    const url = await send(file, {
      endpoint: field.dataset.tus,
      token,
      known: sent,
      signal: abort.signal,
      events: {
        created: (address) => {
          sent = address;
          remember(file, address);
        },
        progress: (part) => row.progress(part),
        waiting: (seconds) => row.say(words.waiting(seconds)),
      },
    });
    forget(file);
    row.done(field.dataset.tusName || "upload", url.replace(/\/+$/, "").split("/").pop());
  } catch (error) {
    forget(file);
    if (!abort.signal.aborted) row.fail(reason(error));
  } finally {
    count(form, -1);
  }
}

function reason(error) {
  if (error instanceof Refused && error.detail) return error.detail;
  if (error instanceof Refused && error.status === 413) return words.too_large;
  if (error instanceof Refused && error.status === 415) return words.refused_type;
  return words.failed;
}

function group_of(field) {
  return field.closest(".govuk-form-group");
}

function make_row(field, file) {
  const list = group_of(field).querySelector(".lt-uploads");
  const item = make("li");
  const bar = make("progress");
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  const status = make("span", "lt-quiet");
  status.setAttribute("role", "status");
  const button = make("button", "lt-linkbtn", words.remove);
  button.type = "button";
  button.setAttribute("aria-label", `${words.remove} ${file.name}`);
  item.append(make("span", "lt-uploads__name", file.name), bar, status, button);
  list.append(item);
  let told = -1;
  return {
    item,
    remove_button: button,
    say: (text) => (status.textContent = text),
    // Said in steps of ten, so that a screen reader is not kept talking.
    progress(part) {
      bar.value = Math.floor(part * 100);
      const step = Math.floor(part * 10) * 10;
      if (step !== told) status.textContent = words.uploading(step);
      told = step;
    },
    done(name, upload) {
      const hidden = make("input");
      hidden.type = "hidden";
      hidden.name = name;
      hidden.value = upload;
      bar.remove();
      status.textContent = words.uploaded;
      item.append(hidden);
    },
    fail(text) {
      bar.remove();
      status.className = "govuk-error-message lt-last";
      status.textContent = text;
    },
  };
}

function make(tag, css_class = "", text = "") {
  const element = document.createElement(tag);
  if (css_class) element.className = css_class;
  element.textContent = text;
  return element;
}

// A field for one file: the new one takes the place of the earlier one.
function replace_earlier(row) {
  for (const other of [...row.item.parentElement.children]) {
    if (other === row.item) continue;
    const button = other.querySelector("button");
    if (button) button.click();
    else other.remove();
  }
}

function count(form, change) {
  const left = (running.get(form)?.left ?? 0) + change;
  const waiting = running.get(form)?.waiting;
  running.set(form, { left, waiting: left > 0 ? waiting : undefined });
  if (left === 0 && waiting && !form.querySelector(".lt-uploads .govuk-error-message")) waiting();
}

function hold_form(form) {
  if (running.has(form)) return;
  running.set(form, { left: 0 });
  form.addEventListener("submit", (event) => {
    const state = running.get(form);
    if (state.left === 0) return;
    event.preventDefault();
    const submitter = event.submitter;
    state.waiting = () => form.requestSubmit(submitter);
    const row = [...form.querySelectorAll('.lt-uploads [role="status"]')].pop();
    if (row) row.textContent = words.sends_when_done;
  });
}

// The address of an unfinished upload outlives a reload of the page in this tab.
const key_of = (file) => `lt-upload:${file.name}:${file.size}:${file.lastModified}`;

function remember(file, address) {
  try {
    sessionStorage.setItem(key_of(file), address);
  } catch {
    // Only the resumption after a reload is lost.
  }
}

function recall(file) {
  try {
    return sessionStorage.getItem(key_of(file));
  } catch {
    return null;
  }
}

function forget(file) {
  try {
    sessionStorage.removeItem(key_of(file));
  } catch {
    // Nothing was kept.
  }
}
