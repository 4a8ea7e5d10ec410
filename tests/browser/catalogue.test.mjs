// The catalogue in the hands of headquarters in Chromium: both languages, with and without JavaScript, axe on every page.
import assert from "node:assert/strict";
import { test } from "node:test";

import { kPhone, mainText, mainWith, openVisitor, pathOf, press, startBoth, untilShown } from "./support.mjs";
import { bookAhead, invite, joinAndSignIn } from "./staff.mjs";

const kOffice = "PJY-BKP";
const kDesktop = { viewport: { width: 1280, height: 800 } };
const { server, browser } = await startBoth();

const kWays = [["ms", true, { ...kPhone, viewport: { width: 320, height: 700 } }, "Aminah binti Contoh"],
  ["en", false, { ...kDesktop, colorScheme: "dark" }, "Chong Contoh"]];
for (const [language, javaScript, screen, name] of kWays) {
  test(`a holiday is added, seen, saved and taken back, ${language}, ${javaScript ? "with" : "without"} JavaScript`, async () => {
    const [{ date }] = await bookAhead(server, kOffice, [name], javaScript ? 9 : 20);
    const visitor = await openVisitor(browser, javaScript, screen);
    const { page, look, complaints } = visitor;
    const user = `ibu.pejabat.${language}`;
    const at = `${server.url}/${language}/staff/catalogue`;
    await joinAndSignIn(page, server, language, user, invite(server, user, "hq_admin"));
    await page.goto(at);
    await look();
    await page.goto(`${at}/offices?q=${kOffice}`);
    await look();
    await press(page, "main table a");
    assert.equal(pathOf(page), `/${language}/staff/catalogue/offices/row`);
    await look();

    await page.goto(`${at}/holidays/row`);
    await page.fill("#name_ms", "Hari baharu");
    await press(page, "button[value=keep]");
    await look();
    assert.equal(await page.inputValue("#name_ms"), "Hari baharu");
    await page.fill("#date", date);
    await page.fill("#name_en", "New day");
    await page.check("#states input[value='16']");
    await page.selectOption("#estimated", "no");
    await press(page, "button[value=keep]");
    assert.equal(pathOf(page), `/${language}/staff/catalogue/holidays`);
    await look();
    await press(page, ".open-change a");
    await look();
    assert.match(await mainText(page), new RegExp(name));
    await page.fill("#reason", "Cuti khas");
    await press(page, "button[value=save]");
    await look();
    const saved = page.url();
    const displaced = `${server.url}/${language}/staff/at/${kOffice}/displaced`;
    await untilShown(page, mainWith(page, name), displaced);

    await page.goto(`${at}/changes`);
    await look();
    await page.goto(saved);
    await press(page, "button[value=undo]");
    await look();
    await page.fill("#reason", "Tersilap");
    await press(page, "button[value=save]");
    await untilShown(page, mainWith(page, language === "ms" ? "Selesai" : "Done"));
    await page.goto(displaced);
    assert.doesNotMatch(await mainText(page), new RegExp(name));
    assert.deepEqual(complaints, []);
    await visitor.context.close();
  });
}

test("a sheet is taken away as a file, edited and handed in; hours are copied for Ramadan", async () => {
  const visitor = await openVisitor(browser, true, kDesktop);
  const { page, look, complaints } = visitor;
  const at = `${server.url}/ms/staff/catalogue`;
  await joinAndSignIn(page, server, "ms", "fail", invite(server, "fail", "hq_admin"));
  await page.goto(`${at}/pools`);
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("a[href$='as=csv']")]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  const handIn = async (content) => {
    await page.setInputFiles("#file", { name: "pools.csv", mimeType: "text/csv", buffer: Buffer.from(content) });
    await press(page, "form[enctype] button");
    await look();
  };
  await handIn("nothing");
  await handIn(text.replace("Kaunter pasport", "Kaunter pasport baharu"));
  assert.match(await mainText(page), /Kaunter pasport → Kaunter pasport baharu/);
  await press(page, "button[value=discard]");

  await page.goto(`${at}/hours_profiles`);
  await page.fill("#copy-from", "2027-02-08");
  await page.fill("#copy-to", "2027-03-09");
  await page.fill("#copy-closes", "16.30");
  await press(page, "form[action$='/copy'] button");
  await look();
  assert.match(await mainText(page), /16:30/);
  await press(page, "button[value=discard]");
  await page.goto(`${server.url}/ms/staff/at/${kOffice}/catalogue`);
  await look();
  assert.deepEqual(complaints, []);
  await visitor.context.close();
});
