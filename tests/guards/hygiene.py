#!/usr/bin/env python3
"""Nothing in the repository names a package registry's host, a path of somebody's machine or a secret, and comments speak
of the code, not of how it came about."""
import re

from support import finish, text, tracked

ANYWHERE = [
    (re.compile(r"\bregistry\.[a-z0-9.-]+\.(org|com|io)\b|\b(deb|security|snapshot)\.debian\.[a-z]+\b|\"resolved\": \"http"),
     "names a package registry's host"),
    (re.compile(r"(?<![\w.])/(work|root|home/[a-z][a-z0-9]*)/"), "names a path of one machine"),
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}"), "holds a secret"),
]
COMMENT = re.compile(r"(?:^|\s)(?://|#|--|\*|<!--)\s?(.*)$")
COMMENT_MAY_NOT = [
    (re.compile(r"\b(TODO|FIXME|HACK)\b"), "a note to oneself"),
    (re.compile(r"\b(issue|ticket|bug|PR)\s*#?\d+|\b(phase|milestone|sprint)\s+\d", re.I), "a ticket or phase"),
    (re.compile(r"\b(for now|temporary(?! (file|folder|directory))|temporarily|quick fix|workaround until)\b", re.I), "something that should not last"),
]
COMMENTED = (".cc", ".h", ".sql", ".py", ".sh", ".mjs", ".js", ".scss", ".cmake", "CMakeLists.txt", ".yaml")
SKIP = (".png", ".ico", ".woff2", ".mo")


def line_findings(name, number, line):
    for pattern, what in ANYWHERE:
        if pattern.search(line):
            yield f"{name}:{number}: {what}"
    if not name.endswith(COMMENTED) or name.startswith("tests/guards/"):
        return
    comment = COMMENT.search(line)
    for pattern, what in COMMENT_MAY_NOT if comment else ():
        if pattern.search(comment.group(1)):
            yield f"{name}:{number}: the comment tells of {what}"


def main():
    findings = []
    files = [path for path in tracked() if path.suffix not in SKIP]
    for path in files:
        if path.suffix == "" and path.parts[0] == "tests" and "corpus" in path.parts:
            continue
        for number, line in enumerate(text(path).splitlines(), 1):
            findings += line_findings(str(path), number, line)
    finish(findings, len(files), "files")


if __name__ == "__main__":
    main()
