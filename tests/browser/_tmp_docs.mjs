import { readdirSync, readFileSync, mkdirSync } from "node:fs";
import { axe, fits, kDesktop, kPhone, launch, open_page, screenshot } from "./lib.mjs";
import { serve } from "../../web/samples/render.mjs";
const dir="/tmp/ltdocs/html/";
const pages=new Map(readdirSync(dir).map(f=>[f.slice(0,-5), readFileSync(dir+f,"utf8")]));
const server=await serve(pages); const browser=await launch(); mkdirSync("/tmp/ltdocs/png",{recursive:true});
for (const name of pages.keys()) for (const viewport of [kDesktop,kPhone]) {
  const page=await open_page(browser,{viewport,base:server.base});
  await page.goto(`/${name}.html`,{waitUntil:"load"});
  await screenshot(page,`${name}-${viewport.width}`,{folder:"/tmp/ltdocs/png",full:true});
  const found=[...page.faults.filter(f=>!String(f).includes("404")),...(await axe(page)).map(v=>JSON.stringify(v).slice(0,400))];
  if(!(await fits(page))) found.push("scrolls sideways");
  for(const f of found) console.log(name,viewport.width,f);
  await page.context().close();
}
await browser.close(); server.close();
