#!/usr/bin/env python3
"""Every named SQL statement prepares on a fresh database, and none scans a large table unless it says why.

A statement that must read a whole table carries a comment line `-- scan: reason`.
"""
import pathlib
import re
import sqlite3
import sys

from support import ROOT, finish, text, tracked

sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "script/generate"))
from statements import parse  # noqa: E402  the build's own reader

LARGE = {"slot", "appointment", "appointment_event", "hold", "outbox", "ticket", "ticket_event", "audit_event", "audit_page",
         "audit_node", "audit_head", "office_day", "service_day"}
SOURCE = re.compile(r"\b(?:FROM|JOIN|UPDATE|INTO)\s+([a-z_]+)(?:\s+(?:AS\s+)?(?!SET\b|WHERE\b|JOIN\b|LEFT\b|ON\b|ORDER\b|GROUP\b|"
                    r"INDEXED\b|VALUES\b|LIMIT\b|USING\b|CROSS\b|INNER\b|SELECT\b)([a-z_]+))?", re.I)
SCAN = re.compile(r"^SCAN ([a-z_]+)(?: USING (?:COVERING )?INDEX ([a-z_]+))?")


def fresh_database():
    """A database as the migrations make it."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE migration (version integer NOT NULL PRIMARY KEY, applied_at integer NOT NULL) STRICT")
    for path in tracked(".sql", under="src/storage/migrations"):
        if not path.stem.endswith(".postgresql"):
            database.executescript(text(path))
    return database


def partial_indexes(database):
    return {name for name, sql in database.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'index'")
            if sql and " WHERE " in " ".join(sql.split())}


def plan(database, sql):
    """The query plan's lines; raises sqlite3.Error if the statement does not prepare."""
    values = {number: None for number in re.findall(r"\$(\d+)", sql)}
    return [row[3] for row in database.execute("EXPLAIN QUERY PLAN " + sql, values)]


def scans(database, partial, sql):
    """Large tables that the statement reads from end to end. A partial index holds only what its condition keeps."""
    tables = {alias or table: table for table, alias in SOURCE.findall(sql)}
    tables.update({table: table for table, _ in SOURCE.findall(sql)})
    found = []
    for line in plan(database, sql):
        match = SCAN.match(line)
        if match and tables.get(match.group(1)) in LARGE and match.group(2) not in partial:
            found.append(f"{tables[match.group(1)]} ({line})")
    return found


def reasons(path):
    """Names of the statements of a file that carry a `-- scan:` line."""
    parts = re.split(r"^-- name: ([a-z0-9_]+).*$", text(path), flags=re.M)
    return {name for name, body in zip(parts[1::2], parts[2::2]) if re.search(r"^-- scan: \S", body, re.M)}


def check(database, partial, path, name, sql, excused):
    try:
        scanned = scans(database, partial, sql)
    except sqlite3.Error as error:
        return [f"{path}: {name} does not prepare: {error}"]
    if scanned and not excused:
        return [f"{path}: {name} scans {table}; add an index or a line `-- scan: reason`" for table in scanned]
    if excused and not scanned:
        return [f"{path}: {name} has a line `-- scan:` but scans nothing large"]
    return []


def main():
    database = fresh_database()
    partial = partial_indexes(database)
    findings, count = [], 0
    for path in tracked(".sql", under="src"):
        if "migrations" in path.parts:
            continue
        excused = reasons(path)
        for name, sql in parse(ROOT / path).items():
            if not sql["sqlite"]:
                continue
            count += 1
            findings += check(database, partial, path, name, sql["sqlite"], name in excused)
    finish(findings, count, "statements")


if __name__ == "__main__":
    main()
