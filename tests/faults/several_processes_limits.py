#!/usr/bin/env python3
"""A limit holds for all processes together, not once for each: tests/faults/several_processes_limits.py

Tries alternate between two processes; between two tries the news has time to travel. A few more than the limit may pass.
"""
import itertools
import time

import crowd
import temujanji as t
from officers import Browser

PROCESSES = 2
LOOK_UPS_OF_A_REFERENCE = 5
LOOK_UPS_OF_AN_ADDRESS = 12
BOOKINGS_OF_AN_ADDRESS = 8
SIGN_INS_OF_AN_ADDRESS = 6
PASS_BESIDES_MAX = 2
NEWS_SECONDS = 0.2


def tries_until_refused(clients, limit, attempt):
    """How many of `attempt(client, number)` in turns at the processes passed before the first was told that it is too many."""
    for number, client in zip(range(2 * PROCESSES * limit), itertools.cycle(clients)):
        status, headers, content = attempt(client, number)
        if status == 429:
            assert content["code"] == "too_many_requests" and int(headers["Retry-After"]) > 0, content
            return number
        time.sleep(NEWS_SECONDS)
    raise AssertionError(f"{2 * PROCESSES * limit} tries passed under a limit of {limit}")


def check_limit(what, clients, limit, attempt):
    passed = tries_until_refused(clients, limit, attempt)
    print(f"{what}: {passed} tries passed under a limit of {limit}")
    assert limit <= passed <= limit + PASS_BESIDES_MAX, f"{what}: {passed} tries passed under a limit of {limit}"
    time.sleep(NEWS_SECONDS)
    for client in clients:
        status, _, content = attempt(client, 999)
        assert status == 429, f"{what}: used up, and yet {status}: {content}"


def check_sign_ins(servers):
    """Each time with another name, so that only the address is the same; the page says what became of it."""
    clients = [Browser(server) for server in servers]

    def attempt(client, number):
        client.get("/en/staff/sign-in")
        status, headers = client.call("POST", "/en/staff/sign-in", {
            "user_name": f"nobody{number}", "password": "lampu sungai gitar", "code": "000000"})
        assert status in (422, 429), (status, client.page[-1000:])
        return status, {"Retry-After": headers["Retry-After"] or "1"}, {"code": "too_many_requests"}

    check_limit("failed sign-ins from one address", clients, SIGN_INS_OF_AN_ADDRESS, attempt)


def wrong_look_up(reference):
    def attempt(client, number):
        answer = crowd.look_up(client, 5000 + number, reference)
        assert answer[0] in (404, 429), answer
        return answer
    return attempt


def look_up_of_many(client, number):
    """Each time of another reference, so that only the address is the same."""
    answer = crowd.look_up(client, 6000, f"{number:011}")
    assert answer[0] in (404, 429), answer
    return answer


def limit_by_reference(data, slots):
    with t.servers(data, PROCESSES, "--set", f"limits.lookups_per_reference={LOOK_UPS_OF_A_REFERENCE}") as servers:
        clients = [t.Client(server.port) for server in servers]
        status, _, booked = crowd.book(clients[0], 1, slots[0])
        assert status == 201, booked
        check_limit("look-ups of one reference", clients, LOOK_UPS_OF_A_REFERENCE, wrong_look_up(booked["reference"]))
        status, _, other = crowd.book(clients[0], 2, slots[1])
        assert status == 201, other
        for client in clients:
            assert crowd.look_up(client, 1, booked["reference"])[0] == 429, "the right number opens what is closed"
            crowd.check_found(client, 2, other)


def limits_by_address(data, slots):
    with t.servers(data, PROCESSES, "--set", "limits.exempt_networks=", "--set",
                   f"limits.lookups_per_address={LOOK_UPS_OF_AN_ADDRESS}", "--set",
                   f"limits.sign_ins_per_address={SIGN_INS_OF_AN_ADDRESS}", "--set",
                   f"limits.bookings_per_address={BOOKINGS_OF_AN_ADDRESS}") as servers:
        clients = [t.Client(server.port) for server in servers]
        check_limit("failed look-ups from one address", clients, LOOK_UPS_OF_AN_ADDRESS, look_up_of_many)
        check_limit("bookings from one address", clients, BOOKINGS_OF_AN_ADDRESS,
                    lambda client, number: crowd.book(client, 7000 + number, slots[2]))
        check_sign_ins(servers)


def main():
    with t.data_folder(keep=t.passports_only, counters=lambda row: 20) as data:
        slots = t.bookable_slots(data, "PASPORT-BAHARUI", limit=3)
        limit_by_reference(data, slots)
        limits_by_address(data, slots)
        t.check_doctor(data)


if __name__ == "__main__":
    main()
