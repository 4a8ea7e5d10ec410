#!/usr/bin/env python3
"""The end of the program under load loses nothing that was acknowledged: tests/faults/kill_under_load.py [--rounds N] [--seed N] [--stop]

Many people book at once; each 201 is written to a ledger and synced before it counts. At a random moment the program is
killed (kill -9; with --stop it is asked to stop, SIGTERM), started again on the same data, and every line of the ledger is looked up: same reference, slot and person. Then
everybody who got no answer sends the same submission again and must get exactly one appointment.
"""
import argparse
import http.client
import os
import random
import threading
import time

import temujanji as t

PEOPLE_AT_ONCE = 16
READY_SECONDS_MAX = 2.0
STOP_SECONDS_MAX = 15


class Ledger:
    """What was acknowledged, on disk before anybody counts on it."""

    def __init__(self, path):
        self.file, self.lock = open(path, "a", encoding="utf-8"), threading.Lock()
        self.entries, self.unsure, self.wrong = {}, {}, []

    def acknowledge(self, person, answer):
        with self.lock:
            self.file.write(f"{person} {answer['reference']} {answer['starts_at']}\n")
            self.file.flush()
            os.fsync(self.file.fileno())
            self.entries[person] = answer

    def no_answer(self, person, slot):
        with self.lock:
            self.unsure[person] = slot


def book(client, person, slot):
    return client.call("POST", "/api/v1/appointments", t.booking(slot, person),
                       {"Idempotency-Key": f"kill-{person}"})


def keep_booking(port, people, slots, ledger, over):
    """One connection's work until the server is gone."""
    client = t.Client(port)
    while not over.is_set():
        person = next(people)
        slot = random.choice(slots)
        try:
            status, _, answer = book(client, person, slot)
        except (OSError, ValueError, http.client.HTTPException):  # gone, or cut off in the middle of an answer
            ledger.no_answer(person, slot)
            return
        if status == 201:
            ledger.acknowledge(person, answer)
        elif status not in (409, 503):
            ledger.wrong.append((person, status, answer))


class Numbers:
    """Counts for all threads."""

    def __init__(self):
        self.last, self.lock = 0, threading.Lock()

    def __next__(self):
        with self.lock:
            self.last += 1
            return self.last


def end_once(data, people, slots, ledger, seconds, stop):
    server, over = t.Server(data).start(), threading.Event()
    threads = [threading.Thread(target=keep_booking, args=(server.port, people, slots, ledger, over))
               for _ in range(PEOPLE_AT_ONCE)]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    if stop:
        code = server.stop(STOP_SECONDS_MAX)
        assert code == 0, f"asked to stop, it ended with {code}"
    else:
        server.kill()
    over.set()
    for thread in threads:
        thread.join()
    assert not ledger.wrong, f"answers nobody should get: {ledger.wrong[:5]}"


def check_ledger(client, entries):
    for person, answer in entries.items():
        status, _, found = client.call("POST", "/api/v1/appointments/lookup",
                                       {"reference": answer["reference"], "document_number": t.mykad(person)})
        assert status == 200, f"person {person} was told {answer['reference']}, now {status}: {found}"
        assert found["starts_at"] == answer["starts_at"], (answer, found)


def send_again(client, ledger):
    """Whoever got no answer repeats; the key makes one effect of it."""
    for person, slot in list(ledger.unsure.items()):
        first = book(client, person, slot)
        second = book(client, person, slot)
        assert first[0] == second[0], (first, second)
        if first[0] == 201:
            assert first[2] == second[2]
            ledger.acknowledge(person, first[2])
        del ledger.unsure[person]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--stop", action="store_true")
    options = parser.parse_args()
    random.seed(options.seed)
    print(f"seed {options.seed}")
    with t.data_folder(keep=t.passports_only) as data:
        slots = t.bookable_slots(data, "PASPORT-BAHARUI", limit=400)
        ledger, people = Ledger(data.parent / "ledger"), Numbers()
        for number in range(options.rounds):
            before = len(ledger.entries)
            end_once(data, people, slots, ledger, random.uniform(0.2, 1.2), options.stop)
            fresh = dict(list(ledger.entries.items())[before:])
            with t.Server(data) as server:
                assert server.ready_seconds <= READY_SECONDS_MAX, f"ready only after {server.ready_seconds:.2f} s"
                client = t.Client(server.port)
                check_ledger(client, fresh)
                send_again(client, ledger)
            t.check_doctor(data)
            print(f"round {number + 1}: {len(fresh)} acknowledged before the end, ready again in {server.ready_seconds:.2f} s")
        count, = t.select(data, "SELECT count(*) FROM appointment")[0]
        assert count == len(ledger.entries), f"{count} appointments, {len(ledger.entries)} acknowledged"
        assert count > 0, "nobody booked: the test tests nothing"
        print(f"{count} appointments, all acknowledged, none twice")


if __name__ == "__main__":
    main()
