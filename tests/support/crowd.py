"""Many people at one or several servers at once. What each was told stands on disk before it counts, so that nothing that
was told can be lost unseen."""
import argparse
import collections
import concurrent.futures
import http.client
import itertools
import os
import random
import threading
import time

import temujanji as t

# Gone, or cut off in the middle of an answer.
CUT_OFF = (OSError, ValueError, http.client.HTTPException)
SENDERS = 8
BUSY_SECONDS = 0.1  # before the next try; less than Retry-After asks for, to be there when it works again


def arguments(**defaults):
    """What the test was started with: the named numbers, and a seed, which is told so that a run can be repeated."""
    parser = argparse.ArgumentParser()
    for name, value in defaults.items():
        parser.add_argument(f"--{name}", type=type(value), default=value)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    options = parser.parse_args()
    print(f"seed {options.seed}")
    return options


def check_each_once(data, ledger):
    """There are as many appointments as were acknowledged."""
    count, = t.select(data, "SELECT count(*) FROM appointment")[0]
    assert count == len(ledger.entries), f"{count} appointments, {len(ledger.entries)} acknowledged"
    assert count > 0, "nobody booked: the test tests nothing"
    print(f"{count} appointments, all acknowledged, none twice")


class Numbers:
    """Counts for all threads."""

    def __init__(self):
        self.last, self.lock = 0, threading.Lock()

    def __next__(self):
        with self.lock:
            self.last += 1
            return self.last


class Ledger:
    """What was acknowledged, on disk before anybody counts on it; who does not know; and what nobody should be told."""

    def __init__(self, path):
        self.file, self.lock = open(path, "a", encoding="utf-8"), threading.Lock()
        self.entries, self.unsure, self.wrong = {}, {}, []

    def acknowledge(self, person, answer):
        with self.lock:
            self.file.write(f"{person} {answer['reference']} {answer['starts_at']}\n")
            self.file.flush()
            os.fsync(self.file.fileno())
            if self.entries.setdefault(person, answer) != answer:
                self.wrong.append((person, self.entries[person], answer))
            self.unsure.pop(person, None)

    def refuse(self, person):
        with self.lock:
            self.unsure.pop(person, None)

    def no_answer(self, person, slot):
        with self.lock:
            self.unsure[person] = slot


def at_once(count, act):
    """What `act(number)` returned on `count` threads that begin at the same moment. Raises what one of them raised."""
    barrier = threading.Barrier(count)

    def begin(number):
        barrier.wait()
        return act(number)

    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        return list(pool.map(begin, range(count)))


def wait_until(condition, seconds, what):
    """Seconds until the condition held."""
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < seconds, f"not within {seconds} s: {what}"
        time.sleep(0.005)
    return time.monotonic() - begun


def book(client, person, slot):
    return client.call("POST", "/api/v1/appointments", t.booking(slot, person), {"Idempotency-Key": f"person-{person}"})


def look_up(client, person, reference):
    return client.call("POST", "/api/v1/appointments/lookup", {"reference": reference, "document_number": t.mykad(person)})


def check_found(client, person, answer):
    status, _, found = look_up(client, person, answer["reference"])
    assert status == 200, f"person {person} was told {answer['reference']}, now {status}: {found}"
    assert (found["reference"], found["starts_at"]) == (answer["reference"], answer["starts_at"]), (answer, found)


def check_ledger(ports, entries):
    """Everybody who was told a reference finds it, at whichever server."""
    told = list(entries.items())

    def check_share(number):
        client = t.Client(ports[number])
        for person, answer in told[number::len(ports)]:
            check_found(client, person, answer)

    at_once(len(ports), check_share)


def send_again(ports, ledger):
    """Whoever got no answer repeats, at each server; the key makes one effect and one answer of it."""
    unsure = list(ledger.unsure.items())

    def send_share(number):
        clients = [t.Client(port) for port in ports]
        for person, slot in unsure[number::SENDERS]:
            answers = [book(client, person, slot) for client in clients]
            statuses = {status for status, _, _ in answers}
            assert len(statuses) == 1 and statuses <= {201, 409}, answers
            if statuses == {201}:
                assert all(content == answers[0][2] for _, _, content in answers), answers
                ledger.acknowledge(person, answers[0][2])
            else:
                ledger.refuse(person)

    at_once(SENDERS, send_share)


class Crowd:
    """People who book until it is over; use it with `with`. Each connection's people come one after the other, to a server of
    their own; whoever is cut off there repeats the same at the next one. Some look at once at what they were told."""

    CONNECTIONS = 12

    def __init__(self, ports, slots, ledger, people, seed, patience_seconds=30):
        self.ports, self.slots, self.ledger, self.people, self.seed = ports, slots, ledger, people, seed
        self.patience_seconds = patience_seconds  # whoever has no answer by then counts as cut off
        self.over, self.lock = threading.Event(), threading.Lock()
        self.answers = collections.Counter()  # by status; "cut off" for none
        self.booked_at = []  # when, and at which port
        self.slowest_seconds = 0.0
        self.pool = concurrent.futures.ThreadPoolExecutor(self.CONNECTIONS)

    def __enter__(self):
        self.threads = [self.pool.submit(self.keep_booking, number) for number in range(self.CONNECTIONS)]
        return self

    def __exit__(self, kind, *_):
        self.over.set()
        self.pool.shutdown()
        if kind is None:
            for thread in self.threads:
                thread.result()
            assert not self.ledger.wrong, f"answers nobody should get: {self.ledger.wrong[:5]}"
            assert self.answers[201], f"nobody booked: the test tests nothing: {self.answers}"

    def keep_booking(self, number):
        chance = random.Random(f"{self.seed}-{number}")
        first = number % len(self.ports)
        clients = [t.Client(port, self.patience_seconds) for port in self.ports[first:] + self.ports[:first]]
        while not self.over.is_set():
            person, slot, looks = next(self.people), chance.choice(self.slots), chance.random() < 0.25
            for client in itertools.cycle(clients):
                if self.try_to_book(client, person, slot, looks) or self.over.is_set():
                    break

    def try_to_book(self, client, person, slot, looks):
        """Whether there was an answer."""
        begun = time.monotonic()
        try:
            self.note(client, person, slot, *book(client, person, slot))
            if looks and person in self.ledger.entries:
                self.note_look_up(person, *look_up(client, person, self.ledger.entries[person]["reference"]))
        except CUT_OFF:
            if person not in self.ledger.entries:
                self.ledger.no_answer(person, slot)
            client.close()
            self.count("cut off", begun)
            time.sleep(0.01)
            return False
        self.count(None, begun)
        return True

    def count(self, answer, begun=None):
        with self.lock:
            if answer is not None:
                self.answers[answer] += 1
            if begun is not None:
                self.slowest_seconds = max(self.slowest_seconds, time.monotonic() - begun)

    def note(self, client, person, slot, status, headers, answer):
        self.count(status)
        if status == 201:
            self.ledger.acknowledge(person, answer)
            self.booked_at.append((time.monotonic(), client.connection.port))
        elif status == 409 and answer["code"] == "slot_full":
            self.ledger.refuse(person)
        else:
            self.ledger.no_answer(person, slot)
            self.note_busy(person, status, headers, answer)

    def note_look_up(self, person, status, headers, answer):
        if status != 200:
            self.count(f"look-up {status}")
            self.note_busy(person, status, headers, answer)

    def note_busy(self, person, status, headers, answer):
        """Besides being told that it is busy, nothing else may happen."""
        if status != 503 or answer["code"] != "busy" or int(headers["Retry-After"] or 0) <= 0:
            self.ledger.wrong.append((person, status, answer))
        time.sleep(BUSY_SECONDS)

    def busy(self):
        return self.answers[503] + self.answers["look-up 503"]

    def booked_since(self, moment, port):
        """When the first one booked at the port after the moment; None: nobody yet."""
        return next((at for at, where in self.booked_at if at > moment and where == port), None)

    def longest_pause(self, since, ports):
        """The longest time in which nobody booked at these ports."""
        times = [since] + [at for at, where in self.booked_at if at > since and where in ports]
        return max((later - earlier for earlier, later in itertools.pairwise(times)), default=0.0)
