#!/usr/bin/env python3
"""Several processes, one deliverer of mails at a time: tests/mail/several_deliverers.py

Every booking has exactly one mail, whichever process booked it. When the process that delivers is killed in the middle, the
next one goes on: no mail is lost, and only the one that was under way may arrive twice, under the same Message-ID.
"""
import asyncio
import email
import email.policy
import time

import crowd
import servers as mail_servers
import temujanji as t

PROCESSES = 3
CONNECTIONS = 6
BOOKINGS = 60  # of each part
MAIL_SECONDS = 0.03  # what the mail server takes for one
TAKEN_OVER_SECONDS_MAX = 15
SENT_SECONDS_MAX = 40


def book_many(servers, slots, first_person):
    """Bookings at all processes at once; {address: reference}"""
    def send(number):
        client, booked = t.Client(servers[number % len(servers)].port), {}
        for person in range(first_person + number, first_person + BOOKINGS, CONNECTIONS):
            status, _, content = crowd.book(client, person, slots[person % len(slots)])
            assert status == 201, content
            booked[f"pemohon{person}@example.test"] = content["reference"]
        return booked

    return {address: reference for booked in crowd.at_once(CONNECTIONS, send) for address, reference in booked.items()}


def sent_by(server):
    """How many mails a process has delivered since it began."""
    _, _, text = t.Client(server.port).call("GET", "/metrics")
    line, = [line for line in text.decode().splitlines() if line.startswith("temujanji_mails_sent_total ")]
    return int(line.split()[1])


def wait_until_sent(data):
    not_sent = "SELECT count(*) FROM outbox WHERE status <> 'sent'"
    return crowd.wait_until(lambda: t.select(data, not_sent) == [(0,)], SENT_SECONDS_MAX, "all mails are sent")


def check_each_once(messages, booked):
    """Each applicant has one message, with their reference."""
    addresses = sorted(message["To"].strip("<>") for message in messages)
    assert addresses == sorted(booked), f"{len(addresses)} mails for {len(booked)} bookings"
    for message in messages:
        shown = message.get_body(("plain",)).get_content().replace("-", "")
        assert booked[message["To"].strip("<>")] in shown, message["To"]


class SlowInbox(mail_servers.Inbox):
    """Takes its time, waits while it is closed, and counts how many mails come at the same moment."""

    def __init__(self):
        super().__init__()
        self.closed, self.under_way, self.at_once_max = False, 0, 0

    async def on_data(self, message_id, server):
        self.under_way += 1
        self.at_once_max = max(self.at_once_max, self.under_way)
        await asyncio.sleep(MAIL_SECONDS)
        while self.closed:
            await asyncio.sleep(MAIL_SECONDS)
        self.under_way -= 1
        return "250 OK"


def deliver_to_the_folder(data, slots):
    with t.servers(data, PROCESSES) as servers:
        booked = book_many(servers, slots, 1000)
        seconds = wait_until_sent(data)
        # A process notes in the database what was sent, then counts it.
        crowd.wait_until(lambda: sum(map(sent_by, servers)) >= len(booked), 10, "all is counted")
        sent = [sent_by(server) for server in servers]
    messages = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in data.rglob("*.eml")]
    check_each_once(messages, booked)
    assert sum(sent) == len(booked), f"{sum(sent)} deliveries of {len(booked)} mails: {sent}"
    assert not list(data.rglob("*.part")), "half a mail is left"
    print(f"to the folder: {len(booked)} bookings, {len(messages)} mails, delivered by the processes {sent}, "
          f"the last {seconds:.2f} s after the last booking")


def kill_the_deliverer(inbox, servers):
    """Kills the process that delivers while it does, and starts it again; seconds until the next mail came from another."""
    before = [sent_by(server) for server in servers]
    inbox.closed = False
    crowd.wait_until(lambda: any(sent_by(server) > was + 5 for server, was in zip(servers, before)), 20, "somebody delivers")
    delivering = [server for server, was in zip(servers, before) if sent_by(server) > was]
    assert len(delivering) == 1, f"{len(delivering)} processes deliver at the same time"
    delivering[0].kill()
    time.sleep(3 * MAIL_SECONDS)  # what was under way arrives
    arrived = len(inbox.accepted)
    seconds = crowd.wait_until(lambda: len(inbox.accepted) > arrived, TAKEN_OVER_SECONDS_MAX, "another process delivers")
    delivering[0].start()
    return seconds


def deliver_to_a_server(data, slots, kills):
    inbox, booked, taken_over = SlowInbox(), {}, []
    with mail_servers.serving(inbox) as port:
        with t.servers(data, PROCESSES, "--set", f"mail.server=smtp://127.0.0.1:{port}", "--set", "mail.tls=never") as servers:
            for number in range(kills):
                inbox.closed = True
                booked |= book_many(servers, slots, 10_000 + 1000 * number)
                taken_over.append(kill_the_deliverer(inbox, servers))
            booked |= book_many(servers, slots, 20_000 + 1000 * kills)
            wait_until_sent(data)
    check_each_once(inbox.messages.values(), booked)
    twice = sum(count - 1 for count in inbox.accepted.values())
    print(f"to a mail server, {kills} times the deliverer killed: {len(booked)} bookings, {len(inbox.messages)} mails, "
          f"{twice} of them twice; taken over after {', '.join(f'{seconds:.2f} s' for seconds in taken_over) or '-'}")
    assert twice <= kills, f"{twice} mails too many after {kills} kills"
    assert inbox.at_once_max == 1, f"{inbox.at_once_max} mails came at the same moment"


def main():
    with t.data_folder(keep=t.passports_only, counters=lambda row: 20) as data:
        slots = t.bookable_slots(data, "PASPORT-BAHARUI", limit=60)
        deliver_to_the_folder(data, slots)
        deliver_to_a_server(data, slots, kills=0)
        deliver_to_a_server(data, slots, kills=2)
        t.check_doctor(data)


if __name__ == "__main__":
    main()
