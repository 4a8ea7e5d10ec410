// People of the department in the browser tests: accounts, and the authenticator on their telephone.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { join } from "node:path";

import { inventedPerson, pathOf, postgresql, program, submit } from "./support.mjs";

const kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function bytesOf(base32) {
  const bits = [...base32].map((letter) => kLetters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

/** The code that an authenticator shows: RFC 6238 with SHA-1, six digits, 30 seconds. */
function codeOf(secret, later = 0) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const hash = createHmac("sha1", bytesOf(secret)).update(counter).digest();
  const offset = hash[19] & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Makes an account as the operator does; what it prints holds the invitation. */
export function invite(server, userName, role, ...offices) {
  const database = postgresql ? ["--database", postgresql] : [];
  const printed = execFileSync(program, ["staff", "add", "--data", server.data, ...database, "--role", role, "--name",
    `Pegawai ${userName}`, ...offices.flatMap((office) => ["--office", office]), userName], { encoding: "utf8" });
  return printed.match(/invitation: (\S+)/)[1];
}

export const kPassword = "lampu sungai gitar";

/** Uses an invitation and signs in; gives the code it signed in with and the recovery codes. `look` sees each page. */
export async function joinAndSignIn(page, server, language, userName, invitation, look = async () => {}) {
  await page.goto(`${server.url}/${language}/staff/join`);
  await look();
  await page.fill("#user_name", userName);
  await page.fill("#invitation", invitation.toLowerCase());
  await submit(page, "/staff/join");
  await look();
  const secret = (await page.locator("code").first().textContent()).trim();
  await page.fill("#password", kPassword);
  // Codes of this half minute and the next, which hold for another half minute: none is used twice, or too late.
  await page.fill("#code", codeOf(secret));
  await submit(page, "/staff/join");
  await look();
  const recovery = await page.locator(".codes code").allTextContents();
  const code = codeOf(secret, 1);
  await signIn(page, server, language, userName, code, look);
  return { code, recovery };
}

export async function signIn(page, server, language, userName, code, look = async () => {}, password = kPassword) {
  if (!pathOf(page).endsWith("/staff/sign-in")) await page.goto(`${server.url}/${language}/staff/sign-in`);
  await look();
  await page.fill("#user_name", userName);
  await page.fill("#password", password);
  await page.fill("#code", code);
  await submit(page, "/staff/sign-in");
  await look();
}

/** Runs SQL on the server's database, as if it had always been so. */
function change(server, sql) {
  if (postgresql) execFileSync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", postgresql], { input: sql });
  else execFileSync("sqlite3", [join(server.data, "temujanji.db")], { input: `.timeout 5000\n${sql}` });
}

async function call(server, path, body) {
  const headers = { "content-type": "application/json", "idempotency-key": randomUUID() };
  const answer = await fetch(server.url + path, body && { method: "POST", headers, body: JSON.stringify(body) });
  return answer.json();
}

const kService = "PASPORT-BAHARUI";
/** When slots began that lie elsewhere now; whoever is booked next gets others. */
const moved = new Set();
const isoDay = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** People with an appointment at the office, one at each of its free slots from so many days ahead on: reference, beginning, date
and document number of each. */
export async function bookAhead(server, office, names, ahead = 9) {
  const { days } = await call(server, `/api/v1/availability?office=${office}&service=${kService}&from=${isoDay(ahead)}&to=${isoDay(ahead + 10)}`);
  const slots = days.flatMap((day) => day.slots ?? [])
    .filter((slot) => slot.free > 0 && !moved.has(slot.starts_at));
  const booked = [];
  for (const name of names) {
    const person = inventedPerson();
    const startsAt = slots[booked.length].starts_at;
    const answer = await call(server, "/api/v1/appointments", {
      office, service: kService, starts_at: startsAt, language: "ms",
      applicant: {
        name, document: { type: "mykad", number: person["applicant.document.number"] }, email: person["applicant.email"],
        phone: person["applicant.phone"],
        address: { line: "12 Jalan Contoh", postcode: "62000", city: "Putrajaya", state: "16" },
      },
    });
    assert.ok(answer.reference, JSON.stringify(answer));
    booked.push({ reference: answer.reference, startsAt, date: startsAt.slice(0, 10), number: person["applicant.document.number"] });
  }
  return booked;
}

/** People whose appointment at the office begins in a few minutes; reference and document number of each. */
export async function bookSoon(server, office, names) {
  const booked = await bookAhead(server, office, names, 2);
  booked.forEach(({ startsAt }) => moved.add(startsAt));
  change(server, booked.map(({ reference }, place) => `UPDATE slot SET starts_at = ${Date.now() + (place + 1) * 60_001}
    WHERE id = (SELECT slot_id FROM appointment WHERE reference = '${reference}');`).join("\n"));
  return booked;
}

/** The same; their references. */
export const bookForNow = async (...asked) => (await bookSoon(...asked)).map(({ reference }) => reference);

/** Their appointments began so many minutes ago. */
export function makeLate(server, references, minutes) {
  change(server, references.map((reference) => `UPDATE slot SET starts_at = starts_at - ${minutes} * 60000
    WHERE id = (SELECT slot_id FROM appointment WHERE reference = '${reference}');`).join("\n"));
}

/** The office gives numbers to people without an appointment, too. */
export function allowWalkIns(server, office) {
  change(server, `INSERT INTO counter_rule SELECT id, 1, 60, 0 FROM office WHERE code = '${office}' ON CONFLICT DO NOTHING;`);
}

/** Figures of an office's last four weeks, as if the days had been: 40 seats, 18 came, 2 did not. */
export function keepFigures(server, office) {
  const days = Array.from({ length: 28 }, (_, back) => isoDay(-1 - back));
  change(server, days.map((day) => `INSERT INTO office_day SELECT id, '${day}', 40, 20, 18, 2, 0, 0, 0, 1, '7:20', '5:9 20:9', '12:18', 0, 0
    FROM office WHERE code = '${office}';
    INSERT INTO service_day SELECT o.id, '${day}', s.id, 20, 18, 2, 0, 0, 0, 1, '7:20', '5:9 20:9', '12:18'
    FROM office o CROSS JOIN service s WHERE o.code = '${office}' AND s.code = '${kService}';`).join("\n"));
}
