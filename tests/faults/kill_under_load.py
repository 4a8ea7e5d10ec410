#!/usr/bin/env python3
"""The end of the program under load loses nothing that was acknowledged: tests/faults/kill_under_load.py [--rounds N] [--seed N] [--stop]

Many people book at once; each 201 is written to a ledger and synced before it counts. At a random moment the program is
killed (kill -9; with --stop it is asked to stop, SIGTERM), started again on the same data, and every line of the ledger is looked up: same reference, slot and person. Then
everybody who got no answer sends the same submission again and must get exactly one appointment.
"""
import argparse
import random
import threading
import time

import crowd
import temujanji as t

PEOPLE_AT_ONCE = 16
READY_SECONDS_MAX = 2.0
STOP_SECONDS_MAX = 15


def keep_booking(port, people, slots, ledger, over):
    """One connection's work until the server is gone."""
    client = t.Client(port)
    while not over.is_set():
        person = next(people)
        slot = random.choice(slots)
        try:
            status, _, answer = crowd.book(client, person, slot)
        except crowd.CUT_OFF:
            ledger.no_answer(person, slot)
            return
        if status == 201:
            ledger.acknowledge(person, answer)
        elif status not in (409, 503):
            ledger.wrong.append((person, status, answer))


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
        ledger, people = crowd.Ledger(data.parent / "ledger"), crowd.Numbers()
        for number in range(options.rounds):
            before = len(ledger.entries)
            end_once(data, people, slots, ledger, random.uniform(0.2, 1.2), options.stop)
            fresh = dict(list(ledger.entries.items())[before:])
            with t.Server(data) as server:
                assert server.ready_seconds <= READY_SECONDS_MAX, f"ready only after {server.ready_seconds:.2f} s"
                crowd.check_ledger([server.port], fresh)
                crowd.send_again([server.port, server.port], ledger)
            t.check_doctor(data)
            print(f"round {number + 1}: {len(fresh)} acknowledged before the end, ready again in {server.ready_seconds:.2f} s")
        crowd.check_each_once(data, ledger)


if __name__ == "__main__":
    main()
