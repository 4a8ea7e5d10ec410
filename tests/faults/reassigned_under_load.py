#!/usr/bin/env python3
"""People of a day lose it while others book it, and a server is killed (kill -9) while it reassigns them: everybody once, told once.

tests/faults/reassigned_under_load.py [--rounds N] [--seed N]

A day of each round is closed, one loses its seats by a change of that day, one by a change of the catalogue; then that is
undone, again with a server killed, and everybody is booked as before. On a fourth day all are cancelled together. On
PostgreSQL two servers share the work.
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


class Day:
    """An office's date, its slots, and a number for what is decided about it."""

    def __init__(self, number, slots):
        self.number, self.slots, self.office, self.on = 1000 + 10 * number, slots, slots[0][0], slots[0][2][:10]

    def statuses(self, data):
        """How many appointments of the day have each status."""
        marks = ", ".join("?" * len(self.slots))
        return dict(t.select(data, f"SELECT status, count(*) FROM appointment WHERE slot_id IN ({marks}) GROUP BY status",
                             *[slot[3] for slot in self.slots]))


# How a day is lost and given back: the statements, and which row of which table says that everybody has followed.

def close(day):
    return f"closure WHERE id = {day.number}", [
        f"""INSERT INTO closure (id, office_id, from_on, to_on, reason_ms, reason_en, made_by, made_at)
            SELECT {day.number}, id, '{day.on}', '{day.on}', 'Banjir', 'Flood', 'staff:1', 1 FROM office WHERE code = '{day.office}'"""]


def take_back(table):
    return lambda day: (f"{table} WHERE id = {day.number}", [
        f"UPDATE {table} SET removed_by = 'staff:1', removed_at = 2, settled_at = NULL WHERE id = {day.number}"])


def take_seats(day):
    return f"day_change WHERE id = {day.number}", [
        f"""INSERT INTO day_change (id, pool_id, day_on, from_minute, to_minute, seats, opens, reason_ms, reason_en, made_by,
              made_at, begun_at)
            SELECT {day.number}, pool_id, '{day.on}', 0, 1440, 0, 0, 'Banjir', 'Flood', 'staff:1', 1, 1
            FROM slot WHERE id = {day.slots[0][3]}"""]


def save_change(number, day, *statements):
    return f"catalogue_change WHERE id = {number}", [
        *statements, f"""INSERT INTO catalogue_change (id, made_by, begun_at, edits, reason, pools, saved_at)
            SELECT {number}, 'staff:1', 1, '', 'Banjir', '{day.office}/' || pool.code, 1
            FROM pool JOIN slot ON slot.pool_id = pool.id WHERE slot.id = {day.slots[0][3]}"""]


def change_rule(day):
    return save_change(day.number, day, f"""INSERT INTO seat_rule (office_kind, pool_code, weekdays, from_minute, to_minute,
          slot_minutes, seats_per_counter, valid_from_on, valid_to_on)
        SELECT office.kind, pool.code, 127, 0, 1, 5, 1, '{day.on}', '{day.on}'
        FROM slot JOIN pool ON pool.id = slot.pool_id JOIN office ON office.id = pool.office_id WHERE slot.id = {day.slots[0][3]}""")


def change_rule_back(day):
    return save_change(day.number + 1, day, f"DELETE FROM seat_rule WHERE valid_from_on = '{day.on}'")


WAYS = [(close, take_back("closure")), (take_seats, take_back("day_change")), (change_rule, change_rule_back)]


def kill_one(servers, chance):
    """While people are reassigned, as far as can be hit from outside."""
    victim = chance.choice(servers)
    time.sleep(chance.uniform(0, 1.2))
    victim.kill()
    victim.start()


def decide(data, servers, decision, chance):
    """Until everybody has followed; gives the seconds after the restart."""
    row, statements = decision
    change(data, *statements, "UPDATE revision SET number = number + 1 WHERE name = 'catalogue'")
    kill_one(servers, chance)
    settled = "ended_at" if row.startswith("bulk") else "settled_at"
    return crowd.wait_until(lambda: t.select(data, f"SELECT 1 FROM {row} AND {settled} IS NOT NULL"), SETTLED_SECONDS_MAX,
                            f"settled: {row}")


def lose(data, servers, day, way, people, seed, chance):
    """How many were displaced."""
    ports = [server.port for server in servers]
    with Load(ports, day.slots, people, f"{seed}-{day.number}") as load:
        crowd.wait_until(lambda: len(load.told) > 100, 30, "a hundred people have booked")
        seconds = decide(data, servers, way(day), chance)
        before = load.refused
        crowd.wait_until(lambda: load.refused > before + 50, 10, "people are refused")
    found = day.statuses(data)
    assert set(found) == {"displaced"}, found
    assert found["displaced"] >= len(load.told), (found, len(load.told))
    crowd.check_ledger(ports, load.told)
    print(f"{way.__name__}: {found['displaced']} displaced, {len(load.told)} of them acknowledged; "
          f"settled {seconds:.1f} s after the restart")
    return found["displaced"]


def give_back(data, servers, day, way, count, chance):
    decide(data, servers, way(day), chance)
    assert day.statuses(data) == {"booked": count}, day.statuses(data)


def cancel_together(data, servers, day, people, seed, chance):
    """Everybody who is booked when it is decided; who books then stays. Gives how many were cancelled."""
    ports, marks = [server.port for server in servers], ", ".join(str(slot[3]) for slot in day.slots)
    with Load(ports, day.slots, people, f"{seed}-{day.number}") as load:
        crowd.wait_until(lambda: len(load.told) > 300, 30, "people have booked")
        decide(data, servers, (f"bulk_cancellation WHERE id = {day.number}", [
            f"""INSERT INTO bulk_cancellation (id, office_id, day_on, reason_ms, reason_en, asked_by, asked_at, approved_at)
                SELECT {day.number}, office.id, '{day.on}', 'Banjir', 'Flood', staff.id, 1, 1
                FROM office, staff WHERE office.code = '{day.office}'""",
            f"""INSERT INTO bulk_cancelled (cancellation_id, appointment_id, slot_id)
                SELECT {day.number}, id, slot_id FROM appointment WHERE slot_id IN ({marks})"""]), chance)
        before = len(load.told)
        crowd.wait_until(lambda: len(load.told) > before or load.refused > before, 10, "people go on")
    outcomes = dict(t.select(data, "SELECT outcome, count(*) FROM bulk_cancelled WHERE cancellation_id = ? GROUP BY outcome",
                             day.number))
    assert set(outcomes) == {"cancelled"} and outcomes["cancelled"] >= 300, outcomes
    found = day.statuses(data)
    assert found["cancelled_by_department"] == outcomes["cancelled"], (found, outcomes)
    assert set(found) <= {"cancelled_by_department", "booked"}, found
    assert sum(found.values()) >= len(load.told), (found, len(load.told))
    crowd.check_ledger(ports, load.told)
    print(f"cancel_together: {found}")
    return outcomes["cancelled"]


def check_told_once(data, displaced, cancelled):
    """One mail about what was lost and one about its return to each, however often a server began anew."""
    for condition, wanted in (("e.kind = 'displaced'", displaced), ("e.kind = 'booked' AND e.detail = 'restored'", displaced),
                              ("e.kind = 'cancelled_by_department'", cancelled)):
        events, people = t.select(data, f"""SELECT count(*), count(DISTINCT e.appointment_id) FROM appointment_event e
            JOIN outbox o ON o.event_id = e.id WHERE {condition}""")[0]
        assert events == people == wanted, (condition, events, people, wanted)


def main():
    options = crowd.arguments(rounds=1)
    chance = random.Random(options.seed)
    with t.data_folder(keep=t.passports_only, counters=lambda row: 150) as data:
        t.run("staff", "add", "--data", data, "--role", "hq_admin", "--name", "Pegawai Satu", "satu")
        by_day = {}
        for slot in t.bookable_slots(data, "PASPORT-BAHARUI"):
            by_day.setdefault(slot[2][:10], []).append(slot)
        days = (Day(number, slots) for number, slots in enumerate(by_day.values()))
        people, displaced, cancelled = crowd.Numbers(), 0, 0
        with t.servers(data, 2 if t.ON_POSTGRESQL else 1) as servers:
            for _ in range(options.rounds):
                for (way, back), day in zip(WAYS, days):
                    count = lose(data, servers, day, way, people, options.seed, chance)
                    displaced += count
                    give_back(data, servers, day, back, count, chance)
                cancelled += cancel_together(data, servers, next(days), people, options.seed, chance)
                t.check_doctor(data)
        check_told_once(data, displaced, cancelled)


if __name__ == "__main__":
    main()
