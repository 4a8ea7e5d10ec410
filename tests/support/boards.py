"""What servers show on their boards, against each other and against what is stored."""
import datetime

import crowd
import temujanji as t


class Board:
    """What one server shows."""

    def __init__(self, server):
        self.client = t.Client(server.port)

    def seats(self, slots):
        """{begin: (seats, free)} of all days from the first to the last of these slots, which are of one office and service."""
        office, service = slots[0][:2]
        first, last = slots[0][2][:10], slots[-1][2][:10]
        status, _, content = self.client.call(
            "GET", f"/api/v1/availability?office={office}&service={service}&from={first}&to={last}")
        assert status == 200, content
        return {shown["starts_at"]: (shown["seats"], shown["free"]) for day in content["days"] for shown in day["slots"]}

    def free(self, slot):
        return self.seats([slot])[slot[2]][1]


def stored_seats(data, slots):
    """{begin: (seats, free)} of these slots, as the database has it."""
    by_id = {number: (seats, free) for number, seats, free in t.select(
        data, "SELECT id, seats, seats - taken FROM slot WHERE pool_id = (SELECT pool_id FROM slot WHERE id = ?)", slots[0][3])}
    return {slot[2]: by_id[slot[3]] for slot in slots}


def wait_for_free(boards, slot, free, seconds, what):
    """Seconds until all boards showed so many free seats."""
    return crowd.wait_until(lambda: all(board.free(slot) == free for board in boards), seconds, what)


def wait_for_agreement(data, boards, slots, seconds):
    """Seconds until all boards showed what is stored; nobody may book meanwhile."""
    stored = stored_seats(data, slots)

    def agree():
        shown = [board.seats(slots) for board in boards]
        return all({begin: seats.get(begin) for begin in stored} == stored for seats in shown)

    return crowd.wait_until(agree, seconds, "all boards show what is stored")
