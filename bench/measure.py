"""Measures the program over HTTP on this machine and writes a Markdown table; started by script/bench."""
import argparse
import contextlib
import datetime
import gzip
import http.client
import os
import pathlib
import platform
import statistics
import subprocess
import tempfile
import time

import temujanji as t

import officers_at_work
import time_spent
from loading import QUIET, SERVICE, Bookings, Loaders, appointments, endless_seats
from on_postgresql import Rows, endless_seats_on_postgresql, table_of


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
            with t.Server(data, *QUIET) as server:
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
        with t.Server(data, *QUIET) as server:
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


PARTS = ("bookings", "memory", "reads", "postgresql", "profile", "officers")


def parse():
    parser = argparse.ArgumentParser(description="Measures bookings on both databases, reads, memory and start-up, and where the "
                                     "time of a booking goes; writes bench/results/.")
    parser.add_argument("--runs", type=int, default=3, help="runs of each figure; medians are shown")
    parser.add_argument("--seconds", type=float, default=8, help="length of a run")
    parser.add_argument("--bookings", type=int, default=1_000_000, help="bookings in the data folder for memory and start-up")
    parser.add_argument("--only", choices=PARTS, nargs="+", default=PARTS, metavar="PART",
                        help=f"some parts only, of {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="one short run of each, to see that it works; written to build/bench.md")
    parser.add_argument("--output", help="file to write; default bench/results/<date>.md")
    options = parser.parse_args()
    if options.quick:
        options.runs, options.seconds, options.bookings = 1, 2, 20_000
    standard = "build/bench.md" if options.quick else f"bench/results/{datetime.date.today()}.md"
    options.output = pathlib.Path(options.output or t.ROOT / standard)
    return options


def command_line(options):
    only = f" --only {' '.join(options.only)}" if options.only != PARTS else ""
    return f"script/bench --runs {options.runs} --seconds {options.seconds:g} --bookings {options.bookings}{only}"


def measure_sqlite(options, loaders):
    """Lines of what is measured on SQLite."""
    report = []
    if "bookings" in options.only:
        print("bookings", flush=True)
        with endless_seats() as (data, targets):
            report += booking_table(Bookings(options, loaders, data, targets)) + [""]
    if "memory" in options.only:
        print("memory and start-up", flush=True)
        with endless_seats() as (data, targets):
            report += start_and_memory(options, loaders.first, data, targets) + [""]
    if "reads" in options.only:
        print("reads", flush=True)
        with t.data_folder() as data, t.Server(data, *QUIET) as server:
            report += read_table(options, loaders.first, server, data) + [""]
    return report


def measure_postgresql(options, loaders):
    """Lines of what is measured on PostgreSQL and of the profile of both, and what went wrong."""
    report, profiled, failed = [], [], {}
    with endless_seats_on_postgresql() as (database, data, targets):
        alone = time_spent.measure_alone(os.environ["PARTS_ALONE"], targets["spread"])
        report += [database.told(), ""]
        if "profile" in options.only:
            profiled = profile_table(options, loaders, (database, data, targets), alone) + [""]
        if "postgresql" in options.only:
            print("bookings on PostgreSQL", flush=True)
            rows = Rows(options, Bookings(options, loaders, data, targets), database, alone["person_bytes"])
            report += table_of(rows) + [""]
            failed = rows.failed
    return report + profiled, failed


def profile_table(options, loaders, on_postgresql, alone):
    """Both on data folders without bookings."""
    print("where the time goes", flush=True)
    with endless_seats() as (data, targets):
        sqlite = time_spent.Profile(options, loaders.first, data, targets["spread"]).medians(alone)
    database, data, targets = on_postgresql
    profile = time_spent.Profile(options, loaders.first, data, targets["spread"], database)
    return time_spent.table(sqlite, profile.medians(alone))


def main():
    options = parse()
    loaders = Loaders(os.environ["LOAD_GENERATOR"])
    report = [f"# Measured on {datetime.date.today()}", "", *machine(), f"- medians of {options.runs} runs of {options.seconds:g} s; "
              f"command: `{command_line(options)}`", ""]
    report += measure_sqlite(options, loaders)
    failed = {}
    if {"postgresql", "profile"} & set(options.only):
        lines, failed = measure_postgresql(options, loaders)
        report += lines
    if "officers" in options.only:
        print("officers at work", flush=True)
        report += officers_at_work.table(options, loaders) + [""]
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text("\n".join(report), encoding="utf-8")
    print("\n".join(report))
    print(f"written to {options.output}")
    if failed:
        raise SystemExit(f"could not be measured: {', '.join(' '.join(kind) for kind in failed)}")


if __name__ == "__main__":
    main()
