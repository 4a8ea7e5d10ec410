"""Starts the program for tests and benchmarks: data folders, servers on free ports, a small JSON client."""
import concurrent.futures
import contextlib
import csv
import datetime
import http.client
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import zoneinfo

import postgresql
from postgresql import free_port

ROOT = pathlib.Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "data/malaysia"
# Limits by address would stop a test that plays many people from one address.
UNLIMITED = ("--set", "limits.exempt_networks=127.0.0.0/8")


def program():
    path = os.environ.get("PROGRAM_UNDER_TEST", str(ROOT / "build/dev/bin/temujanji"))
    if not os.access(path, os.X_OK):
        raise SystemExit(f"{path} is not there; build it, or set PROGRAM_UNDER_TEST")
    return path


# With DATABASE_UNDER_TEST=postgresql the data folders of a test lie on a PostgreSQL of its own.
ON_POSTGRESQL = os.environ.get("DATABASE_UNDER_TEST") == "postgresql"
DATABASE_URLS = {}  # by data folder
CLUSTERS = {}  # the PostgreSQL itself, by data folder


def with_database(arguments):
    """The arguments of a command, with --database where its data folder does not hold the database."""
    arguments = list(map(str, arguments))
    unsaid = "--data" in arguments and "--database" not in arguments
    url = DATABASE_URLS.get(arguments[arguments.index("--data") + 1]) if unsaid else None
    return [*arguments, "--database", url] if url else arguments


def run(*arguments, check=True):
    """Runs a command of the program to its end."""
    done = subprocess.run([program(), *with_database(arguments)], capture_output=True, text=True, timeout=300)
    if check and done.returncode != 0:
        raise AssertionError(f"temujanji {' '.join(map(str, arguments))} ended with {done.returncode}:\n"
                             f"{done.stdout[-4000:]}{done.stderr[-4000:]}")
    return done


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def change_catalogue(target, keep=None, counters=None):
    """Copies the Malaysian catalogue; `keep(row)` chooses rows of office_services, `counters(row)` their counters."""
    shutil.copytree(CATALOGUE, target)
    path = pathlib.Path(target) / "office_services.csv"
    rows = rows_of(path)
    kept = [row for row in rows if keep is None or keep(row)]
    assert kept, "the changed catalogue offers nothing"
    for row in kept:
        if counters is not None:
            row["counters"] = counters(row)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
    return target


@contextlib.contextmanager
def data_folder(keep=None, counters=None, database_password=None, cluster=postgresql.cluster):
    """A new data folder with a catalogue, removed afterwards. With a password a PostgreSQL is reached over TCP, and asks for it;
    `cluster` starts it."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="temujanji-"))
        catalogue = change_catalogue(pathlib.Path(folder) / "catalogue", keep, counters)
        data = pathlib.Path(folder) / "data"
        if ON_POSTGRESQL:
            started = CLUSTERS[str(data)] = stack.enter_context(cluster(password=database_password))
            DATABASE_URLS[str(data)] = started.tcp_url() if database_password else started.url()
        run("init", "--data", data, "--catalogue", catalogue)
        yield data


def passports_only(row):
    """One office with passport counters: small, quick to publish, enough for most tests."""
    return row["office"] == "PJY-BKP"


def database_file(data):
    files = [path for path in pathlib.Path(data).iterdir() if path.suffix in (".db", ".sqlite", ".sqlite3")]
    assert len(files) == 1, f"which of {files} is the database?"
    return files[0]


def select(data, sql, *values):
    """Rows of a query on the data folder's database."""
    if str(data) in DATABASE_URLS:
        import psycopg2  # only where there is a PostgreSQL to ask
        with contextlib.closing(psycopg2.connect(DATABASE_URLS[str(data)])) as database, database.cursor() as cursor:
            cursor.execute(sql.replace("?", "%s"), values)
            return cursor.fetchall()
    with contextlib.closing(sqlite3.connect(f"file:{database_file(data)}?mode=ro", uri=True)) as database:
        return database.execute(sql, values).fetchall()


def bookable_slots(data, service, days_from=2, days_to=75, limit=100000):
    """(office, service, starts_at as RFC 3339, slot id, seats) of slots that a service can book, earliest first."""
    now = time.time() * 1000
    day = 86400 * 1000
    found = select(data, """SELECT office.code, office.time_zone, slot.starts_at, slot.id, slot.seats
        FROM slot JOIN offering ON offering.pool_id = slot.pool_id JOIN office ON office.id = offering.office_id
        JOIN service ON service.id = offering.service_id
        WHERE service.code = ? AND slot.withdrawn = 0 AND slot.starts_at BETWEEN ? AND ?
        ORDER BY slot.starts_at, slot.id LIMIT ?""", service, now + days_from * day, now + days_to * day, limit)
    return [(office, service, rfc3339(starts_at, zone), slot, seats) for office, zone, starts_at, slot, seats in found]


def rfc3339(millis, zone):
    at = datetime.datetime.fromtimestamp(millis / 1000, zoneinfo.ZoneInfo(zone))
    return at.isoformat(timespec="seconds")


class Server:
    """One running `temujanji serve`. Use it with `with`; leaving stops it."""

    def __init__(self, data, *arguments, port=None, log=None):
        self.data, self.port = data, port or free_port()
        self.arguments = [program(), *with_database(["serve", "--data", data, "--listen", f"127.0.0.1:{self.port}",
                                                     *UNLIMITED, *arguments])]
        self.log_path = log or pathlib.Path(data).parent / "server.log"
        self.process, self.ready_seconds = None, None

    def start(self, seconds=30):
        begun = time.monotonic()
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(self.arguments, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() - begun > seconds:
                state = self.process.poll()
                self.kill()
                raise AssertionError(f"the server is not ready after {time.monotonic() - begun:.1f} s (exit code {state}):\n"
                                     + self.log_path.read_text(errors="replace")[-4000:])
            time.sleep(0.005)
        self.ready_seconds = time.monotonic() - begun
        return self

    def is_ready(self):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
            connection.request("GET", "/readyz")
            ready = connection.getresponse().status == 200
            connection.close()
            return ready
        except OSError:
            return False

    def kill(self):
        """As if the power of the process failed."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        if self.process:
            self.process.wait()

    def stop(self, seconds=30):
        """Asks it to stop and returns its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"the server did not stop within {seconds} s") from None

    def memory_megabytes(self, field="VmRSS"):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(field + ":"):
                return int(line.split()[1]) / 1024
        return 0.0

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, *_):
        if kind is None:
            code = self.stop()
            assert code == 0, f"the server ended with {code}:\n{self.log_path.read_text(errors='replace')[-4000:]}"
        else:
            self.kill()


@contextlib.contextmanager
def servers(data, count, *arguments):
    """`count` servers side by side on one data folder, started at the same moment, each with a log of its own."""
    started = [Server(data, *arguments, log=pathlib.Path(data).parent / f"server-{number}.log") for number in range(count)]
    with contextlib.ExitStack() as stack:
        for server in started:
            stack.push(server)
        with concurrent.futures.ThreadPoolExecutor(count) as pool:
            list(pool.map(Server.start, started))
        try:
            yield started
        except BaseException:
            for server in started:
                print(f"{server.log_path.name}:\n{server.log_path.read_text(errors='replace')[-2000:]}")
            raise


class Client:
    """A keep-alive connection that speaks JSON. Not thread-safe."""

    def __init__(self, port, timeout=30):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)

    def call(self, method, path, body=None, headers=None):
        """(status, headers, parsed JSON or bytes) of one request."""
        sent = dict(headers or {})
        payload = None
        if body is not None:
            payload = body if isinstance(body, (bytes, str)) else json.dumps(body)
            sent.setdefault("Content-Type", "application/json")
        self.connection.request(method, path, payload, sent)
        response = self.connection.getresponse()
        content = response.read()
        if "json" in (response.getheader("Content-Type") or ""):
            content = json.loads(content)
        return response.status, response.headers, content

    def close(self):
        self.connection.close()


def mykad(number):
    """The number-th invented MyKad; valid in form, different for each number below two thousand million."""
    serial, number = number % 10000, number // 10000
    place, number = number % 16 + 1, number // 16
    day, number = number % 28 + 1, number // 28
    month, number = number % 12 + 1, number // 12
    return f"{60 + number % 40:02}{month:02}{day:02}{place:02}{serial:04}"


def booking(slot, person, **changes):
    """The body of POST /api/v1/appointments for an invented person at a slot of `bookable_slots`."""
    office, service, starts_at = slot[:3]
    body = {"office": office, "service": service, "starts_at": starts_at, "language": "ms",
            "applicant": {"name": f"Aminah binti Contoh {person}",
                          "document": {"type": "mykad", "number": mykad(person), "country": "MY"},
                          "email": f"pemohon{person}@example.test", "phone": "0123456789",
                          "address": {"line": "12 Jalan Contoh", "postcode": "62000", "city": "Putrajaya", "state": "16"}}}
    body.update(changes)
    return body


def other_phone(body):
    """The same booking with another telephone number."""
    return {**body, "applicant": {**body["applicant"], "phone": "0198765432"}}


def check_doctor(data):
    """The program's own checks, of its invariants and of its audit log, find nothing."""
    for check in (("doctor",), ("audit", "verify")):
        done = run(*check, "--data", data, check=False)
        assert done.returncode == 0, f"{' '.join(check)} found something:\n{done.stdout[-4000:]}{done.stderr[-4000:]}"
