#!/usr/bin/env python3
"""An installation moves from SQLite to PostgreSQL and back with `temujanji copy`: tests/storage/copy.py

Appointments made before are found and cancelled afterwards, the same submission still has its one effect, people go on
booking, and a copy that was killed is simply made again.
"""
import contextlib
import shutil
import sqlite3
import stat
import subprocess
import time

import psycopg2

import postgresql
import temujanji as t

PEOPLE = 30


def book(client, slot, person):
    status, _, answer = client.call("POST", "/api/v1/appointments", t.booking(slot, person), {"Idempotency-Key": f"copy-{person}"})
    assert status == 201, answer
    return answer


def check_found(client, answers):
    for person, answer in answers.items():
        status, _, found = client.call("POST", "/api/v1/appointments/lookup",
                                       {"reference": answer["reference"], "document_number": t.mykad(person)})
        assert status == 200 and found["starts_at"] == answer["starts_at"], (person, status, found)


def move_folder(data, name, url=None):
    """Another data folder with the same keys."""
    folder = data.parent / name
    shutil.copytree(data / "keys", folder / "keys")
    if url:
        t.DATABASE_URLS[str(folder)] = url
    return folder


def rows_of_sqlite(file):
    """{table: its rows, sorted}, of every table but `migration`."""
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        tables = [name for name, in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'migration'")]
        return {table: sorted(map(repr, database.execute(f"SELECT * FROM {table}"))) for table in tables}


def columns_of(table):
    """As SQLite has them; PostgreSQL has one more, which is its own."""
    return {"slot": "id, pool_id, starts_at, minutes, seats, taken, withdrawn"}.get(table, "*")


def rows_of_postgresql(url, tables):
    def plain(row):
        return tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)

    rows = {}
    with contextlib.closing(psycopg2.connect(url)) as database, database.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT {columns_of(table)} FROM {table}")
            rows[table] = sorted(repr(plain(row)) for row in cursor.fetchall())
    return rows


def check_same(before, after, report):
    assert before.keys() == after.keys(), (before.keys(), after.keys())
    told = dict(line.split() for line in report.splitlines() if len(line.split()) == 2)
    for table, rows in before.items():
        assert rows == after[table], f"{table}: {len(rows)} rows before, {len(after[table])} after, or others"
        assert told[table] == str(len(rows)), (table, told[table], len(rows))


def check_refused(*arguments, code, words):
    done = t.run("copy", *arguments, check=False)
    assert done.returncode == code and words in done.stderr, (done.returncode, done.stdout, done.stderr)


def check_refusals(source, cluster, folder):
    url = cluster.url()
    check_refused("--from", source, "--to", url, code=2, words="there is an installation")
    check_refused("--from", url, "--to", source, code=2, words="there is an installation")
    check_refused("--from", f"sqlite:{folder}/nowhere.db", "--to", url, code=2, words="there is no installation")
    check_refused("--from", source, "--to", "mysql://localhost", code=2, words="--to must be")
    check_refused("--from", source, "--to", f"postgresql:///x?host={folder}", code=1, words="cannot reach")
    assert not (folder / "nowhere.db").exists()


def wait_for_lock(url, process):
    with contextlib.closing(psycopg2.connect(url)) as database, database.cursor() as cursor:
        database.autocommit = True
        while True:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0] > 0:
                return
            assert process.poll() is None, f"the copy ended with {process.returncode} before it came to the locked table"
            time.sleep(0.01)


def check_killed(source, cluster, tables):
    """A copy that is killed while it writes the last table leaves nothing; it is made again."""
    url, filled = cluster.url("killed"), "SELECT count(*) FROM appointment"
    emptied = "; ".join(f"TRUNCATE {table} CASCADE" for table in tables if table != "revision")
    for sql, database in (("CREATE DATABASE killed TEMPLATE postgres", "postgres"), (emptied, "killed")):
        done = cluster.psql(sql, database)
        assert done.returncode == 0, done.stderr
    with contextlib.closing(psycopg2.connect(url)) as database, database.cursor() as cursor:
        cursor.execute("LOCK TABLE outbox IN SHARE MODE")
        process = subprocess.Popen([t.program(), "copy", "--from", source, "--to", url], stdout=subprocess.DEVNULL)
        wait_for_lock(url, process)
        process.kill()
        process.wait()
        database.commit()
        cursor.execute(filled)
        assert cursor.fetchone() == (0,)
        database.commit()
        t.run("copy", "--from", source, "--to", url)
        cursor.execute(filled)
        assert cursor.fetchone() == (PEOPLE,)


def use_on_postgresql(moved, slots, answers):
    """Those who booked before are found and one cancels; others book."""
    t.check_doctor(moved)
    with t.Server(moved, log=moved.parent / "postgresql.log") as server:
        client = t.Client(server.port)
        check_found(client, answers)
        for person in (1, PEOPLE - 1):
            assert book(client, slots[person], person) == answers[person], "the same submission had another effect"
        for person in range(PEOPLE, PEOPLE + 5):
            answers[person] = book(client, slots[person], person)
        check_found(client, answers)
    t.check_doctor(moved)


def main():
    with t.data_folder(keep=t.passports_only) as data, postgresql.cluster() as cluster:
        slots, source = t.bookable_slots(data, "PASPORT-BAHARUI", limit=PEOPLE + 10), f"sqlite:{t.database_file(data)}"
        with t.Server(data) as server:
            client = t.Client(server.port)
            answers = {person: book(client, slots[person], person) for person in range(PEOPLE)}

        before = rows_of_sqlite(t.database_file(data))
        done = t.run("copy", "--from", source, "--to", cluster.url())
        assert "keys" in done.stdout, done.stdout
        for told in ("copying: appointment", "comparing: appointment"):
            assert told in done.stderr, done.stderr
        check_same(before, rows_of_postgresql(cluster.url(), before), done.stdout)
        check_refusals(source, cluster, data.parent)
        check_killed(source, cluster, before)
        use_on_postgresql(move_folder(data, "moved", cluster.url()), slots, answers)

        with t.Server(data.parent / "moved", log=data.parent / "used.log"):
            used = t.run("copy", "--from", cluster.url(), "--to", f"sqlite:{data.parent}/used.db", check=False)
            assert used.returncode != 0 and "a server works with" in used.stderr, used.stderr

        back = move_folder(data, "back")
        done = t.run("copy", "--from", cluster.url(), "--to", f"sqlite:{back}/temujanji.db")
        after = rows_of_sqlite(back / "temujanji.db")
        check_same(rows_of_postgresql(cluster.url(), before), after, done.stdout)
        assert len(after["appointment"]) == PEOPLE + 5
        assert stat.S_IMODE((back / "temujanji.db").stat().st_mode) == 0o600
        t.check_doctor(back)
        with t.Server(back, log=back.parent / "back.log") as server:
            check_found(t.Client(server.port), answers)
        print(f"{sum(map(len, before.values()))} rows moved to PostgreSQL and back, {len(answers)} appointments found")


if __name__ == "__main__":
    main()
