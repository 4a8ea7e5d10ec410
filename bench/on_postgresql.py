"""Bookings on PostgreSQL: one process, two processes, slower disks, and pgbench as the baseline."""
import contextlib
import pathlib
import tempfile

import psycopg2
import postgresql
import temujanji as t

import following
from loading import ENDLESS, all_targets, middle, tell_run
from pgbench import CLIENTS, Baseline

# What a small machine is usually given; durability is left as it comes.
SETTINGS = ("shared_buffers=256MB", "wal_compression=lz4", "max_wal_size=4GB", "track_wal_io_timing=on")
SHOWN = ("fsync", "synchronous_commit", "full_page_writes", "wal_sync_method",
         *(setting.partition("=")[0] for setting in SETTINGS))


class Database:
    """A PostgreSQL of the measurement's own."""

    def __init__(self, cluster):
        self.cluster = cluster

    def url(self, database="postgres"):
        return self.cluster.url(database)

    def rows(self, query, database="postgres"):
        with contextlib.closing(psycopg2.connect(self.url(database))) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(query)
                return cursor.fetchall() if cursor.description else []

    def sql(self, *statements, database="postgres"):
        for statement in statements:
            self.rows(statement, database)

    def process_id(self):
        return int((self.cluster.folder / "data/postmaster.pid").read_text().split()[0])

    def told(self):
        """A line for the report: version and settings."""
        version, = self.rows("SHOW server_version")[0]
        values = [f"`{name}={self.rows(f'SHOW {name}')[0][0]}`" for name in SHOWN]
        return f"- PostgreSQL {version}, over a socket on the same machine: {', '.join(values)}; a CHECKPOINT before each run"


@contextlib.contextmanager
def endless_seats_on_postgresql():
    """As `endless_seats`, on a PostgreSQL that is started for it: the database, the data folder, the targets."""
    with postgresql.cluster(*SETTINGS) as cluster, tempfile.TemporaryDirectory(prefix="temujanji-") as folder:
        database, data = Database(cluster), pathlib.Path(folder) / "data"
        t.DATABASE_URLS[str(data)] = database.url()
        t.run("init", "--data", data, "--catalogue", t.CATALOGUE)
        database.sql(ENDLESS)
        t.run("publish", "--data", data)
        database.sql("VACUUM ANALYZE slot")
        yield database, data, all_targets(data)


class Rows:
    """Measures what stands in the table, each kind in turn, there and back, so that all of them see the same machine and
    equally grown tables."""

    def __init__(self, options, bookings, database, person_bytes):
        self.options, self.bookings, self.database = options, bookings, database
        self.baseline = Baseline(database, person_bytes)
        self.failed = {}

    def kinds(self, targets):
        def delayed(millis):
            return lambda: self.bookings.once(targets, ("--set", f"engine.sync_delay_micros={millis * 1000}"))
        return {
            "one process": lambda: self.bookings.once(targets, ()),
            "pgbench": lambda: self.baseline.once(self.bookings.targets[targets], self.options.seconds),
            "two processes": lambda: self.bookings.once(targets, (), processes=2),
            "+2 ms per sync": delayed(2),
            "+10 ms per sync": delayed(10),
        }

    def measure(self, targets):
        """{kind: medians}; a kind that went wrong is told in `failed` and left out from then on."""
        kinds = self.kinds(targets)
        runs = {kind: [] for kind in kinds}
        for number in range(1, self.options.runs + 1):
            for kind, once in (kinds.items() if number % 2 == 1 else reversed(kinds.items())):
                if (targets, kind) not in self.failed:
                    self.attempt(targets, kind, number, once, runs[kind])
        return {kind: middle(f"{targets}, {kind}", found) for kind, found in runs.items() if (targets, kind) not in self.failed}

    def follow(self, targets):
        """Seconds until the other of two processes showed a change, of all runs. Not in the table: to look takes time too."""
        slots, runs = following.other_slots(self.bookings.data, self.bookings.targets[targets]), []
        for number in range(1, self.options.runs + 1):
            self.attempt(targets, "two processes watched", number, lambda: self.bookings.once(
                targets, (), processes=2, meanwhile=lambda servers: following.Following(servers, slots)), runs)
        return [seconds for run in runs for seconds in run["meanwhile"]]

    def attempt(self, targets, kind, number, once, runs):
        self.database.sql("CHECKPOINT")
        try:
            runs.append(once())
            tell_run(f"PostgreSQL, {targets}, {kind}", number, runs[-1])
        except (SystemExit, AssertionError) as fault:
            self.failed[targets, kind] = " ".join(str(fault).split())[:300]
            print(f"  PostgreSQL, {targets}, {kind}: {self.failed[targets, kind]}", flush=True)


def table_of(rows):
    """Lines of the report and what is wanted of them."""
    measured = {targets: rows.measure(targets) for targets in ("spread", "hot")}
    followed = {targets: rows.follow(targets) for targets in measured}
    lines = [f"| bookings on PostgreSQL, 256 connections | /s | p50 ms | p99 ms | × pgbench, {CLIENTS} clients | rows stored |",
             "|---|---|---|---|---|---|"]
    for kinds in measured.values():
        lines += [line_of(row, None if "per sync" in kind else kinds.get("pgbench")) for kind, row in kinds.items()]
    lines += [f"| {targets}, {kind} | failed: {why} | – | – | – | – |" for (targets, kind), why in rows.failed.items()]
    return lines + [""] + wanted(measured) + [""] + following.lines_of(followed)


def line_of(row, base):
    ratio = "–" if base is None or row is base else f"{row['rate'] / base['rate']:.1f}"
    times = f"{row['p50_ms']:.1f} | {row['p99_ms']:.1f}" if "p50_ms" in row else "– | –"
    return f"| {row['name']} | {row['rate']:,.0f} | {times} | {ratio} | {row['stored']:,} |"


def wanted(measured):
    lines = ["| wanted on PostgreSQL | measured | met |", "|---|---|---|"]
    for targets, ratio in (("spread", 3), ("hot", 15)):
        rate = {kind: row["rate"] for kind, row in measured[targets].items()}
        one, base, two = (rate.get(kind) for kind in ("one process", "pgbench", "two processes"))
        lines.append(goal(f"{targets}: at least 9,000/s", one, 9000, "{:,.0f}/s"))
        lines.append(goal(f"{targets}: at least {ratio} × pgbench", one and base and one / base, ratio, "{:.1f} ×"))
        lines.append(goal(f"{targets}: two processes at least as many as one", one and two and two / one, 1, "{:.2f} ×"))
    return lines


def goal(what, value, least, form):
    if value is None:
        return f"| {what} | not measured | no |"
    return f"| {what} | {form.format(value)} | {'yes' if value >= least else 'no'} |"
