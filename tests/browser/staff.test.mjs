// The day of the department's people in Chromium: both languages, with and without JavaScript, axe on every page.
import assert from "node:assert/strict";
import { test } from "node:test";

import { focusOf, kPhone, mainText, openVisitor, pathOf, press, startBoth, submit, untilShown } from "./support.mjs";
import { allowWalkIns, bookAhead, bookForNow, invite, joinAndSignIn, kPassword, makeLate, signIn } from "./staff.mjs";

const kOffice = "PJY-BKP";
const kDesktop = { viewport: { width: 1280, height: 800 } };
const { server, browser } = await startBoth("forenoon");
allowWalkIns(server, kOffice);

/** Moves the person to the slot that is offered first. */
async function moveFirst(page, name) {
  const row = page.locator("li.displaced", { hasText: name });
  await press(page, row.locator("form[action$='/move'] button"));
}

test("the board in the waiting room follows the officer", async () => {
  const [reference] = await bookForNow(server, kOffice, ["Devi a/p Contoh"]);
  const board = await openVisitor(browser, true, { viewport: { width: 1920, height: 1080 } });
  await board.page.addInitScript(() => {
    globalThis.heard = [];
    globalThis.AudioContext = class {
      currentTime = 0;
      createOscillator() {
        return { frequency: {}, connect: (next) => next, start: () => globalThis.heard.push("tone"), stop() {} };
      }
      createGain() {
        return { gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect: (next) => next };
      }
    };
    speechSynthesis.speak = (speech) => globalThis.heard.push(`${speech.lang}: ${speech.text}`);
  });
  const heard = () => board.page.evaluate(() => globalThis.heard.splice(0));
  const untilHeard = (count) => board.page.waitForFunction((least) => globalThis.heard.length >= least, count);
  await board.page.goto(`${server.url}/ms/display/${kOffice}`);
  await board.look();
  await board.page.click("#display-sound");
  assert.deepEqual(await heard(), ["tone", "tone"]);
  assert.match(await board.page.locator("#display-no-voice").innerText(), /suara/, "this browser has none");
  const officer = await openVisitor(browser, true, kDesktop);
  const { page } = officer;
  await joinAndSignIn(page, server, "en", "papan", invite(server, "papan", "officer", kOffice));
  const at = `${server.url}/en/staff/at/${kOffice}`;
  await page.goto(`${at}/check-in`);
  await page.fill("#code", reference);
  await submit(page, "/check-in");
  await submit(page, "/check-in/arrive");
  const label = (await page.locator(".ticket-number").textContent()).trim();
  await page.goto(`${at}/queue`);
  await page.fill("#counter", "12");
  await submit(page, "/queue/open");
  await submit(page, "/queue/next");
  const row = board.page.locator("[data-call]", { hasText: label });
  await row.waitFor();
  assert.equal((await row.locator("td").textContent()).trim(), "12");
  assert.doesNotMatch(await board.page.content(), /Devi/);
  const number = [...label].join(" ");
  const call = ["tone", "tone", `ms-MY: Nombor ${number}, kaunter 12`, `en-GB: Number ${number}, counter 12`];
  await untilHeard(4);
  assert.deepEqual(await heard(), call);
  await press(page, "[value=recall]");
  await untilHeard(4);
  assert.deepEqual(await heard(), call, "a recall is said again");
  await board.look();
  assert.deepEqual([...board.complaints, ...officer.complaints], []);
  await press(page, "[value=start]");
  await board.page.locator("tr.is-serving", { hasText: label }).waitFor();
  assert.deepEqual(await heard(), [], "who is being served is not called");
  await press(page, "[value=finish]");
  await submit(page, "/queue/close");
  await board.context.close();
  await officer.context.close();
});

test("an officer serves with the keyboard alone", async () => {
  const references = await bookForNow(server, kOffice, ["Farah binti Contoh", "Gopal a/l Contoh"]);
  const { page, complaints, context } = await openVisitor(browser, true, kDesktop);
  await joinAndSignIn(page, server, "en", "kekunci", invite(server, "kekunci", "officer", kOffice));
  const at = `${server.url}/en/staff/at/${kOffice}`;
  const key = async (name) => Promise.all([page.waitForEvent("load"), page.keyboard.press(name)]);
  for (const reference of references) {
    await page.goto(`${at}/check-in`);
    await focusOf(page, "#code");
    await page.keyboard.type(reference);
    await key("Enter");
    await focusOf(page, "button");
    await key("Enter");
  }
  await page.goto(`${at}/queue`);
  await focusOf(page, "#counter");
  await page.keyboard.type("7");
  await key("Enter");
  await key("n");
  const first = await page.locator(".ticket-number").textContent();
  await key("r");
  assert.equal(await page.locator(".ticket-number").textContent(), first, "called once more");
  await key("a");
  await key("n");
  assert.notEqual(await page.locator(".ticket-number").textContent(), first);
  await key("s");
  await page.focus("#receipt");
  await page.keyboard.type("MF-7");
  assert.equal(await page.inputValue("#receipt"), "MF-7", "keys are letters where somebody types");
  await page.locator("h1").click();
  await page.keyboard.press("t");
  assert.equal(await page.evaluate(() => document.activeElement.id), "to");
  await page.locator("h1").click();
  await key("f");
  assert.equal(await page.locator(".ticket-number").count(), 0);
  await press(page, "[value=back]");
  await key("n");
  assert.equal(await page.locator(".ticket-number").textContent(), first);
  await key("s");
  await key("f");
  await submit(page, "/queue/close");
  assert.deepEqual(complaints, []);
  await context.close();
});

for (const [language, javaScript, screen] of [["ms", true, kPhone], ["en", false, { ...kDesktop, colorScheme: "dark" }]]) {
  const way = `${language}, ${javaScript ? "with" : "without"} JavaScript`;

  test(`an officer's day, ${way}`, async () => {
    const visitor = await openVisitor(browser, javaScript, screen);
    const { page, look, complaints } = visitor;
    const user = `pegawai.${language}`;
    const at = `${server.url}/${language}/staff/at/${kOffice}`;
    const [first, second, late, tooLate] = await bookForNow(server, kOffice,
      ["Aminah binti Contoh", "Chong Contoh", "Leela a/p Contoh", "Bujang anak Contoh"]);
    makeLate(server, [late, tooLate], 30);
    await joinAndSignIn(page, server, language, user, invite(server, user, "officer", kOffice), look);
    assert.equal(pathOf(page), `/${language}/staff`);

    await page.goto(`${at}/day`);
    await look();
    assert.match(await mainText(page), /Aminah binti Contoh/);
    await page.fill("#q", "chong");
    await submit(page, "/day");
    assert.doesNotMatch(await mainText(page), /Aminah/);
    assert.doesNotMatch(page.url(), /chong/i);

    for (const reference of [first, second]) {
      await page.goto(`${at}/check-in`);
      await look();
      await page.fill("#code", reference.toLowerCase());
      await submit(page, "/check-in");
      await look();
      if (reference === second) await page.selectOption("#priority", "elderly");
      await submit(page, "/check-in/arrive");
      await look();
    }
    await page.goto(`${at}/check-in`);
    await page.fill("#code", first);
    await submit(page, "/check-in");
    await look();
    assert.equal(await page.locator("form[action$='/arrive']").count(), 0, "a second scan gives no second number");

    for (const [reference, what] of [[late, "/check-in/arrive"], [tooLate, "/check-in/cancel-late"]]) {
      await page.goto(`${at}/check-in`);
      await page.fill("#code", reference);
      await submit(page, "/check-in");
      await look();
      assert.match(await mainText(page), /Lewat|Late/);
      if (reference === tooLate) await page.locator("main summary").click();
      await submit(page, what);
      await look();
      assert.equal(await page.locator(".ticket-number").count(), reference === late ? 1 : 0);
    }
    await page.goto(`${at}/check-in`);
    await page.fill("#persons", "99");
    await submit(page, "/check-in/walk-in");
    await look();
    assert.equal(await page.locator(".ticket-number").count(), 0, "more people than the service takes");
    await page.fill("#persons", "1");
    await submit(page, "/check-in/walk-in");
    await look();
    assert.equal(await page.locator(".ticket-number").count(), 1);

    await page.goto(`${at}/queue`);
    await look();
    await page.fill("#counter", "3");
    await submit(page, "/queue/open");
    await look();
    if (javaScript) {
      await Promise.all([page.waitForNavigation(), page.keyboard.press("n")]);
    } else {
      await submit(page, "/queue/next");
    }
    await look();
    assert.match(await mainText(page), /Chong Contoh/, "60 years and over goes first");
    await press(page, "[value=start]");
    await look();
    await page.fill("#receipt", "tunai");
    await press(page, "[value=finish]");
    await look();
    assert.equal(await page.locator("#receipt-error").count(), 1);
    await page.fill("#receipt", "MB-2231");
    await press(page, "[value=finish]");
    await submit(page, "/queue/next");
    await press(page, "[value=absent]");
    await look();
    await press(page, "[value=back]");
    await look();
    await submit(page, "/queue/close");
    await submit(page, "/staff/sign-out");
    await page.goto(`${at}/queue`);
    assert.equal(pathOf(page), `/${language}/staff/sign-in`);
    assert.deepEqual(complaints, []);
    await visitor.context.close();
  });

  test(`an administrator closes a day and opens it again, ${way}`, async () => {
    const visitor = await openVisitor(browser, javaScript, screen);
    const { page, look, complaints } = visitor;
    const user = `penutup.${language}`;
    const at = `${server.url}/${language}/staff/at/${kOffice}`;
    const [first, second, third] =
      await bookAhead(server, kOffice, ["Zainab binti Contoh", "Muthu Contoh", "Lim Contoh"]);
    await joinAndSignIn(page, server, language, user, invite(server, user, "office_admin", kOffice));
    await page.goto(`${at}/closures`);
    await look();
    await press(page, "[value=preview]");
    await look();
    assert.equal(await page.locator(".govuk-error-message").count(), 2, "date and reason are missing");
    await page.fill("#from", first.date);
    await page.fill("#to", third.date);
    await page.selectOption("#reason", "flood");
    await press(page, "[value=preview]");
    await look();
    assert.match(await mainText(page), /Zainab binti Contoh/);
    await press(page, "[value=change]");
    assert.equal(await page.inputValue("#from"), first.date);
    await press(page, "[value=preview]");
    await press(page, "main [value=close]");
    await look();
    await untilShown(page, page.locator(".tag--good"), `${at}/closures`);
    await look();

    await page.goto(`${server.url}/${language}/rescheduling`);
    await page.fill("#reference", first.reference);
    await page.fill("#document_number", first.number);
    await submit(page, "/rescheduling");
    await look();
    assert.match(await mainText(page), /Banjir|Flood/);

    await page.goto(`${at}/displaced`);
    await look();
    const together = page.locator("details", { has: page.locator("form[action$='/move-all']") });
    await together.locator("summary").click();
    for (const name of ["Zainab", "Muthu", "Lim"])
      assert.ok(await together.locator("tbody tr", { hasText: name }).locator("[name=move]").count() > 0, name);
    await look();
    await moveFirst(page, "Zainab");
    await look();
    assert.doesNotMatch(await mainText(page), /Zainab/);
    const muthu = page.locator("li.displaced", { hasText: "Muthu" });
    await muthu.locator("summary").click();
    await muthu.locator("[name=reason]").selectOption("asked");
    await press(page, muthu.locator("form[action$='/cancel'] button"));
    assert.doesNotMatch(await mainText(page), /Muthu/);
    await page.goto(`${server.url}/${language}/rescheduling`);
    await page.fill("#reference", first.reference);
    await page.fill("#document_number", first.number);
    await submit(page, "/rescheduling");
    await look();
    assert.match(await mainText(page), /Masa asal|Original time/);

    await page.goto(`${at}/closures`);
    await submit(page, "/closures/undo");
    await look();
    assert.match(await mainText(page), /Lim Contoh/);
    await submit(page, "/closures/undo");
    await look();
    await untilShown(page, page.locator("main .card"), `${at}/displaced`);
    await look();
    assert.doesNotMatch(await mainText(page), /Lim/);
    assert.ok(second.reference);
    assert.deepEqual(complaints, []);
    await visitor.context.close();
  });

  test(`headquarters closes a state, ${way}`, async () => {
    const visitor = await openVisitor(browser, javaScript, screen);
    const { page, look, complaints } = visitor;
    const user = `pusat.${language}`;
    const closures = `${server.url}/${language}/staff/closures`;
    await joinAndSignIn(page, server, language, user, invite(server, user, "hq_admin"));
    await page.goto(closures);
    await look();
    await page.selectOption("#state", "16");
    await page.fill("#from", new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10));
    await page.check("[value=hours]");
    await page.fill("#from_time", "10:00");
    await page.fill("#to_time", "12:00");
    await page.selectOption("#reason", "other");
    await page.fill("#reason_ms", "Lawatan rasmi");
    await page.fill("#reason_en", "Official visit");
    await press(page, "[value=preview]");
    await look();
    assert.match(await mainText(page), /Putrajaya/);
    await press(page, "main [value=close]");
    await untilShown(page, page.locator(".tag--good"), closures);
    await look();
    await submit(page, "/closures/undo");
    await look();
    await submit(page, "/closures/undo");
    assert.doesNotMatch(await mainText(page), /Lawatan rasmi|Official visit/);
    assert.deepEqual(complaints, []);
    await visitor.context.close();
  });

  test(`headquarters gives somebody another role, ${way}`, async () => {
    const { page, look, complaints, context } = await openVisitor(browser, javaScript, screen);
    const [user, whose] = [`peranan.${language}`, `tukar.${language}`];
    await joinAndSignIn(page, server, language, user, invite(server, user, "hq_admin"));
    invite(server, whose, "officer", kOffice);
    await page.goto(`${server.url}/${language}/staff/accounts`);
    await look();
    const row = page.locator("tr", { hasText: whose });
    await press(page, row.locator("a"));
    await look();
    await page.uncheck(`[value="${kOffice}"]`);
    await press(page, "form.form button");
    await look();
    assert.equal(await page.locator("#offices-error").count(), 1, "an officer works somewhere");
    await page.selectOption("#role", "auditor");
    await press(page, "form.form button");
    assert.match(await row.innerText(), /Juruaudit|Auditor/);
    assert.deepEqual(complaints, []);
    await context.close();
  });

  test(`an administrator's people, ${way}`, async () => {
    const visitor = await openVisitor(browser, javaScript, screen);
    const { page, look, complaints } = visitor;
    const user = `ketua.${language}`;
    const people = `${server.url}/${language}/staff/at/${kOffice}/accounts`;
    const { code, recovery } =
      await joinAndSignIn(page, server, language, user, invite(server, user, "office_admin", kOffice));
    await page.goto(people);
    await look();
    await submit(page, "/accounts");
    await look();
    assert.equal(await page.locator(".govuk-error-message").count(), 1);
    await page.fill("#name", "Badrul bin Contoh");
    await page.fill("#user_name", `badrul.${language}`);
    await submit(page, "/accounts");
    await look();
    const [invitation] = (await mainText(page)).match(/[A-Z2-7]{5}-[A-Z2-7]{5}/);
    const badrul = page.locator("tr", { hasText: `badrul.${language}` });
    // What has consequences stands in a fold and is said before it is done.
    const change = async (what) => {
      await badrul.locator("details", { has: page.locator(`[value=${what}]`) }).locator("summary").click();
      await look();
      await press(page, badrul.locator(`[value=${what}]`));
      await look();
    };
    await change("invite");
    const [again] = (await mainText(page)).match(/[A-Z2-7]{5}-[A-Z2-7]{5}/);
    assert.notEqual(again, invitation);
    await change("close");
    assert.match(await badrul.innerText(), /Ditutup|Closed/);
    await press(page, badrul.locator("[value=open]"));
    assert.doesNotMatch(await badrul.innerText(), /Ditutup|Closed/);

    await page.goto(`${server.url}/${language}/staff/sessions`);
    await look();
    await submit(page, "/staff/sign-out");
    await signIn(page, server, language, user, code, look);
    assert.equal(pathOf(page), `/${language}/staff/sign-in`, "a code of the telephone is used once");
    await signIn(page, server, language, user, recovery[0], look, `${kPassword}!`);
    assert.equal(pathOf(page), `/${language}/staff/sign-in`);
    await signIn(page, server, language, user, recovery[0]);
    assert.equal(pathOf(page), `/${language}/staff`);
    await page.goto(`${server.url}/${language}/staff/at/JHR-HQ/day`);
    assert.equal(await page.locator("h1").count(), 1);
    assert.doesNotMatch(await page.content(), /Contoh/, "another office is not there");
    assert.deepEqual(complaints, []);
    await visitor.context.close();
  });
}
