#!/usr/bin/env python3
"""A wrong document number is answered like an unknown reference, also in time: tests/faults/look_up_time.py [--rounds N]

Alternating look-ups of a reference that exists and of one that does not, each with a number that is not its own. Bodies must
be equal, and the medians of the times at most a millisecond apart.
"""
import argparse
import statistics
import time

import temujanji as t

MILLISECONDS_APART_MAX = 1.0


def look_up(client, reference, person):
    begun = time.perf_counter()
    status, _, answer = client.call("POST", "/api/v1/appointments/lookup",
                                    {"reference": reference, "document_number": t.mykad(person)})
    return (time.perf_counter() - begun) * 1000, (status, answer)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=300)
    options = parser.parse_args()
    with t.data_folder(keep=t.passports_only) as data:
        slot = t.bookable_slots(data, "PASPORT-BAHARUI", limit=1)[0]
        with t.Server(data, "--set", "limits.lookups_per_reference=1000000") as server:
            client = t.Client(server.port)
            status, _, booked = client.call("POST", "/api/v1/appointments", t.booking(slot, 1))
            assert status == 201, booked
            times = {"wrong": [], "unknown": []}
            for _ in range(options.rounds):
                for kind, reference in (("wrong", booked["reference"]), ("unknown", "00000000000")):
                    taken, answer = look_up(client, reference, 2)
                    times[kind].append(taken)
                    assert answer[0] == 404, answer
                    times.setdefault("answer", answer)
                    assert answer == times["answer"], (answer, times["answer"])
    wrong, unknown = (statistics.median(times[kind]) for kind in ("wrong", "unknown"))
    assert abs(wrong - unknown) <= MILLISECONDS_APART_MAX, f"wrong {wrong:.2f} ms, unknown {unknown:.2f} ms"
    print(f"medians of {options.rounds}: wrong number {wrong:.2f} ms, unknown reference {unknown:.2f} ms")


if __name__ == "__main__":
    main()
