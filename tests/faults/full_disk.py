#!/usr/bin/env python3
"""A disk that takes no more: tests/faults/full_disk.py

The limit of file sizes stands in for the full disk, so that no privilege is needed. Bookings are refused with 503, pages
that need no disk go on, nothing is acknowledged that is not stored, and once there is room again the program goes on by
itself. On PostgreSQL it is the server that has no room: first for its tables, which it says, then for its log, of which it
dies.
"""
import contextlib
import datetime
import functools
import http.client
import itertools
import resource
import time
import urllib.parse

import crowd
import postgresql
import temujanji as t

SLOTS = 100  # for bookings
MEGABYTE = 1 << 20
PEOPLE_MAX = 2000  # as many fill a megabyte in any case
DEATH_SECONDS_MAX = 20.0
RECOVERY_SECONDS_MAX = 10.0


class Disk:
    """The one of the program itself."""

    def __init__(self, data, server):
        self.data, self.server = data, server

    def limit(self, size):
        resource.prlimit(self.server.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def fill(self, *_):
        self.limit(next(path for path in self.data.iterdir() if path.name.endswith("-wal")).stat().st_size)
        return []

    def free(self):
        self.limit(resource.RLIM_INFINITY)


class PostgresqlDisk:
    """The one of PostgreSQL."""

    # The pieces of its log have room within the limit at which tables end. Only its process falls, not the machine.
    CLUSTER = functools.partial(postgresql.cluster, "autovacuum=off", "fsync=off", initdb=("--wal-segsize=1",))

    def __init__(self, data, server):
        self.data, self.server, self.cluster = data, server, t.CLUSTERS[str(data)]
        # A page for each row or two: so the tables are soon as large as the limit.
        self.cluster.execute("ALTER TABLE appointment SET (fillfactor = 10); ALTER TABLE hold SET (fillfactor = 10)")

    def fill(self, client, slots):
        """(person, reference) of those who got in before the tables were full."""
        self.cluster.limit_files(MEGABYTE)
        for number in range(PEOPLE_MAX):
            office, service, starts_at = slots[SLOTS + number % (len(slots) - SLOTS)][:3]
            body = {"office": office, "service": service, "starts_at": starts_at, "seats": 1}
            status, _, answer = client.call("POST", "/api/v1/holds", body)
            if status != 201:
                break
        assert (status, answer["code"]) == (503, "busy"), (status, answer)
        booked = []
        for person in range(PEOPLE_MAX, 2 * PEOPLE_MAX):
            status, _, answer = book(client, slots, person)
            if status != 201:
                break
            booked.append((person, answer["reference"]))
        assert (status, answer["code"]) == (503, "busy"), (status, answer)
        assert "could not extend file" in self.server.log_path.read_text(errors="replace"), "the log does not say why"
        return booked

    def free(self):
        self.cluster.limit_files("unlimited")


def book(client, slots, person):
    slot = slots[person % SLOTS]
    return client.call("POST", "/api/v1/appointments", t.booking(slot, person), {"Idempotency-Key": f"disk-{person}"})


def get_status(port, path):
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path)
        return connection.getresponse().status


def hold_by_form(port, slot):
    """(status, type, page) of choosing a slot on its page."""
    office, service, starts_at = slot[:3]
    millis = int(datetime.datetime.fromisoformat(starts_at).timestamp() * 1000)
    form = urllib.parse.urlencode({"office": office, "service": service, "starts_at": millis, "seats": 1})
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("POST", "/ms/book/hold", form, {"Content-Type": "application/x-www-form-urlencoded",
                                                           "Sec-Fetch-Site": "same-origin"})
        answer = connection.getresponse()
        return answer.status, answer.getheader("Content-Type"), answer.read().decode()


def check_full(server, client, slots):
    for person in range(20, 40):
        status, headers, answer = book(client, slots, person)
        assert (status, answer["code"]) == (503, "busy"), (status, answer)
        assert int(headers["Retry-After"]) > 0, headers.items()
    status, kind, page = hold_by_form(server.port, slots[50])
    assert status == 503 and kind.startswith("text/html") and '<html lang="ms"' in page, (status, kind, page[:500])
    for path in ("/ms/", f"/ms/book/slots?office={slots[0][0]}&service={slots[0][1]}", "/healthz"):
        assert get_status(server.port, path) == 200, path


def fill_and_free(disk, server, slots):
    """How many have booked."""
    client, booked = t.Client(server.port), []
    for person in range(20):
        status, _, answer = book(client, slots, person)
        assert status == 201, answer
        booked.append((person, answer["reference"]))

    booked += disk.fill(client, slots)
    check_full(server, client, slots)
    disk.free()

    assert hold_by_form(server.port, slots[50])[0] == 303
    for person in range(20, 40):
        status, _, answer = book(client, slots, person)
        assert status == 201, (status, answer)
        booked.append((person, answer["reference"]))
    for person, reference in booked:
        status, _, found = crowd.look_up(client, person, reference)
        assert status == 200, (person, reference, status, found)
    return len(booked)


def lose_the_log(disk, server, slots):
    """PostgreSQL cannot write its log under load, and does not come back before there is room; how many have booked."""
    cluster, ledger, seed = disk.cluster, crowd.Ledger(disk.data.parent / "ledger"), str(time.time_ns())
    # The tables have room within their pages, so that the log is the first to have none.
    for table in ("appointment", "hold"):
        cluster.execute(f"ALTER TABLE {table} RESET (fillfactor)")
        cluster.execute(f"VACUUM {table}")
    with crowd.Crowd([server.port], slots[SLOTS:], ledger, itertools.count(3 * PEOPLE_MAX), seed) as load:
        crowd.wait_until(lambda: load.answers[201] > 50, DEATH_SECONDS_MAX, "somebody books")
        cluster.limit_files(MEGABYTE // 2)
        died = crowd.wait_until(lambda: not cluster.is_running(), DEATH_SECONDS_MAX, "PostgreSQL ends for want of room")
        assert "PANIC:  could not write" in (cluster.folder / "log").read_text(errors="replace"), "it ended for another reason"
        assert get_status(server.port, "/readyz") == 503, "ready without a database"
        assert get_status(server.port, "/ms/") == 200
        cluster.start()
        back_at = time.monotonic()
        crowd.wait_until(lambda: load.booked_since(back_at, server.port), RECOVERY_SECONDS_MAX, "bookings after there is room")
        recovery = load.booked_since(back_at, server.port) - back_at
    assert load.answers["cut off"] == 0, f"an answer was missing: {load.answers}"
    crowd.check_ledger([server.port], ledger.entries)
    crowd.send_again([server.port], ledger)
    print(f"without room for its log PostgreSQL ended after {died:.1f} s; booking again {recovery:.2f} s after its start, "
          f"{load.busy()} were told to try again meanwhile")
    return len(ledger.entries)


def main():
    kind = PostgresqlDisk if t.ON_POSTGRESQL else Disk
    with t.data_folder(keep=t.passports_only, counters=lambda row: 20, cluster=PostgresqlDisk.CLUSTER) as data:
        slots = t.bookable_slots(data, "PASPORT-BAHARUI", limit=4 * SLOTS)
        with t.Server(data) as server:
            disk = kind(data, server)
            count = fill_and_free(disk, server, slots)
            print(f"{count} booked, 20 of them after the disk had been full; nothing acknowledged in between")
            if t.ON_POSTGRESQL:
                count += lose_the_log(disk, server, slots)
        assert t.select(data, "SELECT count(*) FROM appointment") == [(count,)]
        t.check_doctor(data)


if __name__ == "__main__":
    main()
