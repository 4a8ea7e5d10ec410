"""The baseline on PostgreSQL: pgbench books on a copy of the same database, one transaction for each booking."""
import pathlib
import re
import secrets
import subprocess
import time

import postgresql

from loading import SERVICE

CLIENTS, THREADS = 64, 2
WARM_UP = 1  # seconds, as the load generator's
SCRIPT = pathlib.Path(__file__).with_name("baseline.sql")


def choice(ids, first=0):
    """A pgbench expression for one of the ids, by :n; halving it again and again costs the client next to nothing."""
    if len(ids) == 1:
        return str(ids[0])
    half = len(ids) // 2
    return f"case when :n < {first + half} then {choice(ids[:half], first)} else {choice(ids[half:], first + half)} end"


def rate_of(said):
    """Bookings a second without the first second, and how many were made in all, of what pgbench tells."""
    made = int(re.search(r"transactions actually processed: (\d+)", said)[1])
    seconds = made / float(re.search(r"^tps = ([\d.]+)", said, re.M)[1])
    first_seconds, first_rate = map(float, re.search(r"^progress: ([\d.]+) s, ([\d.]+) tps", said, re.M).groups())
    return (made - first_seconds * first_rate) / (seconds - first_seconds), made


class Baseline:
    """The copy, made while nobody is connected to the original, and pgbench on it."""

    DATABASE = "baseline"

    def __init__(self, server, person_bytes):
        self.server, self.person_bytes = server, person_bytes
        server.sql(f"CREATE DATABASE {self.DATABASE} TEMPLATE postgres")
        server.sql("CREATE SEQUENCE baseline_id", database=self.DATABASE)
        self.service, = server.rows(f"SELECT id FROM service WHERE code = '{SERVICE}'", self.DATABASE)[0]

    def once(self, targets, seconds):
        """One run on the slots of a file of targets; gives bookings a second and how many were made."""
        ids = [int(line.split()[3]) for line in targets.read_text().splitlines()]
        script = targets.with_suffix(".pgbench")
        script.write_text(f"\\set n random(0, {len(ids) - 1})\n\\set slot {choice(ids)}\n" + SCRIPT.read_text())
        before = self.stored()
        rate, made = rate_of(self.run(script, seconds + WARM_UP))
        if self.stored() - before != made:
            raise SystemExit(f"pgbench made {made} bookings, {self.stored() - before} are stored")
        return {"rate": rate, "asked": made}

    def run(self, script, seconds):
        """What pgbench says of a run."""
        values = {"service": self.service, "now": int(time.time() * 1000), "person": "\\x" + secrets.token_hex(self.person_bytes)}
        command = [postgresql.BINARIES / "pgbench", "-n", "-M", "prepared", "-c", CLIENTS, "-j", THREADS, "-T", round(seconds), "-P", 1,
                   "-f", script, *(f"-D{name}={value}" for name, value in values.items()), self.server.url(self.DATABASE)]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"pgbench: {done.stderr[-2000:]}")
        return done.stderr + done.stdout

    def stored(self):
        return self.server.rows("SELECT count(*) FROM appointment", self.DATABASE)[0][0]
