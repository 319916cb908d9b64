// Collects the words to translate (Vietnamese is the source) into locale/lienthong.pot, and appends what en.po does
// not know yet to its end, to be filled in; what nothing says any more leaves it. With --check it writes nothing, and fails when
// en.po lacks a translation, has one that nothing needs or loses a {{name}}; it lists which.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pot = join(root, "web/locale/lienthong.pot");
const english = join(root, "web/locale/en.po");

// Sentences of these reach no page: the command line, the made-up history, the answers to upload scripts, and printed forms, which are in
// Vietnamese in every language of the screens.
const without_pages = /[/\\]src[/\\](?:app[/\\](?:commands|demo)[/\\]|kit[/\\]http[/\\]tus|slips[/\\])/;

const found = new Map(); // msgid → set of files
for (const path of files(join(root, "web/components"), ".html")) from_template(path);
for (const path of files(join(root, "src"), ".html")) if (/[/\\]views[/\\]/.test(path)) from_template(path);
for (const path of files(join(root, "src"), ".cpp")) if (!/_(db)?test\.cpp$/.test(path)) from_code(path);

const text = template();
const check = process.argv.includes("--check");
const faults = [];
const translated = existsSync(english) ? read_po(readFileSync(english, "utf8")) : new Map();
if (!check) {
  writeFileSync(pot, text);
  const blocks = readFileSync(english, "utf8").trimEnd().split(/\n\s*\n/);
  const needed = blocks.filter((block) => [...read_po(block).keys()].every((id) => id === "" || found.has(id)));
  const missing = [...found.keys()].filter((id) => !translated.has(id)).map((id) => `msgid ${quote(id)}\nmsgstr ""`);
  writeFileSync(english, [...needed, ...missing].join("\n\n") + "\n");
}
for (const [id, places] of found) {
  if (!translated.get(id)) faults.push(`no English: ${quote(id)}  (${[...places].join(", ")})`);
}
const holes = (words) => (words.match(/\{\{[^}]*\}\}/g) ?? []).sort().join();
for (const [id, words] of translated) {
  if (id && !found.has(id)) faults.push(`nothing says it any more: ${quote(id)}`);
  if (id && words && holes(id) !== holes(words)) faults.push(`other {{names}} than the source: ${quote(id)}`);
}
console.log(`${found.size} texts, ${[...found.keys()].filter((id) => translated.get(id)).length} in English`);
if (check) {
  for (const fault of faults) console.error(fault);
  process.exit(faults.length > 0 ? 1 : 0);
}

function files(folder, ending) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

// Spaces and line breaks count as one space, as in kit/html.
function collapse(words) {
  return words.replace(/\s+/g, " ").trim();
}

function add(words, path) {
  const id = collapse(words);
  if (id === "") return;
  if (!found.has(id)) found.set(id, new Set());
  found.get(id).add(relative(root, path).replaceAll("\\", "/"));
}

function from_template(path) {
  for (const hit of readFileSync(path, "utf8").matchAll(/\{\{#t\}\}([\s\S]*?)\{\{\/t\}\}/g))
    add(hit[1], path);
}

// tr("…"), msg("…") and translate(request, "…"), also when the literal goes on over several lines. And each whole
// sentence in Vietnamese: refusals (base::invalid, base::conflict …) are translated when a page shows them. What is
// put together with values is none; texts for the command line end with a line break.
function from_code(path) {
  const code = readFileSync(path, "utf8");
  const literals = /\/\/.*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)'|((?:"(?:[^"\\\n]|\\.)*"\s*)+)/g;
  for (const hit of code.matchAll(literals)) {
    if (!hit[1]) continue;
    const words = [...hit[1].matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((piece) => unescape_c(piece[1])).join("");
    const before = code.slice(Math.max(0, hit.index - 80), hit.index).trimEnd();
    const after = code.slice(hit.index + hit[0].length, hit.index + hit[0].length + 2);
    const is_marked = /\b(?:(?:tr|msg)\(|translate\(\w+,)$/.test(before);
    const is_alone = !/(?:\+=?|<<)$/.test(before) && !/^(?:\+|<<)/.test(after);
    const is_sentence = /^\p{Lu}.*[.?!]$/su.test(words) && /[^\x00-\x7f]/.test(words);
    if (is_marked || (is_sentence && is_alone && !without_pages.test(path))) add(words, path);
  }
}

function unescape_c(words) {
  return words.replace(/\\(.)/g, (_, c) => ({ n: "\n", t: "\t" })[c] ?? c);
}

function quote(words) {
  return `"${words.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n").replace(/\t/g, "\\t")}"`;
}

function template() {
  const head =
    '# Words of Liên Thông. Written by web/extract.mjs; do not edit.\nmsgid ""\nmsgstr ""\n' +
    '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n"Language: vi\\n"\n';
  const ids = [...found.keys()].sort((a, b) => (a < b ? -1 : 1));
  return (
    head +
    ids
      .map((id) => `\n${[...found.get(id)].map((p) => `#: ${p}\n`).join("")}msgid ${quote(id)}\nmsgstr ""\n`)
      .join("")
  );
}

// Enough of the PO format for our own files: msgid and msgstr, each over one or more quoted lines; fuzzy
// entries don't count.
function read_po(source) {
  const entries = new Map();
  for (const block of source.split(/\n\s*\n/)) {
    if (/^#,.*\bfuzzy\b/m.test(block)) continue;
    const part = { msgid: null, msgstr: null };
    let current = null;
    for (const line of block.split("\n")) {
      const hit = line.match(/^(msgid|msgstr)?\s*"(.*)"\s*$/);
      if (!hit) continue;
      current = hit[1] ?? current;
      if (current) part[current] = (part[current] ?? "") + unescape_c(hit[2]);
    }
    if (part.msgid !== null) entries.set(collapse(part.msgid), part.msgstr ?? "");
  }
  return entries;
}
