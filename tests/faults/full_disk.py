#!/usr/bin/env python3
"""A disk that takes no more: tests/faults/full_disk.py

The limit of file sizes stands in for the full disk, so that no privilege is needed. Bookings are refused with 503, pages
that need no disk go on, nothing is acknowledged that is not stored, and once there is room again the program goes on by
itself.
"""
import contextlib
import datetime
import http.client
import resource
import urllib.parse

import temujanji as t


def set_file_limit(process, size):
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def log_size(data):
    return next(path for path in data.iterdir() if path.name.endswith("-wal")).stat().st_size


def book(client, slots, person):
    slot = slots[person % len(slots)]
    return client.call("POST", "/api/v1/appointments", t.booking(slot, person), {"Idempotency-Key": f"disk-{person}"})


def get_status(port, path):
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path)
        return connection.getresponse().status


def hold_by_form(port, slot):
    """(status, type, page) of choosing a slot on its page."""
    office, service, starts_at = slot[:3]
    millis = int(datetime.datetime.fromisoformat(starts_at).timestamp() * 1000)
    form = urllib.parse.urlencode({"office": office, "service": service, "starts_at": millis, "seats": 1})
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("POST", "/ms/book/hold", form, {"Content-Type": "application/x-www-form-urlencoded",
                                                           "Sec-Fetch-Site": "same-origin"})
        answer = connection.getresponse()
        return answer.status, answer.getheader("Content-Type"), answer.read().decode()


def main():
    with t.data_folder(keep=t.passports_only) as data:
        slots = t.bookable_slots(data, "PASPORT-BAHARUI", limit=100)
        with t.Server(data) as server:
            client, booked = t.Client(server.port), []
            for person in range(20):
                status, _, answer = book(client, slots, person)
                assert status == 201, answer
                booked.append((person, answer["reference"]))

            set_file_limit(server.process, log_size(data))
            for person in range(20, 40):
                status, headers, answer = book(client, slots, person)
                assert (status, answer["code"]) == (503, "busy"), (status, answer)
                assert int(headers["Retry-After"]) > 0, headers.items()
            status, kind, page = hold_by_form(server.port, slots[50])
            assert status == 503 and kind.startswith("text/html") and '<html lang="ms"' in page, (status, kind, page[:500])
            for path in ("/ms/", f"/ms/book/slots?office={slots[0][0]}&service={slots[0][1]}", "/healthz"):
                assert get_status(server.port, path) == 200, path

            set_file_limit(server.process, resource.RLIM_INFINITY)
            assert hold_by_form(server.port, slots[50])[0] == 303
            for person in range(20, 40):
                status, _, answer = book(client, slots, person)
                assert status == 201, (status, answer)
                booked.append((person, answer["reference"]))
            for person, reference in booked:
                status, _, found = client.call("POST", "/api/v1/appointments/lookup",
                                               {"reference": reference, "document_number": t.mykad(person)})
                assert status == 200, (person, reference, status, found)
        assert t.select(data, "SELECT count(*) FROM appointment") == [(40,)]
        t.check_doctor(data)
        print("40 booked, 20 of them after the disk had been full; nothing acknowledged in between")


if __name__ == "__main__":
    main()
