#!/usr/bin/env python3
"""One of several processes is killed (kill -9) while all are under load, and started again: what was acknowledged stays.

tests/faults/several_processes_killed.py [--rounds N] [--seed N]

Whoever was cut off sends the same submission at once to the next process, where it may meet what the killed one left open.
The others go on meanwhile.
"""
import random
import time

import crowd
import temujanji as t
from boards import Board, wait_for_agreement

PROCESSES = 3
BOARDS_SECONDS_MAX = 5.0
PAUSE_SECONDS_MAX = 3.0  # at the others, while PostgreSQL finds out that the killed one is gone


def kill_one(servers, victim, load, chance):
    """The longest time in which nobody booked at the others, and how soon the killed one was ready again."""
    others = [server.port for server in servers if server is not victim]
    time.sleep(chance.uniform(0.3, 0.9))
    killed_at = time.monotonic()
    victim.kill()
    time.sleep(chance.uniform(0.5, 1.0))
    pause = load.longest_pause(killed_at, others)
    victim.start()
    started_at = time.monotonic()
    crowd.wait_until(lambda: load.booked_since(started_at, victim.port), 10, "a booking at the process that was started again")
    assert all(load.booked_since(killed_at, port) for port in others), "the others did not go on"
    assert pause <= PAUSE_SECONDS_MAX, f"nobody could book at the others for {pause:.2f} s"
    return pause, victim.ready_seconds


def kill_round(servers, victim, slots, ledger, people, chance, seed):
    before = set(ledger.entries)
    ports = [server.port for server in servers]
    with crowd.Crowd(ports, slots, ledger, people, seed) as load:
        pause, ready_seconds = kill_one(servers, victim, load, chance)
    assert load.busy() == 0, f"told to be busy although only one process was gone: {load.answers}"
    assert load.answers["cut off"] > 0, "nobody was cut off: the test tests nothing"
    fresh = {person: answer for person, answer in ledger.entries.items() if person not in before}
    crowd.check_ledger(ports, fresh)
    crowd.send_again(ports, ledger)
    wait_for_agreement(victim.data, [Board(server) for server in servers], slots, BOARDS_SECONDS_MAX)
    print(f"{len(fresh)} acknowledged, {load.answers['cut off']} cut off; at the others nobody booked for at most {pause:.2f} s; "
          f"ready again in {ready_seconds:.2f} s; slowest answer {load.slowest_seconds:.2f} s")


def main():
    options = crowd.arguments(rounds=3)
    chance = random.Random(options.seed)
    with t.data_folder(keep=t.passports_only, counters=lambda row: 20) as data:
        slots = t.bookable_slots(data, "PASPORT-BAHARUI", limit=400)
        ledger, people = crowd.Ledger(data.parent / "ledger"), crowd.Numbers()
        with t.servers(data, PROCESSES) as servers:
            for number in range(options.rounds):
                victim = servers[(number + options.seed) % PROCESSES]
                kill_round(servers, victim, slots, ledger, people, chance, f"{options.seed}-{number}")
                t.check_doctor(data)
        crowd.check_each_once(data, ledger)


if __name__ == "__main__":
    main()
