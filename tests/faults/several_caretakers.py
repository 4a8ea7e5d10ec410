#!/usr/bin/env python3
"""Whoever leads the caretaking dies: another process takes it over, and what is to be done is done once:
tests/faults/several_caretakers.py [--rounds N] [--seed N]

In each round somebody is booked at one process and the office closes their day at another; the leading process displaces them.
Then it is killed.
"""
import contextlib

import crowd
import temujanji as t
from officers import Officer

PROCESSES = 3
# The database notices that a process on its own machine is gone at once; the others ask each second.
TAKEN_OVER_SECONDS_MAX = 15


def status_of(data, reference_slot):
    return [row[0] for row in t.select(data, "SELECT status FROM appointment WHERE slot_id = ?", reference_slot)]


def settled_by(server):
    return server.log_path.read_text(errors="replace").count("closures_settled")


def close_day(officer, server, office, day):
    path = f"/en/staff/at/{office}/closures"
    fields = {"from": day, "to": day, "extent": "days", "reason": "other", "reason_ms": "Ujian", "reason_en": "Test"}
    officer.at(server).get(path)
    officer.post(path, **fields, step="preview")
    officer.post(path, expect=303, **fields, step="close")


def days_apart(slots, count):
    """The first slot of each of so many days."""
    first = {}
    for slot in slots:
        first.setdefault(slot[2][:10], slot)
    assert len(first) >= count, sorted(first)
    return list(first.items())[:count]


def main():
    options = crowd.arguments(rounds=PROCESSES)
    assert options.rounds <= PROCESSES, "each round costs a process"
    with t.data_folder(keep=t.passports_only, counters=lambda row: 8) as data:
        days = days_apart(t.bookable_slots(data, "PASPORT-BAHARUI", days_to=30), options.rounds)
        with contextlib.ExitStack() as stack:
            alive = [t.Server(data, log=data.parent / f"server-{number}.log") for number in range(PROCESSES)]
            for server in alive:
                stack.callback(server.kill)
                server.start()
            officer = Officer(alive[0], "aminah", "hq_admin")
            for number, (day, slot) in enumerate(days):
                status, _, content = crowd.book(t.Client(alive[-1].port), number + 1, slot)
                assert status == 201, content
                before = {server: settled_by(server) for server in alive}
                close_day(officer, alive[0], slot[0], day)
                seconds = crowd.wait_until(lambda slot=slot: status_of(data, slot[3]) == ["displaced"], TAKEN_OVER_SECONDS_MAX,
                                           "the closed day's people are displaced")
                crowd.wait_until(lambda: sum(settled_by(server) for server in alive) == sum(before.values()) + 1,
                                 TAKEN_OVER_SECONDS_MAX, "one process says so")
                leader = next(server for server in alive if settled_by(server) > before[server])
                print(f"{len(alive)} processes: {leader.log_path.name} displaced after {seconds:.1f} s")
                leader.kill()
                alive.remove(leader)
        events = t.select(data, "SELECT count(*) FROM appointment_event WHERE kind = 'displaced'")
        assert events == [(len(days),)], events
        t.check_doctor(data)


if __name__ == "__main__":
    main()
