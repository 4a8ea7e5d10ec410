#!/usr/bin/env python3
"""Nothing that a person typed can be read in the database, its write-ahead log, a copy of it or a log of statements."""
import functools
import os
import pathlib
import subprocess

import postgresql
import temujanji as t

PEOPLE = 40


def secrets(person):
    """Byte strings that would give a person away, also in parts and in other writing."""
    number = t.mykad(person)
    dashed = f"{number[:6]}-{number[6:8]}-{number[8:]}"
    texts = [text.encode() for text in (number, dashed, f"pemohon{person}@", f"Contoh {person}", "12 Jalan Contoh", "0123456789",
                                        "+60123456789", "60123456789", number.encode().hex(), "Aminah")]
    return [*texts, *(text.hex().encode() for text in texts)]


KINDS = [set(kind) for kind in zip(*map(secrets, range(1, PEOPLE + 1)))]
# Where not even what all of a kind begin with is found, none of them is: quick in large files.
BEGINNINGS = [(os.path.commonprefix(list(kind)), kind) for kind in KINDS]
assert all(beginning for beginning, _ in BEGINNINGS)


def check_content(content, where):
    for beginning, kind in BEGINNINGS:
        if beginning in content:
            found = [secret for secret in kind if secret in content]
            assert not found, f"{where} holds what a person typed: {found[0]}"


def check(folder, when):
    """How many files there are."""
    # Mails for people without a mail server are meant to be read, also while they are written; everything else is sealed.
    files = [path for path in folder.rglob("*")
             if not path.name.endswith((".eml", ".eml.part")) and "catalogue" not in path.parts and path.is_file()]
    if not t.ON_POSTGRESQL:
        assert any(path.stat().st_size for path in files if path.name.endswith("-wal")) or when == "stopped", "no log to look at"
    for path in files:
        check_content(path.read_bytes(), f"{when}: {path.name}")
    return len(files)


def files_of_postgresql(cluster):
    """(name, content) of all that PostgreSQL has on disk, what it has in memory written there before."""
    cluster.execute("CHECKPOINT")
    for path in [path for path in cluster.folder.rglob("*") if path.is_file()]:
        try:
            yield str(path.relative_to(cluster.folder)), path.read_bytes()
        except FileNotFoundError:
            pass  # PostgreSQL removes and renames files meanwhile


def check_postgresql(cluster, when, reference):
    """Looks into PostgreSQL's files, its log with every statement's values, and a dump; how many files there are. The reference of
    an appointment is no secret to the database, so it shows that the test looks where appointments are."""
    dump = subprocess.run(["pg_dump", cluster.url()], check=True, capture_output=True).stdout
    contents = [*files_of_postgresql(cluster), ("the dump", dump)]
    for name, content in contents:
        check_content(content, f"{when}: {name}")
    known = {name.split("/")[1] if "/" in name else name for name, content in contents if reference.encode() in content}
    assert known == {"base", "pg_wal", "log", "the dump"}, f"an appointment is only in {known}: the test tests nothing"
    return len(contents)


def use_everything(client, slots):
    """The reference of one of the appointments."""
    for person in range(1, PEOPLE + 1):
        status, _, answer = client.call("POST", "/api/v1/appointments", t.booking(slots[person % len(slots)], person),
                                        {"Idempotency-Key": f"sealed-{person}"})
        assert status == 201, (status, answer)
        client.call("POST", "/api/v1/appointments/lookup",
                    {"reference": answer["reference"], "document_number": t.mykad(person)})
        client.call("POST", f"/api/v1/appointments/{answer['reference']}/confirm",
                    {"document_number": t.mykad(person)})
    client.call("POST", "/api/v1/appointments", '{"applicant":{"name":"Aminah binti Contoh 1"', {"Idempotency-Key": "x"})
    return answer["reference"]


def main():
    telling = functools.partial(postgresql.cluster, "log_statement=all", "fsync=off")
    with t.data_folder(keep=t.passports_only, cluster=telling) as data:
        slots = t.bookable_slots(data, "PASPORT-BAHARUI", limit=PEOPLE)
        with t.Server(data) as server:
            reference = use_everything(t.Client(server.port), slots)
            check(pathlib.Path(data).parent, "running")
            if t.ON_POSTGRESQL:
                check_postgresql(t.CLUSTERS[str(data)], "running", reference)
        count = check(pathlib.Path(data).parent, "stopped")
        if t.ON_POSTGRESQL:
            count += check_postgresql(t.CLUSTERS[str(data)], "stopped", reference)
        print(f"{PEOPLE} people booked, looked up and confirmed; {count} files give none of them away")


if __name__ == "__main__":
    main()
