#!/usr/bin/env python3
"""Several processes on one PostgreSQL give away each seat once and take each submission once.

tests/faults/several_processes.py [--rounds N] [--seed N]
"""
import collections
import random
import time

import crowd
import temujanji as t

PROCESSES = 3
SEATS = 10
HOT_SLOTS = 4
APPLICANTS = 60  # for each hot slot
CONNECTIONS = 24
TIMES = 30  # the same submission


def rush(ports, slots, first_person, chance):
    """(slot, person, status, content) of everybody's attempt; neighbours go to other processes and the slots come mixed."""
    wanted = [(slot, first_person + number) for number, slot in enumerate(slots * APPLICANTS)]
    chance.shuffle(wanted)

    def send(number):
        client, told = t.Client(ports[number % len(ports)]), []
        for slot, person in wanted[number::CONNECTIONS]:
            status, _, content = crowd.book(client, person, slot)
            told.append((slot, person, status, content))
        return told

    return [answer for told in crowd.at_once(CONNECTIONS, send) for answer in told]


def check_rush(data, slots, answers):
    for slot in slots:
        told = [(status, content) for asked, _, status, content in answers if asked == slot]
        counts = collections.Counter((status, content.get("code")) for status, content in told)
        assert counts == {(201, None): SEATS, (409, "slot_full"): APPLICANTS - SEATS}, (slot[2], counts)
        assert t.select(data, "SELECT taken FROM slot WHERE id = ?", slot[3]) == [(SEATS,)], slot
        live = t.select(data, "SELECT reference FROM appointment WHERE slot_id = ? AND status = 'booked'", slot[3])
        told_references = sorted(content["reference"] for status, content in told if status == 201)
        assert sorted(reference for reference, in live) == told_references, slot


def contend(data, ports, slots, options, chance):
    taken_seconds = []
    for number in range(options.rounds):
        hot = slots[number * HOT_SLOTS:(number + 1) * HOT_SLOTS]
        begun = time.monotonic()
        answers = rush(ports, hot, 1_000_000 + number * 10_000, chance)
        taken_seconds.append(time.monotonic() - begun)
        check_rush(data, hot, answers)
    print(f"{options.rounds} rounds of {APPLICANTS * HOT_SLOTS} applicants for {HOT_SLOTS} slots of {SEATS} seats: "
          f"{SEATS} winners each; a round took at most {max(taken_seconds):.1f} s")


def all_at_once(ports, submissions):
    """Answers to (body, key) pairs that are sent at the same moment, in turns to each process."""
    clients = [t.Client(ports[number % len(ports)]) for number in range(len(submissions))]

    def send(number):
        body, key = submissions[number]
        status, _, content = clients[number].call("POST", "/api/v1/appointments", body, {"Idempotency-Key": key})
        return status, content

    return crowd.at_once(len(submissions), send)


def same_submission(ports, slot, person):
    body, key = t.booking(slot, person), f"same-{person}"
    answers = all_at_once(ports, [(body, key)] * TIMES)
    assert all(answer == answers[0] for answer in answers), answers[:5]
    assert answers[0][0] == 201, answers[0]
    for status, problem in all_at_once(ports, [(t.other_phone(body), key)] * len(ports)):
        assert (status, problem["code"]) == (422, "idempotency_mismatch"), (status, problem)
    assert all_at_once(ports, [(body, key)] * len(ports)) == answers[:len(ports)]


def two_bodies_under_one_key(ports, slot, person):
    """One of them is booked; everybody who sent the other is told so."""
    bodies = [t.booking(slot, person), t.other_phone(t.booking(slot, person))]
    answers = all_at_once(ports, [(bodies[number // len(ports) % 2], f"two-{person}") for number in range(TIMES)])
    by_body = [[answers[number] for number in range(TIMES) if number // len(ports) % 2 == body] for body in (0, 1)]
    by_body.sort(key=lambda told: told[0][0])
    booked, refused = by_body
    assert all(answer == booked[0] for answer in booked) and booked[0][0] == 201, booked
    assert all((status, content["code"]) == (422, "idempotency_mismatch") for status, content in refused), refused


def one_person_with_other_keys(ports, slots, person):
    """As from several tabs at several processes; `slots` may be one for all or one for each, which meet in no slot's row."""
    submissions = [(t.booking(slots[number % len(slots)], person), f"tab-{person}-{number}") for number in range(2 * len(ports))]
    answers = all_at_once(ports, submissions)
    counts = collections.Counter((status, content.get("code")) for status, content in answers)
    assert counts == {(201, None): 1, (409, "already_booked"): len(submissions) - 1}, counts


def repeat(data, ports, slots, rounds):
    before, = t.select(data, "SELECT count(*) FROM appointment")[0]
    for number in range(rounds):
        person = 2_000_000 + number * 10
        same_submission(ports, slots[number], person)
        two_bodies_under_one_key(ports, slots[number], person + 1)
        one_person_with_other_keys(ports, slots[number:number + 1], person + 2)
        one_person_with_other_keys(ports, slots[number:number + PROCESSES], person + 3)
    for table in ("appointment", "outbox"):
        assert t.select(data, f"SELECT count(*) FROM {table}") == [(before + 4 * rounds,)], table
    print(f"{rounds} rounds of {TIMES} equal submissions, of two bodies under one key, of one person with {2 * len(ports)} keys: "
          "one appointment each")


def check_numbers(data, ports, slots):
    """Ids hold the number of the process that made them, after 14 bits of a counter; no two processes may share it."""
    numbers = []
    for place, port in enumerate(ports):
        status, _, booked = crowd.book(t.Client(port), 3_000_000 + place, slots[place])
        assert status == 201, booked
        numbers += t.select(data, "SELECT (id >> 14) & 255 FROM appointment WHERE reference = ?", booked["reference"])
    assert len(set(numbers)) == len(ports), f"processes share a number: {numbers}"
    print(f"numbers of the processes: {[number for number, in numbers]}")


def main():
    options = crowd.arguments(rounds=5)
    with t.data_folder(keep=t.passports_only, counters=lambda row: SEATS) as data:
        slots = [slot for slot in t.bookable_slots(data, "PASPORT-BAHARUI", limit=1000) if slot[4] == SEATS]
        with t.servers(data, PROCESSES) as servers:
            ports = [server.port for server in servers]
            contend(data, ports, slots, options, random.Random(options.seed))
            repeat(data, ports, slots[-10 - options.rounds:], options.rounds)
            check_numbers(data, ports, slots[-PROCESSES:])
        t.check_doctor(data)


if __name__ == "__main__":
    main()
