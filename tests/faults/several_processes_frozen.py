#!/usr/bin/env python3
"""One of two processes is frozen in the middle of a batch, with claims the other waits for: tests/faults/several_processes_frozen.py

As a machine does that stops for a while. Its connections stand, so nothing but time tells PostgreSQL that it does not go on; then
its transaction ends and the other process books again. People give up meanwhile and send the same to the other one. When the frozen
one wakes up it finds out what became of its batch, goes on, and tells nobody anything wrong.
"""
import contextlib
import random
import signal
import time

import crowd
import temujanji as t
from boards import Board, wait_for_agreement

SEATS = 500
SLOTS = 60  # of a round: few enough that both processes want the same, and with more seats than it books
TRIES = 40
# A transaction is ended after 15 s.
PAUSE_SECONDS_MAX = 20.0
PATIENCE_SECONDS = 6
RECOVERY_SECONDS_MAX = 10.0
BOARDS_SECONDS_MAX = 5.0

# Sessions with claims of a batch whose process has sent nothing for a while, and sessions that wait for claims.
HOLDERS = """SELECT count(DISTINCT pid) FROM pg_stat_activity JOIN pg_locks USING (pid)
    WHERE locktype = 'advisory' AND objsubid = 1 AND granted AND wait_event = 'ClientRead'
    AND greatest(query_start, state_change) < clock_timestamp() - interval '0.2 s'"""
WAITERS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND NOT granted"


def count(cluster, sql):
    return cluster.execute(sql)[0][0]


def freeze_within_a_batch(cluster, victim, chance):
    """Stops the process at a moment when it has claims and the other one waits for them; tells when."""
    for _ in range(TRIES):
        time.sleep(chance.uniform(0.05, 0.3))
        frozen_at = time.monotonic()
        victim.process.send_signal(signal.SIGSTOP)
        time.sleep(0.4)
        if count(cluster, HOLDERS) > 0 and count(cluster, WAITERS) > 0:
            return frozen_at
        victim.process.send_signal(signal.SIGCONT)
    raise AssertionError(f"never within a batch in {TRIES} tries: the test tests nothing")


def freeze(cluster, victim, other, load, chance):
    """How long nobody booked at the other process, and how soon somebody booked at the frozen one after it woke up."""
    with contextlib.ExitStack() as stack:
        stack.callback(victim.process.send_signal, signal.SIGCONT)
        frozen_at = freeze_within_a_batch(cluster, victim, chance)
        blocked_at = time.monotonic()
        crowd.wait_until(lambda: load.booked_since(blocked_at, other.port), 2 * PAUSE_SECONDS_MAX, "the other process books again")
        time.sleep(chance.uniform(0.5, 1.5))
        assert other.is_ready(), "the other process is not ready"
        pause = load.longest_pause(frozen_at, [other.port])
    woken_at = time.monotonic()
    crowd.wait_until(lambda: load.booked_since(woken_at, victim.port), RECOVERY_SECONDS_MAX, "the frozen process books again")
    return pause, load.booked_since(woken_at, victim.port) - woken_at


def main():
    options = crowd.arguments(rounds=1)
    chance = random.Random(options.seed)
    with t.data_folder(keep=t.passports_only, counters=lambda row: SEATS) as data:
        slots = t.bookable_slots(data, "PASPORT-BAHARUI", limit=SLOTS * options.rounds)
        ledger, people, cluster = crowd.Ledger(data.parent / "ledger"), crowd.Numbers(), t.CLUSTERS[str(data)]
        with t.servers(data, 2) as servers:
            ports = [server.port for server in servers]
            for number in range(options.rounds):
                victim, other = servers if (options.seed + number) % 2 else servers[::-1]
                hot = slots[number * SLOTS:(number + 1) * SLOTS]
                with crowd.Crowd(ports, hot, ledger, people, f"{options.seed}-{number}", PATIENCE_SECONDS) as load:
                    time.sleep(0.5)
                    pause, recovery = freeze(cluster, victim, other, load, chance)
                    time.sleep(0.5)
                print(f"at the other process nobody booked for {pause:.1f} s; the frozen one booked again {recovery:.2f} s after it "
                      f"woke up; {load.answers['cut off']} gave up waiting and asked the other, {load.busy()} told to try again")
                assert pause <= PAUSE_SECONDS_MAX, f"nobody could book at the other process for {pause:.1f} s"
                assert load.answers["cut off"] > 0, "nobody gave up waiting: the test tests nothing"
                assert all(server.process.poll() is None for server in servers), "a process ended"
                crowd.check_ledger(ports, ledger.entries)
                crowd.send_again(ports, ledger)
                wait_for_agreement(data, [Board(server) for server in servers], hot, BOARDS_SECONDS_MAX)
                t.check_doctor(data)
        crowd.check_each_once(data, ledger)


if __name__ == "__main__":
    main()
