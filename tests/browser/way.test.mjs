// The whole way of an applicant in Chromium: both languages, with and without JavaScript, axe on every page.
import assert from "node:assert/strict";
import { test } from "node:test";

import { fillDetails, follow, inventedPerson, kPhone, openVisitor, pathOf, press, startBoth, submit } from "./support.mjs";

const kReference = /[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}-[0-9A-Z*~$=]/;
const kNarrow = { viewport: { width: 320, height: 640 } };
/** Each way is gone on another screen. */
const kScreens = {
  "ms, with": kPhone, "ms, without": kNarrow,
  "en, with": { ...kNarrow, colorScheme: "dark" }, "en, without": { ...kPhone, colorScheme: "dark" },
};
const { server, browser } = await startBoth();

async function holdFirstSlot({ page, look }, language) {
  await page.goto(`${server.url}/${language}/`);
  await look();
  await follow(page, `/${language}/book`);
  await look();
  await follow(page, "service=PASPORT-BAHARUI");
  await look();
  await follow(page, "office=PJY-BKP");
  await look();
  if (await page.locator('input[name="starts_at"]').count() === 0) await follow(page, "day=");
  await page.locator('input[name="starts_at"]').first().check({ force: true });
  await submit(page, "/book/hold");
  assert.equal(pathOf(page), `/${language}/book/details`);
}

/** Books and returns the reference and who it is for. */
async function book(visitor, language) {
  const { page, look } = visitor;
  const person = inventedPerson();
  await holdFirstSlot(visitor, language);
  await look();
  await fillDetails(page, person);
  await submit(page, "/book/details");
  assert.equal(pathOf(page), `/${language}/book/documents`, await page.locator("main").innerText());
  await look();
  const onward = page.locator('main form[action$="/book/documents"] button, main a[href$="/book/check"]').last();
  await press(page, onward);
  assert.equal(pathOf(page), `/${language}/book/check`);
  await look();
  await page.locator('[name="declaration"]').check({ force: true });
  await submit(page, "/book/submit");
  assert.equal(pathOf(page), `/${language}/book/done`, await page.locator("main").innerText());
  await look();
  const reference = (await page.locator("main").innerText()).match(kReference)?.[0];
  assert.ok(reference, "the last page shows no reference");
  return { reference, person };
}

async function openAppointment({ page }, language, reference, number) {
  await page.goto(`${server.url}/${language}/appointment`);
  await page.locator('[name="reference"]').fill(reference);
  await page.locator('[name="document_number"]').fill(number);
  await submit(page, "/appointment");
}

async function confirmAndCancel({ page, look }, language) {
  const view = `/${language}/appointment/view`;
  await follow(page, "/appointment/confirm");
  await look();
  await submit(page, "/appointment/confirm");
  await look();
  await page.goto(server.url + view);
  assert.equal(await page.locator('main a[href$="/appointment/confirm"]').count(), 0, "what is confirmed can be confirmed again");
  await follow(page, "/appointment/cancel");
  await look();
  await page.locator('[name="reason"][type="radio"]').first().check({ force: true });
  await submit(page, "/appointment/cancel");
  await look();
  await page.goto(server.url + view);
  assert.equal(await page.locator('main a[href$="/appointment/cancel"]').count(), 0, "what is cancelled can be cancelled again");
  await look();
}

for (const language of ["ms", "en"]) {
  for (const script of [true, false]) {
    const how = `${language}, ${script ? "with" : "without"} JavaScript`;

    test(`an applicant books, looks it up, confirms and cancels (${how})`, async () => {
      const visitor = await openVisitor(browser, script, kScreens[`${language}, ${script ? "with" : "without"}`]);
      const { page, look, complaints } = visitor;
      const { reference, person } = await book(visitor, language);
      await openAppointment(visitor, language, reference, person["applicant.document.number"]);
      assert.equal(pathOf(page), `/${language}/appointment/view`);
      await look();
      assert.match(await page.locator("main").innerText(), kReference);
      const shown = await page.content();
      assert.ok(!shown.includes(person["applicant.document.number"]) && !shown.includes(person["applicant.email"]),
        "the page shows what should be masked");
      for (const [paper, type] of [["slip.pdf", "application/pdf"], ["calendar.ics", "text/calendar"]]) {
        const answer = await visitor.context.request.get(`${server.url}/${language}/appointment/${paper}`);
        assert.equal(answer.status(), 200, paper);
        assert.ok(answer.headers()["content-type"].startsWith(type), paper);
      }
      await page.goto(`${server.url}/${language}/appointment/slip`);
      await look();
      await page.goto(`${server.url}/${language}/appointment/view`);
      await confirmAndCancel(visitor, language);
      await visitor.context.close();
      assert.deepEqual(complaints, []);
    });

    test(`what is wrong is said, and what was typed stays (${how})`, async () => {
      const visitor = await openVisitor(browser, script);
      const { page, look } = visitor;
      await holdFirstSlot(visitor, language);
      const person = { ...inventedPerson(), "applicant.document.number": "12", "applicant.email": "nobody" };
      await fillDetails(page, person);
      await submit(page, "/book/details");
      assert.equal(pathOf(page), `/${language}/book/details`);
      assert.equal(await page.locator("#error-summary").count(), 1);
      assert.equal(await page.locator('[name="applicant.email"]').inputValue(), "nobody");
      assert.equal(await page.locator('[name="applicant.name"]').inputValue(), person["applicant.name"]);
      await look();
      await visitor.context.close();
      assert.deepEqual(visitor.complaints, []);
    });
  }

  test(`every page that stands alone is sound (${language})`, async () => {
    const visitor = await openVisitor(browser, true);
    const pages = ["", "book", "appointment", "rescheduling", "rtk",
      ...["manual", "faq", "contact", "privacy", "accessibility", "staff"].map((name) => `help/${name}`)];
    for (const name of pages) {
      const answer = await visitor.page.goto(`${server.url}/${language}/${name}`);
      assert.equal(answer.status(), 200, name);
      assert.equal(await visitor.page.locator("html").getAttribute("lang"), language);
      assert.equal(await visitor.page.locator("h1").count(), 1, `${name} has one first heading`);
      await visitor.look();
    }
    const links = await visitor.page.goto(`${server.url}/${language}/`).then(() => visitor.page.locator("a[href^='/']")
      .evaluateAll((found) => [...new Set(found.map((link) => link.getAttribute("href")))]));
    for (const link of links) {
      const answer = await visitor.context.request.get(server.url + link);
      assert.equal(answer.status(), 200, `the home page links to ${link}`);
    }
    await visitor.context.close();
    assert.deepEqual(visitor.complaints, []);
  });

  test(`a wrong reference and a wrong number get the same page (${language})`, async () => {
    const visitor = await openVisitor(browser, false);
    const { reference, person } = await book(visitor, language);
    const pages = [];
    for (const [what, number] of [[reference, "850401145999"], ["0000-0000-00-0", person["applicant.document.number"]]]) {
      await openAppointment(visitor, language, what, number);
      assert.equal(pathOf(visitor.page), `/${language}/appointment`);
      pages.push(await visitor.page.locator('main [role="alert"]').innerText());
    }
    assert.equal(pages[0], pages[1]);
    await visitor.context.close();
  });

  test(`going back and sending twice makes one appointment (${language})`, async () => {
    const visitor = await openVisitor(browser, false);
    const { reference } = await book(visitor, language);
    await visitor.page.goBack();
    if (await visitor.page.locator('form[action$="/book/submit"]').count() > 0) {
      await visitor.page.locator('[name="declaration"]').check({ force: true });
      await submit(visitor.page, "/book/submit");
    }
    const shown = (await visitor.page.locator("main").innerText()).match(kReference)?.[0];
    assert.equal(shown ?? reference, reference);
    assert.ok(await visitor.page.locator("h1").count() === 1);
    await visitor.context.close();
  });
}

test("a stranger's browser cannot use the way of another", async () => {
  const visitor = await openVisitor(browser, false);
  await holdFirstSlot(visitor, "en");
  const stranger = await openVisitor(browser, false);
  await stranger.page.goto(`${server.url}/en/book/details`);
  assert.equal(await stranger.page.locator('[name="applicant.name"]').count(), 0);
  const answer = await stranger.context.request.post(`${server.url}/en/book/submit`, { form: { declaration: "yes" }, maxRedirects: 0 });
  assert.notEqual(answer.status(), 200);
  await visitor.context.close();
  await stranger.context.close();
});
