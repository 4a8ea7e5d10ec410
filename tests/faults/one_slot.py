#!/usr/bin/env python3
"""Many applicants for one slot of 10 seats: exactly 10 get it, the others are told where else there is room.

tests/faults/one_slot.py [--applicants N] [--rounds N]
"""
import argparse
import collections
import threading

import temujanji as t

SEATS = 10
CONNECTIONS = 50


def rush(port, slot, people):
    """Status and content of everybody's attempt, by person; each connection sends its people one after the other."""
    answers, barrier = {}, threading.Barrier(CONNECTIONS)

    def send(mine):
        client = t.Client(port)
        barrier.wait()
        for person in mine:
            status, _, content = client.call("POST", "/api/v1/appointments", t.booking(slot, person),
                                             {"Idempotency-Key": f"rush-{person}"})
            answers[person] = (status, content)
        client.close()

    shares = [people[number::CONNECTIONS] for number in range(CONNECTIONS)]
    threads = [threading.Thread(target=send, args=(share,)) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers, shares


def check(answers, shares):
    counts = collections.Counter(status for status, _ in answers.values())
    assert counts[201] == SEATS, counts
    assert counts[201] + counts[409] == len(answers), counts
    for status, content in answers.values():
        if status == 409:
            assert content["code"] == "slot_full" and content["alternatives"], content
    for share in shares:
        won = [answers[person][0] == 201 for person in share]
        assert won == sorted(won, reverse=True), "a later request of a connection won over an earlier one"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--applicants", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with t.data_folder(keep=t.passports_only, counters=lambda row: SEATS) as data:
        slots = [slot for slot in t.bookable_slots(data, "PASPORT-BAHARUI", limit=1000) if slot[4] == SEATS]
        assert len(slots) >= options.rounds, "no slots of 10 seats"
        with t.Server(data) as server:
            for number in range(options.rounds):
                first = number * options.applicants + 1
                people = list(range(first, first + options.applicants))
                check(*rush(server.port, slots[number], people))
                assert t.select(data, "SELECT taken FROM slot WHERE id = ?", slots[number][3]) == [(SEATS,)]
        t.check_doctor(data)
        print(f"{options.rounds} rounds of {options.applicants} applicants for {SEATS} seats: {SEATS} winners each")


if __name__ == "__main__":
    main()
