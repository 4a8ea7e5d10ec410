// Screenshots of the main pages: screenshots.mjs FOLDER [full]; `full` takes whole pages instead of what a screen shows.
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { fillDetails, follow, inventedPerson, root, startBrowser, startServer, submit } from "./support.mjs";

const kOutput = process.argv[2] ?? join(root, "docs/screenshots");
const kSizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };
const kOffice = "/book/slots?office=PJY-BKP&service=PASPORT-BAHARUI";

async function shoot(page, name) {
  await page.screenshot({ path: join(kOutput, `${name}.png`), fullPage: process.argv[3] === "full" });
}

async function walk(context, url, language, look) {
  const page = await context.newPage();
  const show = async (name) => look(page, name);
  await page.goto(`${url}/${language}/`);
  await show("home");
  await page.goto(`${url}/${language}/book`);
  await show("services");
  await page.goto(`${url}/${language}/book/offices?service=PASPORT-BAHARUI`);
  await show("offices");
  await page.goto(`${url}/${language}${kOffice}`);
  if (await page.locator('input[name="starts_at"]').count() === 0) await follow(page, "day=");
  await show("month");
  await page.locator('input[name="starts_at"]').nth(3).check({ force: true });
  await submit(page, "/book/hold");
  await fillDetails(page, inventedPerson());
  await show("details");
  await submit(page, "/book/details");
  await page.goto(`${url}/${language}/book/check`);
  await show("check");
  await page.locator('[name="declaration"]').check({ force: true });
  await submit(page, "/book/submit");
  await show("done");
  await page.close();
}

const server = await startServer({ size: "whole" });
const browser = await startBrowser();
try {
  mkdirSync(kOutput, { recursive: true });
  for (const language of ["ms", "en"]) {
    for (const colorScheme of ["light", "dark"]) {
      for (const [size, viewport] of Object.entries(kSizes)) {
        const context = await browser.newContext({ viewport, colorScheme, reducedMotion: "reduce" });
        await walk(context, server.url, language, (page, name) => shoot(page, `${name}-${language}-${size}-${colorScheme}`));
        await context.close();
      }
    }
  }
} finally {
  await browser.close();
  await server.stop();
}
