"""What the audit log costs for each booking, on SQLite: processor time of the thread that seals during a rush, of sealing all
at once afterwards, the bytes it takes, and the time of verifying and proving.

    PYTHONPATH=tests/support PROGRAM_UNDER_TEST=build/release/bin/temujanji LOAD_GENERATOR=build/release/bin/load \\
      /usr/bin/python3 -B bench/sealing.py --bookings 1000000
"""
import argparse
import contextlib
import os
import sqlite3
import time

import temujanji as t

from loading import QUIET, Loader, appointments, endless_seats
from time_spent import by_thread

TABLES = ("appointment_event", "audit_page", "audit_node", "audit_head")


def timed(*arguments):
    """Output, seconds, and seconds of processor time of a command."""
    before, begun = os.times(), time.monotonic()
    done = t.run(*arguments)
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return done.stdout, time.monotonic() - begun, spent


def rush(data, targets, loader, wanted):
    """Books as fast as it goes while the log grows beside."""
    with t.Server(data, *QUIET) as server:
        figures = loader.book(server.port, targets["spread"], requests=wanted)
        spent = {name: sum(times) for name, times in by_thread(server.process.pid).items()}
        begun, leaves = time.monotonic(), 0
        while leaves < wanted and time.monotonic() - begun < 60:
            leaves = t.select(data, "SELECT size FROM audit_tree")[0][0]
            time.sleep(0.05)
        behind = time.monotonic() - begun
        idle = sum(by_thread(server.process.pid)["caretaker"])
        time.sleep(10)
        idle = sum(by_thread(server.process.pid)["caretaker"]) - idle
    print(f"{wanted:,} bookings at {figures['rate']:,.0f}/s, p99 {figures['p99_ms']:.1f} ms; of the processor, us a booking: "
          + ", ".join(f"{name} {1e6 * seconds / wanted:.2f}" for name, seconds in sorted(spent.items()) if seconds > 0.1))
    print(f"all sealed {behind:.1f} s after the last; then the caretaker takes {100 * idle:.1f} ms of processor in a second")


def seal_again(data):
    """The same rows sealed at once, by a command of its own."""
    with contextlib.closing(sqlite3.connect(t.database_file(data))) as database:
        database.executescript("DELETE FROM audit_page; DELETE FROM audit_node; DELETE FROM audit_head; DELETE FROM audit_tree; VACUUM")
    (data / "audit-heads.log").unlink()
    said, seconds, spent = timed("audit", "seal", "--data", data)
    rows = int(said.split()[0])
    print(f"sealing {rows:,} rows at once: {seconds:.2f} s, {1e6 * spent / rows:.2f} us of processor each")


def sizes(data):
    for table in TABLES:
        bytes_used, = t.select(data, "SELECT sum(pgsize) FROM dbstat WHERE name = ? OR name LIKE ? || '\\_%' ESCAPE '\\'", table, table)[0]
        rows, = t.select(data, f"SELECT count(*) FROM {table}")[0]
        print(f"  {table}: {rows:,} rows, {bytes_used / 1e6:.1f} MB")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bookings", type=int, default=200_000)
    options = parser.parse_args()
    with endless_seats() as (data, targets):
        rush(data, targets, Loader(os.environ["LOAD_GENERATOR"]), options.bookings)
        for name in ("doctor", "audit verify"):
            _, seconds, spent = timed(*name.split(), "--data", data)
            print(f"{name}: {seconds:.2f} s, {spent:.2f} s of processor")
        middle, = t.select(data, "SELECT id FROM appointment_event ORDER BY id LIMIT 1 OFFSET ?", appointments(data) // 2)[0]
        proof, seconds, _ = timed("audit", "prove", "--data", data, f"appointment_event:{middle}")
        print(f"audit prove: {len(proof.encode())} bytes in {seconds:.2f} s")
        seal_again(data)
        sizes(data)


if __name__ == "__main__":
    main()
