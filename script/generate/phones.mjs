#!/usr/bin/env node
// Makes the table of telephone country codes: phones.mjs <node_modules> <output folder>
//
// From the metadata of libphonenumber-js: phone_lengths.inc has, for each calling code, the lengths a national number
// may have anywhere it is used, as a bit set, and whether a leading 0 is dialled only inside the country.
// phone_examples.inc has numbers and what that library makes of them, for a test that compares.
import { createRequire } from "node:module";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const [modules, out] = process.argv.slice(2).map((path) => resolve(path));
const require = createRequire(join(modules, "libphonenumber-js/package.json"));
const metadata = require("./metadata.max.json");
const examples = require("./examples.mobile.json");
const { Metadata, parsePhoneNumberFromString } = require("./core");

const DIGITS_MAX = 15; // E.164: country code and national number

function plans(code) {
  const countries = metadata.country_calling_codes[code] ?? [];
  return [...countries, ...(metadata.nonGeographic[code] ? [undefined] : [])].map((country) => {
    const plan = new Metadata(metadata);
    plan.selectNumberingPlan(country, code);
    return plan.numberingPlan;
  });
}

function row(code) {
  let lengths = 0;
  for (const plan of plans(code))
    for (const length of plan.possibleLengths())
      if (code.length + length <= DIGITS_MAX) lengths |= 1 << length;
  const trunk = plans(code)[0].nationalPrefix() === "0";
  return `{"${code}", 0x${lengths.toString(16)}, ${trunk}},\n`;
}

function expected(text) {
  const number = parsePhoneNumberFromString(text, { defaultCountry: "MY", extract: false }, metadata);
  return number?.isPossible() ? number.number : "";
}

function exampleRows() {
  const texts = [];
  for (const [country, national] of Object.entries(examples)) {
    const code = metadata.countries[country][0];
    texts.push(`+${code}${national}`, `+${code} ${national.slice(0, 2)}-${national.slice(2)}`);
    texts.push(`+${code}${national.slice(0, 3)}`, `+${code}${national}0123456789`);
  }
  return texts.map((text) => `{"${text}", "${expected(text)}"},\n`);
}

mkdirSync(out, { recursive: true });
const head = "// Made by script/generate/phones.mjs.\n";
const codes = [...Object.keys(metadata.country_calling_codes), ...Object.keys(metadata.nonGeographic)].sort();
writeFileSync(join(out, "phone_lengths.inc"), head + codes.map(row).join(""));
writeFileSync(join(out, "phone_examples.inc"), head + exampleRows().join(""));
