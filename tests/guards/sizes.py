#!/usr/bin/env python3
"""No file above 500 lines, no function above 70, and nine functions in ten within 30."""
from cpp import blank, functions
from support import finish, text, tracked

FILE_LINES_MAX, FUNCTION_LINES_MAX, FUNCTION_LINES_P90 = 500, 70, 30
# What a tool made or a person reads as a list is not bounded by what fits a head.
LISTS = ("package-lock.json", ".csv", ".po", "openapi.yaml", "CHANGELOG.md", "LICENSE", ".svg", ".png")


def main():
    findings, lengths = [], []
    files = [path for path in tracked() if not str(path).endswith(LISTS) and path.parts[0] != "docs"]
    for path in files:
        content = text(path)
        lines = content.count("\n")
        if lines > FILE_LINES_MAX:
            findings.append(f"{path}: {lines} lines, more than {FILE_LINES_MAX}")
        if path.suffix not in (".cc", ".h"):
            continue
        for first, length, head in functions(blank(content)):
            lengths.append(length)
            if length > FUNCTION_LINES_MAX and not path.name.endswith("_test.cc"):
                findings.append(f"{path}:{first}: {length} lines, more than {FUNCTION_LINES_MAX}: {head[:70]}")
    lengths.sort()
    p90 = lengths[len(lengths) * 9 // 10] if lengths else 0
    if p90 > FUNCTION_LINES_P90:
        findings.append(f"one function in ten has more than {FUNCTION_LINES_P90} lines (90 % have at most {p90})")
    print(f"{len(lengths)} functions, median {lengths[len(lengths) // 2] if lengths else 0} lines, p90 {p90}")
    finish(findings, len(files), "files")


if __name__ == "__main__":
    main()
