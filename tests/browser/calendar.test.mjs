// An office's calendar and what two people do together, in Chromium: both languages, with and without JavaScript, axe.
import assert from "node:assert/strict";
import { test } from "node:test";

import { kPhone, mainText, mainWith, openVisitor, press, startBoth, submit, untilShown } from "./support.mjs";
import { bookAhead, invite, joinAndSignIn } from "./staff.mjs";

const kOffice = "PJY-BKP";
const kDesktop = { viewport: { width: 1280, height: 800 } };
const { server, browser } = await startBoth();

async function administrator(language, javaScript, screen, user) {
  const visitor = await openVisitor(browser, javaScript, screen);
  await joinAndSignIn(visitor.page, server, language, user, invite(server, user, "office_admin", kOffice));
  return visitor;
}

// Each way has weeks of its own, so many days ahead.
for (const [language, javaScript, screen, ahead] of [["ms", true, { viewport: { width: 320, height: 720 } }, 20],
  ["en", false, { ...kDesktop, colorScheme: "dark" }, 40]]) {
  const way = `${language}, ${javaScript ? "with" : "without"} JavaScript`;
  const at = () => `${server.url}/${language}/staff/at/${kOffice}`;

  test(`an administrator changes days, ${way}`, async () => {
    const { page, look, complaints, context } = await administrator(language, javaScript, screen, `kalendar.${language}`);
    const [{ date }] = await bookAhead(server, kOffice, ["Rosnah binti Contoh"], ahead);
    await page.goto(`${at()}/calendar`);
    await look();
    await press(page, "main [rel=next]");
    await page.goto(`${at()}/calendar?on=${date}`);
    await look();
    await press(page, "main [value=preview]");
    await look();
    assert.equal(await page.locator(".govuk-error-message").count(), 2, "seats and reason are missing");
    await page.fill("#seats", "0");
    await page.selectOption("#reason", "training");
    await press(page, "main [value=preview]");
    await look();
    assert.match(await mainText(page), /Rosnah binti Contoh/);
    await press(page, "main [value=change]");
    assert.equal(await page.inputValue("#seats"), "0");
    await press(page, "main [value=preview]");
    await press(page, "main [value=save]");
    await untilShown(page, mainWith(page, /Berkuat kuasa|In force/));
    await look();
    await submit(page, "/calendar/undo");
    await look();
    await submit(page, "/calendar/undo");
    await untilShown(page, mainWith(page, /240 tempat, 1 diambil|176 tempat, 1 diambil|1 taken/));

    const sunday = new Date(date);
    while (sunday.getUTCDay() !== 0) sunday.setUTCDate(sunday.getUTCDate() + 1);
    const on = sunday.toISOString().slice(0, 10);
    await page.goto(`${at()}/calendar?on=${on}`);
    await look();
    await page.selectOption("#reason", "high_demand");
    await page.check("[value=extra]");
    await page.fill("#from_time", "08:00");
    await page.fill("#to_time", "10:00");
    await press(page, "main [value=preview]");
    await look();
    await press(page, "main [value=save]");
    await untilShown(page, mainWith(page, /48 tempat|48 seats/));
    await page.goto(`${server.url}/${language}/book/slots?office=${kOffice}&service=PASPORT-BAHARUI&month=${on.slice(0, 7)}&day=${on}`);
    await untilShown(page, page.locator(`[name=starts_at][value="${Date.parse(`${on}T08:00:00+08:00`)}"]`));
    assert.equal(await page.locator("[name=starts_at]").count(), 6, "applicants can book the extra hours");

    await page.goto(`${at()}/rules`);
    await look();
    await page.check("#walk_ins");
    await page.fill("#late", "abc");
    await submit(page, "/rules");
    await look();
    assert.equal(await page.inputValue("#late"), "abc");
    await page.fill("#late", "15");
    await submit(page, "/rules");
    await look();
    assert.equal(await page.inputValue("#late"), "15");
    assert.deepEqual(complaints, []);
    await context.close();
  });

  test(`two administrators act together, ${way}`, async () => {
    const asker = await administrator(language, javaScript, screen, `satu.${language}`);
    const second = await administrator(language, javaScript, kPhone, `dua.${language}`);
    const { page, look } = asker;
    const booked = await bookAhead(server, kOffice, ["Halimah binti Contoh", "Raju Contoh"], ahead + 10);
    const { date } = booked[0];

    await page.goto(`${at()}/cancellations`);
    await look();
    await page.fill("#on", date);
    await page.selectOption("#reason", "system_failure");
    await press(page, "main [value=preview]");
    await look();
    await page.locator("tr", { hasText: "Raju" }).locator("[name=keep]").check();
    await press(page, "main [value=ask]");
    await look();
    assert.match(page.url(), /done=asked/);

    await page.goto(`${at()}/calendar?on=${date}`);
    await page.fill("#seats", "40");
    await page.selectOption("#reason", "high_demand");
    await press(page, "main [value=preview]");
    await look();
    await press(page, "main [value=save]");

    await page.goto(`${at()}/export`);
    await look();
    await page.fill("#from", date);
    await page.fill("#why", "Semakan bahagian");
    await submit(page, "/export");
    await look();

    await second.page.goto(`${at()}/approvals`);
    await second.look();
    assert.match(await mainText(second.page), /Halimah|Gangguan sistem \/ System failure/);
    await press(second.page, "a[href*='names=']");
    await second.look();
    assert.match(await mainText(second.page), /Halimah binti Contoh/);
    assert.doesNotMatch(await mainText(second.page), /Raju/);
    await second.page.goto(`${at()}/approvals`);
    for (let left = 3; left > 0; --left) await press(second.page, "[value=approve]");
    await second.look();

    await page.goto(`${at()}/cancellations`);
    await untilShown(page, mainWith(page, /Dibatalkan: 1|Cancelled: 1/));
    await page.goto(`${at()}/calendar?on=${date}`);
    await untilShown(page, mainWith(page, /40/));
    await page.goto(`${at()}/export`);
    const fetchFile = async () => {
      const [download] = await Promise.all([page.waitForEvent("download"), page.click("form[action$='/download'] button")]);
      assert.equal(download.suggestedFilename(), `${kOffice}-${date}.xlsx`);
    };
    await fetchFile();
    await page.goto(`${at()}/export`);
    await look();
    assert.match(await mainText(page), language === "ms" ? /Muat turun lagi/ : /Download again/);
    await fetchFile();
    assert.deepEqual([...asker.complaints, ...second.complaints], []);
    await asker.context.close();
    await second.context.close();
  });
}
