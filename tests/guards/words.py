#!/usr/bin/env python3
"""Every key that templates and code use stands in both catalogues, translated, with the same placeholders; none is unused.

Code that joins a key from parts writes the part before it as a literal that ends in a dot or underscore ("status."): all keys
that begin with it count as used, and there must be one.
"""
import re

from cpp import blank
from support import finish, text, tracked

LANGUAGES = ("ms", "en")
KEY = r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+"
LITERAL = re.compile(rf'"({KEY})(?<!_)"')
PREFIX = re.compile(r'"([a-z][a-z0-9_]*\.(?:[a-z0-9_.]*[._])?)"')
TEMPLATE = re.compile(r"\{\{_\s*([^}\s]+)\s*\}\}")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def unquote(line):
    return re.sub(r'\\(.)', lambda m: {"n": "\n", "t": "\t"}.get(m.group(1), m.group(1)), line[line.index('"') + 1:line.rindex('"')])


def catalogue(language):
    """{key: text} of one catalogue, and findings about the file itself."""
    path = f"ui/locales/{language}.po"
    entries, findings, target, key = {}, [], None, ""
    for number, line in enumerate(text(path).splitlines(), 1):
        if line.startswith("msgid "):
            key, target = unquote(line), "msgid"
        elif line.startswith("msgstr "):
            if key in entries:
                findings.append(f"{path}:{number}: {key} stands twice")
            entries[key], target = unquote(line), "msgstr"
        elif line.startswith('"') and target == "msgid":
            key += unquote(line)
        elif line.startswith('"') and target == "msgstr":
            entries[key] += unquote(line)
        elif line.startswith("#, fuzzy") and entries:
            findings.append(f"{path}:{number}: a fuzzy entry is not translated")
    entries.pop("", None)
    return entries, findings


def compare(first, second):
    """What the two catalogues have not in common."""
    for key in sorted(first.keys() | second.keys()):
        if key not in first or key not in second:
            yield f"{key}: missing in {LANGUAGES[0] if key not in first else LANGUAGES[1]}.po"
        elif not first[key].strip() or not second[key].strip():
            yield f"{key}: not translated"
        elif set(PLACEHOLDER.findall(first[key])) != set(PLACEHOLDER.findall(second[key])):
            yield f"{key}: placeholders differ between the languages"


def settings():
    """Keys of settings look like keys of words."""
    return set(LITERAL.findall(text("src/base/settings.cc")))


def used(groups):
    """{key: place} and {prefix: place} as code and templates name them; `groups` are the first parts keys have."""
    keys, prefixes = {}, {}
    for path in tracked(".cc", ".h", under="src"):
        if path.name.endswith("_test.cc"):
            continue
        code = blank(text(path), keep_strings=True)
        keys.update({key: path for key in LITERAL.findall(code) if key.split(".")[0] in groups})
        prefixes.update({prefix: path for prefix in PREFIX.findall(code) if prefix.split(".")[0] in groups})
    for path in tracked(".html", under="src"):
        keys.update({key: path for key in TEMPLATE.findall(text(path))})
    return keys, prefixes


def main():
    malay, findings = catalogue("ms")
    english, more = catalogue("en")
    findings += more + list(compare(malay, english))
    known = malay.keys() | english.keys()
    keys, prefixes = used({key.split(".")[0] for key in known})
    findings += [f"{path}: {key} stands in no catalogue" for key, path in sorted(keys.items())
                 if key not in known and key not in settings() and not key.endswith((".html", ".sql", ".csv"))]
    findings += [f"{path}: no key begins with {prefix}" for prefix, path in sorted(prefixes.items())
                 if not any(key.startswith(prefix) for key in known)]
    findings += [f"{key}: used nowhere" for key in sorted(known)
                 if key not in keys and not key.startswith(tuple(prefixes))]
    finish(findings, len(known), "keys")


if __name__ == "__main__":
    main()
