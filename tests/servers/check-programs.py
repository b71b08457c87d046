# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""outpost-sendmail and `outpostctl test` against real servers: what arrives, and exit codes."""
import email
import json
import os
import pathlib
import subprocess
import unittest

import mailservers
import tap
from mailservers import DOMAIN, PASSWORD

PROGRAMS = pathlib.Path(os.environ['OUTPOST_PROGRAMS'])
ANNA, BRUNO, CARLA, NOBODY = ('%s@%s' % (name, DOMAIN)
                              for name in ('anna', 'bruno', 'carla', 'nobody'))
ORDERS = 'orders@' + DOMAIN


def setUpModule():
    global SERVERS
    SERVERS = mailservers.for_module()


class ProgramTest(unittest.TestCase):
    maxDiff = 2000

    def setUp(self):
        self.servers = SERVERS
        self.servers.empty()
        self.home = self.servers.folder / self.id()
        self.home.mkdir(mode=0o700)
        self.accounts = self.home / 'config' / 'outpost' / 'accounts'
        self.accounts.mkdir(parents=True)
        self.write_account()

    def write_account(self, service='tls', **more):
        keys = dict(Name='Shop', Server='localhost', Port=self.servers.port.get(service),
                    Security='starttls' if 'starttls' in service else 'tls', SignIn='password',
                    Username=ANNA, Email=ANNA, Sender=ORDERS, TestAddress=BRUNO,
                    CAFile=self.servers.ca_file,
                    Secret='command:cat %s' % self.servers.password_file)
        keys.update(more)
        path = self.accounts / 'shop.conf'
        path.write_text('[Account]\n' + ''.join('%s=%s\n' % pair for pair in keys.items()
                                                if pair[1] is not None))
        path.chmod(0o600)

    def run_program(self, name, *arguments, text=''):
        env = {'PATH': '/usr/bin:/bin', 'HOME': str(self.home), 'LC_ALL': 'C.UTF-8',
               'XDG_CONFIG_HOME': str(self.home / 'config'),
               'XDG_STATE_HOME': str(self.home / 'state'),
               'XDG_RUNTIME_DIR': str(self.home),
               'OUTPOST_MODULEDIR': os.environ['OUTPOST_MODULEDIR']}
        process = subprocess.run([PROGRAMS / name, *arguments], input=text.encode(), env=env,
                                 capture_output=True, timeout=60)
        process.said = process.stderr.decode()
        self.assertNotIn(PASSWORD, process.said + process.stdout.decode())
        return process

    def assert_nothing_sent(self):
        for name in mailservers.MAILBOXES:
            self.assertEqual(self.servers.mail(name, 0), [])


class Sendmail(ProgramTest):
    TEXT = 'Subject: The backup\nTo: bruno@outpost.test\n\nis done.\n.\n'

    def send(self, *arguments, text=TEXT):
        return self.run_program('outpost-sendmail', '--account=shop', '--no-queue', *arguments,
                                text=text)

    def assert_exit(self, code, *arguments, text=TEXT):
        process = self.send(*arguments, text=text)
        self.assertEqual(process.returncode, code, process.said)
        if code != 0:
            # One plain line for a log, or one for each recipient.
            self.assertNotEqual(process.said.strip(), '')
        return process

    def test_a_message_arrives(self):
        self.assert_exit(0, '-i', '--', BRUNO)
        arrived = email.message_from_bytes(self.servers.mail(BRUNO)[0])
        self.assertEqual(arrived['Return-Path'], '<%s>' % ORDERS)
        self.assertIn(ORDERS, arrived['From'])
        self.assertEqual(arrived['Subject'], 'The backup')
        self.assertIsNotNone(arrived['Date'])
        self.assertTrue(arrived['Message-ID'].endswith('@%s>' % DOMAIN))
        self.assertEqual(arrived.get_payload(), 'is done.\n.\n')

    def test_a_lone_dot_ends_it_without_i(self):
        self.assert_exit(0, '--', BRUNO, text='Subject: x\n\none\n.\ntwo\n')
        arrived = email.message_from_bytes(self.servers.mail(BRUNO)[0])
        self.assertEqual(arrived.get_payload(), 'one\n')

    def test_recipients_from_the_header(self):
        self.assert_exit(0, '-t', '-i', text='To: anna@outpost.test\nBcc: bruno@outpost.test\n'
                                             'Subject: x\n\nbody\n')
        for name in (ANNA, BRUNO):
            arrived = self.servers.mail(name)[0]
            self.assertNotIn(b'bcc', arrived.lower())

    def test_sender_by_option(self):
        self.assert_exit(0, '-i', '-f', ANNA, '-F', 'Anna Ämter', '--', BRUNO)
        arrived = email.message_from_bytes(self.servers.mail(BRUNO)[0])
        self.assertEqual(arrived['Return-Path'], '<%s>' % ANNA)

    def test_an_address_like_an_option(self):
        self.assert_exit(67, '-i', '--', '-X/tmp/log@' + DOMAIN)
        self.assertFalse(pathlib.Path('/tmp/log@' + DOMAIN).exists())

    def test_wrong_password(self):
        self.write_account(Secret='command:echo wrong')
        process = self.assert_exit(77, '-i', '--', BRUNO)
        self.assertIn('535', process.said)

    def test_recipient_refused(self):
        process = self.assert_exit(67, '-i', '--', NOBODY)
        self.assertIn(NOBODY, process.said)

    def test_one_of_three_takes_all_back(self):
        process = self.assert_exit(67, '-i', '--', ANNA, NOBODY, BRUNO)
        self.assertIn(NOBODY, process.said)
        self.assert_nothing_sent()

    def test_sender_refused(self):
        self.assert_exit(69, '-i', '-f', CARLA, '--', BRUNO)
        self.assert_nothing_sent()

    def test_too_big(self):
        text = self.TEXT + ('x' * 70 + '\n') * 130000
        # Known before anything is sent, or said by the server after all of it.
        self.assert_exit(65, '-i', '--', BRUNO, text=text)
        self.write_account('no-size')
        self.assert_exit(69, '-i', '--', BRUNO, text=text)
        self.assert_nothing_sent()

    def test_untrusted_certificate(self):
        self.write_account(CAFile=None)
        self.assert_exit(76, '-i', '--', BRUNO)

    def test_nobody_listens(self):
        self.write_account(Port=mailservers.free_ports(1)[0])
        self.assert_exit(75, '-i', '--', BRUNO)

    def test_no_such_account(self):
        process = self.run_program('outpost-sendmail', '--account=none', '--no-queue', '--', BRUNO,
                                   text=self.TEXT)
        self.assertEqual(process.returncode, 78, process.said)

    def test_nul_in_the_message(self):
        self.assert_exit(65, '-i', '--', BRUNO, text='Subject: x\n\na\0b\n')
        self.assert_nothing_sent()

    def test_no_outbox_yet(self):
        process = self.run_program('outpost-sendmail', '--account=shop', '--', BRUNO,
                                   text=self.TEXT)
        self.assertEqual(process.returncode, 64, process.said)
        self.assert_nothing_sent()


class Trial(ProgramTest):
    def trial(self, *arguments):
        return self.run_program('outpostctl', 'test', 'shop', *arguments)

    def assert_exit(self, code, *arguments):
        process = self.trial(*arguments)
        self.assertEqual(process.returncode, code, process.stdout.decode() + process.said)
        return process

    def test_passed(self):
        for service in ('tls', 'starttls', 'dovecot-tls', 'dovecot-starttls'):
            with self.subTest(service=service):
                self.write_account(service)
                self.servers.empty()
                self.assert_exit(0)
                self.assertEqual(len(self.servers.mail(BRUNO)), 1)

    def test_checked_without_sending(self):
        self.assert_exit(0, '--no-send')
        self.assert_nothing_sent()

    def test_to_somebody_else(self):
        self.assert_exit(0, '--to', CARLA)
        self.assertEqual(len(self.servers.mail(CARLA)), 1)

    def test_report_as_json(self):
        process = self.assert_exit(0, '--json')
        json.loads(process.stdout)

    def test_nobody_listens(self):
        self.write_account(Port=mailservers.free_ports(1)[0])
        self.assert_exit(11)

    def test_untrusted_certificate(self):
        self.write_account(CAFile=None)
        self.assert_exit(12)

    def test_wrong_password(self):
        self.write_account(Secret='command:echo wrong')
        self.assert_exit(14)

    def test_sender_refused(self):
        for service in ('tls', 'strict'):
            with self.subTest(service=service):
                self.write_account(service, Sender=CARLA)
                self.assert_exit(15)

    def test_recipient_refused(self):
        self.assert_exit(16, '--to', NOBODY)

    def test_no_such_account(self):
        process = self.run_program('outpostctl', 'test', 'none')
        self.assertEqual(process.returncode, 78, process.said)


class Header(ProgramTest):
    """The header of a test message, from the mailbox in which it arrived."""

    def explain(self, service, sender=ORDERS):
        self.write_account(service, Sender=sender)
        sent = self.run_program('outpostctl', 'test', 'shop')
        self.assertEqual(sent.returncode, 0, sent.stdout.decode() + sent.said)
        arrived = self.servers.mail(BRUNO)[-1].decode()
        explained = self.run_program('outpostctl', 'explain', '--headers', '--json',
                                     '--account', 'shop', text=arrived)
        self.assertEqual(explained.returncode, 0, explained.said)
        return json.loads(explained.stdout)

    def test_arrived(self):
        verdict = self.explain('tls')
        self.assertEqual(verdict['from'], ORDERS)
        self.assertIs(verdict['rewritten'], False)
        # This receiver checks nothing.
        self.assertEqual(verdict['level'], 'unknown')
        self.assertEqual(verdict['receiver'], 'postfix.' + DOMAIN)
        self.assertEqual([verdict[name]['result'] for name in ('spf', 'dkim', 'dmarc')],
                         [None, None, None])
        hop, = verdict['hops']
        self.assertEqual((hop['by'], hop['protocol'], hop['tls'], hop['tls_version']),
                         ('postfix.' + DOMAIN, 'ESMTPSA', True, 'TLSv1.3'))
        self.assertTrue(hop['cipher'].startswith('TLS_'), hop['cipher'])
        self.assertIs(hop['trusted'], True)
        self.assertIsNone(hop['delay_s'])
        self.assertGreater(hop['time'], 1700000000)

    def test_two_steps(self):
        hops = self.explain('dovecot-tls')['hops']
        self.assertEqual([hop['by'] for hop in hops], ['dovecot.' + DOMAIN, 'postfix.' + DOMAIN])
        self.assertEqual(hops[0]['protocol'], 'ESMTPSA')
        self.assertIs(hops[0]['tls'], True)
        self.assertIn(hops[1]['delay_s'], range(-1, 21))

    def test_rewritten(self):
        verdict = self.explain('rewriting')
        self.assertEqual(verdict['from'], ANNA)
        self.assertIs(verdict['rewritten'], True)
        self.assertIn(ORDERS, verdict['next_steps'][-1])


if __name__ == '__main__':
    tap.main()
