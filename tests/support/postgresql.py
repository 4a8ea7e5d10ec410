"""A PostgreSQL of a test's own: started in a temporary folder, reached over a socket there, stopped and removed at the end.

As a program: postgresql.py [--brief] COMMAND… runs the command with the URL of such a server in POSTGRESQL_UNDER_TEST.
"""
import contextlib
import os
import pathlib
import pwd
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.parse

BINARIES = pathlib.Path("/usr/lib/postgresql/15/bin")
MEMORY = pathlib.Path("/dev/shm")
MEMORY_BYTES_MIN = 2 << 30


def as_server_user(*command):
    """PostgreSQL refuses to run as root, so then it runs as the user that Debian's package made."""
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command] if os.geteuid() == 0 else list(command)


def run(*command, check=True):
    done = subprocess.run(as_server_user(*map(str, command)), capture_output=True, text=True, cwd="/")
    if check and done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


GIVEN_PORTS = set()


def free_port():
    """Below those that the system gives to whoever connects, and none twice: the server begins to listen only later."""
    while True:
        port = random.randrange(20000, 32000)
        with socket.socket() as listener:
            if port in GIVEN_PORTS or listener.connect_ex(("127.0.0.1", port)) == 0:
                continue
        GIVEN_PORTS.add(port)
        return port


class Cluster:
    """A running server; `url(database)` is how to reach it, `psql` runs SQL. With a password it can be reached at `tcp_url()`
    too, and asks for it there."""

    def __init__(self, folder, password=None):
        self.folder, self.password = pathlib.Path(folder), password
        self.port = free_port() if password else 5432

    def url(self, database="postgres"):
        return f"postgresql:///{database}?host={self.folder}&port={self.port}&user=temujanji"

    def tcp_url(self, password=None, database="postgres"):
        word = urllib.parse.quote(password or self.password, safe="")
        return f"postgresql://temujanji:{word}@127.0.0.1:{self.port}/{database}"

    def psql(self, sql, database="postgres"):
        return subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.url(database)], input=sql,
                              capture_output=True, text=True)

    def execute(self, sql, *values, database="postgres"):
        """Rows of a statement, or how many it changed; for psycopg2, so values are marked %s."""
        import psycopg2  # only where Python itself speaks to the server
        with contextlib.closing(psycopg2.connect(self.url(database))) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(sql, values)
                return cursor.fetchall() if cursor.description else cursor.rowcount

    def end_connections(self, name, most=1000):
        """Ends up to `most` connections, chosen by chance, whose application name begins with `name`; tells how many."""
        ended = self.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE starts_with(application_name, %s) "
                             "AND pid <> pg_backend_pid() ORDER BY random() LIMIT %s", name, most)
        return sum(was_there for was_there, in ended)

    def start(self, *settings):
        address = "127.0.0.1" if self.password else ""
        options = " ".join(f"-c {setting}" for setting in (f"listen_addresses='{address}'", f"port={self.port}",
                                                            f"unix_socket_directories='{self.folder}'", "max_connections=200",
                                                            *settings))
        run(BINARIES / "pg_ctl", "-w", "-D", self.folder / "data", "-l", self.folder / "log", "-o", options, "start")

    def limit_files(self, size):
        """No file grows beyond so many bytes, or "unlimited": for the server, and so for what it starts, and for what it has
        started."""
        server = int((self.folder / "data/postmaster.pid").read_text().split()[0])
        limit = f"--fsize={size}:unlimited"
        run("prlimit", "--pid", server, limit)
        for started, in self.execute("SELECT pid FROM pg_stat_activity"):
            run("prlimit", "--pid", started, limit, check=False)  # it may have ended

    def is_running(self):
        return subprocess.run(as_server_user(BINARIES / "pg_ctl", "-D", self.folder / "data", "status"), capture_output=True,
                              cwd="/").returncode == 0

    def stop(self, mode="fast", check=True):
        run(BINARIES / "pg_ctl", "-w", "-D", self.folder / "data", "-m", mode, "stop", check=check)

    def promote(self):
        """A replica becomes the server that takes writes."""
        run(BINARIES / "pg_ctl", "-w", "-D", self.folder / "data", "promote")


@contextlib.contextmanager
def running(settings, inside, make, password=None):
    """A server in a new folder, whose data `make(folder)` makes."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="temujanji-pg-", dir=inside))
    try:
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(folder, user.pw_uid, user.pw_gid)
        folder.chmod(0o755)
        make(folder)
        server = Cluster(folder, password)
        server.start(*settings)
        try:
            yield server
        finally:
            server.stop("immediate", check=False)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def cluster(*settings, inside=None, password=None, initdb=()):
    def make(folder):
        asks = ["--auth-host=trust"]
        if password:
            (folder / "password").write_text(password + "\n")
            asks = ["--auth-host=scram-sha-256", f"--pwfile={folder / 'password'}"]
        run(BINARIES / "initdb", "-D", folder / "data", "-U", "temujanji", "--auth-local=trust", *asks, "-E", "UTF8", "--locale=C",
            "--no-sync", *initdb)

    return running(settings, inside, make, password)


def replica(primary):
    """A server that follows another one."""
    return running((), None, lambda folder: run(
        BINARIES / "pg_basebackup", "-D", folder / "data", "-R", "-c", "fast", "--no-sync", "-h", primary.folder,
        "-p", primary.port, "-U", "temujanji"))


def brief_cluster():
    """For tests that measure nothing: as quick as it can be, in memory where there is room, and of no use after a power cut."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > MEMORY_BYTES_MIN
    return cluster("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=64MB",
                   inside=MEMORY if roomy else None)


def main():
    brief = sys.argv[1] == "--brief"
    with brief_cluster() if brief else cluster() as started:
        done = subprocess.run(sys.argv[2 if brief else 1:], env={**os.environ, "POSTGRESQL_UNDER_TEST": started.url()})
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
