// Renders the samples and the error pages as kit/html does, and serves them under the product's
// Content-Security-Policy. For the preview and the islands' tests; the product itself has no part in it.
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import mustache from "mustache";
import { error_view, views } from "./views.mjs";

const samples = dirname(fileURLToPath(import.meta.url));
const web = dirname(samples);
const kPolicy = "default-src 'self'; style-src 'self'; script-src 'self'";
const kTypes = {
  ".css": "text/css",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

// kit/html prints nothing for true and false.
class Writer extends mustache.Writer {
  escapedValue(token, context) {
    return typeof context.lookup(token[1]) === "boolean" ? "" : super.escapedValue(token, context);
  }
}

// name → finished page
export function render_all(lang = "vi") {
  const catalogue = lang === "en" ? read_catalogue() : new Map();
  const page = (path, view) => render(path, { ...view, lang, assets: "/dist" }, catalogue);
  const made = new Map(
    Object.keys(views).map((name) => [name, page(join(samples, `${name}.html`), views[name])]),
  );
  for (const file of readdirSync(join(web, "components/errors"))) {
    made.set(`error-${file.slice(0, -5)}`, page(join(web, "components/errors", file), error_view));
  }
  return made;
}

// The four steps of kit/html: layout, partials, translation, Mustache.
function render(path, view, catalogue) {
  let text = readFileSync(path, "utf8");
  const layout = text.match(/^\{\{! layout: (\w+) \}\}\n?/);
  if (layout) text = text.slice(layout[0].length);
  if (layout && layout[1] !== "none")
    text = component(`layouts/${layout[1]}`).replace("{{{content}}}", () => text);
  for (let depth = 0; /\{\{> /.test(text); depth += 1) {
    if (depth > 20) throw new Error(`${path}: partials go round in a circle`);
    text = text.replace(/\{\{> ([\w/-]+)\}\}/g, (_, name) => component(name));
  }
  text = text.replace(/\{\{#t\}\}([\s\S]*?)\{\{\/t\}\}/g, (_, words) => catalogue.get(words) ?? words);
  return new Writer().render(text, view);
}

function component(name) {
  return readFileSync(join(web, "components", `${name}.html`), "utf8").replace(/\n$/, "");
}

function read_catalogue() {
  const text = readFileSync(join(web, "locale/en.po"), "utf8");
  const words = (line) => JSON.parse(line);
  return new Map(
    [...text.matchAll(/^msgid (".*")\nmsgstr (".*")$/gm)].map((hit) => [words(hit[1]), words(hit[2])]),
  );
}

// Serves /NAME.html and /dist/…; `other(request, response, path)` answers first and returns true when it did.
export async function serve(pages, other = () => false) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://host").pathname);
    if (other(request, response, path)) return;
    if (path === "/events") return response.writeHead(204).end(); // 204: the browser must not ask again
    const page = pages.get(path.slice(1).replace(/\.html$/, ""));
    try {
      const body =
        page ?? readFileSync(join(web, path.startsWith("/dist/") && !path.includes("..") ? path : "none"));
      const type = page ? "text/html; charset=utf-8" : kTypes[extname(path)];
      response.writeHead(200, { "Content-Type": type, "Content-Security-Policy": kPolicy }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    base: `http://127.0.0.1:${server.address().port}`,
    close: () => (server.closeAllConnections(), server.close()),
  };
}
