"""How soon one process shows what was changed at another, while applicants book at both at full speed."""
import statistics
import threading
import time

import temujanji as t
from boards import Board

from loading import SERVICE

BETWEEN_CHANGES, BETWEEN_LOOKS = 0.2, 0.02
SECONDS_WANTED, SECONDS_MAX = 1.0, 30.0


def other_slots(data, targets):
    """Slots that can be booked and are not among the targets, without end; each is changed once."""
    taken = {line.split()[3] for line in targets.read_text().splitlines()}
    return iter([slot for slot in t.bookable_slots(data, SERVICE) if str(slot[3]) not in taken])


class Following(threading.Thread):
    """Holds a seat at one process and looks at the other's board until it is shown there, again and again. With `with`."""

    def __init__(self, servers, slots):
        super().__init__(daemon=True)
        self.boards, self.slots = [Board(server) for server in servers], slots
        self.over, self.seconds, self.fault = threading.Event(), [], None

    def run(self):
        try:
            while not self.over.wait(BETWEEN_CHANGES):
                self.boards.reverse()
                self.seconds.append(self.change(next(self.slots), *self.boards))
        except Exception as fault:  # told where the thread is waited for
            self.fault = fault

    def change(self, slot, changed, follower):
        """Seconds from the answer at the one to the other's board."""
        office, service, starts_at = slot[:3]
        free = follower.free(slot)
        wanted = {"office": office, "service": service, "starts_at": starts_at, "seats": 1}
        status, _, held = changed.client.call("POST", "/api/v1/holds", wanted)
        assert status == 201, held
        begun = time.monotonic()
        while follower.free(slot) == free:
            assert time.monotonic() < begun + SECONDS_MAX, f"not on the other board after {SECONDS_MAX} s"
            time.sleep(BETWEEN_LOOKS)
        return time.monotonic() - begun

    def __enter__(self):
        self.start()
        return self.seconds

    def __exit__(self, *_):
        self.over.set()
        self.join()
        if self.fault:
            raise self.fault


def lines_of(seconds):
    """Lines of the report from {targets: seconds of every change}, and what is wanted of them."""
    lines = ["| a change shown at the other of two processes, at full speed | changes | median ms | longest ms | "
             f"within {SECONDS_WANTED:g} s |", "|---|---|---|---|---|"]
    for targets, found in seconds.items():
        if not found:
            continue  # said among what failed
        lines.append(f"| bookings {targets} | {len(found)} | {1e3 * statistics.median(found):.0f} | {1e3 * max(found):.0f} | "
                     f"{'yes' if max(found) <= SECONDS_WANTED else 'no'} |")
    return lines
