// People of the department in the browser tests: accounts, and the authenticator on their telephone.
import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";

import { pathOf, postgresql, program, submit } from "./support.mjs";

const kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function bytesOf(base32) {
  const bits = [...base32].map((letter) => kLetters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

/** The code that an authenticator shows: RFC 6238 with SHA-1, six digits, 30 seconds. */
export function codeOf(secret, later = 0) {
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

/** Uses an invitation and signs in; gives the telephone's secret and the recovery codes. `look` sees each page. */
export async function joinAndSignIn(page, server, language, userName, invitation, look = async () => {}) {
  await page.goto(`${server.url}/${language}/staff/join`);
  await look();
  await page.fill("#user_name", userName);
  await page.fill("#invitation", invitation.toLowerCase());
  await submit(page, "/staff/join");
  await look();
  const secret = (await page.locator("code").first().textContent()).trim();
  await page.fill("#password", kPassword);
  await page.fill("#code", codeOf(secret, -1));
  await submit(page, "/staff/join");
  await look();
  const recovery = await page.locator(".codes code").allTextContents();
  await signIn(page, server, language, userName, codeOf(secret), look);
  return { secret, recovery };
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
