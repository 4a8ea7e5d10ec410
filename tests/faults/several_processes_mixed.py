#!/usr/bin/env python3
"""Everything at once, from connections that go to any of several processes, over few slots in any order, so that processes
meet at the same rows. In calm weather each answer is the one that the description promises at that place; none is 5xx.

tests/faults/several_processes_mixed.py [--seconds N] [--seed N]
"""
import collections
import random
import statistics
import time

import crowd
import temujanji as t
from boards import Board, wait_for_agreement

PROCESSES = 3
CONNECTIONS = 16
SLOTS = 12
SEATS = 4
BOARDS_SECONDS_MAX = 1.5  # a second is promised
SLOWEST_SECONDS_MAX = 5  # a deadlock costs PostgreSQL a second before it is found


class Visitor:
    """One connection's people. It knows what became of each, so it knows what it must be told."""

    def __init__(self, ports, slots, people, chance):
        self.clients = [t.Client(port) for port in ports]
        self.slots, self.people, self.chance = slots, people, chance
        self.live, self.held = [], []  # (person, slot, reference), (slot, token)
        self.answers, self.seconds = collections.Counter(), []

    def call(self, act, expected, method, path, body=None, headers=None):
        """(status, content) of a request to any process; `expected` are the status and, of problems, the code."""
        begun = time.monotonic()
        status, _, content = self.chance.choice(self.clients).call(method, path, body, headers)
        self.seconds.append(time.monotonic() - begun)
        told = f"{status} {content['code']}" if status >= 400 else str(status)
        assert told in expected, f"{act}: {told}, not {expected}: {content}"
        self.answers[f"{act} {told}"] += 1
        return status, content

    def send_booking(self, act, expected, person, slot, key, **changes):
        return self.call(act, expected, "POST", "/api/v1/appointments", t.booking(slot, person, **changes),
                         {"Idempotency-Key": key})

    def book(self):
        person, slot = next(self.people), self.chance.choice(self.slots)
        status, content = self.send_booking("book", ("201", "409 slot_full"), person, slot, f"mixed-{person}")
        if status == 201:
            self.live.append((person, slot, content["reference"]))

    def book_again(self):
        """The same submission: as the first time."""
        person, slot, reference = self.chance.choice(self.live)
        _, content = self.send_booking("repeat", ("201",), person, slot, f"mixed-{person}")
        assert content["reference"] == reference, (content, reference)

    def book_twice(self):
        """Another submission of somebody who has an appointment."""
        person, slot, _ = self.chance.choice(self.live)
        self.send_booking("book twice", ("409 already_booked", "409 slot_full"), person, self.chance.choice(self.slots),
                          f"twice-{person}-{self.chance.random()}")

    def hold(self):
        office, service, starts_at = (slot := self.chance.choice(self.slots))[:3]
        body = {"office": office, "service": service, "starts_at": starts_at, "seats": 1}
        status, content = self.call("hold", ("201", "409 slot_full"), "POST", "/api/v1/holds", body)
        if status == 201:
            self.held.append((slot, content["hold"]))

    def book_held(self):
        """Whoever holds a seat gets it."""
        slot, token = self.held.pop(self.chance.randrange(len(self.held)))
        person = next(self.people)
        _, content = self.send_booking("book held", ("201",), person, slot, f"mixed-{person}", hold=token)
        self.live.append((person, slot, content["reference"]))

    def release(self):
        _, token = self.held.pop(self.chance.randrange(len(self.held)))
        self.call("release", ("204",), "DELETE", f"/api/v1/holds/{token}")

    def look_up(self):
        person, slot, reference = self.chance.choice(self.live)
        _, content = self.call("look up", ("200",), "POST", "/api/v1/appointments/lookup",
                               {"reference": reference, "document_number": t.mykad(person)})
        assert (content["reference"], content["starts_at"], content["status"]) == (reference, slot[2], "booked"), content

    def cancel(self):
        person, _, reference = self.live.pop(self.chance.randrange(len(self.live)))
        for act, expected in (("cancel", "200"), ("cancel twice", "409 wrong_state"))[:self.chance.choice((1, 2))]:
            self.call(act, (expected,), "POST", f"/api/v1/appointments/{reference}/cancel", {"document_number": t.mykad(person)})

    def act(self):
        acts = [self.book] * 4 + [self.hold] * 3
        acts += [self.book_held, self.book_held, self.release] if self.held else []
        acts += [self.book_again, self.book_twice, self.look_up] + [self.cancel] * 3 if self.live else []
        self.chance.choice(acts)()


def play(ports, slots, options):
    people, visitors = crowd.Numbers(), []
    until = time.monotonic() + options.seconds

    def visit(number):
        visitor = Visitor(ports, slots, people, random.Random(f"{options.seed}-{number}"))
        visitors.append(visitor)
        while time.monotonic() < until:
            visitor.act()

    crowd.at_once(CONNECTIONS, visit)
    return visitors


def check_slots(data, slots, visitors):
    for slot in slots:
        live = sum(1 for visitor in visitors for _, where, _ in visitor.live if where == slot)
        held = sum(1 for visitor in visitors for where, _ in visitor.held if where == slot)
        assert t.select(data, "SELECT taken FROM slot WHERE id = ?", slot[3]) == [(live + held,)], (slot, live, held)


def tell(data, visitors):
    answers, seconds = collections.Counter(), sorted(one for visitor in visitors for one in visitor.seconds)
    for visitor in visitors:
        answers += visitor.answers
    deadlocks, = t.CLUSTERS[str(data)].execute("SELECT sum(deadlocks)::bigint FROM pg_stat_database")[0]
    print(", ".join(f"{name}: {count}" for name, count in sorted(answers.items())))
    print(f"{len(seconds)} requests, median {statistics.median(seconds) * 1000:.0f} ms, slowest {seconds[-1]:.2f} s, "
          f"{deadlocks} deadlocks that nobody was told of")
    assert seconds[-1] <= SLOWEST_SECONDS_MAX, seconds[-1]
    for act in ("book 201", "book held 201", "release 204", "cancel 200", "book 409 slot_full", "repeat 201"):
        assert answers[act], f"never happened: {act}"


def main():
    options = crowd.arguments(seconds=8.0)
    with t.data_folder(keep=t.passports_only, counters=lambda row: SEATS) as data:
        slots = t.bookable_slots(data, "PASPORT-BAHARUI", limit=SLOTS)
        with t.servers(data, PROCESSES) as servers:
            visitors = play([server.port for server in servers], slots, options)
            wait_for_agreement(data, [Board(server) for server in servers], slots, BOARDS_SECONDS_MAX)
        check_slots(data, slots, visitors)
        t.check_doctor(data)
        tell(data, visitors)


if __name__ == "__main__":
    main()
