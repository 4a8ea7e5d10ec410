#!/usr/bin/env python3
"""The password of the database is told to nobody: tests/faults/database_password.py

Not in an answer, a page, a metric, a line of the log or the words of a command: neither while all is well nor while the
database is down, asks for another password, or the URL is mistyped. With the right password the server goes on by itself.
"""
import contextlib
import http.client
import os

import crowd
import temujanji as t

# The word stands in all its parts, so that one that is quoted shows too.
WORD = "kunciq7"
PASSWORD = f"{WORD}a/{WORD}b@{WORD}c:{WORD}d%41"
RECOVERY_SECONDS_MAX = 10


def check_silent(text, where):
    if isinstance(text, bytes):
        text = text.decode(errors="replace")
    at = text.lower().find(WORD)
    assert at < 0, f"{where} tells the password: {text[max(0, at - 200):at + 200]}"


def ask(server, method, path, body=None, headers=None):
    """The status; what was answered is looked through."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        check_silent(str(answer.getheaders()), f"the head of {path}")
        check_silent(answer.read(), path)
        return answer.status


def ask_everything(server, slot, person, ready):
    """Pages, what operators ask, and a booking that works if the server is ready."""
    office, service = slot[:2]
    for path in ("/ms/", f"/ms/book/slots?office={office}&service={service}", "/healthz", "/metrics"):
        assert ask(server, "GET", path) == 200, path
    assert ask(server, "GET", "/readyz") == (200 if ready else 503)
    assert ask(server, "GET", "/ms/appointment/view") < 500
    status, _, answer = crowd.book(t.Client(server.port), person, slot)
    assert status == (201 if ready else 503), (status, answer)
    check_silent(str(answer), "the answer to a booking")
    status, _, answer = crowd.look_up(t.Client(server.port), person, "0000000000" + "0")
    assert status == (404 if ready else 503), (status, answer)
    check_silent(str(answer), "the answer to a look-up")


def expect_refused(url, words, *arguments):
    """The command ends with an error that says what is wrong, but not with which password."""
    done = t.run(*arguments, check=False)
    check_silent(done.stdout + done.stderr, f"{arguments[0]} with {url}")
    assert done.returncode in (1, 2) and words in done.stderr, (url, arguments[0], done.returncode, done.stderr)


def refuse_commands(data, url, words):
    copied = data.parent / "copied.db"
    for command in (("doctor",), ("init",), ("publish",), ("mail", "retry"), ("serve", "--listen", f"127.0.0.1:{t.free_port()}")):
        expect_refused(url, words, *command, "--data", data.parent / "elsewhere", "--database", url)
    expect_refused(url, "", "copy", "--from", url, "--to", f"sqlite:{copied}")
    expect_refused(url, "", "copy", "--from", f"sqlite:{copied}", "--to", url)


def mistyped(cluster):
    """URLs with the password as it is, or at a wrong place; and what the program should say."""
    place = f"127.0.0.1:{cluster.port}/postgres"
    unreadable, unknown = "the URL of the database cannot be read", "--database must be"
    return {
        f"postgresql://temujanji:{PASSWORD}@{place}": unreadable,
        f"postgresql://temujanji:{WORD}/b@{place}": unreadable,
        f"postgresql://temujanji:1/{WORD}@{place}": unreadable,
        f"postgresql://temujanji:a@{WORD}@{place}": unreadable,
        f"postgresql://temujanji:{WORD}%zz@{place}": unreadable,
        f"postgresql://temujanji:[{WORD}@{place}": "cannot reach the database",
        f"postgresql://temujanji@{place}?{WORD}": unreadable,
        f"postgresql:temujanji:{WORD}@{place}": unknown,
        f"postgersql://temujanji:{WORD}@{place}": unknown,
    }


def change_password(cluster, password):
    cluster.execute("ALTER ROLE temujanji PASSWORD %s", password)


def end_connections(cluster):
    """So that new ones are asked for the password."""
    assert cluster.end_connections("temujanji") > 0, "no connection was there to be ended"


def check_passfile(data, cluster):
    """Who wants no password in a URL, where other users of the machine can see it, has it in libpq's own file."""
    path = data.parent / "passwords"
    path.write_text("127.0.0.1:*:*:temujanji:" + PASSWORD.replace(":", "\\:") + "\n")
    path.chmod(0o600)
    os.environ["PGPASSFILE"] = str(path)
    t.run("doctor", "--data", data, "--database", f"postgresql://temujanji@127.0.0.1:{cluster.port}/postgres")
    del os.environ["PGPASSFILE"]
    path.unlink()


def main():
    with t.data_folder(keep=t.passports_only, database_password=PASSWORD) as data:
        slots = t.bookable_slots(data, "PASPORT-BAHARUI", limit=40)
        cluster, people = t.CLUSTERS[str(data)], iter(range(1, 100))
        with t.Server(data) as server:
            ask_everything(server, slots[0], next(people), ready=True)

            cluster.stop()
            ask_everything(server, slots[1], next(people), ready=False)
            refuse_commands(data, cluster.tcp_url(), "cannot reach the database")
            cluster.start()
            crowd.wait_until(server.is_ready, RECOVERY_SECONDS_MAX, "ready after the database came back")
            ask_everything(server, slots[2], next(people), ready=True)

            change_password(cluster, f"{WORD}-another")
            end_connections(cluster)
            ask_everything(server, slots[3], next(people), ready=False)
            refuse_commands(data, cluster.tcp_url(), "password authentication failed")
            change_password(cluster, PASSWORD)
            crowd.wait_until(server.is_ready, RECOVERY_SECONDS_MAX, "ready after the password is right again")
            ask_everything(server, slots[4], next(people), ready=True)

            for url, words in mistyped(cluster).items():
                refuse_commands(data, url, words)
        log = server.log_path.read_text(errors="replace")
        check_silent(log, "the log")
        assert "password authentication failed" in log, "the log says nothing of a wrong password: the test tests nothing"
        check_passfile(data, cluster)
        t.check_doctor(data)
        print(f"{len(log.splitlines())} lines of the log, and all answers and errors, tell nothing of the password")


if __name__ == "__main__":
    main()
