"""Officers at work while applicants book: how long an act takes them, and what it costs the applicants.

    PYTHONPATH=tests/support PROGRAM_UNDER_TEST=… LOAD_GENERATOR=… bench/officers.py [--officers 200] [--seconds 15] [--runs 3]

Each officer has a session and a counter of an office of their own kind, and does one act after the other (give a number to a
walk-in, call, start, finish) with a pause between, as people do. Bookings are measured with and without them, in turn.
"""
import argparse
import base64
import contextlib
import hashlib
import hmac
import http.client
import os
import pathlib
import random
import re
import sqlite3
import statistics
import sys
import threading
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import temujanji as t

from loading import SERVICE, Loader, endless_seats

PASSWORD = "lampu sungai gitar"
PAUSE_SECONDS = (2, 8)


def code_of(secret, step):
    digest = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[19] & 15
    return f"{(int.from_bytes(digest[offset:offset + 4], 'big') & 0x7fffffff) % 1_000_000:06}"


class Officer:
    """A browser with one session."""

    def __init__(self, port, data, name, office):
        self.port, self.office, self.cookies, self.page = port, office, {}, ""
        added = t.run("staff", "add", "--data", data, "--role", "officer", "--office", office, name)
        self.sign_in(name, re.search(r"invitation: (\S+)", added.stdout).group(1))
        self.at = f"/en/staff/at/{office}"

    def ask(self, method, path, fields=None):
        """Status and seconds; follows no redirection."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if fields is not None:
            fields = {"csrf": self.field("csrf"), **fields}
            body = urllib.parse.urlencode(fields)
            headers |= {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}
        begun = time.monotonic()
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        seconds = time.monotonic() - begun
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, rest = value.partition("=")
                self.cookies[cookie] = rest.partition(";")[0]
        connection.close()
        self.page = text or self.page
        return answer.status, seconds

    def field(self, name):
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page)
        return found.group(1) if found else ""

    def sign_in(self, name, invitation):
        self.ask("GET", "/en/staff/join")
        self.ask("POST", "/en/staff/join", {"user_name": name, "invitation": invitation})
        secret = re.search(r"<code>([A-Z2-7]{32})</code>", self.page).group(1)
        step = int(time.time() // 30)
        self.ask("POST", "/en/staff/join", {"user_name": name, "invitation": invitation, "secret": self.field("secret"),
                                            "password": PASSWORD, "code": code_of(secret, step - 1)})
        self.ask("GET", "/en/staff/sign-in")
        status, _ = self.ask("POST", "/en/staff/sign-in", {"user_name": name, "password": PASSWORD, "code": code_of(secret, step)})
        if status != 303:
            raise SystemExit(f"{name} cannot sign in: {status}")

    def open_counter(self, name):
        self.ask("GET", f"{self.at}/queue")
        pool = re.search(r'name="pools" value="(\d+)"', self.page).group(1)
        status, _ = self.ask("POST", f"{self.at}/queue/open", {"counter": name, "pools": pool})
        if status != 303:
            raise SystemExit(f"counter {name} at {self.office} does not open: {status}")
        self.counter = name

    def acts(self):
        """One person from the entrance to the end: an act, as (name, what it answers to)."""
        self.ask("GET", f"{self.at}/check-in")
        service = re.search(r'<option value="(\d+)">', self.page).group(1)
        yield "number", self.ask("POST", f"{self.at}/check-in/walk-in", {"service": service, "persons": "1", "priority": "none"})
        self.ask("GET", f"{self.at}/queue")
        yield "call", self.ask("POST", f"{self.at}/queue/next", {"counter": self.counter})
        for action in ("start", "finish"):
            self.ask("GET", f"{self.at}/queue")
            seen = {"ticket": self.field("ticket"), "version": self.field("version")}
            yield action, self.ask("POST", f"{self.at}/queue/act", {"action": action, **seen})


class Shift(threading.Thread):
    """An officer's day until `stop`; keeps how long each act took and what was refused."""

    def __init__(self, officer, stop):
        super().__init__(daemon=True)
        self.officer, self.stop, self.seconds, self.refused = officer, stop, [], []

    def run(self):
        self.stop.wait(random.uniform(0, PAUSE_SECONDS[1]))
        while not self.stop.is_set():
            for act, (status, seconds) in self.officer.acts():
                # Another officer of the office may have called whom this one let in.
                if status not in (200, 303, 409):
                    self.refused.append((act, status))
                self.seconds.append(seconds)
                self.stop.wait(random.uniform(*PAUSE_SECONDS))
                if self.stop.is_set():
                    return


def open_shifts(port, data, count, offices):
    officers = []
    for number in range(count):
        officer = Officer(port, data, f"officer{number}", offices[number % len(offices)])
        officer.open_counter(str(number))
        officers.append(officer)
    return officers


def offices_with_counters(data, count):
    """Offices that offer the service, and let walk-ins in."""
    with contextlib.closing(sqlite3.connect(t.database_file(data))) as database, database:
        database.execute("INSERT INTO counter_rule SELECT id, 1, 60, 0 FROM office WHERE true ON CONFLICT DO NOTHING")
        return [code for code, in database.execute(
            "SELECT DISTINCT f.code FROM office f JOIN offering o ON o.office_id = f.id JOIN service s ON s.id = o.service_id "
            "WHERE s.code = ? AND f.active = 1 ORDER BY f.code LIMIT ?", (SERVICE, count))]


def percentile(values, part):
    return sorted(values)[int(len(values) * part)] if values else float("nan")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--officers", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    loader = Loader(os.environ["LOAD_GENERATOR"])
    with endless_seats() as (data, all_of_them):
        targets, offices = all_of_them["spread"], offices_with_counters(data, 20)
        with t.Server(data, *t.UNLIMITED, "--set", "server.log_level=warning") as server:
            officers = open_shifts(server.port, data, options.officers, offices)
            loader.book(server.port, targets, seconds=2)
            alone, together, acts, refused = [], [], [], []
            for _ in range(options.runs):
                alone.append(loader.book(server.port, targets, seconds=options.seconds)["rate"])
                stop = threading.Event()
                shifts = [Shift(officer, stop) for officer in officers]
                for shift in shifts:
                    shift.start()
                together.append(loader.book(server.port, targets, seconds=options.seconds)["rate"])
                stop.set()
                for shift in shifts:
                    shift.join()
                    acts += shift.seconds
                    refused += shift.refused
    base, rate = statistics.median(alone), statistics.median(together)
    print(f"bookings alone {base:,.0f}/s, with {options.officers} officers at {len(offices)} offices {rate:,.0f}/s: {rate / base:.2f}")
    print(f"{len(acts)} acts, median {1e3 * statistics.median(acts):.0f} ms, p95 {1e3 * percentile(acts, 0.95):.0f} ms, "
          f"p99 {1e3 * percentile(acts, 0.99):.0f} ms, refused {len(refused)} {refused[:3]}")


if __name__ == "__main__":
    main()
