#!/usr/bin/env python3
"""SQLite is for one process: a second server on the same database refuses to start, says why, and the first goes on.

tests/faults/second_process_on_sqlite.py
"""
import re
import subprocess

import crowd
import temujanji as t

REFUSED_SECONDS_MAX = 10
SAYS_WHY = re.compile(r"^temujanji: .*\b(another|already|in use|used by|running|only one)\b", re.M)


def start_second(server):
    """(Exit code, what it said) of a server that should not stay."""
    arguments = [argument.replace(f":{server.port}", f":{t.free_port()}") for argument in server.arguments]
    second = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, stdin=subprocess.DEVNULL)
    try:
        said, _ = second.communicate(timeout=REFUSED_SECONDS_MAX)
    except subprocess.TimeoutExpired:
        raise AssertionError("a second server runs on one SQLite database") from None
    finally:
        second.kill()
        second.wait()
    return second.returncode, said


def check_refused(server):
    code, said = start_second(server)
    assert code in (1, 2), f"it ended with {code}: {said}"
    assert SAYS_WHY.search(said), f"it does not say why: {said}"
    return said.strip().splitlines()[-1]


def check_goes_on(server, slot, person):
    client = t.Client(server.port)
    status, _, booked = crowd.book(client, person, slot)
    assert status == 201, booked
    crowd.check_found(client, person, booked)


def main():
    assert not t.ON_POSTGRESQL
    with t.data_folder(keep=t.passports_only) as data:
        slots = t.bookable_slots(data, "PASPORT-BAHARUI", limit=3)
        with t.Server(data) as server:
            check_goes_on(server, slots[0], 1)
            said = check_refused(server)
            check_goes_on(server, slots[1], 2)
            t.check_doctor(data)  # commands beside the server are welcome
            t.run("publish", "--data", data)
            t.run("backup", "--data", data, "--to", data.parent / "copy.db")
            server.kill()
            server.start()  # what was killed leaves nothing that keeps the next one out
            check_goes_on(server, slots[2], 3)
            check_refused(server)
        assert t.select(data, "SELECT count(*) FROM appointment") == [(3,)]
        t.check_doctor(data)
        print(f"a second server was refused: {said}")


if __name__ == "__main__":
    main()
