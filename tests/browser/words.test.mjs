// Headquarters writing, auditors reading, slips read by the camera and without network, in Chromium: both languages, with and
// without JavaScript alternating, axe on every page.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import {
  focusOf, kPhone, mainText, mainWith, openVisitor, postgresql, press, program, startBrowser, startServer, submit, untilShown,
} from "./support.mjs";
import { bookSoon, invite, joinAndSignIn } from "./staff.mjs";
import { filmOf, pictureOf, readPicture } from "./film.mjs";

const kOffice = "PJY-BKP";
const kDesktop = { viewport: { width: 1280, height: 800 } };
let server, browser, folder, token, reference;

/** The drawing of the code on the slip that somebody prints. */
async function codeOnSlip({ reference: asked, number }) {
  const plain = await startBrowser();
  const { page } = await openVisitor(plain, false);
  await page.goto(`${server.url}/ms/appointment`);
  await page.fill("#reference", asked);
  await page.fill("#document_number", number);
  await submit(page, "/appointment");
  await page.goto(`${server.url}/ms/appointment/slip`);
  const drawing = page.locator("svg.qr");
  const code = { size: Number((await drawing.getAttribute("viewBox")).split(" ")[2]), path: await drawing.locator("path").getAttribute("d") };
  await plain.close();
  return code;
}

before(async () => {
  server = await startServer();
  const [booked] = await bookSoon(server, kOffice, ["Aminah binti Contoh"]);
  reference = booked.reference;
  folder = mkdtempSync(join(tmpdir(), "temujanji-film-"));
  const picture = pictureOf(await codeOnSlip(booked));
  token = await readPicture(picture);
  browser = await startBrowser(filmOf(picture, join(folder, "slip.y4m")));
});
after(async () => {
  await browser?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
  if (server) assert.equal(await server.stop(), 0);
});

const database = postgresql ? ["--database", postgresql] : [];

for (const [language, javaScript, screen] of [["ms", true, kDesktop], ["en", false, kPhone]]) {
  test(`headquarters announces and writes, ${language}, ${javaScript ? "with" : "without"} JavaScript`, async () => {
    const { page, look, complaints, context } = await openVisitor(browser, javaScript, screen);
    const at = `${server.url}/${language}`;
    const user = `ibu.${language}`;
    await joinAndSignIn(page, server, language, user, invite(server, user, "hq_admin"));
    await page.goto(`${at}/staff/announcements`);
    await look();
    await page.goto(`${at}/staff/announcements/write`);
    const title = `Banjir ${language}`;
    await page.fill("#title_ms", title);
    await page.fill("#body_ms", "Kaunter **ditutup**.");
    await page.fill("#body_en", "Counters are **closed**.");
    if (javaScript) {
      await page.locator("#preview-ms strong", { hasText: "ditutup" }).waitFor();
    }
    await press(page, "button[value=publish]");
    await look();
    assert.equal(await page.locator("#title_en-error").count(), 1);
    assert.equal(await page.inputValue("#body_ms"), "Kaunter **ditutup**.");
    await page.fill("#title_en", title);
    await press(page, "button[value=preview]");
    assert.equal(await page.locator("#preview-en strong").innerText(), "closed");
    await look();
    await press(page, "button[value=publish]");
    await look();
    await untilShown(page, mainWith(page, title), `${at}/`);
    await look();

    await page.goto(`${at}/staff/texts`);
    await look();
    await page.goto(`${at}/staff/texts/faq`);
    await look();
    const question = `Soalan ${language}?`;
    const written = `## ${question}\n\n[Klik](javascript:alert(1)) <b>sini</b>\n\n${await page.inputValue(`#text_${language}`)}`;
    await page.fill(`#text_${language}`, written);
    await press(page, "button[value=preview]");
    await look();
    assert.equal((await page.inputValue(`#text_${language}`)).trim(), written.trim());
    await press(page, "button[value=save]");
    await look();
    await untilShown(page, mainWith(page, question), `${at}/help/faq`);
    await look();
    assert.equal(await page.locator("main a", { hasText: "Klik" }).count(), 0);
    for (const shown of ["help/manual", "help/contact", "staff/guide"]) {
      await page.goto(`${at}/${shown}`);
      await look();
    }
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

for (const [language, javaScript, screen] of [["en", true, kPhone], ["ms", false, kDesktop]]) {
  test(`an auditor reads the log and takes a proof away, ${language}`, async () => {
    const { page, look, complaints, context } = await openVisitor(browser, javaScript, screen);
    const at = `${server.url}/${language}/staff`;
    await joinAndSignIn(page, server, language, `audit.${language}`, invite(server, `audit.${language}`, "auditor"));
    await page.goto(`${at}/audit`);
    await look();
    await page.fill("#reference", reference);
    await submit(page, "/audit/person");
    assert.match(await mainText(page), /Appointment booked|Temujanji ditempah/);
    await look();
    for (let tries = 0; ; ++tries) {
      await page.goto(`${at}/audit?act=appointment_booked`);
      await press(page, "tbody a");
      if (await page.locator("a[download]").count() > 0) break;
      assert.ok(tries < 100, "it is never signed");
      await page.waitForTimeout(300);
    }
    await look();
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator("a[download]").click()]);
    const proof = join(folder, "proof.json");
    await download.saveAs(proof);
    assert.ok(readFileSync(proof).length <= 4096);
    const [, key] = execFileSync(program, ["audit", "verify", "--data", server.data, ...database], { encoding: "utf8" }).match(/public key: (\S+)/);
    const checked = execFileSync(program, ["audit", "check-proof", proof, "--key", key], { encoding: "utf8" });
    assert.match(checked, /^genuine/);
    for (const list of ["closures", "blocks", "approvals", "suspicious"]) {
      await page.goto(`${at}/${list}`);
      await look();
      if (list !== "suspicious") assert.equal(await page.locator("main form").count(), 0, list);
    }
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test("an officer scans a slip with the camera, and with a scanner that types", async () => {
  const { page, look, complaints, context } = await openVisitor(browser, true, kDesktop);
  const at = `${server.url}/ms/staff/at/${kOffice}`;
  await joinAndSignIn(page, server, "ms", "imbas", invite(server, "imbas", "officer", kOffice));
  await page.goto(`${at}/check-in`);
  await look();
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NotAllowedError"));
  });
  await page.click("[data-scan-begin]");
  await page.locator("[role=status]", { hasText: /tidak dibenarkan/ }).waitFor();
  await page.evaluate(() => delete navigator.mediaDevices.getUserMedia);
  await page.click("[data-scan-begin]");
  await page.getByText("Aminah binti Contoh").waitFor({ timeout: 30_000 });
  await page.goto(`${at}/check-in`);
  await focusOf(page, "#code");
  await page.keyboard.type(token);
  await page.keyboard.press("Enter");
  await page.getByText("Aminah binti Contoh").waitFor();

  await page.goto(`${at}/afterwards`);
  await look();
  await page.goto(`${at}/offline`);
  await look();
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("a[download]").click()]);
  const kept = join(folder, download.suggestedFilename());
  await download.saveAs(kept);
  await context.setOffline(true);
  await page.goto(pathToFileURL(kept).href);
  const check = async (code, section) => {
    await page.fill("#code", code);
    await page.keyboard.press("Enter");
    await page.locator(`#${section}`).waitFor();
  };
  await check(token, "genuine");
  assert.match(await page.locator("#genuine").innerText(), new RegExp(reference.slice(0, 4)));
  assert.equal(await page.locator("#other-office").isVisible(), false);
  await check(token.slice(0, 40) + (token[40] === "A" ? "B" : "A") + token.slice(41), "not-genuine");
  await check("1234", "unreadable");
  await context.setOffline(false);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("a kiosk reads the slip with the camera and then wants the document", async () => {
  const { page, look, complaints, context } = await openVisitor(browser, true, { viewport: { width: 820, height: 1180 } });
  await joinAndSignIn(page, server, "en", "kiosk", invite(server, "kiosk", "officer", kOffice));
  await page.goto(`${server.url}/en/staff/at/${kOffice}/check-in`);
  await submit(page, "/kiosk");
  await look();
  await focusOf(page, "#code");
  await page.keyboard.type(token);
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "document_number", "of a scanner that types");
  await page.fill("#code", "");
  await page.click("[data-scan-begin]");
  await page.waitForFunction((wanted) => document.getElementById("code").value === wanted, token, { timeout: 30_000 });
  assert.equal(await page.evaluate(() => document.activeElement.id), "document_number");
  await page.keyboard.press("Enter");
  await page.locator("#document_number-error").waitFor();
  await look();
  assert.deepEqual(complaints, []);
  await context.close();
});
