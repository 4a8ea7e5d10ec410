#!/usr/bin/env python3
"""Every named SQL statement prepares on PostgreSQL too, save those that say `-- sqlite only: reason`."""
import contextlib
import re
import sys

import psycopg2

import temujanji as t

sys.path.insert(0, str(t.ROOT / "script/generate"))
from statements import parse  # noqa: E402  the build's own reader


def sqlite_only(path):
    parts = re.split(r"^-- name: ([a-z0-9_]+).*$", path.read_text(encoding="utf-8"), flags=re.M)
    return {name for name, body in zip(parts[1::2], parts[2::2]) if re.search(r"^-- sqlite only: \S", body, re.M)}


def main():
    prepared, wrong = 0, []
    with t.data_folder(keep=t.passports_only) as data:
        with contextlib.closing(psycopg2.connect(t.DATABASE_URLS[str(data)])) as database:
            database.autocommit = True
            for path in sorted((t.ROOT / "src").rglob("*.sql")):
                if "migrations" in path.parts:
                    continue
                left_out = sqlite_only(path)
                for name, sql in parse(path).items():
                    if name in left_out:
                        continue
                    try:
                        database.cursor().execute(f"PREPARE s{prepared} AS {sql['postgresql'] or sql['sqlite']}")
                        prepared += 1
                    except psycopg2.Error as error:
                        wrong.append(f"{path.name}: {name}: {error}")
    assert not wrong, "\n".join(wrong)
    assert prepared > 100, prepared
    print(f"{prepared} statements prepare on PostgreSQL")


if __name__ == "__main__":
    main()
