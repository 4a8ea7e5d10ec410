#!/usr/bin/env python3
"""The same submission many times at once has one effect and one answer: tests/faults/same_submission.py [--rounds N]"""
import argparse
import threading

import temujanji as t

TIMES = 50


def all_at_once(port, body, key):
    """Answers of TIMES connections that send the same at the same moment."""
    answers, barrier = [None] * TIMES, threading.Barrier(TIMES)

    def send(number):
        client = t.Client(port)
        barrier.wait()
        answers[number] = client.call("POST", "/api/v1/appointments", body, {"Idempotency-Key": key})
        client.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(TIMES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with t.data_folder(keep=t.passports_only) as data:
        slots = t.bookable_slots(data, "PASPORT-BAHARUI", limit=options.rounds)
        with t.Server(data) as server:
            client = t.Client(server.port)
            for person, slot in enumerate(slots, 1):
                body = t.booking(slot, person)
                answers = all_at_once(server.port, body, f"same-{person}")
                assert all(status == 201 for status, _, _ in answers), {status for status, _, _ in answers}
                references = {content["reference"] for _, _, content in answers}
                assert len(references) == 1, references
                again = client.call("POST", "/api/v1/appointments", body, {"Idempotency-Key": f"same-{person}"})
                assert (again[0], again[2]["reference"]) == (201, references.pop()), again
                status, _, problem = client.call("POST", "/api/v1/appointments", t.other_phone(body),
                                                 {"Idempotency-Key": f"same-{person}"})
                assert (status, problem["code"]) == (422, "idempotency_mismatch"), (status, problem)
                status, _, problem = client.call("POST", "/api/v1/appointments", body, {"Idempotency-Key": f"tab-{person}"})
                assert (status, problem["code"]) == (409, "already_booked"), (status, problem)
        for table in ("appointment", "outbox"):
            assert t.select(data, f"SELECT count(*) FROM {table}") == [(options.rounds,)], table
        t.check_doctor(data)
        print(f"{options.rounds} rounds of {TIMES} equal submissions: one appointment each")


if __name__ == "__main__":
    main()
