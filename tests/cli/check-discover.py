# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""outpostctl discover as people and scripts call it. What it finds where is tried in
tests/discovery; here it is words, JSON and exit codes."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import dnsserver
import internet
import namespace
import programs
import tap
from programs import OUTPOSTCTL, TIMEOUT_S

REASON = namespace.enter()
MAN = pathlib.Path(os.environ['OUTPOST_SOURCE_ROOT']) / 'data' / 'man' / 'outpostctl.1'
WEB, MAIL = '127.0.1.1', '127.0.1.2'
LIST = 'https://list.mozilla.example/v1.1'
DOCUMENT = b"""<clientConfig><emailProvider><displayName>Shop</displayName>
<outgoingServer type="smtp"><hostname>smtp.hoster.example</hostname><port>465</port>
<socketType>SSL</socketType><authentication>password-cleartext</authentication>
<username>%EMAILLOCALPART%</username></outgoingServer>
<documentation url="https://shop.example/help"/></emailProvider></clientConfig>"""

FOUND = """\
E-mail: anna@shop.example (typed by you)
SMTP server: smtp.hoster.example (published by shop.example)
SMTP port: 465 (published by shop.example)
SSL/TLS mode: tls (published by shop.example)
Sign-in method: password (published by shop.example)
User name: anna (published by shop.example)

Where Outpost looked:
  Administrator’s files: not in it
  Own files: not in it
  Built-in list: not in it
  shop.example itself: answered – smtp.hoster.example:465
  Mozilla’s list: not asked
"""


@unittest.skipIf(REASON, REASON)
class Discover(unittest.TestCase):
    maxDiff = 4000

    @classmethod
    def setUpClass(cls):
        authority = internet.Authority()
        cls.addClassCleanup(authority.remove)
        authority.trust()
        pages = {'autoconfig.shop.example/mail/config-v1.1.xml': DOCUMENT,
                 'list.mozilla.example/v1.1/listed.example': DOCUMENT}
        for server in (
                internet.WebServer(WEB, authority.context('autoconfig.shop.example',
                                                          'list.mozilla.example'), pages),
                internet.MailServer(MAIL, authority.context('smtp.hoster.example')),
                dnsserver.DnsServer({
                    'shop.example': ['autoconfig A ' + WEB],
                    'mozilla.example': ['list A ' + WEB],
                    'hoster.example': ['smtp A ' + MAIL],
                    'srv.example': ['_submissions._tcp SRV 0 1 465 smtp.hoster.example.'],
                })):
            server.__enter__()
            cls.addClassCleanup(server.__exit__, None, None, None)

    def setUp(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix='outpost-cli-'))
        self.addCleanup(shutil.rmtree, self.home)

    def discover(self, code, *arguments, **environment):
        process = subprocess.run([OUTPOSTCTL, 'discover', *arguments], capture_output=True,
                                 text=True, timeout=TIMEOUT_S, stdin=subprocess.DEVNULL,
                                 env=programs.make_environment(self.home, **environment))
        self.assertEqual(process.returncode, code, process.stdout + process.stderr)
        return process

    def write_own_file(self, domain, octets=DOCUMENT):
        folder = self.home / 'config' / 'outpost' / 'isp'
        folder.mkdir(parents=True, exist_ok=True)
        (folder / (domain + '.xml')).write_bytes(octets)

    def test_found(self):
        process = self.discover(0, 'anna@shop.example')
        self.assertEqual(process.stdout[:len(FOUND)], FOUND)
        self.assertEqual(process.stderr, '')

    def test_confirmation(self):
        process = self.discover(0, '--mozilla=off', 'anna@srv.example')
        self.assertIn('make sure that hoster.example is your provider', process.stdout)
        self.assertIn('User name: anna@srv.example (usual where nothing is said)', process.stdout)

    def test_advice(self):
        process = self.discover(0, 'anna@gmail.com')
        self.assertIn('Gmail wants an app password', process.stdout)
        self.assertIn('https://myaccount.google.com/apppasswords', process.stdout)

    def test_json(self):
        report = json.loads(self.discover(0, '--json', 'anna@shop.example').stdout)
        self.assertEqual(report['schema_version'], 1)
        self.assertEqual((report['address'], report['domain'], report['suggestion']),
                         ('anna@shop.example', 'shop.example', None))
        answer = report['answer']
        self.assertEqual(answer['settings'], {
            'Email': 'anna@shop.example', 'Server': 'smtp.hoster.example', 'Port': '465',
            'Security': 'tls', 'SignIn': 'password', 'Username': 'anna'})
        self.assertEqual(set(answer['origins']), set(answer['settings']))
        self.assertEqual((answer['source'], answer['provider'], answer['preset'],
                          answer['domain'], answer['needs_confirmation'], answer['help_url']),
                         ('autoconfig', 'Shop', None, 'hoster.example', False, None))
        self.assertEqual([each['source'] for each in report['sources']],
                         ['admin', 'user', 'preset', 'autoconfig', 'mozilla', 'srv', 'mx',
                          'trying'])
        self.assertEqual(report['sources'][3]['answer'], answer)

    def test_settings_can_be_set(self):
        """What was found is what `outpostctl set` takes."""
        report = json.loads(self.discover(0, '--json', 'anna@shop.example').stdout)
        keys = ['%s=%s' % pair for pair in report['answer']['settings'].items()]
        subprocess.run([OUTPOSTCTL, 'set', 'shop', *keys], check=True, timeout=TIMEOUT_S,
                       env=programs.make_environment(self.home), capture_output=True)
        text = (self.home / 'config' / 'outpost' / 'accounts' / 'shop.conf').read_text()
        self.assertIn('Server=smtp.hoster.example\n', text)

    def test_the_manual_knows_every_member(self):
        manual = MAN.read_text().replace('\\-', '-')
        report = json.loads(self.discover(0, '--json', 'anna@gmail.com').stdout)
        words = [*report, *report['sources'][0], *report['answer'],
                 *(each['source'] for each in report['sources'])]
        states = ['answered', 'nothing-known', 'not-in-it', 'unusable', 'no-answer', 'not-asked',
                  'not-needed']
        for word in words + states:
            self.assertRegex(manual, r'(?m)^\.(I|IR|RI|B|BR)\b.*(?<![\w-])%s(?![\w-])'
                             % re.escape(word))

    def test_own_file(self):
        self.write_own_file('shop.example')
        process = self.discover(0, 'anna@shop.example')
        self.assertIn('smtp.hoster.example (from your own file)', process.stdout)

    def test_broken_file(self):
        self.write_own_file('shop.example', b'<clientConfig')
        process = self.discover(0, 'anna@shop.example')
        self.assertRegex(process.stdout, r'Own files: cannot be used – .*shop\.example\.xml')
        self.assertIn('published by shop.example', process.stdout)

    def test_list_elsewhere(self):
        process = self.discover(0, '--mozilla', LIST, 'anna@listed.example')
        self.assertIn('(from the Mozilla list)', process.stdout)
        process = self.discover(69, '--mozilla=off', 'anna@listed.example')
        self.assertIn('Mozilla’s list: not asked', process.stdout)

    def test_nothing_found(self):
        process = self.discover(69, '--mozilla=off', 'anna@nowhere.example')
        self.assertIn('No settings were found for nowhere.example.', process.stderr)
        self.assertIn('Where Outpost looked:', process.stdout)
        report = json.loads(self.discover(69, '--json', '--mozilla=off',
                                          'anna@nowhere.example').stdout)
        self.assertIsNone(report['answer'])

    def test_suggestion(self):
        process = self.discover(65, 'anna@gmial.com')
        self.assertEqual(process.stdout, '')
        self.assertEqual(process.stderr, 'outpostctl: Did you mean anna@gmail.com? Nothing was '
                                         'looked up yet.\noutpostctl: If the address is right, '
                                         'add --as-is.\n')
        report = json.loads(self.discover(65, '--json', 'anna@gmial.com').stdout)
        self.assertEqual(report['suggestion'], 'anna@gmail.com')
        self.discover(69, '--as-is', '--mozilla=off', 'anna@gmial.com')

    def test_usage(self):
        for arguments in ((), ('a@b.example', 'c@d.example'), ('anna',), ('',), ('anna@',),
                          ('--mozilla=perhaps', 'anna@shop.example'),
                          ('--mozilla=http://list.example/', 'anna@shop.example'),
                          ('--unknown', 'anna@shop.example')):
            with self.subTest(arguments):
                self.assertNotEqual(self.discover(64, *arguments).stderr, '')

    def test_offline(self):
        namespace.set_nameservers('127.0.1.9')
        self.addCleanup(namespace.set_nameservers, '127.0.0.1')
        process = self.discover(75, 'anna@shop.example')
        self.assertIn('Nobody could be asked.', process.stderr)
        self.discover(0, 'anna@gmail.com')


if __name__ == '__main__':
    tap.main()
