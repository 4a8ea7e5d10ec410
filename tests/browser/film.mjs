// A slip before a camera: its QR code as Chromium's fake camera shows it.
import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { root } from "./support.mjs";

const require = createRequire(join(root, "ui/package.json"));
const kWidth = 640, kHeight = 480;

/** A picture of the code that the page's drawing shows: bytes of brightness, 640 × 480. */
export function pictureOf({ size, path }) {
  const picture = Buffer.alloc(kWidth * kHeight, 255);
  const scale = Math.floor(kHeight / size);
  const left = (kWidth - size * scale) >> 1, top = (kHeight - size * scale) >> 1;
  for (const [, x, y, width] of path.matchAll(/M(\d+)[ ,](\d+)h(\d+)/g)) {
    for (let row = 0; row < scale; ++row) {
      const begin = (top + y * scale + row) * kWidth + left + x * scale;
      picture.fill(0, begin, begin + width * scale);
    }
  }
  return picture;
}

/** What the code says. */
export async function readPicture(picture) {
  const { decodeQR } = await import(pathToFileURL(require.resolve("qr/decode.js")));
  const data = new Uint8Array(picture.length * 4).fill(255);
  picture.forEach((brightness, at) => data.fill(brightness, at * 4, at * 4 + 3));
  return decodeQR({ width: kWidth, height: kHeight, data });
}

/** Browser arguments for a camera that shows the picture, and whoever is asked allows it. */
export function filmOf(picture, file) {
  const colourless = Buffer.alloc((kWidth * kHeight) / 2, 128);
  const frame = Buffer.concat([Buffer.from("FRAME\n"), picture, colourless]);
  const head = Buffer.from(`YUV4MPEG2 W${kWidth} H${kHeight} F10:1 Ip A1:1 C420jpeg\n`);
  writeFileSync(file, Buffer.concat([head, frame, frame, frame]));
  return ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${file}`];
}
