#!/usr/bin/env python3
"""Nothing that a person typed can be read in the database, its write-ahead log or the server's log."""
import pathlib

import temujanji as t

PEOPLE = 40


def secrets(person):
    """Byte strings that would give a person away, also in parts and in other writing."""
    number = t.mykad(person)
    dashed = f"{number[:6]}-{number[6:8]}-{number[8:]}"
    return [text.encode() for text in (number, dashed, f"pemohon{person}@", f"Contoh {person}", "12 Jalan Contoh", "0123456789",
                                       "+60123456789", "60123456789", number.encode().hex(), "Aminah")]


def check(folder, when):
    # Mails for people without a mail server are meant to be read; everything else is sealed.
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".eml" and "catalogue" not in path.parts]
    assert any(path.stat().st_size for path in files if path.name.endswith("-wal")) or when == "stopped", "no log to look at"
    for path in files:
        content = path.read_bytes()
        for person in range(1, PEOPLE + 1):
            for secret in secrets(person):
                assert secret not in content, f"{when}: {path.name} holds what person {person} typed"
    return len(files)


def main():
    with t.data_folder(keep=t.passports_only) as data:
        slots = t.bookable_slots(data, "PASPORT-BAHARUI", limit=PEOPLE)
        with t.Server(data) as server:
            client = t.Client(server.port)
            for person in range(1, PEOPLE + 1):
                status, _, answer = client.call("POST", "/api/v1/appointments", t.booking(slots[person % len(slots)], person),
                                                {"Idempotency-Key": f"sealed-{person}"})
                assert status == 201, (status, answer)
                client.call("POST", "/api/v1/appointments/lookup",
                            {"reference": answer["reference"], "document_number": t.mykad(person)})
                client.call("POST", f"/api/v1/appointments/{answer['reference']}/confirm",
                            {"document_number": t.mykad(person)})
            client.call("POST", "/api/v1/appointments", '{"applicant":{"name":"Aminah binti Contoh 1"', {"Idempotency-Key": "x"})
            check(pathlib.Path(data).parent, "running")
        count = check(pathlib.Path(data).parent, "stopped")
        print(f"{PEOPLE} people booked, looked up and confirmed; {count} files give none of them away")


if __name__ == "__main__":
    main()
