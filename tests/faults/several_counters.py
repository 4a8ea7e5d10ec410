#!/usr/bin/env python3
"""Officers work at the counters of one office through several processes: tests/faults/several_counters.py [--rounds N] [--seed N]

Each goes from process to process with every page, as behind a proxy. Every number is called at one counter and served once; of two who
press at the same moment one does it and the other is told; and the board of the waiting room hears of it at the other process.
"""
import random
import re
import time

import crowd
import temujanji as t
from officers import Officer

PROCESSES = 2
COUNTERS = 3
BOARD_SECONDS_MAX = 1.0
SLACK_SECONDS = 0.5  # for a machine that does other things besides


class Counter:
    """An officer at a counter."""

    def __init__(self, servers, office, name, chance):
        self.servers, self.path, self.name, self.chance = servers, f"/en/staff/at/{office}", name, chance
        self.officer = Officer(servers[0], f"kaunter{name}", "officer", office)

    def look(self):
        """The queue as any process shows it."""
        self.officer.at(self.chance.choice(self.servers)).get(f"{self.path}/queue")
        return self.officer

    def label(self):
        """The number at this counter."""
        found = re.search(r'class="ticket-number">([A-Z]\d+)<', self.officer.page)
        return found.group(1) if found else None

    def send(self, what, **fields):
        status, _ = self.officer.at(self.chance.choice(self.servers)).call("POST", f"{self.path}/queue/{what}", fields)
        return status

    def open(self):
        assert self.send("open", counter=self.name, pools=self.look().value("pools")) == 303, self.officer.page[-2000:]

    def act(self, action):
        """What the page seen last allows to do with the number there."""
        return self.send("act", action=action, ticket=self.officer.value("ticket"), version=self.officer.value("version"))

    def serve_all(self):
        """The labels it served, until nobody waits."""
        served = []
        while True:
            self.look()
            if self.send("next", counter=self.name) != 303:
                return served
            self.look()
            served.append(self.label())
            assert self.act("start") == 303, self.officer.page[-2000:]
            self.look()
            assert self.act("finish") == 303, self.officer.page[-2000:]


def give_numbers(counter, service, count):
    """To people without appointment."""
    for _ in range(count):
        counter.officer.at(counter.chance.choice(counter.servers)).get(f"{counter.path}/check-in")
        fields = {"service": service, "persons": "1", "priority": "none"}
        status, _ = counter.officer.call("POST", f"{counter.path}/check-in/walk-in", fields)
        assert status == 200, counter.officer.page[-2000:]


def serve_side_by_side(data, counters, count):
    served = crowd.at_once(len(counters), lambda number: counters[number].serve_all())
    labels = sorted(label for each in served for label in each)
    assert len(labels) == count and len(set(labels)) == count, served
    assert all(served), f"a counter had nothing to do: {served}"
    for kind in ("called", "started", "finished"):
        events, = t.select(data, "SELECT count(*) FROM ticket_event WHERE kind = ?", kind)[0]
        assert events == count, f"{kind}: {events} times for {count} numbers"
    print(f"{count} numbers were served once each: " + ", ".join(str(len(each)) for each in served) + " at the counters")


def press_at_once(counters):
    """One number, the same page at two colleagues: one of them does it."""
    first, second = counters[:2]
    first.look()
    assert first.send("next", counter=first.name) == 303
    first.look()
    ticket, version = first.officer.value("ticket"), first.officer.value("version")
    second.look()
    sent = crowd.at_once(2, lambda number: counters[number].send("act", action="absent", ticket=ticket, version=version))
    assert sorted(sent) == [303, 409], sent
    first.look()
    assert first.send("act", action="back", ticket=ticket, version=str(int(version) + 1)) == 303, "it waits again"


def shown_on_the_board(counters, boards, office):
    """How long until the waiting room's board at the other process showed a call."""
    counter, seconds = counters[0], []
    for calling, showing in ((0, 1), (1, 0)):
        counter.look()
        counter.officer.at(counter.servers[calling])
        status, _ = counter.officer.call("POST", f"{counter.path}/queue/next", {"counter": counter.name})
        assert status == 303, counter.officer.page[-2000:]
        begun = time.monotonic()
        counter.look()
        wanted = f">{counter.label()}<".encode()
        crowd.wait_until(lambda: wanted in boards[showing].call("GET", f"/en/display/{office}")[2], 10, "a call is shown")
        seconds.append(time.monotonic() - begun)
        for action in ("start", "finish"):
            counter.look()
            assert counter.act(action) == 303
    print(f"a call was on the other process's board after {max(seconds) * 1000:.0f} ms at most")
    assert max(seconds) <= BOARD_SECONDS_MAX + SLACK_SECONDS, seconds


def main():
    options = crowd.arguments(rounds=10)
    with t.data_folder(keep=t.passports_only, counters=lambda row: 8) as data:
        office = t.bookable_slots(data, "PASPORT-BAHARUI", limit=1)[0][0]
        t.CLUSTERS[str(data)].execute("INSERT INTO counter_rule SELECT id, 1, 60, 0 FROM office WHERE code = %s", office)
        (service,), = t.select(data, "SELECT id FROM service WHERE code = ?", "PASPORT-BAHARUI")
        with t.servers(data, PROCESSES) as servers:
            counters = [Counter(servers, office, str(number + 1), random.Random(f"{options.seed}-{number}"))
                        for number in range(COUNTERS)]
            for counter in counters:
                counter.open()
            count = COUNTERS * options.rounds
            give_numbers(counters[0], service, count)
            serve_side_by_side(data, counters, count)
            give_numbers(counters[0], service, 2)
            press_at_once(counters)
            shown_on_the_board(counters, [t.Client(server.port) for server in servers], office)
        t.check_doctor(data)


if __name__ == "__main__":
    main()
