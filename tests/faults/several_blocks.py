#!/usr/bin/env python3
"""Who is blocked at one process cannot book at another within a second: tests/faults/several_blocks.py [--rounds N] [--seed N]

Two people of headquarters sign in at different processes; one blocks and asks for the end, the other approves. How long until
the other process does as it should is measured with somebody who has the appointment already, so that nothing else changes.
"""
import random
import statistics
import time

import crowd
import temujanji as t
from officers import Officer

PROCESSES = 2
NOTICED_SECONDS_MAX = 1.0
GAP_SECONDS_MAX = 5.0
# Either server may be the one that is deaf.
LOST = 5
RECONNECTED_SECONDS = 1.0


def answer(server, person, slot, email):
    """The code with which a booking is refused."""
    body = t.booking(slot, person)
    body["applicant"]["email"] = email
    status, _, content = t.Client(server.port).call("POST", "/api/v1/appointments", body)
    assert status in (403, 409), (status, content)
    return content["code"]


def block(officer, server, email):
    officer.at(server).get("/en/staff/blocks")
    officer.post("/en/staff/blocks/add", kind="email", value=email.upper(), reason="resold", note="sold three")


def end_block(officer, approver, server, other):
    """Asked for at one process, approved at the other."""
    officer.at(server).get("/en/staff/blocks")
    officer.post("/en/staff/blocks/end", block=officer.value("block"), why="it was a mistake")
    officer.get("/en/staff/approvals")
    approver.at(other).get("/en/staff/approvals")
    approval = approver.value("approval")
    officer.post("/en/staff/approvals/decide", expect=409, approval=approval, decision="approve")
    approver.post("/en/staff/approvals/decide", approval=approval, decision="approve")


def with_notices_lost(officer, servers, slot, cluster):
    """The connections that carry the news end while blocks are made, one by chance each time; all are noticed."""
    for number in range(LOST):
        email = f"orang.hilang{number}@example.test"
        officer.at(servers[0]).get("/en/staff/blocks")
        assert cluster.end_connections("temujanji notices", 1) == 1
        officer.post("/en/staff/blocks/add", kind="email", value=email, reason="resold", note="sold three")
        crowd.wait_until(lambda: answer(servers[1], 1, slot, email) == "blocked", GAP_SECONDS_MAX, "the block behind a gap is noticed")
        time.sleep(RECONNECTED_SECONDS)


def main():
    options = crowd.arguments(rounds=10)
    chance = random.Random(options.seed)
    with t.data_folder(keep=t.passports_only, counters=lambda row: 8) as data:
        slot = t.bookable_slots(data, "PASPORT-BAHARUI", limit=1)[0]
        with t.servers(data, PROCESSES) as servers:
            officer = Officer(servers[0], "aminah", "hq_admin")
            approver = Officer(servers[1], "badrul", "hq_admin")
            status, _, content = crowd.book(t.Client(servers[0].port), 1, slot)
            assert status == 201, content
            seconds = {"block": [], "end": []}
            for number in range(options.rounds):
                email = f"orang{number}@example.test"
                here, there = chance.sample(servers, 2)
                block(officer, here, email)
                assert answer(here, 1, slot, email) == "blocked", "not where it was made"
                seconds["block"].append(crowd.wait_until(lambda: answer(there, 1, slot, email) == "blocked",
                                                         NOTICED_SECONDS_MAX, "the block is noticed"))
                end_block(officer, approver, here, there)
                assert answer(there, 1, slot, email) == "already_booked", "not where it was approved"
                seconds["end"].append(crowd.wait_until(lambda: answer(here, 1, slot, email) == "already_booked",
                                                       NOTICED_SECONDS_MAX, "the end is noticed"))
            with_notices_lost(officer, servers, slot, t.CLUSTERS[str(data)])
            for what, times in seconds.items():
                print(f"{len(times)} times a {what} was noticed at the other: median {statistics.median(times) * 1000:.0f} ms, "
                      f"worst {max(times) * 1000:.0f} ms")
        t.check_doctor(data)


if __name__ == "__main__":
    main()
