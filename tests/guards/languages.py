#!/usr/bin/env python3
"""SQL stands only in .sql files, HTML only in .html files, and co_await is written as g++ 12 survives it."""
import re

from cpp import blank, closing, line_of
from support import finish, text, tracked

SQL = re.compile(r'"[^"\n]*\b(SELECT\s+.+\s+FROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|'
                 r'CREATE\s+(TABLE|INDEX)|ALTER\s+TABLE|DROP\s+TABLE)\b')
# The storage layer itself makes the table that tells which migrations ran, and copies tables that only the database names.
SQL_MAY = {"src/storage/migrations.cc", "src/storage/copy_statements.cc"}
HTML = re.compile(r'"[^"\n]*</?(a|p|div|span|ul|li|td|tr|table|form|input|button|h[1-6]|main|section|label|strong|svg|body|html)\b'
                  r'[^"\n]*')
CO_AWAIT = re.compile(r"\bco_await\b")


def full_expression(blanked, start, at):
    """The statement from `start` that holds the co_await at `at`; of if, while, for and switch only what is in brackets."""
    control = re.match(r"\s*(?:else\s+)?(?:if|while|for|switch)\b[^(]*\(", blanked[start:at])
    if control:
        end = closing(blanked, start + control.end() - 1)
        if end > at:
            return blanked[start:end]
    offset = at
    while offset < len(blanked) and blanked[offset] not in ";}":
        offset = closing(blanked, offset) + 1 if blanked[offset] in "([{" else offset + 1
    return blanked[start:offset]


def await_findings(path, blanked):
    """A braced aggregate or a lambda inside a co_await expression is destroyed twice by g++ 12."""
    for match in CO_AWAIT.finditer(blanked):
        start = max(blanked.rfind(mark, 0, match.start()) for mark in ";{}") + 1
        expression = full_expression(blanked, start, match.start())
        if "{" in expression or re.search(r"\[[^\]]*\]\s*\(", expression):
            yield (f"{path}:{line_of(blanked, match.start())}: a braced value or lambda inside a co_await expression "
                   "(g++ 12 destroys it twice): name it first")


def main():
    findings = []
    files = tracked(".cc", ".h", under="src")
    for path in files:
        source = text(path)
        findings += await_findings(path, blank(source))
        if path.name.endswith("_test.cc") or path.name.endswith("_test.h"):
            continue
        code = blank(source, keep_strings=True)
        if str(path) not in SQL_MAY:
            findings += [f"{path}:{line_of(code, found.start())}: SQL belongs into a .sql file"
                         for found in SQL.finditer(code)]
        findings += [f"{path}:{line_of(code, found.start())}: HTML belongs into an .html file: {found.group(0)[:60]}"
                     for found in HTML.finditer(code)]
    finish(findings, len(files), "files")


if __name__ == "__main__":
    main()
