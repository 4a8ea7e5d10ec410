// A server on its own data and Debian's Chromium, for the browser tests and the screenshots.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { setTimeout as wait } from "node:timers/promises";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const require = createRequire(join(root, "ui/package.json"));
const { chromium } = require("playwright-core");
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/** Below those that the system gives to whoever connects, since the server begins to listen only later. */
function freePort() {
  return new Promise((resolve) => {
    const port = 20000 + Math.floor(Math.random() * 12000);
    const listener = createServer().once("error", () => resolve(freePort()));
    listener.listen(port, "127.0.0.1", () => listener.close(() => resolve(port)));
  });
}

/** On which PostgreSQL new data lie; undefined where they lie in files. */
export const postgresql = process.env.POSTGRESQL_UNDER_TEST;

export const program = process.env.PROGRAM_UNDER_TEST ?? join(root, "build/dev/bin/temujanji");

/** Starts the program on new data; `size` is small, forenoon or whole, see make_data.py. */
export async function startServer({ size = "small", settings = [] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "temujanji-browser-"));
  const data = execFileSync("/usr/bin/python3", ["-B", join(root, "tests/support/make_data.py"), folder, size],
    { env: { ...process.env, PROGRAM_UNDER_TEST: program }, encoding: "utf8" }).trim();
  const port = await freePort();
  const log = openSync(join(folder, "server.log"), "a");
  const set = ["limits.exempt_networks=127.0.0.0/8", ...settings].flatMap((setting) => ["--set", setting]);
  const database = postgresql ? ["--database", postgresql] : [];
  const server = spawn(program, ["serve", "--data", data, ...database, "--listen", `127.0.0.1:${port}`, ...set],
    { stdio: ["ignore", log, log] });
  process.once("exit", () => server.kill("SIGKILL"));
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; ++tries) {
    const ready = await fetch(`${url}/readyz`).then((answer) => answer.ok, () => false);
    if (ready) break;
    if (server.exitCode !== null || tries > 600) {
      server.kill("SIGKILL");
      throw new Error(`the server is not ready:\n${readFileSync(join(folder, "server.log"), "utf8").slice(-4000)}`);
    }
    await wait(50);
  }
  const stop = async () => {
    const over = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    const code = await over;
    if (code === 0) rmSync(folder, { recursive: true, force: true });
    return code;
  };
  return { url, data, stop, logText: () => readFileSync(join(folder, "server.log"), "utf8") };
}

export function startBrowser(more = []) {
  return chromium.launch({
    executablePath: "/usr/bin/chromium-headless-shell",
    headless: true,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", ...more],
  });
}

/** A server and a browser for the tests of one file; they stop when those are over. */
export async function startBoth(size = "small") {
  const server = await startServer({ size });
  const browser = await startBrowser();
  after(async () => {
    await browser.close();
    assert.equal(await server.stop(), 0);
  });
  return { server, browser };
}

/** What axe finds on the page, one line each; empty is right. */
export async function axeFindings(page) {
  await page.evaluate(axeSource);
  const result = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"],
  }));
  return result.violations.map((found) =>
    `${new URL(page.url()).pathname}: ${found.id} (${found.help}): ${found.nodes.slice(0, 3).map((node) => node.html).join(" ")}`);
}

/** The same for pages whose browser runs no scripts: axe looks at copies of them that load none either. */
function axeForCopies(context, screen) {
  let html, url, copy;
  const begin = async () => {
    copy = await (await context.browser().newContext(screen)).newPage();
    // The browser may be gone by then, and this window with it.
    context.on("close", () => copy.context().close().catch(() => {}));
    await copy.route("**/*", (route) => {
      if (route.request().url() === url) return route.fulfill({ body: html, contentType: "text/html; charset=utf-8" });
      return route.request().resourceType() === "script" ? route.abort() : route.continue();
    });
  };
  return async (page) => {
    if (!copy) await begin();
    [html, url] = [await page.content(), page.url()];
    await copy.goto("about:blank");
    await copy.goto(url);
    return axeFindings(copy);
  };
}

export const kPhone = { viewport: { width: 390, height: 844 } };

/** A person's browser: collects what axe and the console complain about. */
export async function openVisitor(browser, javaScriptEnabled, screen = kPhone) {
  const context = await browser.newContext({ javaScriptEnabled, ...screen, locale: "ms-MY" });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints = [];
  // A page that says what is wrong has the status 4xx; the console tells so of the page itself, which is no mistake.
  const isOwnStatus = (message) => message.text().includes("status of 4") && message.location().url === page.url();
  page.on("console", (message) => message.type() === "error" && !isOwnStatus(message) &&
    complaints.push(`${page.url()}: ${message.text()}`));
  // Seen only if the test fails: what the server refused may be why.
  page.on("response", (answer) => answer.status() >= 400 && console.error(answer.status(), answer.url()));
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error}`));
  const findings = javaScriptEnabled ? axeFindings : axeForCopies(context, screen);
  const look = async () => {
    if (postgresql) return; // the pages are the same on both databases
    complaints.push(...await findings(page));
    if (javaScriptEnabled && /done|slip|view|day$|today|calendar|reports/.test(pathOf(page))) {
      await page.emulateMedia({ media: "print" });
      complaints.push(...(await axeFindings(page)).map((found) => `in print: ${found}`));
      await page.emulateMedia({ media: "screen" });
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    if (wide) complaints.push(`${pathOf(page)}: scrolls sideways`);
  };
  return { context, page, complaints, look };
}

let people = Math.floor(Date.now() / 1000) % 100000;

/** An invented person; each call another one. */
export function inventedPerson() {
  const serial = String(++people % 10000).padStart(4, "0");
  const day = String(Math.floor(people / 10000) % 28 + 1).padStart(2, "0");
  return {
    "applicant.name": "Aminah binti Contoh",
    "applicant.document.number": `8504${day}14${serial}`,
    "applicant.email": "aminah@example.test",
    "applicant.phone": "012-345 6789",
    "applicant.address.line": "12 Jalan Contoh",
    "applicant.address.postcode": "62000",
    "applicant.address.city": "Putrajaya",
    "applicant.address.state": "16",
  };
}

/** Types what is asked of a person; fields the page does not have are left out. */
export async function fillDetails(page, person) {
  for (const [name, value] of Object.entries(person)) {
    const field = page.locator(`[name="${name}"]`);
    if (await field.count() === 0) continue;
    const tag = await field.first().evaluate((element) => element.tagName);
    if (tag === "SELECT") await field.selectOption(value);
    else await field.fill(value);
  }
}

/** Presses a button or follows a link, given as a locator or by its selector; waits for the page it leads to. */
export async function press(page, where) {
  const element = typeof where === "string" ? page.locator(where).first() : where;
  await Promise.all([page.waitForEvent("load"), element.click()]);
}

/** Presses the button of the form that is sent to `path`. */
export async function submit(page, path) {
  await press(page, page.locator(`form[action$="${path}"] button`).last());
}

/** Follows the first link whose address holds `part`. */
export async function follow(page, part) {
  const link = page.locator(`main a[href*="${part}"]`).first();
  const fold = page.locator("details:not([open])", { has: page.locator(`a[href*="${part}"]`) });
  if (await fold.count() > 0) await fold.first().locator("summary").click();
  await press(page, link);
}

/** Waits until the element has the focus, which the browser may give some time after the page is loaded. */
export async function focusOf(page, selector) {
  await page.locator(`${selector}:focus`).waitFor();
}

export function pathOf(page) {
  return new URL(page.url()).pathname;
}

export const mainText = (page) => page.locator("main").innerText();

/** The main part of the page if it holds the words. */
export const mainWith = (page, words) => page.locator("main", { hasText: words });

/** Opens the page again until what is wanted is on it: servers read again what was changed a moment ago. */
export async function untilShown(page, wanted, url = page.url()) {
  for (let tries = 0; tries < 50; ++tries) {
    await page.goto(url);
    if (await wanted.count() > 0) return;
    await page.waitForTimeout(200);
  }
  assert.fail(`${url}: never shows ${wanted}`);
}
