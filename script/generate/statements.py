#!/usr/bin/env python3
"""Makes C++ constants of the named SQL statements.

src/<room>/…/<file>.sql becomes generated/<room>/…/<file>.sql.h. A statement begins with a line
`-- name: find_slot`, then at least one comment line that says what it is for, then the SQL.
A statement that differs on PostgreSQL stands right behind its twin as
`-- name: find_slot (postgresql)`; one that only PostgreSQL has stands alone so. Migrations are not statements
and are packed as they are.
"""
import pathlib
import re
import sys

NAME = re.compile(r"^-- name: ([a-z][a-z0-9_]*)( \(postgresql\))?$")


def fail(path, line, message):
    sys.exit(f"{path}:{line}: {message}")


def parse(path):
    """Returns {name: {"sqlite": sql, "postgresql": sql or ""}} in file order."""
    statements, current, comment = {}, None, False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match = NAME.match(line)
        if match:
            name, other = match.groups()
            dialect = "postgresql" if other else "sqlite"
            if name in statements and (not other or current[0] != name or statements[name][dialect]):
                fail(path, number, f"{name} stands twice, or not right behind its twin")
            twin = name in statements
            statements.setdefault(name, {"sqlite": "", "postgresql": ""})
            current, comment = (name, dialect), twin
        elif line.startswith("--"):
            comment = True
        elif line.strip():
            if current is None:
                fail(path, number, "SQL before the first `-- name:` line")
            if not comment:
                fail(path, number, f"{current[0]} has no comment that says what it is for")
            statements[current[0]][current[1]] += line.rstrip() + "\n"
    return statements


def constant(name):
    return "k" + "".join(part.capitalize() for part in name.split("_"))


def namespace(relative):
    parts = list(relative.parts[:-1])
    if parts[0] == "features":
        parts = ["features", parts[-1]] if len(parts) > 1 else parts
    return "::".join(["temujanji"] + parts + ["sql"])


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def main():
    source, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    known = {}
    for path in sorted(source.rglob("*.sql")):
        relative = path.relative_to(source)
        if "migrations" in relative.parts:
            continue
        space = namespace(relative)
        lines = ["#pragma once", '#include "storage/statement.h"', "", f"namespace {space} {{"]
        for name, sql in parse(path).items():
            if known.setdefault((space, name), path) != path:
                fail(path, 1, f"{name} stands in {known[space, name]} too, which has the same namespace")
            postgresql = f'R"sql({sql["postgresql"]})sql"' if sql["postgresql"] else '""'
            lines.append(f'inline constexpr storage::Statement {constant(name)}{{\n    "{relative}:{name}",\n'
                         f'    R"sql({sql["sqlite"]})sql",\n    {postgresql}}};')
        lines += [f"}}  // namespace {space}", ""]
        write(target / relative.with_suffix(".sql.h"), "\n".join(lines))


if __name__ == "__main__":
    main()
