"""Officers at work while applicants book: how long an act takes them, and what it costs the applicants.

Each officer has a session and a counter, and does one act after the other with a pause between, as people do: gives a number to
a walk-in, calls, starts, finishes, looks an appointment up, searches the day sheet. An act ends when the page that follows it is
there. While the queue is on the screen it follows what the others do, as the page's script does: it listens to the office's
events and asks for its parts again. Bookings are measured without officers, with them at work and with them in a rush, in turn.

A person at the counter takes the catalogue's 10 to 30 minutes, and four acts of six; so an officer's next act comes after some
minutes. Here it comes after 15 seconds, and in a rush after 5, which leaves an officer half a minute for each person.
"""
import datetime
import random
import re
import select
import socket
import statistics
import threading
import time

import officers
import temujanji as t

from loading import QUIET, SERVICE, endless_seats
from on_postgresql import endless_seats_on_postgresql

COUNT, OFFICES = 200, 20
# From one act to the next: at work, which is what is wanted, and in a rush, which nobody keeps up.
PACES = {"at work": (5, 25), "in a rush": (2, 8)}
ACTS = ("number", "call", "start", "finish", "look up", "search")
ACT_SECONDS_WANTED, RATE_WANTED = 0.1, 0.9


class Officer(officers.Officer):
    """A browser with one session, at one counter."""

    def __init__(self, server, number, office, booked):
        super().__init__(server, f"officer{number}", "officer", office)
        self.booked, self.day, self.refreshed = booked, self.acts(), 0
        self.office_at, self.counter = f"/en/staff/at/{office}", str(number)
        self.get(f"{self.office_at}/queue")
        self.post(f"{self.office_at}/queue/open", expect=303, counter=self.counter, pools=self.value("pools"))

    def act(self, path, **fields):
        """Status and seconds until the page that follows is there."""
        begun = time.monotonic()
        status, headers = self.call("POST", self.office_at + path, fields)
        if status == 303:
            status, _ = self.call("GET", headers["Location"])
        return status, time.monotonic() - begun

    def acts(self):
        """One person after the other from the entrance to the end, and others asked about: acts as (name, what became of it)."""
        while True:
            yield from self.serve_one()
            reference, day = random.choice(self.booked)
            self.get(f"{self.office_at}/check-in")
            yield "look up", self.act("/check-in", code=reference)
            self.get(f"{self.office_at}/day?on={day}")
            yield "search", self.act("/day", on=day, q="aminah")

    def rest(self, seconds, over):
        """A pause. The queue on the screen is asked for again whenever the stream tells another version than it shows."""
        until = time.monotonic() + seconds
        address, shown = self.attribute("data-events"), self.attribute("data-version")
        if not address:
            over.wait(seconds)
            return
        with socket.create_connection(("127.0.0.1", self.port)) as stream:
            stream.sendall(f"GET {address} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n".encode())
            while (left := until - time.monotonic()) > 0 and not over.is_set():
                if not select.select([stream], [], [], min(left, 0.5))[0]:
                    continue
                told = re.findall(rb"^id: ?(\d+)", stream.recv(65536), re.MULTILINE)
                if told and told[-1].decode() != shown:
                    shown = told[-1].decode()
                    self.send("GET", f"{self.office_at}/queue/live", None, self.cookie()).read()
                    self.refreshed += 1

    def serve_one(self):
        self.get(f"{self.office_at}/check-in")
        service = re.search(r'<option value="(\d+)">', self.page).group(1)
        yield "number", self.act("/check-in/walk-in", service=service, persons="1", priority="none")
        self.get(f"{self.office_at}/queue")
        yield "call", self.act("/queue/next", counter=self.counter)
        for action in ("start", "finish"):
            # Another officer of the office may have called whom this one let in.
            if self.value("ticket"):
                yield action, self.act("/queue/act", action=action, ticket=self.value("ticket"), version=self.value("version"))


class Shift(threading.Thread):
    """An officer's day until `over`; keeps how long each act took and what was refused."""

    def __init__(self, officer, pause, over):
        super().__init__(daemon=True)
        self.officer, self.pause, self.over, self.seconds, self.refused = officer, pause, over, [], []

    def run(self):
        self.over.wait(random.uniform(0, self.pause[1]))
        while not self.over.is_set():
            act, (status, seconds) = next(self.officer.day)
            # 409: somebody else called that number first.
            if status not in (200, 409):
                self.refused.append((act, status))
            self.seconds.append((act, seconds))
            self.officer.rest(random.uniform(*self.pause), self.over)


def open_offices(server):
    """Codes of offices that offer the service; they let walk-ins in."""
    codes = [code for code, in t.select(server.data, "SELECT DISTINCT f.code FROM office f JOIN offering o ON o.office_id = f.id "
                                        "JOIN service s ON s.id = o.service_id WHERE s.code = ? AND f.active = 1 "
                                        "ORDER BY f.code LIMIT ?", SERVICE, OFFICES)]
    head = officers.Officer(server, "head", "hq_admin")
    for code in codes:
        head.get(f"/en/staff/at/{code}/rules")
        head.post(f"/en/staff/at/{code}/rules", expect=303, walk_ins="yes", early="60", late="0")
    return codes


def list_booked(data, office):
    """(reference, date at the office) of some appointments there."""
    found = t.select(data, "SELECT a.reference, s.starts_at FROM appointment a JOIN slot s ON s.id = a.slot_id "
                     "JOIN pool p ON p.id = s.pool_id JOIN office f ON f.id = p.office_id WHERE f.code = ? LIMIT 20", office)
    malaysia = datetime.timezone(datetime.timedelta(hours=8))
    return [(reference, datetime.datetime.fromtimestamp(at / 1000, malaysia).date().isoformat()) for reference, at in found]


def work(people, pause, book):
    """What `book` measures while people work; then their acts and what was refused."""
    over = threading.Event()
    shifts = [Shift(officer, pause, over) for officer in people]
    for shift in shifts:
        shift.start()
    rate = book()
    over.set()
    for shift in shifts:
        shift.join()
    return rate, [act for shift in shifts for act in shift.seconds], [act for shift in shifts for act in shift.refused]


def measure(options, loader, data, targets):
    """Figures of one database."""
    with t.Server(data, *QUIET) as server:
        def book():
            return loader.book(server.port, targets, seconds=options.seconds)["rate"]
        offices = open_offices(server)
        loader.book(server.port, targets, seconds=4)
        booked = {office: list_booked(data, office) for office in offices}
        people = [Officer(server, number, office, booked[office]) for number, office in
                  ((number, offices[number % len(offices)]) for number in range(COUNT))]
        alone, refused = [], []
        together, acts = {pace: [] for pace in PACES}, {pace: [] for pace in PACES}
        for number in range(1, options.runs + 1):
            alone.append(book())
            for pace, pause in PACES.items():
                rate, more, wrong = work(people, pause, book)
                together[pace].append(rate)
                acts[pace] += more
                refused += wrong
            rates = ", ".join(f"{pace} {together[pace][-1]:.0f}/s" for pace in PACES)
            print(f"  officers, run {number}: alone {alone[-1]:.0f}/s, {rates}", flush=True)
    return {"alone": statistics.median(alone), "acts": acts, "refused": refused,
            "together": {pace: statistics.median(rates) for pace, rates in together.items()}}


def table(options, loaders):
    """Lines of the report, on both databases."""
    with endless_seats() as (data, targets):
        sqlite = measure(options, loaders.first, data, targets["spread"])
    with endless_seats_on_postgresql() as (_, data, targets):
        postgresql = measure(options, loaders.first, data, targets["spread"])
    return lines_of((sqlite, postgresql))


def percentile(seconds, part):
    return sorted(seconds)[int(len(seconds) * part)]


def spread_of(seconds):
    if not seconds:
        return "–"
    return " / ".join(f"{1e3 * percentile(seconds, part):.0f}" for part in (0.5, 0.95, 0.99)) + " ms"


def lines_of(both):
    def row(name, tell):
        return f"| {name} | {' | '.join(tell(figures) for figures in both)} |"

    def of(figures, pace, act=None):
        return [seconds for name, seconds in figures["acts"][pace] if act in (None, name)]

    def share_of(figures, pace):
        return figures["together"][pace] / figures["alone"]

    lines = [f"| {COUNT} officers at {OFFICES} offices while applicants book | on SQLite | on PostgreSQL |", "|---|---|---|",
             row("bookings alone", lambda figures: f"{figures['alone']:,.0f}/s")]
    for pace, pause in PACES.items():
        lines += [row(f"bookings while they are {pace}, an act after {pause[0]} to {pause[1]} s",
                      lambda figures, pace=pace: f"{figures['together'][pace]:,.0f}/s, {share_of(figures, pace):.2f} ×"),
                  row(f"acts {pace}", lambda figures, pace=pace: f"{len(of(figures, pace)):,}"),
                  row("an act, with the page that follows: median / p95 / p99",
                      lambda figures, pace=pace: spread_of(of(figures, pace)))]
    lines += [row(f"{act}, in a rush", lambda figures, act=act: spread_of(of(figures, "in a rush", act))) for act in ACTS]
    lines += [row("acts refused", lambda figures: str(len(figures["refused"])) + "".join(f" {one}" for one in figures["refused"][:3]))]
    late = [percentile(of(figures, pace), 0.95) for pace in PACES for figures in both]
    share = [share_of(figures, "at work") for figures in both]
    return lines + ["", "| wanted of officers | measured, SQLite and PostgreSQL | met |", "|---|---|---|",
                    f"| p95 of an act below {1e3 * ACT_SECONDS_WANTED:.0f} ms, at work and in a rush | "
                    f"{', '.join(f'{1e3 * one:.0f} ms' for one in late)} | {'yes' if max(late) < ACT_SECONDS_WANTED else 'no'} |",
                    f"| bookings not more than {100 * (1 - RATE_WANTED):.0f} % fewer while they are at work | "
                    f"{', '.join(f'{one:.2f} ×' for one in share)} | {'yes' if min(share) >= RATE_WANTED else 'no'} |"]
