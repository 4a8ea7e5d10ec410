#!/usr/bin/env python3
"""The outbox against mail servers that are slow, refuse, drop, ask for a log-in or for TLS, vanish; and against kill -9.

Passes when no mail is lost, each arrives under one Message-ID, and none arrives twice but those whose acknowledgement
the server itself swallowed or that a kill caught between sending and recording (at most one each).
"""
import asyncio
import collections
import contextlib
import email
import email.policy
import logging
import os
import pathlib
import ssl
import subprocess
import tempfile
import threading
import time
import unittest

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

import postgresql

PROGRAM = os.environ.get("DELIVER_OUTBOX", "build/dev/bin/deliver_outbox")
ON_POSTGRESQL = os.environ.get("DATABASE_UNDER_TEST") == "postgresql"


class Inbox:
    """What a server accepted, by Message-ID, and how it behaves: each method may be replaced by a test."""

    def __init__(self):
        self.accepted = collections.Counter()
        self.messages = {}
        self.tries = collections.Counter()
        self.connections = set()

    def on_recipient(self, address):
        return "250 OK"

    async def on_data(self, message_id, server):
        return "250 OK"

    def keep(self, message):
        self.accepted[message["Message-ID"]] += 1
        self.messages[message["Message-ID"]] = message

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.tries[address] += 1
        answer = self.on_recipient(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        self.connections.add(session.peer)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        answer = await self.on_data(message["Message-ID"], server)
        if answer.startswith("250"):
            self.keep(message)
        return answer


@contextlib.contextmanager
def serving(inbox, port=None, **options):
    controller = Controller(inbox, hostname="127.0.0.1", port=port or postgresql.free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def number_of(message_id):
    return int(message_id.strip("<>").split(".")[0])


class Servers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = cls.enterClassContext(postgresql.brief_cluster()) if ON_POSTGRESQL else None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="temujanji-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.inbox = Inbox()
        self.environment = dict(os.environ)
        if self.cluster:
            self.environment["POSTGRESQL_UNDER_TEST"] = self.make_database()

    def make_database(self):
        """Every test has an outbox of its own, named like its folder; gives its URL."""
        made = self.cluster.psql(f'CREATE DATABASE "{self.folder.name}"')
        self.assertEqual(made.returncode, 0, made.stderr)
        return self.cluster.url(self.folder.name)

    def begin(self, port, mails, *settings, seconds=90, scheme="smtp", tls="never"):
        process = subprocess.Popen(
            [PROGRAM, str(self.folder), str(mails), str(seconds), f"mail.server={scheme}://127.0.0.1:{port}",
             f"mail.tls={tls}", *settings], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.environment)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def deliver(self, *arguments, **options):
        """Runs the outbox to its end; (sent, waiting, failed)."""
        process = self.begin(*arguments, **options)
        output, self.log = process.communicate(timeout=120)
        self.assertEqual(process.returncode, 0, self.log)
        self.assertNotIn("@", self.log, "a log line holds an address")
        return tuple(map(int, output.split()))

    def assert_each_once(self, mails):
        self.assertEqual(sorted(map(number_of, self.inbox.accepted)), list(range(1, mails + 1)))
        self.assertEqual(self.inbox.accepted.total(), mails, "a mail arrived twice")

    def make_certificate(self):
        certificate, key = self.folder / "certificate.pem", self.folder / "key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
                       check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        return certificate, context

    def test_a_good_server_gets_each_mail_once_over_one_connection(self):
        with serving(self.inbox) as port:
            self.assertEqual(self.deliver(port, 300), (300, 0, 0))
        self.assert_each_once(300)
        self.assertEqual(len(self.inbox.connections), 1)

    def test_what_arrives_is_what_was_written(self):
        with serving(self.inbox) as port:
            self.deliver(port, 1)
        message = self.inbox.messages["<1.test@temujanji.example>"]
        self.assertEqual(message["Subject"], "Temujanji ditempah – 1")
        self.assertEqual(message["From"], '"Temujanji" <temujanji@temujanji.example>'.replace('"', ""))
        text, html = message.get_body(("plain",)), message.get_body(("html",))
        self.assertEqual(text.get_content().splitlines()[:3], [".dot", "From here", "nombor 1"])
        self.assertIn("<p>nombor 1</p>", html.get_content())
        attachments = list(message.iter_attachments())
        self.assertEqual([part.get_filename() for part in attachments], ["slip-temujanji.pdf"])
        self.assertEqual(attachments[0].get_content(), b"x" * 30000)

    def test_a_recipient_refused_for_good_is_given_up_and_one_that_is_busy_tried_again(self):
        def answer(address):
            number = int(address[len("applicant"):address.index("@")])
            if number % 10 == 0:
                return "550 5.1.1 <" + address + "> unknown"
            if number % 10 == 1 and self.inbox.tries[address] < 3:
                return "451 4.2.0 <" + address + "> busy"
            return "250 OK"
        self.inbox.on_recipient = answer
        with serving(self.inbox) as port:
            self.assertEqual(self.deliver(port, 50), (45, 0, 5))
        self.assertEqual(self.inbox.accepted.total(), 45)
        self.assertEqual(max(self.inbox.tries.values()), 3)
        self.assertIn("smtp rcpt 550 5.1.1", self.log)

    def test_a_connection_dropped_within_the_mail_loses_and_doubles_nothing(self):
        seen = collections.Counter()

        async def drop_first(message_id, server):
            seen[message_id] += 1
            if number_of(message_id) % 5 == 0 and seen[message_id] == 1:
                server.transport.abort()
                return "451 dropped"
            return "250 OK"
        self.inbox.on_data = drop_first
        with serving(self.inbox) as port:
            self.assertEqual(self.deliver(port, 100), (100, 0, 0))
        self.assert_each_once(100)

    def test_a_mail_accepted_by_a_server_that_then_drops_comes_again_under_the_same_message_id(self):
        seen = collections.Counter()

        async def swallow(message_id, server):
            seen[message_id] += 1
            if number_of(message_id) == 7 and seen[message_id] == 1:
                self.inbox.accepted[message_id] += 1
                server.transport.abort()
                return "451 dropped"
            return "250 OK"
        self.inbox.on_data = swallow
        with serving(self.inbox) as port:
            self.assertEqual(self.deliver(port, 100), (100, 0, 0))
        self.assertEqual({number_of(m): n for m, n in self.inbox.accepted.items() if n > 1}, {7: 2})
        self.assertEqual(len(self.inbox.accepted), 100)

    def test_a_slow_server_is_given_up_and_asked_again(self):
        seen = collections.Counter()

        async def sleep_first(message_id, server):
            seen[message_id] += 1
            if number_of(message_id) <= 2 and seen[message_id] == 1:
                await asyncio.sleep(3)
                return "451 too late"
            return "250 OK"
        self.inbox.on_data = sleep_first
        with serving(self.inbox) as port:
            self.assertEqual(self.deliver(port, 20, "mail.seconds_max=1"), (20, 0, 0))
        self.assert_each_once(20)

    def test_a_server_that_is_away_costs_no_mail_and_no_attempt(self):
        port = postgresql.free_port()
        process = self.begin(port, 40)
        time.sleep(1.5)
        self.assertIsNone(process.poll())
        with serving(self.inbox, port):
            output, _ = process.communicate(timeout=60)
        self.assertEqual(output.split(), ["40", "0", "0"])
        self.assert_each_once(40)

    def test_a_log_in_that_is_refused_keeps_all_mails_until_the_password_is_right(self):
        def check(server, session, envelope, mechanism, data):
            right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"mailer", b"right")
            return AuthResult(success=right, handled=right)
        password = self.folder / "password"
        settings = ("mail.user=mailer", f"mail.password_file={password}")
        with serving(self.inbox, authenticator=check, auth_required=True, auth_require_tls=False) as port:
            password.write_text("wrong\n")
            self.assertEqual(self.deliver(port, 10, *settings, seconds=2), (0, 10, 0))
            self.assertIn("smtp auth", self.log)
            password.write_text("right\n")
            self.assertEqual(self.deliver(port, 10, *settings), (10, 0, 0))
        self.assert_each_once(10)

    def test_required_tls_is_never_given_up(self):
        certificate, context = self.make_certificate()
        with serving(self.inbox) as port:
            self.assertEqual(self.deliver(port, 3, seconds=1, tls="required"), (0, 3, 0))
        with serving(self.inbox, tls_context=context) as port:
            self.assertEqual(self.deliver(port, 3, seconds=1, tls="required"), (0, 3, 0), "an unknown certificate")
            self.assertFalse(self.inbox.accepted)
            trusting = f"mail.authorities_file={certificate}"
            self.assertEqual(self.deliver(port, 3, trusting, tls="required"), (3, 0, 0))
        self.assert_each_once(3)

    def test_a_kill_repeats_at_most_the_mail_under_way(self):
        mails, kills = 1000, 6
        with serving(self.inbox) as port:
            for kill in range(1, kills + 1):
                process = self.begin(port, mails)
                reached = threading.Event()
                goal = kill * mails // (kills + 2)
                deadline = time.monotonic() + 30
                while self.inbox.accepted.total() < goal and time.monotonic() < deadline:
                    reached.wait(0.003)
                process.kill()
                process.wait()
            self.assertEqual(self.deliver(port, mails, seconds=60), (mails, 0, 0))
        self.assertEqual(len(self.inbox.accepted), mails)
        doubles = self.inbox.accepted.total() - mails
        print(f"{kills} kills over {mails} mails: {doubles} arrived twice")
        self.assertLessEqual(doubles, kills)


if __name__ == "__main__":
    # The servers are meant to misbehave; what they say about it is noise.
    logging.disable(logging.CRITICAL)
    unittest.main(verbosity=2)
