# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine against real Postfix and real Dovecot submission."""
import email
import email.policy
import os
import pathlib
import re
import socket
import subprocess
import threading
import unittest

import mailservers
import tap
from mailservers import DOMAIN, PASSWORD, without_trace

SUBMIT = os.environ['OUTPOST_SUBMIT']
HEADERS = pathlib.Path(os.environ['OUTPOST_SOURCE_ROOT']) / 'src'
ANNA, BRUNO, CARLA = ('%s@%s' % (name, DOMAIN) for name in ('anna', 'bruno', 'carla'))
ORDERS = 'orders@' + DOMAIN

HEADER = (b'From: The Shop <orders@outpost.test>\n'
          b'To: bruno@outpost.test\n'
          b'Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\n'
          b'Date: Mon, 23 Nov 2026 10:41:00 +0100\n'
          b'Message-ID: <1@outpost.test>\n'
          b'MIME-Version: 1.0\n'
          b'Content-Type: text/plain; charset=utf-8\n')
EIGHT_BIT = HEADER + b'Content-Transfer-Encoding: 8bit\n\n'
SEVEN_BIT = HEADER + b'\n'


def enum_names(path, prefix):
    """The members of an enumeration in the order of their values, without the prefix."""
    return re.findall(r'^\s*%s_(\w+)\s*,' % prefix, (HEADERS / path).read_text(), re.M)


STAGES = enum_names('smtp/outpost-smtp-facts.h', 'OUTPOST_SMTP_STAGE')
ERRORS = {
    'outpost-smtp-error-quark': enum_names('smtp/outpost-smtp-error.h', 'OUTPOST_SMTP_ERROR'),
    'outpost-message-error-quark': enum_names('message/outpost-message.h', 'OUTPOST_MESSAGE_ERROR'),
}


class Outcome(dict):
    """What tests/servers/submit.c printed."""

    def __init__(self, process):
        super().__init__()
        self.printed = process.stdout + process.stderr
        self.recipients = {}
        for line in process.stdout.splitlines():
            key, _, value = line.partition('=')
            if key == 'recipient':
                address, verdict, code = value.split()
                self.recipients[address] = (verdict, int(code))
            else:
                self[key] = value
        self.done = process.returncode == 0

    @property
    def stage(self):
        return STAGES[int(self['stage'])]

    @property
    def error(self):
        domain, number = self['error'].split()
        names = ERRORS.get(domain)
        return names[int(number)] if names else '%s %s' % (domain, number)


def setUpModule():
    global SERVERS
    SERVERS = mailservers.for_module()


class EngineTest(unittest.TestCase):
    maxDiff = 2000

    def setUp(self):
        self.servers = SERVERS
        self.servers.empty()

    def submit(self, service, *recipients, message=None, password=None, sender=ORDERS,
               trusted=True, options=()):
        folder = self.servers.folder
        path = folder / 'message'
        path.write_bytes(SEVEN_BIT + b'Hello\n' if message is None else message)
        password_file = self.servers.password_file
        if password is not None:
            password_file = folder / 'other-password'
            password_file.write_text(password + '\n')
        argv = [SUBMIT, '--host=localhost', '--port=%d' % self.servers.port[service],
                '--security=' + ('starttls' if 'starttls' in service else 'tls'),
                '--username=' + ANNA, '--password-file=%s' % password_file,
                '--sender=' + sender, '--message=%s' % path, *options]
        if trusted:
            argv.append('--ca-file=%s' % self.servers.ca_file)
        process = subprocess.run([*argv, *(recipients or (BRUNO,))], capture_output=True,
                                 text=True, timeout=60)
        outcome = Outcome(process)
        self.assertNotIn(PASSWORD, outcome.printed)
        return outcome

    def assert_accepted(self, outcome):
        self.assertTrue(outcome.done, outcome.printed)

    def assert_fails(self, outcome, error, stage):
        self.assertFalse(outcome.done, outcome.printed)
        self.assertEqual((outcome.error, outcome.stage), (error, stage), outcome.printed)

    def assert_nothing_sent(self):
        for name in mailservers.MAILBOXES:
            self.assertEqual(self.servers.mail(name, 0), [])


class SignIn(EngineTest):
    def try_mechanisms(self, service):
        for mechanism in ('PLAIN', 'LOGIN', 'SCRAM-SHA-1', 'SCRAM-SHA-256', 'CRAM-MD5'):
            with self.subTest(mechanism=mechanism):
                outcome = self.submit(service, options=['--mechanism=' + mechanism])
                self.assert_accepted(outcome)
                self.assertEqual(outcome['mechanism'], mechanism)
        self.assertEqual(len(self.servers.mail(BRUNO, 5)), 5)

    def test_postfix_by_tls(self):
        self.try_mechanisms('tls')

    def test_postfix_by_starttls(self):
        self.try_mechanisms('starttls')

    def test_dovecot_by_tls(self):
        self.try_mechanisms('dovecot-tls')

    def test_dovecot_by_starttls(self):
        self.try_mechanisms('dovecot-starttls')

    def test_the_strongest_is_chosen(self):
        outcome = self.submit('tls')
        self.assert_accepted(outcome)
        self.assertEqual(outcome['mechanism'], 'SCRAM-SHA-256')

    def test_cram_md5_only_by_choice(self):
        # Nothing else is left of what this server offers to a person who wants no password sent.
        outcome = self.submit('login-only', options=['--mechanism=CRAM-MD5'])
        self.assert_fails(outcome, 'NO_MECHANISM', 'SIGN_IN')

    def test_a_server_with_login_alone(self):
        outcome = self.submit('login-only')
        self.assert_accepted(outcome)
        self.assertEqual(outcome['mechanism'], 'LOGIN')

    def test_a_wrong_password_is_presented_once(self):
        for service in ('tls', 'starttls', 'dovecot-tls'):
            for mechanism in ('PLAIN', 'LOGIN', 'SCRAM-SHA-256', 'CRAM-MD5'):
                with self.subTest(service=service, mechanism=mechanism):
                    self.servers.empty()
                    outcome = self.submit(service, password='Korrekt-Pferd 42',
                                          options=['--mechanism=' + mechanism])
                    self.assert_fails(outcome, 'SIGN_IN_REFUSED', 'SIGN_IN')
                    self.assertEqual(outcome['code'], '535')
                    # Dovecot writes its line only once it has seen the end of the connection.
                    attempts = re.findall(
                        r'SASL {0} authentication failed|auth failed, .* method={0},'
                        .format(mechanism), self.servers.logged())
                    self.assertLessEqual(len(attempts), 1, self.servers.logged())
        self.assert_nothing_sent()

    def test_a_server_that_offers_scram_without_such_passwords(self):
        outcome = self.submit('empty-scram')
        self.assert_fails(outcome, 'SIGN_IN_REFUSED', 'SIGN_IN')
        self.assertIn(outcome['code'], ('454', '535'))
        self.assertEqual(outcome['plain_offered'], '1')
        failed = 'authentication failed'
        self.assertEqual(self.servers.wait_logged(failed).count(failed), 1)

        outcome = self.submit('empty-scram', options=['--mechanism=PLAIN'])
        self.assert_accepted(outcome)


class Security(EngineTest):
    def test_an_unknown_authority_gets_no_password(self):
        for service in ('tls', 'starttls', 'dovecot-tls', 'dovecot-starttls'):
            with self.subTest(service=service):
                outcome = self.submit(service, trusted=False)
                self.assert_fails(outcome, 'CERTIFICATE', 'SECURE')
        self.assertNotIn('sasl_method', self.servers.logged())
        self.assertNotIn('Login:', self.servers.logged())

    def test_tls_on_the_starttls_port(self):
        outcome = self.submit('starttls', options=['--security=tls'])
        self.assert_fails(outcome, 'TLS', 'SECURE')

    def test_starttls_on_the_tls_port(self):
        outcome = self.submit('tls', options=['--security=starttls', '--timeout=1'])
        self.assertFalse(outcome.done)
        self.assertIn(outcome.stage, ('SECURE', 'GREETING'))

    def test_a_second_connection_resumes(self):
        outcome = self.submit('tls', options=['--connections=2', '--resume'])
        self.assert_accepted(outcome)
        # The last one printed is the second.
        self.assertEqual(outcome['resumed'], '1')


class Refusals(EngineTest):
    def try_refusals(self, *options):
        # Postfix answers for the sender at MAIL where smtpd_delay_reject is off, else at RCPT.
        outcome = self.submit('strict', sender=CARLA, options=options)
        self.assert_fails(outcome, 'REFUSED', 'SENDER')
        self.assertEqual((outcome['code'], outcome['enhanced']), ('553', '5.7.1'))

        outcome = self.submit('tls', sender=CARLA, options=options)
        self.assertFalse(outcome.done)
        self.assertEqual(outcome.error, 'REFUSED')
        self.assertEqual(outcome['blames_sender'], '1', outcome.printed)

        outcome = self.submit('tls', 'nobody@' + DOMAIN, options=options)
        self.assert_fails(outcome, 'REFUSED', 'RECIPIENT')
        self.assertEqual(outcome['code'], '550')
        self.assertEqual(outcome['blames_sender'], '0')
        self.assert_nothing_sent()

    def test_step_by_step(self):
        self.try_refusals('--stepwise')

    def test_pipelined(self):
        self.try_refusals()

    def test_one_of_three(self):
        for service in ('tls', 'data', 'plain-smtp'):
            with self.subTest(service=service):
                self.servers.empty()
                outcome = self.submit(service, ANNA, 'nobody@' + DOMAIN, BRUNO)
                self.assert_accepted(outcome)
                self.assertEqual(outcome.recipients['nobody@' + DOMAIN], ('refused', 550))
                for name in (ANNA, BRUNO):
                    self.assertEqual(outcome.recipients[name], ('accepted', 250))
                    self.assertEqual(len(self.servers.mail(name)), 1)

    def test_one_of_three_takes_all_back(self):
        for service in ('tls', 'data', 'plain-smtp'):
            with self.subTest(service=service):
                outcome = self.submit(service, ANNA, 'nobody@' + DOMAIN, BRUNO,
                                      options=['--all-or-none'])
                self.assert_fails(outcome, 'REFUSED', 'RECIPIENT')
                self.assertEqual({verdict for verdict, _ in outcome.recipients.values()},
                                 {'refused'})
        self.assert_nothing_sent()

    def test_too_big_is_known_before_it_is_sent(self):
        message = SEVEN_BIT + b'0123456789 0123456789 0123456789\n' * 300000
        outcome = self.submit('tls', message=message)
        self.assert_fails(outcome, 'TOO_BIG', 'MESSAGE')
        self.assertNotIn('mail=1', self.servers.logged())

    def test_too_big_for_a_server_without_size(self):
        message = SEVEN_BIT + b'0123456789 0123456789 0123456789\n' * 300000
        outcome = self.submit('no-size', message=message)
        self.assert_fails(outcome, 'REFUSED', 'MESSAGE')
        self.assertEqual(outcome['code'], '552')
        self.assert_nothing_sent()

    def test_check_sends_nothing(self):
        outcome = self.submit('tls', ANNA, BRUNO, options=['--check', '--stepwise'])
        self.assert_accepted(outcome)
        self.assertEqual({code for _, code in outcome.recipients.values()}, {250})
        self.assert_nothing_sent()


class Octets(EngineTest):
    # BDAT, DATA, DATA without pipelining and SIZE, and Dovecot in front.
    SERVICES = ('tls', 'data', 'plain-smtp', 'starttls', 'dovecot-tls', 'dovecot-starttls')

    def assert_arrives(self, message, services=SERVICES, options=()):
        for service in services:
            with self.subTest(service=service, options=options):
                self.servers.empty()
                self.assert_accepted(self.submit(service, message=message, options=options))
                arrived = without_trace(self.servers.mail(BRUNO)[0])
                wanted = message.replace(b'\r\n', b'\n').replace(b'\r', b'\n')
                if not wanted.endswith(b'\n'):
                    wanted += b'\n'
                self.assertEqual(arrived, wanted)

    def test_plain_text(self):
        message = SEVEN_BIT + b'Hello\n\nTwo lines.\n'
        self.assert_arrives(message)
        self.assert_arrives(message, ('tls', 'data'), ['--stepwise'])

    def test_eight_bit(self):
        self.assert_arrives(EIGHT_BIT + 'Grüße aus Köln, 寿司\n'.encode())

    def test_lines_with_dots(self):
        self.assert_arrives(SEVEN_BIT + b'.\n..\n...\n.a\n\n.\n.\n')

    def test_a_body_that_ends_with_a_dot(self):
        self.assert_arrives(SEVEN_BIT + b'one\n.')

    def test_line_ends_of_all_kinds(self):
        self.assert_arrives(SEVEN_BIT + b'a\r\nb\nc\rd\r\r\ne')

    def test_an_empty_body(self):
        self.assert_arrives(SEVEN_BIT)

    def test_a_body_of_many_chunks(self):
        message = SEVEN_BIT + b''.join(b'%06d .and some more text to fill it\n' % i
                                       for i in range(20000))
        self.assert_arrives(message)

    def test_dots_at_every_offset(self):
        # Wherever the engine's buffers end, a dot after a line end is not lost or doubled.
        body = b''.join(b'x' * length + b'\n.\n' for length in range(1, 600))
        self.assert_arrives(SEVEN_BIT + body, ('tls', 'data'))

    def body_of(self, octets):
        part = email.message_from_bytes(octets, policy=email.policy.default)
        return part.get_content().replace('\r\n', '\n')

    def test_lines_past_998(self):
        text = 'ä' * 700 + '\n' + 'x' * 999 + '\n' + 'y' * 5000 + '\n'
        for service in self.SERVICES:
            with self.subTest(service=service):
                self.servers.empty()
                self.assert_accepted(self.submit(service, message=EIGHT_BIT + text.encode()))
                arrived = self.servers.mail(BRUNO)[0]
                self.assertLessEqual(max(map(len, arrived.split(b'\n'))), 998)
                self.assertEqual(self.body_of(arrived), text)

    def test_a_line_of_998_stays(self):
        self.assert_arrives(SEVEN_BIT + b'x' * 998 + b'\n', ('tls', 'data'))

    def test_eight_bit_for_a_server_without(self):
        text = 'Grüße\n.\n'
        self.assert_accepted(self.submit('seven-bit', message=EIGHT_BIT + text.encode()))
        arrived = self.servers.mail(BRUNO)[0]
        self.assertTrue(arrived.isascii())
        self.assertEqual(self.body_of(arrived), text)

    def test_sender_and_mailbox_differ(self):
        self.assert_accepted(self.submit('tls'))
        arrived = email.message_from_bytes(self.servers.mail(BRUNO)[0])
        self.assertEqual(arrived['Return-Path'], '<%s>' % ORDERS)
        self.assertEqual(arrived['From'], 'The Shop <%s>' % ORDERS)
        self.assertIn('sasl_username=' + ANNA,
                      self.servers.wait_logged('sasl_username=' + ANNA))

    def test_many_messages_on_one_connection(self):
        outcome = self.submit('tls', options=['--messages=40'])
        self.assert_accepted(outcome)
        self.assertEqual(len(self.servers.mail(BRUNO, 40)), 40)
        # What Postfix counts for a connection at its end.
        self.assertIn(' mail=40 ', self.servers.wait_logged(' quit=1 '))


class Gate(threading.Thread):
    """A way to a server that lets `octets` of what the client says through, waits for `act`, and
    goes on. While it waits the client cannot be done: it takes little in advance."""

    def __init__(self, port, octets, act):
        super().__init__(daemon=True)
        self._target, self._octets, self._act = port, octets, act
        self.connections = 0
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        self._listener.bind(('127.0.0.1', 0))
        self._listener.listen(4)
        self.port = self._listener.getsockname()[1]
        self.start()

    def run(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            server = socket.create_connection(('127.0.0.1', self._target))
            threading.Thread(target=self._copy, args=(server, client), daemon=True).start()
            self._copy(client, server, self._octets)

    def _copy(self, source, target, octets=None):
        passed = 0
        try:
            while data := source.recv(65536):
                target.sendall(data)
                passed += len(data)
                if octets is not None and passed > octets:
                    self._act()
                    octets = None
        except OSError:
            pass
        try:
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def close(self):
        self._listener.close()


class Sources(EngineTest):
    # More than the sockets hold between the engine and the gate.
    MESSAGE = SEVEN_BIT + b'0123456789 0123456789 0123456789\n' * 210000

    def try_cut(self, service, act):
        gate = Gate(self.servers.port[service], 1000000, act)
        try:
            return self.submit(service, message=self.MESSAGE, options=['--port=%d' % gate.port])
        finally:
            gate.close()

    def test_a_source_that_fails_in_the_middle(self):
        for service, command in (('tls', 'BDAT'), ('starttls', 'BDAT'), ('data', 'DATA'),
                                 ('plain-smtp', 'DATA'), ('dovecot-tls', ''),
                                 ('dovecot-starttls', '')):
            with self.subTest(service=service):
                self.servers.empty()
                path = self.servers.folder / 'message'
                outcome = self.try_cut(service, lambda: os.truncate(path, 6500000))
                self.assertFalse(outcome.done)
                self.assertEqual(outcome.error, 'SOURCE', outcome.printed)
                self.assert_nothing_sent()
                if command:
                    # Postfix was in the middle of it.
                    middle = 'lost connection after ' + command
                    self.assertIn(middle, self.servers.wait_logged(middle))
                self.assertNotIn('queue active', self.servers.logged())

    def test_the_same_message_whole(self):
        """That the gate alone does no harm."""
        for service in ('tls', 'data', 'dovecot-tls'):
            with self.subTest(service=service):
                self.servers.empty()
                self.assert_accepted(self.try_cut(service, lambda: None))
                self.assertEqual(without_trace(self.servers.mail(BRUNO)[0]), self.MESSAGE)


if __name__ == '__main__':
    tap.main()
