"""Where the time of a booking goes, on both databases: processor time of threads and processes, waiting for the disk,
and what the parts cost alone (bench/parts.cc)."""
import json
import os
import pathlib
import re
import statistics
import subprocess
import threading
import time
import urllib.request

import temujanji as t

from loading import QUIET

TICKS = os.sysconf("SC_CLK_TCK")
# Names of threads, by what they do for a booking. Whatever is not named here is counted as `others`.
CONNECTIONS, WRITER, MAILS, LOG_KEEPER = "connections", "writer", "outbox", "log keeper"


class Stat:
    """What a stat file of /proc says of a thread or process; times in seconds."""

    def __init__(self, path):
        text = pathlib.Path(path).read_text()
        self.name, rest = re.fullmatch(r"\d+ \((.*)\) (.*)", text.strip(), re.S).groups()
        fields = rest.split()
        self.state = fields[0]
        self.program, self.kernel, *of_ended = (int(field) / TICKS for field in fields[11:15])
        self.spent, self.of_ended_children = self.program + self.kernel, sum(of_ended)


def thread_folders(process):
    return list(pathlib.Path(f"/proc/{process}/task").iterdir())


def by_thread(process):
    """{name: [seconds in the program, seconds in the kernel]} of the threads of a process."""
    found = {}
    for folder in thread_folders(process):
        stat = Stat(folder / "stat")
        sums = found.setdefault(stat.name, [0, 0])
        sums[0] += stat.program
        sums[1] += stat.kernel
    return found


def children(process):
    listed = pathlib.Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(child) for child in listed]


def of_postgresql(postmaster):
    """{"backends" | "helpers": seconds}: processes that serve connections, and those that PostgreSQL keeps for itself."""
    own = Stat(f"/proc/{postmaster}/stat")
    found = {"backends": 0, "helpers": own.spent + own.of_ended_children}
    for child in children(postmaster):
        try:
            title = pathlib.Path(f"/proc/{child}/cmdline").read_bytes().decode(errors="replace")
            spent = Stat(f"/proc/{child}/stat").spent
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended meanwhile
        found["backends" if "temujanji postgres" in title else "helpers"] += spent
    return found


class DiskWait(threading.Thread):
    """Looks at a thread again and again: which part of the time it waits for the disk."""

    BETWEEN_LOOKS = 0.002

    def __init__(self, stat):
        super().__init__(daemon=True)
        self.stat, self.over = stat, threading.Event()
        self.looks = self.waiting = 0

    def run(self):
        while not self.over.wait(self.BETWEEN_LOOKS):
            self.looks += 1
            self.waiting += Stat(self.stat).state == "D"

    def share(self):
        self.over.set()
        self.join()
        return self.waiting / max(1, self.looks)


def writer_stat(process):
    """The writer's stat file."""
    for folder in thread_folders(process):
        if (folder / "comm").read_text().strip() == WRITER:
            return folder / "stat"
    raise SystemExit(f"no thread of the program is named `{WRITER}`")


def engine_figures(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        text = answer.read().decode()
    return {name: int(re.search(rf"^temujanji_engine_{name}_total (\d+)", text, re.M)[1]) for name in ("commands", "batches")}


class Snapshot:
    """Processor time used so far by everything that takes part."""

    def __init__(self, server, database):
        self.at = time.monotonic()
        self.threads = by_thread(server.process.pid)
        self.engine = engine_figures(server.port)
        self.postgresql = of_postgresql(database.process_id()) if database else {"backends": 0, "helpers": 0}
        spent = os.times()
        self.load = spent.children_user + spent.children_system

    def since(self, earlier, bookings):
        """Microseconds a booking of each, {name: …}; threads as (program, kernel)."""
        per_booking = 1e6 / bookings
        threads = {name: [(after - before) * per_booking for after, before in zip(sums, earlier.threads.get(name, (0, 0)))]
                   for name, sums in self.threads.items()}
        kept = {name: (self.postgresql[name] - earlier.postgresql[name]) * per_booking for name in self.postgresql}
        commands, batches = (self.engine[name] - earlier.engine[name] for name in ("commands", "batches"))
        return {"threads": threads, **kept, "load": (self.load - earlier.load) * per_booking,
                "wall": (self.at - earlier.at) * per_booking, "together": commands / max(1, batches)}


class Profile:
    """Runs of bookings with everything watched, on one database; `database` is None for SQLite."""

    def __init__(self, options, loader, data, targets, database=None):
        self.options, self.loader, self.data, self.targets, self.database = options, loader, data, targets, database

    def once(self, alone):
        synced = self.sync_millis()
        with t.Server(self.data, *QUIET) as server:
            warm_up = self.loader.book(server.port, self.targets, seconds=1)["asked"]
            before, disk = Snapshot(server, self.database), DiskWait(writer_stat(server.process.pid))
            disk.start()
            bookings = self.loader.book(server.port, self.targets, seconds=self.options.seconds)["asked"]
            found = Snapshot(server, self.database).since(before, bookings)
            waited = disk.share() * found["wall"]
        if self.database:  # its figures are complete when its processes have ended
            waited = (self.sync_millis() - synced) * 1000 / (warm_up + bookings)
        return parts_of(found, waited, alone)

    def sync_millis(self):
        return self.database.rows("SELECT wal_sync_time FROM pg_stat_wal")[0][0] if self.database else 0

    def medians(self, alone):
        runs = [self.once(alone) for _ in range(self.options.runs)]
        return {part: statistics.median(run[part] for run in runs) for part in runs[0]}


def parts_of(found, waited, alone):
    """Microseconds of each part of a booking."""
    threads = {name: sum(spent) for name, spent in found["threads"].items()}
    program, kernel = found["threads"][CONNECTIONS]
    json_alone, reading = alone["json_read"] + alone["json_written"], alone["request_read"] + alone["head_written"]
    named = (CONNECTIONS, WRITER, MAILS, LOG_KEEPER)
    parts = {
        "sockets": kernel,
        "reading": reading,
        "handing": max(0, program - reading - json_alone - alone["sealing"]),
        "json": json_alone,
        "sealing": alone["sealing"],
        "writer": threads[WRITER],
        "backends": found["backends"],
        "helpers": found["helpers"] + threads.get(LOG_KEEPER, 0),
        "mails": threads.get(MAILS, 0),
        "others": sum(spent for name, spent in threads.items() if name not in named),
        "load": found["load"],
    }
    left = found["wall"] * os.cpu_count() - sum(parts.values())
    return {**parts, "left": left, "sync": waited, "wall": found["wall"], "together": found["together"]}


# What the table says of each part, in its order.
ROWS = {
    "sockets": "HTTP: sockets, in the kernel",
    "reading": "HTTP: reading the request, writing the answer's head ¹",
    "handing": "HTTP: the rest of the connection threads (routing, board, handing over to the writer and back)",
    "json": "JSON: read and checked, written ¹",
    "sealing": "sealing and hashing ¹",
    "writer": "SQL: the writer",
    "backends": "SQL: PostgreSQL's backends",
    "helpers": "SQL: what keeps the log (log keeper; WAL writer, checkpointer, …)",
    "mails": "mails",
    "others": "other threads",
    "load": "the load generator",
    "left": "left over: nobody's, or taken by other programs",
    "sync": "sync: waiting for the disk ²",
    "wall": "the time between two bookings",
    "together": "bookings in one transaction (a number, not µs)",
}
GROUPS = {
    "HTTP": ("sockets", "reading", "handing"),
    "JSON": ("json",),
    "sealing": ("sealing",),
    "SQL": ("writer", "backends", "helpers"),
    "sync": ("sync",),
}


def next_limit(parts):
    """In words: the largest group and what all groups take together."""
    sums = {name: sum(parts[part] for part in members) for name, members in GROUPS.items()}
    name = max(sums, key=sums.get)
    return f"{name}, {sums[name]:.0f} of {sum(sums.values()):.0f} µs"


def measure_alone(program, targets):
    done = subprocess.run([program, str(targets)], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"parts: {done.stderr}")
    return json.loads(done.stdout)


def table(on_sqlite, on_postgresql):
    """Lines of the report: medians of both, and the next limit in words."""
    lines = ["| where the time of a booking goes, spread | µs on SQLite | µs on PostgreSQL |", "|---|---|---|"]
    for part, words in ROWS.items():
        lines.append(f"| {words} | {on_sqlite[part]:.1f} | {on_postgresql[part]:.1f} |")
    return lines + ["", "Processor time of all processors for one booking, by thread and process. ¹ measured alone, nothing else "
                    "going on. ² not processor time: on SQLite how often the writer was seen waiting for the disk, on PostgreSQL "
                    "`wal_sync_time`.",
                    "", f"The largest part, and so the next limit: on SQLite {next_limit(on_sqlite)}; "
                    f"on PostgreSQL {next_limit(on_postgresql)}."]
