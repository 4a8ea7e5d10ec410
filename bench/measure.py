"""Measures the program over HTTP on this machine and writes a Markdown table; started by script/bench."""
import argparse
import contextlib
import datetime
import gzip
import http.client
import json
import os
import pathlib
import platform
import sqlite3
import statistics
import subprocess
import tempfile
import time

import temujanji as t

SERVICE = "PASPORT-BAHARUI"
CONNECTIONS = 256
SPREAD_SLOTS = 10_000


class Loader:
    """Runs the load generator and remembers which invented identities are used up."""

    def __init__(self, program):
        self.program, self.next_identity = program, 1

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


def write_targets(data, slots, path):
    """Lines for `load book`: the first `slots` slots that are not all at one office."""
    found = t.bookable_slots(data, SERVICE)
    step = max(1, len(found) // slots)
    chosen = found[::step][:slots]
    if len(chosen) < slots:
        raise SystemExit(f"only {len(chosen)} slots of {SERVICE} can be booked, {slots} are needed")
    path.write_text("".join(" ".join(slot[:3]) + "\n" for slot in chosen))
    return path


@contextlib.contextmanager
def endless_seats():
    """A data folder with the catalogue of Malaysia and a million counters for one, so that every answer is a sale."""
    with t.data_folder() as data:
        with contextlib.closing(sqlite3.connect(t.database_file(data))) as database, database:
            database.execute("UPDATE pool SET counters = counters * 1000000")
        t.run("publish", "--data", data)
        yield data, {"spread": write_targets(data, SPREAD_SLOTS, data.parent / "spread"),
                     "hot": write_targets(data, 1, data.parent / "hot")}


def appointments(data):
    return t.select(data, "SELECT count(*) FROM appointment")[0][0]


class Bookings:
    """Durable bookings a second, each figure the median of runs on one data folder with seats for everybody."""

    def __init__(self, options, loader, data, targets):
        self.options, self.loader, self.data, self.targets = options, loader, data, targets

    def once(self, targets, settings):
        before = appointments(self.data)
        with t.Server(self.data, *settings, "--set", "server.log_level=warning") as server:
            figures = self.loader.book(server.port, targets, seconds=self.options.seconds, warmup=1)
            memory = server.memory_megabytes()
        booked = figures["statuses"].get("201", 0)
        stored = appointments(self.data) - before
        if stored != booked or booked != figures["asked"]:
            raise SystemExit(f"{figures['asked']} asked, {booked} acknowledged, {stored} stored: {figures['statuses']}")
        return {**figures, "memory": memory}

    def row(self, name, targets, settings):
        runs = [self.once(self.targets[targets], settings) for _ in range(self.options.runs)]
        for number, figures in enumerate(runs, 1):
            print(f"  {name}, run {number}: {figures['rate']:.0f}/s, p50 {figures['p50_ms']:.1f} ms, "
                  f"p99 {figures['p99_ms']:.1f} ms, {figures['memory']:.0f} MB", flush=True)
        median = {key: statistics.median(run[key] for run in runs) for key in ("rate", "p50_ms", "p99_ms", "memory")}
        return {"name": name, **median, "stored": sum(run["asked"] for run in runs)}


def booking_table(bookings):
    one_by_one = ("--set", "engine.batch_max=1")
    slow = ("--set", "engine.sync_delay_micros=2000")
    rows = {}
    for targets in ("spread", "hot"):
        rows[targets, "grouped"] = bookings.row(f"{targets}, grouped", targets, ())
        rows[targets, "single"] = bookings.row(f"{targets}, one transaction each", targets, one_by_one)
        rows[targets, "slow"] = bookings.row(f"{targets}, grouped, +2 ms per sync", targets, slow)
    rows["spread", "slow single"] = bookings.row("spread, one transaction each, +2 ms per sync", "spread", one_by_one + slow)
    lines = ["| bookings, 256 connections | /s | p50 ms | p99 ms | × one transaction | rows stored |", "|---|---|---|---|---|---|"]
    for (targets, kind), row in rows.items():
        base = rows.get((targets, "slow single" if kind == "slow" else "single")) if "single" not in kind else None
        ratio = f"{row['rate'] / base['rate']:.1f}" if base else "–"
        lines.append(f"| {row['name']} | {row['rate']:,.0f} | {row['p50_ms']:.1f} | {row['p99_ms']:.1f} | {ratio} | {row['stored']:,} |")
    return lines


NGINX = """daemon off; master_process on; worker_processes auto; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 4096; use epoll; }}
http {{
  access_log off; sendfile on; tcp_nodelay on; tcp_nopush on; keepalive_requests 100000000; open_file_cache max=100;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c; uwsgi_temp_path {folder}/d;
  scgi_temp_path {folder}/e; types {{ }} default_type application/octet-stream;
  server {{ listen 127.0.0.1:{port} reuseport; root {folder}/files; }}
}}
"""


@contextlib.contextmanager
def nginx(files):
    """nginx that serves the bytes given, {name: content}; yields its port."""
    with tempfile.TemporaryDirectory(prefix="temujanji-nginx-") as name:
        folder, port = pathlib.Path(name), t.free_port()
        folder.chmod(0o755)
        (folder / "files").mkdir()
        for file, content in files.items():
            (folder / "files" / file).write_bytes(content)
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
        process = subprocess.Popen(["/usr/sbin/nginx", "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            time.sleep(0.5)
            yield port
        finally:
            process.terminate()
            process.wait()


def fetch(port, path, encoding):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"Accept-Encoding": encoding} if encoding else {})
    response = connection.getresponse()
    content = response.read()
    if response.status != 200:
        raise SystemExit(f"GET {path}: {response.status} {content[:300]}")
    return content


def read_paths(data):
    """The month of one office as JSON and as a page, at the first day with room."""
    office, _, starts_at = t.bookable_slots(data, SERVICE, limit=1)[0][:3]
    first = datetime.date.fromisoformat(starts_at[:10])
    last = first + datetime.timedelta(days=27)
    return {
        "availability JSON, 4 weeks": f"/api/v1/availability?office={office}&service={SERVICE}&from={first}&to={last}",
        "availability JSON, 1 day": f"/api/v1/availability?office={office}&service={SERVICE}&from={first}&to={first}",
        "month page": f"/ms/book/slots?office={office}&service={SERVICE}&month={starts_at[:7]}&day={first}",
        "home page": "/ms/",
    }


def compare_reads(options, loader, server, path, zipped):
    """Medians of alternating runs of ours and nginx's, serving the same bytes."""
    content = fetch(server.port, path, "gzip" if zipped else None)
    whole = len(gzip.decompress(content)) if content[:2] == b"\x1f\x8b" else len(content)
    flags = ["--gzip"] if zipped else []
    ours, theirs = [], []
    with nginx({"bytes": content}) as port:
        for _ in range(options.runs):
            ours.append(loader.run(server.port, "get", *flags, path, seconds=options.seconds, warmup=0.5))
            theirs.append(loader.run(port, "get", *flags, "/bytes", seconds=options.seconds, warmup=0.5))
    for run in ours + theirs:
        if set(run["statuses"]) != {"200"}:
            raise SystemExit(f"GET {path}: {run['statuses']}")
    middle = {key: statistics.median(run[key] for run in ours) for key in ("rate", "p50_ms", "p99_ms")}
    base = statistics.median(run["rate"] for run in theirs)
    return len(content), whole, middle, base


def read_table(options, loader, server, data):
    lines = ["| reads, 256 connections | bytes sent | /s | p50 ms | p99 ms | nginx, same bytes, /s | × nginx |",
             "|---|---|---|---|---|---|---|"]
    for name, path in read_paths(data).items():
        for zipped in (True, False):
            size, whole, ours, theirs = compare_reads(options, loader, server, path, zipped)
            kind = f"gzip of {whole:,}" if size != whole else "plain"
            lines.append(f"| {name} | {size:,} ({kind}) | {ours['rate']:,.0f} | {ours['p50_ms']:.2f} | {ours['p99_ms']:.2f} | "
                         f"{theirs:,.0f} | {ours['rate'] / theirs:.2f} |")
            print("  " + lines[-1], flush=True)
    return lines


def start_and_memory(options, loader, data, targets):
    """Ready time and memory with the catalogue of Malaysia, before and after a million bookings."""
    lines = ["| national catalogue | ready after s | resident MB | peak MB |", "|---|---|---|---|"]

    def measure(name, work=lambda server: None):
        times, resident, peak = [], [], []
        for _ in range(options.runs):
            with t.Server(data, "--set", "server.log_level=warning") as server:
                times.append(server.ready_seconds)
                work(server)
                resident.append(server.memory_megabytes("VmRSS"))
                peak.append(server.memory_megabytes("VmHWM"))
        lines.append(f"| {name} | {statistics.median(times):.2f} | {statistics.median(resident):.0f} | {max(peak):.0f} |")
        print("  " + lines[-1], flush=True)

    slots, = t.select(data, "SELECT count(*) FROM slot")[0]
    measure(f"{slots:,} slots, {appointments(data):,} bookings, just started")
    missing = options.bookings - appointments(data)
    if missing > 0:
        with t.Server(data, "--set", "server.log_level=warning") as server:
            figures = loader.book(server.port, targets["spread"], requests=missing)
            print(f"  {missing:,} bookings at {figures['rate']:,.0f}/s", flush=True)
            lines.append(f"| while it took {missing:,} bookings in one go ({figures['rate']:,.0f}/s) | – | "
                         f"{server.memory_megabytes('VmRSS'):.0f} | {server.memory_megabytes('VmHWM'):.0f} |")
    stored = appointments(data)
    if stored < options.bookings:
        raise SystemExit(f"{stored} bookings stored, {options.bookings} wanted")
    measure(f"{slots:,} slots, {stored:,} bookings, just started")
    paths = list(read_paths(data).values())
    measure("the same after reads and bookings at full speed", lambda server: (
        loader.run(server.port, "get", "--gzip", *paths, seconds=options.seconds),
        loader.book(server.port, targets["spread"], seconds=options.seconds)))
    size = sum(path.stat().st_size for path in data.iterdir() if path.is_file()) / 1e6
    lines.append(f"| files of the data folder with {appointments(data):,} bookings: {size:,.0f} MB | | | |")
    return lines


def machine():
    processor = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo", encoding="ascii") if "model name" in line), "?")
    memory = int(open("/proc/meminfo", encoding="ascii").readline().split()[1]) / 1e6
    revision = subprocess.run(["git", "-C", str(t.ROOT), "describe", "--always", "--dirty"], capture_output=True, text=True).stdout
    return [f"- machine: {os.cpu_count()} × {processor}, {memory:.0f} GB, Linux {platform.release()}; server, load generator and "
            "disk share it", f"- program: {revision.strip()}, release build, SQLite with WAL and `synchronous=FULL`",
            f"- one sync (write 4 kB, fdatasync) takes {sync_micros():.0f} µs here"]


def sync_micros():
    """Median time of a small write that reaches the disk, in the folder the data is in."""
    times = []
    with tempfile.NamedTemporaryFile(dir=os.environ.get("TMPDIR", "/tmp")) as file:
        for _ in range(200):
            begun = time.perf_counter()
            os.pwrite(file.fileno(), b"x" * 4096, 0)
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1e6


def parse():
    parser = argparse.ArgumentParser(description="Measures bookings, reads, memory and start-up; writes bench/results/.")
    parser.add_argument("--runs", type=int, default=3, help="runs of each figure; medians are shown")
    parser.add_argument("--seconds", type=float, default=8, help="length of a run")
    parser.add_argument("--bookings", type=int, default=1_000_000, help="bookings in the data folder for memory and start-up")
    parser.add_argument("--only", choices=("bookings", "reads", "memory"), help="one part only")
    parser.add_argument("--output", help="file to write; default bench/results/<date>.md")
    return parser.parse_args()


def main():
    options = parse()
    loader = Loader(os.environ["LOAD_GENERATOR"])
    report = [f"# Measured on {datetime.date.today()}", "", *machine(), f"- medians of {options.runs} runs of {options.seconds:g} s; "
              f"command: `script/bench --runs {options.runs} --seconds {options.seconds:g} --bookings {options.bookings}"
              f"{' --only ' + options.only if options.only else ''}`", ""]
    if options.only in (None, "bookings"):
        print("bookings", flush=True)
        with endless_seats() as (data, targets):
            report += booking_table(Bookings(options, loader, data, targets)) + [""]
    if options.only in (None, "memory"):
        print("memory and start-up", flush=True)
        with endless_seats() as (data, targets):
            report += start_and_memory(options, loader, data, targets) + [""]
    if options.only in (None, "reads"):
        print("reads", flush=True)
        with t.data_folder() as data, t.Server(data, "--set", "server.log_level=warning") as server:
            report += read_table(options, loader, server, data) + [""]
    output = pathlib.Path(options.output or t.ROOT / f"bench/results/{datetime.date.today()}.md")
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text("\n".join(report), encoding="utf-8")
    print("\n".join(report))
    print(f"written to {output}")


if __name__ == "__main__":
    main()
