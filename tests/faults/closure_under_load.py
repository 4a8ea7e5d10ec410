#!/usr/bin/env python3
"""A day is closed while people book it, and a server is killed (kill -9) while it moves them: everybody is displaced and told once.

tests/faults/closure_under_load.py [--rounds N] [--seed N]

Then the closure is undone, again with a server killed, and everybody is booked as before. On PostgreSQL two servers share the work.
"""
import contextlib
import random
import sqlite3
import threading
import time

import crowd
import temujanji as t

CONNECTIONS = 8
SETTLED_SECONDS_MAX = 20


def change(data, *statements):
    """Runs statements in one transaction, as another process would."""
    if str(data) in t.CLUSTERS:
        import psycopg2
        with contextlib.closing(psycopg2.connect(t.DATABASE_URLS[str(data)])) as database, database, database.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        return
    with contextlib.closing(sqlite3.connect(t.database_file(data), timeout=10)) as database, database:
        for statement in statements:
            database.execute(statement)


class Load:
    """People who book slots of one day until it is over; refusals are as good as answers."""

    def __init__(self, ports, slots, people, seed):
        self.ports, self.slots, self.people, self.seed = ports, slots, people, seed
        self.over, self.told, self.refused, self.lock = threading.Event(), {}, 0, threading.Lock()
        self.threads = [threading.Thread(target=self.book, args=(number,)) for number in range(CONNECTIONS)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join()

    def book(self, number):
        chance, client = random.Random(f"{self.seed}-{number}"), t.Client(self.ports[number % len(self.ports)])
        while not self.over.is_set():
            person, slot = next(self.people), chance.choice(self.slots)
            try:
                status, _, answer = crowd.book(client, person, slot)
            except crowd.CUT_OFF:
                client.close()
                time.sleep(0.01)
                continue
            with self.lock:
                if status == 201:
                    self.told[person] = answer
                else:
                    self.refused += 1


def kill_one(servers, chance):
    """While the closure is being settled, as far as can be hit from outside."""
    victim = chance.choice(servers)
    time.sleep(chance.uniform(0, 1.2))
    victim.kill()
    victim.start()


def wait_until_settled(data, closure):
    return crowd.wait_until(lambda: t.select(data, "SELECT 1 FROM closure WHERE id = ? AND settled_at IS NOT NULL", closure),
                            SETTLED_SECONDS_MAX, "the closure is settled")


def statuses(data, slots):
    """How many appointments of these slots have each status."""
    marks = ", ".join("?" * len(slots))
    return dict(t.select(data, f"SELECT status, count(*) FROM appointment WHERE slot_id IN ({marks}) GROUP BY status",
                         *[slot[3] for slot in slots]))


def close_day(data, servers, day, slots, people, options, chance):
    closure = 1000 + day
    ports = [server.port for server in servers]
    with Load(ports, slots, people, f"{options.seed}-{day}") as load:
        crowd.wait_until(lambda: len(load.told) > 100, 30, "a hundred people have booked")
        on = slots[0][2][:10]
        change(data, f"""INSERT INTO closure (id, office_id, from_on, to_on, reason_ms, reason_en, made_by, made_at)
            SELECT {closure}, id, '{on}', '{on}', 'Banjir', 'Flood', 'staff:1', 1 FROM office WHERE code = '{slots[0][0]}'""",
               "UPDATE revision SET number = number + 1 WHERE name = 'catalogue'")
        kill_one(servers, chance)
        seconds = wait_until_settled(data, closure)
        before = load.refused
        crowd.wait_until(lambda: load.refused > before + 50, 10, "people are refused")
    found = statuses(data, slots)
    assert set(found) == {"displaced"}, found
    assert found["displaced"] >= len(load.told), (found, len(load.told))
    crowd.check_ledger(ports, load.told)
    print(f"{found['displaced']} displaced, {len(load.told)} of them acknowledged; settled {seconds:.1f} s after the restart")
    return closure, found["displaced"]


def open_day(data, servers, closure, slots, count, chance):
    change(data, f"UPDATE closure SET removed_by = 'staff:1', removed_at = 2, settled_at = NULL WHERE id = {closure}",
           "UPDATE revision SET number = number + 1 WHERE name = 'catalogue'")
    kill_one(servers, chance)
    wait_until_settled(data, closure)
    assert statuses(data, slots) == {"booked": count}, statuses(data, slots)


def check_told_once(data, displaced):
    """One mail about the closure and one about its end to each, however often a server began anew."""
    for condition in ("e.kind = 'displaced'", "e.kind = 'booked' AND e.detail = 'restored'"):
        events, people = t.select(data, f"""SELECT count(*), count(DISTINCT e.appointment_id) FROM appointment_event e
            JOIN outbox o ON o.event_id = e.id WHERE {condition}""")[0]
        assert events == people == displaced, (condition, events, people, displaced)


def main():
    options = crowd.arguments(rounds=2)
    chance = random.Random(options.seed)
    with t.data_folder(keep=t.passports_only, counters=lambda row: 150) as data:
        by_day = {}
        for slot in t.bookable_slots(data, "PASPORT-BAHARUI"):
            by_day.setdefault(slot[2][:10], []).append(slot)
        days, people, displaced = list(by_day.values()), crowd.Numbers(), 0
        with t.servers(data, 2 if t.ON_POSTGRESQL else 1) as servers:
            for day in range(options.rounds):
                closure, count = close_day(data, servers, day, days[day], people, options, chance)
                displaced += count
                open_day(data, servers, closure, days[day], count, chance)
                t.check_doctor(data)
        check_told_once(data, displaced)


if __name__ == "__main__":
    main()
