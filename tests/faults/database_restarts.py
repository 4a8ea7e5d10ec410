#!/usr/bin/env python3
"""The database goes away under load on several processes: tests/faults/database_restarts.py [--rounds N] [--seed N]

PostgreSQL is stopped and started again, in turns as an operator does it (fast, back at once) and as a fall of the machine does
it (immediate, away for longer than anybody is kept waiting); then single connections are ended at random moments. Nothing that
was acknowledged is lost, nothing happens twice, the processes stay up and recover by themselves.
"""
import contextlib
import http.client
import random
import time

import crowd
import temujanji as t
from boards import Board, wait_for_agreement

PROCESSES = 2
RECOVERY_SECONDS_MAX = 10.0
ENDED_CONNECTIONS_SECONDS = 5
BOARDS_SECONDS_MAX = 5.0
TURNED_AWAY_SECONDS_MAX = 5.0 + 2.0  # how long a booking waits for the database, and for a busy machine


def status_of(server, path):
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)) as connection:
        connection.request("GET", path)
        return connection.getresponse().status


def check_without_database(servers, slot):
    """What needs no database goes on, and nobody is sent here who needs one."""
    office, service, starts_at = slot[:3]
    day = starts_at[:10]
    for server in servers:
        assert status_of(server, "/readyz") == 503, "ready without a database"
        assert status_of(server, "/healthz") == 200
        assert status_of(server, "/ms/") == 200
        assert status_of(server, f"/api/v1/availability?office={office}&service={service}&from={day}&to={day}") == 200


def check_turned_away(servers, load, slot):
    """Who comes while the database stays away is told so, also behind people whose COMMIT had no answer."""
    def come(number):
        begun = time.monotonic()
        assert load.try_to_book(t.Client(servers[number].port), next(load.people), slot, looks=False), "no answer"
        return time.monotonic() - begun

    seconds = max(crowd.at_once(len(servers), come))
    assert load.answers[503] >= len(servers), load.answers
    assert seconds <= TURNED_AWAY_SECONDS_MAX, f"kept waiting for {seconds:.2f} s"


def restart(cluster, mode, servers, load, slot, chance):
    """How long the database was away, and how long after its return everybody could book again."""
    time.sleep(chance.uniform(0.5, 1.0))
    cluster.stop(mode)
    gone_at = time.monotonic()
    check_without_database(servers, slot)
    if mode == "immediate":
        check_turned_away(servers, load, slot)
    else:
        time.sleep(chance.uniform(0.0, 1.0))
    cluster.start()
    back_at = time.monotonic()
    crowd.wait_until(lambda: all(load.booked_since(back_at, server.port) for server in servers), 3 * RECOVERY_SECONDS_MAX,
                     "bookings at every process after the database came back")
    crowd.wait_until(lambda: all(server.is_ready() for server in servers), RECOVERY_SECONDS_MAX, "every process is ready again")
    recovery = max(load.booked_since(back_at, server.port) for server in servers) - back_at
    time.sleep(0.3)
    return back_at - gone_at, recovery


def check_people(servers, slots, ledger, before):
    """(How many were acknowledged since, how many of those who were told to try again had their seat already.)"""
    ports = [server.port for server in servers]
    assert all(server.process.poll() is None for server in servers), "a process ended"
    fresh = {person: answer for person, answer in ledger.entries.items() if person not in before}
    crowd.check_ledger(ports, fresh)
    wait_for_agreement(servers[0].data, [Board(server) for server in servers], slots, BOARDS_SECONDS_MAX)
    booked, = t.select(servers[0].data, "SELECT count(*) FROM appointment")[0]
    had_it = booked - len(ledger.entries)
    crowd.send_again(ports, ledger)
    t.check_doctor(servers[0].data)
    return len(fresh), had_it


def restart_round(cluster, mode, servers, slots, ledger, people, chance, seed):
    before = set(ledger.entries)
    with crowd.Crowd([server.port for server in servers], slots, ledger, people, seed) as load:
        away, recovery = restart(cluster, mode, servers, load, slots[0], chance)
    assert load.answers["cut off"] == 0, f"an answer was missing: {load.answers}"
    logs = [server.log_path.read_text(errors="replace") for server in servers]
    assert any("batch_begins_again" in log or "commit_found_out" in log for log in logs), \
        "no batch met the absent database: the test tests nothing"
    fresh, had_it = check_people(servers, slots, ledger, before)
    print(f"{mode}: away {away:.2f} s, booking again {recovery:.2f} s after; {fresh} acknowledged, {load.busy()} told to try "
          f"again, {had_it} of them had their seat already; slowest answer {load.slowest_seconds:.2f} s")
    assert recovery <= RECOVERY_SECONDS_MAX, f"only after {recovery:.2f} s"


def end_connections(cluster, servers, slots, ledger, people, chance, seed):
    before, ended = set(ledger.entries), 0
    with crowd.Crowd([server.port for server in servers], slots, ledger, people, seed) as load:
        until = time.monotonic() + ENDED_CONNECTIONS_SECONDS
        while time.monotonic() < until:
            time.sleep(chance.uniform(0.02, 0.12))
            ended += cluster.end_connections("temujanji", most=1)
    assert ended > 0, "no connection was there to be ended: the test tests nothing"
    assert load.answers["cut off"] == 0, f"an answer was missing: {load.answers}"
    fresh, had_it = check_people(servers, slots, ledger, before)
    print(f"{ended} connections ended: {fresh} acknowledged, {load.answers[503]} bookings and "
          f"{load.answers['look-up 503']} look-ups told to try again, {had_it} of them had their seat already; "
          f"slowest answer {load.slowest_seconds:.2f} s")
    assert load.busy() <= ended / 2, f"told to be busy so often after {ended} connections were ended: {load.answers}"
    assert had_it == 0, "told to try again although the booking stood and the database could have been asked"


def main():
    options = crowd.arguments(rounds=2)
    chance = random.Random(options.seed)
    with t.data_folder(keep=t.passports_only, counters=lambda row: 20) as data:
        slots = t.bookable_slots(data, "PASPORT-BAHARUI", limit=400)
        ledger, people, cluster = crowd.Ledger(data.parent / "ledger"), crowd.Numbers(), t.CLUSTERS[str(data)]
        with t.servers(data, PROCESSES) as servers:
            for number in range(options.rounds):
                restart_round(cluster, ("fast", "immediate")[number % 2], servers, slots, ledger, people, chance,
                              f"{options.seed}-{number}")
            end_connections(cluster, servers, slots, ledger, people, chance, f"{options.seed}-ended")
        crowd.check_each_once(data, ledger)


if __name__ == "__main__":
    main()
