// Checks slips without network: the QR code holds a token whose Ed25519 signature is compared with the installation's public
// key, which stands in the page. The format is that of src/notify/slip_token.cc.

const kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const kVersion = 1;
const kSignatureBytes = 64;
const kSignedAs = "temujanji slip\n";

const main = document.querySelector("main");
const form = document.getElementById("check");
const utf8 = new TextDecoder();

function bytesOfToken(text) {
  const bytes = [];
  let buffer = 0, bits = 0;
  for (const letter of text.trim().toUpperCase()) {
    const value = kAlphabet.indexOf(letter);
    if (value < 0) return undefined;
    buffer = ((buffer & 255) << 5) | value;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((buffer >> bits) & 255);
  }
  return bits < 5 && (buffer & ((1 << bits) - 1)) === 0 ? Uint8Array.from(bytes) : undefined;
}

function fieldsOf(bytes) {
  let at = 1;
  const take = (size) => bytes.slice(at, (at += size));
  const number = (size) => take(size).reduce((sum, byte) => sum * 256 + byte, 0);
  const text = () => utf8.decode(take(number(1)));
  return { reference: text(), office: text(), service: text(), startsAt: new Date(number(4) * 60_000), seats: number(2) };
}

/** What the token says; a word where it is not to be believed. */
async function read(text) {
  const all = bytesOfToken(text);
  if (!all || all.length <= 1 + kSignatureBytes || all[0] !== kVersion) return "unreadable";
  const bytes = all.slice(0, -kSignatureBytes);
  const key = Uint8Array.from(atob(main.dataset.key.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const signed = new Uint8Array([...new TextEncoder().encode(kSignedAs), ...bytes]);
  let genuine;
  try {
    const imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
    genuine = await crypto.subtle.verify("Ed25519", imported, all.slice(-kSignatureBytes), signed);
  } catch {
    return "too-old";
  }
  return genuine ? fieldsOf(bytes) : "not-genuine";
}

const dayOf = (date) => date.toLocaleDateString("en-CA", { timeZone: main.dataset.zone });
const put = (id, text) => (document.getElementById(id).textContent = text);

function show(slip) {
  const id = typeof slip === "string" ? slip : "genuine";
  for (const section of document.querySelectorAll("section")) section.hidden = section.id !== id;
  if (typeof slip === "string") return;
  const service = document.querySelector(`#services [data-code="${CSS.escape(slip.service)}"]`);
  put("reference", slip.reference.replace(/^(.{4})(.{4})(.{2})(.*)$/, "$1-$2-$3-$4"));
  put("when", slip.startsAt.toLocaleString(document.documentElement.lang,
    { timeZone: main.dataset.zone, dateStyle: "full", timeStyle: "short" }));
  put("service", service?.textContent ?? slip.service);
  put("seats", slip.seats);
  const elsewhere = document.getElementById("other-office");
  elsewhere.hidden = slip.office === main.dataset.office;
  elsewhere.querySelector("b").textContent = slip.office;
  document.getElementById("other-day").hidden = dayOf(slip.startsAt) === dayOf(new Date());
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const typed = form.elements.code.value;
  form.elements.code.value = "";
  form.elements.code.focus();
  show(await read(typed));
});
