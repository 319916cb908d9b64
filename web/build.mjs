// Writes web/dist/: theme.css, app.js, fonts, icons. No network. Fails when a file outgrows its limit or the
// source of a page breaks the Content-Security-Policy.
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const web = join(root, "web");
const dist = join(web, "dist");
const kLimits = {
  "theme.css": 20 * 1024,
  "app.js": 15 * 1024,
  "vgca.js": 3 * 1024,
  "queue.js": 3 * 1024,
  "places.js": 120 * 1024,
  "drawing.js": 70 * 1024,
  "modeller.js": 200 * 1024,
  "form.js": 6 * 1024,
  "units.json": 40 * 1024,
}; // bytes after gzip

rmSync(dist, { recursive: true, force: true });
mkdirSync(join(dist, "fonts"), { recursive: true });

const theme = sass.compile(join(web, "styles/theme.scss"), {
  loadPaths: [join(root, "node_modules")],
  style: "compressed",
  quietDeps: true,
});
writeFileSync(join(dist, "theme.css"), theme.css);

// app.js is on every page, the others where a page asks for them.
await esbuild.build({
  entryPoints: { app: join(web, "islands/main.js"), vgca: join(web, "islands/vgca.js"), queue: join(web, "islands/queue.js") },
  outdir: dist,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2018"],
  charset: "utf8",
  logLevel: "warning",
});

// pdf.js draws the file on the places page: a module with its worker beside it, written for old browsers already.
await esbuild.build({
  entryPoints: { places: join(web, "islands/places.js") },
  outdir: dist,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022"],
  charset: "utf8",
  legalComments: "eof",
  logLevel: "warning",
});
// Forms made from a schema, and the communes of each province.
await esbuild.build({
  entryPoints: { form: join(web, "islands/form.js") },
  outdir: dist,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2020"],
  charset: "utf8",
  logLevel: "warning",
});
writeFileSync(join(dist, "units.json"), JSON.stringify(communes()));
// bpmn-js shows and edits the drawings of processes, on their pages only.
await esbuild.build({
  entryPoints: { drawing: join(web, "islands/drawing.js"), modeller: join(web, "islands/modeller.js") },
  outdir: dist,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2020"],
  charset: "utf8",
  legalComments: "eof",
  logLevel: "warning",
  loader: { ".woff": "file", ".woff2": "file", ".ttf": "empty", ".eot": "empty", ".svg": "empty" },
  assetNames: "fonts/[name]",
});
cpSync(join(root, "node_modules/pdfjs-dist/legacy/build/pdf.worker.min.mjs"), join(dist, "pdf.worker.js"));

for (const weight of [400, 600]) {
  for (const subset of ["vietnamese", "latin"]) {
    const name = `be-vietnam-pro-${subset}-${weight}-normal.woff2`;
    cpSync(join(root, "node_modules/@fontsource/be-vietnam-pro/files", name), join(dist, "fonts", name));
  }
}
cpSync(join(web, "assets"), dist, { recursive: true });

const faults = [...sizes(), ...policy()];
for (const fault of faults) console.error(`web: ${fault}`);
process.exit(faults.length > 0 ? 1 : 0);

// province → [code, name] of its communes, as data/units/units.tsv has them
function communes() {
  const all = {};
  let province;
  for (const line of readFileSync(join(root, "data/units/units.tsv"), "utf8").split("\n")) {
    const [code, name] = line.split("\t");
    if (/^\d{2}$/.test(code)) province = all[code] = [];
    else if (/^\d{5}$/.test(code)) province.push([code, name]);
  }
  return all;
}

function files(folder, ending) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function sizes() {
  const over = [];
  for (const path of files(dist, "").sort()) {
    const content = readFileSync(path);
    const name = relative(dist, path);
    const packed = path.endsWith(".woff2") ? content.length : gzipSync(content, { level: 9 }).length;
    console.log(
      `${name.padEnd(48)} ${String(content.length).padStart(7)} B ${String(packed).padStart(6)} B gzip`,
    );
    if (packed > kLimits[name])
      over.push(`${name} has ${packed} bytes after gzip, the limit is ${kLimits[name]}`);
  }
  return over;
}

// Pages allow no inline style, no inline script and no data: address; a source that holds one would silently
// lose it.
function policy() {
  const faults = [];
  const sources = [
    ...files(join(web, "components"), ".html"),
    ...files(join(root, "src"), ".html").filter((path) => /[/\\]views[/\\]/.test(path)),
  ];
  for (const path of sources) {
    const text = readFileSync(path, "utf8");
    const found =
      text.match(/<[^>]*\s(style|on[a-z]+)\s*=/i) ??
      text.match(/<style|<script(?![^>]*\ssrc=)|javascript:|data:/i);
    if (found) faults.push(`${relative(root, path)}: closed by the CSP: ${found[0].slice(-40)}`);
  }
  if (/url\(["']?data:/.test(theme.css)) faults.push("theme.css: data: address, closed by the CSP");
  return faults;
}
