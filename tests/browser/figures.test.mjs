// The pages of figures in Chromium: who sees what, tables with and without JavaScript, charts, files, the weekly mail's address.
import assert from "node:assert/strict";
import { test } from "node:test";

import { kPhone, openVisitor, press, startBoth, submit } from "./support.mjs";
import { bookForNow, invite, joinAndSignIn, keepFigures } from "./staff.mjs";

const kOffice = "PJY-BKP";
const kDesktop = { viewport: { width: 1280, height: 800 } };
const { server, browser } = await startBoth("forenoon");
keepFigures(server, kOffice);

const figure = (page, name) => page.locator(".figures > div", { hasText: name }).locator("dd");
const cells = (page, table) => page.locator(`#${table} tbody td`).allTextContents();

test("an officer sees how the day goes, and no reports", async () => {
  await bookForNow(server, kOffice, ["Aminah binti Contoh", "Chong Contoh"]);
  const { page, look, complaints, context } = await openVisitor(browser, true, kPhone);
  await joinAndSignIn(page, server, "ms", "hari", invite(server, "hari", "officer", kOffice));
  await press(page, `main a[href$="${kOffice}/today"]`);
  assert.match(await figure(page, "Tempat diambil").textContent(), /^2 /);
  assert.doesNotMatch(await page.content(), /Aminah/);
  assert.equal(await page.locator("#days tbody tr").count(), 7);
  await page.locator("figure .drawing .bar").first().waitFor({ state: "attached" });
  await look();
  const refused = await page.goto(`${server.url}/ms/staff/at/${kOffice}/reports`);
  assert.equal(refused.status(), 403);
  assert.deepEqual(complaints, []);
  await context.close();
});

for (const [language, javaScript, screen] of [["ms", false, kPhone], ["en", true, { ...kDesktop, colorScheme: "dark" }]]) {
  test(`an administrator reads reports, ${language}, ${javaScript ? "with" : "without"} JavaScript`, async () => {
    const { page, look, complaints, context } = await openVisitor(browser, javaScript, screen);
    const user = `laporan.${language}`;
    await joinAndSignIn(page, server, language, user, invite(server, user, "office_admin", kOffice));
    const reports = `${server.url}/${language}/staff/at/${kOffice}/reports`;
    await page.goto(`${reports}?period=last_week`);
    await look();
    const numbers = await cells(page, "appointments");
    assert.deepEqual(numbers.slice(0, 3), ["40", "20", "50.0%"]);
    assert.equal(await page.locator("figure.chart:visible").count(), javaScript ? 2 : 0);

    const [download] = await Promise.all([page.waitForEvent("download"), page.locator('main a[href*=".xlsx"]').click()]);
    assert.match(download.suggestedFilename(), /^laporan-PJY-BKP-.*\.xlsx$/);

    await page.fill("#from", "2026-01-02");
    await page.fill("#to", "2026-01-01");
    await submit(page, "/reports");
    assert.equal(await page.locator("#to-error").count(), 1);
    await look();

    await page.goto(`${server.url}/${language}/staff/reports?period=last_week`);
    await press(page, "#appointments th[data-measure=missed_rate] a");
    assert.equal(await page.locator("#appointments th[aria-sort=descending]").getAttribute("data-measure"), "missed_rate");
    await look();

    await page.goto(`${server.url}/${language}/staff/at/${kOffice}/weekly-mail`);
    await page.fill("#address", "bukan alamat");
    await submit(page, "/weekly-mail");
    await look();
    assert.equal(await page.inputValue("#address"), "bukan alamat");
    await page.fill("#address", "pejabat@example.my");
    await submit(page, "/weekly-mail");
    assert.equal(await page.locator("[role=status]").count(), 1);
    await look();
    assert.deepEqual(complaints, []);
    await context.close();
  });
}
