#!/usr/bin/env python3
"""The database falls under load and its replica takes over: tests/faults/database_switches.py [--seed N]

Two PostgreSQL servers, the second a synchronous replica of the first. The program knows both (several hosts in --database).
The first falls while COMMITs wait for the replica, the second is promoted. Nothing that was acknowledged is lost, nothing happens twice, the processes stay up
and go on by themselves at the second.
"""
import os
import random
import signal
import time

import crowd
import postgresql
import temujanji as t

PROCESSES = 2
SWITCH_SECONDS_MAX = 10.0
OURS = "SELECT application_name FROM pg_stat_activity WHERE starts_with(application_name, 'temujanji')"


def make_synchronous(primary):
    primary.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
    primary.execute("SELECT pg_reload_conf()")
    crowd.wait_until(lambda: primary.execute("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"), 10,
                     "the replica is synchronous")


def switch(primary, second, load, servers, chance):
    """How long nobody could book."""
    time.sleep(chance.uniform(0.8, 1.5))
    # The replica says nothing for a moment, so that COMMITs wait for it when the first server falls.
    (receiver,), = second.execute("SELECT pid FROM pg_stat_wal_receiver")
    os.kill(receiver, signal.SIGSTOP)
    time.sleep(chance.uniform(0.1, 0.3))
    primary.stop("immediate")
    fallen_at = time.monotonic()
    os.kill(receiver, signal.SIGCONT)
    time.sleep(chance.uniform(0.0, 1.0))
    second.promote()
    crowd.wait_until(lambda: all(load.booked_since(fallen_at + 0.2, server.port) for server in servers), 3 * SWITCH_SECONDS_MAX,
                     "bookings at every process after the switch")
    time.sleep(0.5)
    return max(load.booked_since(fallen_at + 0.2, server.port) for server in servers) - fallen_at


def main():
    options = crowd.arguments()
    chance = random.Random(options.seed)
    with t.data_folder(keep=t.passports_only, counters=lambda row: 20) as data:
        primary = t.CLUSTERS[str(data)]
        with postgresql.replica(primary) as second:
            make_synchronous(primary)
            t.DATABASE_URLS[str(data)] = f"postgresql:///postgres?host={second.folder},{primary.folder}&user=temujanji"
            slots = t.bookable_slots(data, "PASPORT-BAHARUI", limit=400)
            ledger, people = crowd.Ledger(data.parent / "ledger"), crowd.Numbers()
            with t.servers(data, PROCESSES) as servers:
                ports = [server.port for server in servers]
                # Who asks it for the primary is gone in a moment.
                crowd.wait_until(lambda: not second.execute(OURS), 5, "nobody works with the replica, which may be behind")
                with crowd.Crowd(ports, slots, ledger, people, str(options.seed)) as load:
                    away = switch(primary, second, load, servers, chance)
                assert load.answers["cut off"] == 0, f"an answer was missing: {load.answers}"
                crowd.check_ledger(ports, ledger.entries)
                crowd.send_again(ports, ledger)
                found_out = sum(server.log_path.read_text(errors="replace").count("commit_found_out") for server in servers)
            t.check_doctor(data)
            crowd.check_each_once(data, ledger)
            print(f"booking again {away:.2f} s after the fall; {load.busy()} told to try again, "
                  f"{found_out} COMMITs without an answer found out about")
            assert found_out > 0, "no COMMIT was without an answer: the test tests nothing"
            assert away <= SWITCH_SECONDS_MAX, f"only after {away:.2f} s"


if __name__ == "__main__":
    main()
