// Blocks and appeals between people in Chromium: both languages, with and without JavaScript, axe on every page.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  fillDetails, follow, inventedPerson, kPhone, mainText, openVisitor, pathOf, press, startBoth, submit,
} from "./support.mjs";
import { bookAhead, invite, joinAndSignIn } from "./staff.mjs";

const kOffice = "PJY-BKP";
const kDesktop = { viewport: { width: 1280, height: 800 }, colorScheme: "dark" };
const { server, browser } = await startBoth();

async function colleague(language, javaScript, screen, user, role, ...offices) {
  const visitor = await openVisitor(browser, javaScript, screen);
  await joinAndSignIn(visitor.page, server, language, user, invite(server, user, role, ...offices));
  return visitor;
}

/** Somebody goes the whole way with this document; gives their browser, on the page that answers. */
async function tryToBook(language, javaScript, number) {
  const visitor = await openVisitor(browser, javaScript, kPhone);
  const { page } = visitor;
  await page.goto(`${server.url}/${language}/book/slots?office=${kOffice}&service=PASPORT-BAHARUI`);
  if (await page.locator('input[name="starts_at"]').count() === 0) await follow(page, "day=");
  await page.locator('input[name="starts_at"]').first().check({ force: true });
  await submit(page, "/book/hold");
  await fillDetails(page, { ...inventedPerson(), "applicant.document.number": number });
  await submit(page, "/book/details");
  await page.goto(`${server.url}/${language}/book/check`);
  await page.locator('[name="declaration"]').check({ force: true });
  await submit(page, "/book/submit");
  return visitor;
}

for (const [language, javaScript, screen, ahead] of [["ms", true, kPhone, 9], ["en", false, kDesktop, 30]]) {
  test(`somebody is blocked, appeals, and two end it, ${language}, ${javaScript ? "with" : "without"} JavaScript`, async () => {
    const at = `${server.url}/${language}/staff/at/${kOffice}`;
    const admin = await colleague(language, javaScript, screen, `satu.${language}`, "office_admin", kOffice);
    const second = await colleague(language, javaScript, screen, `dua.${language}`, "office_admin", kOffice);
    const [{ reference, number }] = await bookAhead(server, kOffice, ["Halimah binti Contoh"], ahead);

    const { page, look } = admin;
    await page.goto(`${at}/blocks`);
    await look();
    await page.fill("#reference", reference);
    await submit(page, "/blocks/find");
    await look();
    await press(page, 'form[action$="/blocks/add"] button');
    await look();
    assert.equal(await page.locator("#reason-error").count(), 1);
    await page.selectOption("#reason", "resold");
    await press(page, 'form[action$="/blocks/add"] button');
    await look();
    assert.match(await mainText(page), new RegExp(number));

    const person = await tryToBook(language, javaScript, number);
    await person.look();
    await press(person.page, 'main a[href$="/blocked"]');
    await person.look();
    await submit(person.page, "/blocked");
    await person.look();
    assert.ok(await person.page.locator(".govuk-error-message").count() > 0);
    await person.page.fill("#number", number);
    await person.page.fill("#text", "Saya tempah untuk diri sendiri sahaja.");
    await submit(person.page, "/blocked");
    await person.look();

    await page.goto(`${at}/blocks`);
    await look();
    assert.match(await mainText(page), /Saya tempah untuk diri sendiri sahaja\./);
    await page.fill('[name="why"]', "Tersilap");
    await submit(page, "/blocks/end");
    await look();
    await page.goto(`${at}/approvals`);
    assert.equal(await page.locator("[value=approve]").count(), 0, "who asked does not decide");
    await second.page.goto(`${at}/approvals`);
    await second.look();
    await press(second.page, "[value=approve]");
    await second.look();
    await second.page.goto(`${at}/blocks?over=1`);
    await second.look();

    const free = await tryToBook(language, javaScript, inventedPerson()["applicant.document.number"]);
    assert.equal(await free.page.locator(".reference").count(), 1);
    assert.deepEqual([admin, second, person, free].flatMap((one) => one.complaints), []);
    for (const one of [admin, second, person, free]) await one.context.close();
  });

  test(`headquarters sees accounts, approvals and patterns, ${language}`, async () => {
    const at = `${server.url}/${language}/staff`;
    const { page, look, complaints, context } = await colleague(language, javaScript, screen, `ibu.${language}`, "hq_admin");
    for (const path of ["accounts", "approvals", "blocks", "suspicious", "sessions"]) {
      const answer = await page.goto(`${at}/${path}`);
      assert.equal(answer.status(), 200, path);
      assert.equal(pathOf(page), `/${language}/staff/${path}`);
      await look();
    }
    assert.deepEqual(complaints, []);
    await context.close();
  });
}
