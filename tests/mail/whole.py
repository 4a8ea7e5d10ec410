#!/usr/bin/env python3
"""A booking's mails from the program to a real mail server: tests/mail/whole.py

Booked, confirmed and cancelled over HTTP; each mail arrives once, at the applicant's address, in the applicant's language,
with text, HTML, slip and calendar file where they belong. Without a configured server the same mails lie in the data folder.
"""
import email
import email.policy
import time

import servers
import temujanji as t


def wait_for(condition, seconds=20):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "no mail in time"
        time.sleep(0.05)


def live(client, slot, language):
    """Books, confirms and cancels one appointment; its reference."""
    body = t.booking(slot, 7, language=language)
    status, _, booked = client.call("POST", "/api/v1/appointments", body)
    assert status == 201, booked
    said = {"document_number": t.mykad(7)}
    for act in ("confirm", "cancel"):
        status, _, answer = client.call("POST", f"/api/v1/appointments/{booked['reference']}/{act}", said)
        assert status == 200, answer
    return booked["reference"]


def check_mails(messages, reference, first_words):
    shown = f"{reference[:4]}-{reference[4:8]}-{reference[8:10]}-{reference[10:]}"
    by_words = {}
    for message in messages:
        assert message["To"] == "pemohon7@example.test", message["To"]
        text = message.get_body(("plain",)).get_content()
        page = message.get_body(("html",)).get_content()
        assert shown in text and shown in page, text
        assert t.mykad(7) not in text + page, "the mail tells the document number"
        by_words[message["Subject"].split(":")[0]] = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    assert len(by_words) == 3, [message["Subject"] for message in messages]
    booked = by_words[first_words]
    pdf, = [content for name, content in booked.items() if name.endswith(".pdf")]
    calendar, = [content for name, content in booked.items() if name.endswith(".ics")]
    assert pdf.startswith(b"%PDF-"), pdf[:20]
    assert "BEGIN:VEVENT" in calendar, calendar[:100]


def deliver_to_a_server(data, slot):
    inbox = servers.Inbox()
    with servers.serving(inbox) as port:
        with t.Server(data, "--set", f"mail.server=smtp://127.0.0.1:{port}", "--set", "mail.tls=never") as server:
            reference = live(t.Client(server.port), slot, "ms")
            wait_for(lambda: inbox.accepted.total() >= 3)
    assert inbox.accepted.total() == 3 and len(inbox.accepted) == 3, inbox.accepted
    return reference, list(inbox.messages.values())


def deliver_to_the_folder(data, slot):
    with t.Server(data) as server:
        reference = live(t.Client(server.port), slot, "en")
        wait_for(lambda: len(list(data.rglob("*.eml"))) >= 3)
    files = list(data.rglob("*.eml"))
    assert len(files) == 3, files
    return reference, [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in files]


def main():
    with t.data_folder(keep=t.passports_only) as data:
        slots = t.bookable_slots(data, "PASPORT-BAHARUI", limit=2)
        check_mails(*reversed(deliver_to_a_server(data, slots[0])), first_words="Temujanji ditempah")
        check_mails(*reversed(deliver_to_the_folder(data, slots[1])), first_words="Appointment booked")
        assert t.select(data, "SELECT status, count(*) FROM outbox GROUP BY status") == [("sent", 6)]
        t.check_doctor(data)
        print("booked, confirmed and cancelled: three mails each, to a server and to the folder")


if __name__ == "__main__":
    main()
