"""What the measurements share: the load generator, data folders with seats for everybody, and runs that book."""
import concurrent.futures
import contextlib
import json
import sqlite3
import statistics
import subprocess

import temujanji as t

SERVICE = "PASPORT-BAHARUI"
CONNECTIONS = 256
SPREAD_SLOTS = 10_000
# As many seats as a counter has, a million times over, so that every answer is a sale.
ENDLESS = "UPDATE pool SET counters = counters * 1000000"
QUIET = ("--set", "server.log_level=warning")


class Mismatch(SystemExit):
    """What was asked, acknowledged and stored is not the same."""


class Loader:
    """Runs the load generator and remembers which invented identities are used up."""

    def __init__(self, program, first_identity=1):
        self.program, self.next_identity = program, first_identity

    def run(self, port, *arguments, seconds=None, requests=None, warmup=0.0, connections=CONNECTIONS):
        command = [self.program, "--port", str(port), "--connections", str(connections), "--warmup-seconds", str(warmup)]
        command += ["--requests", str(requests)] if requests else ["--seconds", str(seconds)]
        done = subprocess.run([*command, *map(str, arguments)], capture_output=True, text=True, timeout=1800)
        if done.returncode != 0:
            raise SystemExit(f"load: {done.stderr}")
        return json.loads(done.stdout)

    def book(self, port, targets, **how):
        figures = self.run(port, "book", "--targets", targets, "--first-identity", self.next_identity, **how)
        self.next_identity += figures["asked"]
        return figures


class Loaders:
    """Load generators at the same time, one for each server; together they have the connections one would have."""

    # Far enough apart that no two ever invent the same identity.
    IDENTITIES_EACH = 500_000_000

    def __init__(self, program, most=2):
        self.loaders = [Loader(program, 1 + number * self.IDENTITIES_EACH) for number in range(most)]

    @property
    def first(self):
        return self.loaders[0]

    def book(self, ports, targets, **how):
        """Figures of all together: sums of what is counted, and the longest of the times."""
        each = CONNECTIONS // len(ports)
        with concurrent.futures.ThreadPoolExecutor(len(ports)) as pool:
            runs = list(pool.map(lambda pair: pair[0].book(pair[1], targets, connections=each, **how),
                                 zip(self.loaders, ports)))
        together = {key: sum(run[key] for run in runs) for key in ("rate", "asked")}
        together |= {key: max(run[key] for run in runs) for key in ("p50_ms", "p99_ms")}
        together["booked"] = sum(run["statuses"].get("201", 0) for run in runs)
        together["statuses"] = [run["statuses"] for run in runs]
        return together


def write_targets(data, slots, path):
    """Lines for `load book`: slots that are not all at one office. It passes over the fourth word, the slot's id."""
    found = t.bookable_slots(data, SERVICE)
    step = max(1, len(found) // slots)
    chosen = found[::step][:slots]
    if len(chosen) < slots:
        raise SystemExit(f"only {len(chosen)} slots of {SERVICE} can be booked, {slots} are needed")
    path.write_text("".join(" ".join(map(str, slot[:4])) + "\n" for slot in chosen))
    return path


@contextlib.contextmanager
def endless_seats():
    """A data folder with the catalogue of Malaysia and a million counters for one, so that every answer is a sale."""
    with t.data_folder() as data:
        with contextlib.closing(sqlite3.connect(t.database_file(data))) as database, database:
            database.execute(ENDLESS)
        t.run("publish", "--data", data)
        yield data, all_targets(data)


def all_targets(data):
    return {"spread": write_targets(data, SPREAD_SLOTS, data.parent / "spread"),
            "hot": write_targets(data, 1, data.parent / "hot")}


def appointments(data):
    return t.select(data, "SELECT count(*) FROM appointment")[0][0]


class Bookings:
    """Durable bookings a second, each figure the median of runs on one data folder with seats for everybody."""

    def __init__(self, options, loaders, data, targets):
        self.options, self.loaders, self.data, self.targets = options, loaders, data, targets

    def once(self, targets, settings, processes=1, meanwhile=None):
        """One run on so many processes that share the data; what they acknowledge must be what is stored. What `meanwhile`
        does with the servers goes on as long as the bookings do; it books nothing, and its findings are in the figures."""
        before = appointments(self.data)
        with contextlib.ExitStack() as stack:
            servers = [stack.enter_context(t.Server(self.data, *settings, *QUIET)) for _ in range(processes)]
            ports = [server.port for server in servers]
            with meanwhile(servers) if meanwhile else contextlib.nullcontext() as found:
                figures = self.loaders.book(ports, self.targets[targets], seconds=self.options.seconds, warmup=1)
            figures["meanwhile"] = found
            figures["memory"] = sum(server.memory_megabytes() for server in servers)
        stored = appointments(self.data) - before
        if stored != figures["booked"] or figures["booked"] != figures["asked"]:
            raise Mismatch(f"{figures['asked']} asked, {figures['booked']} acknowledged, {stored} stored: {figures['statuses']}")
        return figures

    def row(self, name, targets, settings):
        runs = []
        for number in range(1, self.options.runs + 1):
            runs.append(self.once(targets, settings))
            tell_run(name, number, runs[-1])
        return middle(name, runs)


# The figures of a run; a run may lack some.
SHOWN = {"rate": "{:.0f}/s", "p50_ms": "p50 {:.1f} ms", "p99_ms": "p99 {:.1f} ms", "memory": "{:.0f} MB"}


def tell_run(name, number, figures):
    told = ", ".join(form.format(figures[key]) for key, form in SHOWN.items() if key in figures)
    print(f"  {name}, run {number}: {told}", flush=True)


def middle(name, runs):
    """The medians of runs, and what they stored together."""
    median = {key: statistics.median(run[key] for run in runs) for key in SHOWN if key in runs[0]}
    return {"name": name, **median, "stored": sum(run["asked"] for run in runs)}
