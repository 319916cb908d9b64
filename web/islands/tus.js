// The client's half of the tus 1.0 protocol (core, creation, termination, checksum): one file, in pieces, from where it
// stopped. Knows nothing of the page; upload.js shows what happens.
const kPiece = 4 * 1024 * 1024;
const kLongestWait = 30; // s

export class Refused extends Error {
  // `detail`: the server's own words, "" where it had none.
  constructor(status, detail = "") {
    super(`refused with status ${status}`);
    this.status = status;
    this.detail = detail;
  }
}

// Sends `file` and returns its address on the server. `events`: progress(part of 1), waiting(seconds),
// created(url). `known` is the address of an upload begun earlier, or null. Throws Refused when the server
// will not take the file.
export async function send(file, { endpoint, token, known, events, signal }) {
  const headers = headers_with(token);
  let url = known;
  let offset = null; // null: unknown, ask the server
  let failures = 0;
  for (;;) {
    try {
      if (!url) {
        url = await create(file, endpoint, headers, signal);
        events.created(url);
        offset = 0;
      }
      if (offset === null) {
        offset = await ask_offset(url, headers, signal);
        if (offset === null) {
          url = null; // the server has forgotten it: begin again
          continue;
        }
      }
      events.progress(file.size === 0 ? 1 : offset / file.size);
      if (offset >= file.size) return url;
      offset = await patch(file.slice(offset, offset + kPiece), url, offset, headers, signal);
      failures = 0;
    } catch (error) {
      if (error instanceof Refused || signal.aborted) throw error;
      offset = null;
      const wait = Math.min(kLongestWait, 2 ** failures);
      failures += 1;
      events.waiting(wait);
      await pause(wait, signal);
    }
  }
}

// Forgets an upload that no form will use, so that it takes no room on the server. Nothing is lost when this fails: it
// expires.
export async function remove(url, token) {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const options = { method: "DELETE", headers: headers_with(token), credentials: "same-origin", keepalive: true };
    const answer = await fetch(url, options).catch(() => null);
    if (answer?.status !== 423) return; // 423: the piece that was broken off is still being written
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

function headers_with(token) {
  return { "Tus-Resumable": "1.0.0", "X-CSRF-Token": token, Accept: "application/json" };
}

async function create(file, endpoint, headers, signal) {
  const answer = await call(endpoint, "POST", signal, {
    ...headers,
    "Upload-Length": String(file.size),
    "Upload-Metadata":
      `filename ${base64(new TextEncoder().encode(file.name))},` +
      `filetype ${base64(new TextEncoder().encode(file.type || "application/octet-stream"))}`,
  });
  const location = answer.headers.get("Location");
  if (answer.status !== 201 || !location) throw new Refused(answer.status);
  return new URL(location, new URL(endpoint, document.baseURI)).href;
}

async function ask_offset(url, headers, signal) {
  const answer = await call(url, "HEAD", signal, headers, undefined, [404, 410]);
  if (answer.status === 404 || answer.status === 410) return null;
  return offset_of(answer);
}

async function patch(piece, url, offset, headers, signal) {
  const checksum = await sha256(piece);
  const answer = await call(
    url,
    "PATCH",
    signal,
    {
      ...headers,
      "Content-Type": "application/offset+octet-stream",
      "Upload-Offset": String(offset),
      ...(checksum && { "Upload-Checksum": `sha256 ${checksum}` }),
    },
    piece,
    [409, 423, 460],
  );
  // 409: another offset, 423: the broken connection still holds it, 460: damaged on the way. Ask and go on.
  if (!answer.ok) throw new Error("out of step");
  return offset_of(answer);
}

async function call(url, method, signal, headers, body, expected = []) {
  const answer = await fetch(url, {
    method,
    headers,
    body,
    signal,
    credentials: "same-origin",
    redirect: "error",
  });
  if (answer.ok || expected.includes(answer.status)) return answer;
  // A busy or broken server may recover; a 4xx will not change its mind.
  if (answer.status >= 500 || answer.status === 408 || answer.status === 429) throw new Error("not now");
  const problem = answer.headers.get("Content-Type") === "application/problem+json" ? await answer.json() : {};
  throw new Refused(answer.status, problem.detail);
}

function offset_of(answer) {
  const offset = Number.parseInt(answer.headers.get("Upload-Offset") ?? "", 10);
  if (!Number.isSafeInteger(offset)) throw new Refused(answer.status);
  return offset;
}

// Browsers offer digests only over HTTPS and on this machine; elsewhere the piece goes without one.
async function sha256(piece) {
  if (!globalThis.crypto?.subtle) return null;
  return base64(new Uint8Array(await crypto.subtle.digest("SHA-256", await piece.arrayBuffer())));
}

function base64(bytes) {
  return btoa(String.fromCharCode(...bytes));
}

function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    window.addEventListener("online", resolve, { once: true });
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });
}
