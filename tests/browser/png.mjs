// Makes a screenshot small: a PNG of 8-bit RGB becomes one with a palette of 256 colours. Text on flat grounds needs
// no more.
import { deflateSync, inflateSync } from "node:zlib";
import { readFileSync, writeFileSync } from "node:fs";

const kColours = 256;
const kGrounds = 64;

export function shrink(path) {
  const { width, height, rgb } = decode(readFileSync(path));
  const counts = new Map();
  for (let i = 0; i < rgb.length; i += 3) {
    const colour = (rgb[i] << 16) | (rgb[i + 1] << 8) | rgb[i + 2];
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const palette = choose(counts);
  const place = new Map([...counts.keys()].map((colour) => [colour, nearest(palette, colour)]));
  const rows = Buffer.alloc(height * (width + 1)); // each row begins with its filter: 0, none
  for (let y = 0, i = 0; y < height; y += 1) {
    for (let x = 1; x <= width; x += 1, i += 3) {
      rows[y * (width + 1) + x] = place.get((rgb[i] << 16) | (rgb[i + 1] << 8) | rgb[i + 2]);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((c) => [c >> 16, (c >> 8) & 255, c & 255]));
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  const data = deflateSync(rows, { level: 9, memLevel: 9 });
  const parts = [["IHDR", head], ["PLTE", colours], ["IDAT", data], ["IEND", Buffer.alloc(0)]];
  writeFileSync(path, Buffer.concat([signature, ...parts.map(([type, bytes]) => chunk(type, bytes))]));
}

// The grounds as they are; of the others the most frequent of each small cube of colours, the fullest cubes first.
function choose(counts) {
  const grounds = [...counts.entries()].sort((a, b) => b[1] - a[1]).slice(0, kGrounds);
  const cubes = new Map();
  for (const [colour, count] of counts) {
    const key = ((colour >> 20) << 8) | (((colour >> 12) & 15) << 4) | ((colour >> 4) & 15);
    const cube = cubes.get(key) ?? { total: 0, best: 0, colour };
    cube.total += count;
    if (count > cube.best) Object.assign(cube, { best: count, colour });
    cubes.set(key, cube);
  }
  const chosen = [...cubes.values()].sort((a, b) => b.total - a.total).slice(0, kColours - grounds.length);
  return [...grounds.map(([colour]) => colour), ...chosen.map((cube) => cube.colour)];
}

function nearest(palette, colour) {
  let best = 0;
  let least = Infinity;
  palette.forEach((other, i) => {
    const far = [16, 8, 0].reduce((sum, shift) => sum + (((colour >> shift) & 255) - ((other >> shift) & 255)) ** 2, 0);
    if (far < least) [best, least] = [i, far];
  });
  return best;
}

function decode(file) {
  let width = 0;
  let height = 0;
  const data = [];
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const type = file.toString("latin1", at + 4, at + 8);
    const bytes = file.subarray(at + 8, at + 8 + length);
    if (type === "IHDR") {
      [width, height] = [bytes.readUInt32BE(0), bytes.readUInt32BE(4)];
      if (bytes[8] !== 8 || bytes[9] !== 2 || bytes[12] !== 0) throw new Error("not a PNG of 8-bit RGB");
    }
    if (type === "IDAT") data.push(bytes);
    at += length + 12;
  }
  return { width, height, rgb: unfilter(inflateSync(Buffer.concat(data)), width * 3, height) };
}

function unfilter(raw, stride, height) {
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x += 1) {
      const left = x < 3 ? 0 : out[y * stride + x - 3];
      const up = y === 0 ? 0 : out[(y - 1) * stride + x];
      const corner = x < 3 || y === 0 ? 0 : out[(y - 1) * stride + x - 3];
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      out[y * stride + x] = raw[y * (stride + 1) + 1 + x] + guess;
    }
  }
  return out;
}

function paeth(left, up, corner) {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

function chunk(type, bytes) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), bytes]);
  const out = Buffer.alloc(bytes.length + 12);
  out.writeUInt32BE(bytes.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), out.length - 4);
  return out;
}

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
