// Screenshots of the main pages: screenshots.mjs FOLDER [full]; `full` takes whole pages instead of what a screen shows.
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { bookAhead, bookSoon, allowWalkIns, invite, joinAndSignIn, keepFigures } from "./staff.mjs";
import { fillDetails, follow, inventedPerson, press, root, startBrowser, startServer, submit } from "./support.mjs";

const kOutput = process.argv[2] ?? join(root, "docs/screenshots");
const kSizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };
const kOffice = "PJY-BKP";
const kMonth = `/book/slots?office=${kOffice}&service=PASPORT-BAHARUI`;
const kPeople = ["Aminah binti Contoh", "Chong Contoh", "Devi a/p Contoh", "Muthu a/l Contoh", "Rosnah binti Contoh"];
const kTablet = { width: 820, height: 1180 }, kTelevision = { width: 1920, height: 1080 };

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
  await page.goto(`${url}/${language}${kMonth}`);
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

/** Some people come, are called, and one is being served. */
async function fillCounters(page, at, people) {
  for (const { reference } of people) {
    await page.goto(`${at}/check-in`);
    await page.fill("#code", reference);
    await submit(page, "/check-in");
    await submit(page, "/check-in/arrive");
  }
  await page.goto(`${at}/queue`);
  await page.fill("#counter", "3");
  await submit(page, "/queue/open");
  await submit(page, "/queue/next");
  for (const act of ["start", "finish"]) await press(page, `[value=${act}]`);
  await submit(page, "/queue/next");
  await press(page, "[value=start]");
}

/** The department's pages, on the screens they are looked at with. */
async function walkStaff(browser, server, language, viewport, size) {
  const context = await browser.newContext({ viewport, reducedMotion: "reduce" });
  const page = await context.newPage();
  const at = `${server.url}/${language}/staff/at/${kOffice}`;
  const user = `ketua.${language}.${size}`;
  await joinAndSignIn(page, server, language, user, invite(server, user, "hq_admin"));
  const officer = await (await browser.newContext({ viewport })).newPage();
  const name = `pegawai.${language}.${size}`;
  await joinAndSignIn(officer, server, language, name, invite(server, name, "officer", kOffice));
  const [{ date }] = await bookAhead(server, kOffice, kPeople.slice(0, 2));
  await fillCounters(officer, at, await bookSoon(server, kOffice, kPeople));
  const show = (shown, of) => shoot(shown, `staff-${of}-${language}-${size}`);
  await officer.reload();
  await show(officer, "counter");
  for (const [of, path] of [["day", "/day"], ["today", "/today"], ["calendar", `/calendar?on=${date}`], ["reports", "/reports"]]) {
    await page.goto(`${at}${path}`);
    await show(page, of);
  }
  await page.goto(`${server.url}/${language}/staff/catalogue`);
  await show(page, "catalogue");
  await officer.goto(`${at}/queue`);
  await press(officer, "[value=finish]");
  await submit(officer, "/queue/next");
  const board = await (await browser.newContext({ viewport: kTelevision })).newPage();
  await board.goto(`${server.url}/${language}/display/${kOffice}`);
  await shoot(board, `staff-display-${language}-television`);
  for (const act of ["start", "finish"]) await press(officer, `[value=${act}]`);
  await submit(officer, "/queue/close");
  for (const one of [context, officer.context(), board.context()]) await one.close();
}

const server = await startServer({ size: "whole" });
const browser = await startBrowser();
try {
  mkdirSync(kOutput, { recursive: true });
  allowWalkIns(server, kOffice);
  keepFigures(server, kOffice);
  for (const language of ["ms", "en"]) {
    for (const [size, viewport] of Object.entries({ ...kSizes, tablet: kTablet }))
      await walkStaff(browser, server, language, viewport, size);
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
