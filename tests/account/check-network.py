# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Findings that need the network, against a real name server."""
import os
import subprocess
import unittest

import dnsserver
import namespace
import tap
from dnsserver import DnsServer, ScriptedDns, reply

REASON = namespace.enter()
NETWORK = os.environ['OUTPOST_NETWORK']
LIMIT_MS, SHORT_MS = 30000, 200

ZONES = {
    'shop.example': ['@ MX 10 mx', 'mx A 192.0.2.25', 'smtp A 192.0.2.27', 'note TXT "no address"'],
    'web.example': ['@ A 192.0.2.81'],
    'text.example': ['@ TXT "nothing else"'],
    'null.example': ['@ MX 0 .'],
    'wrong.example': ['@ MX 10 192.0.2.1.'],
    'xn--bcher-kva.example': ['@ MX 0 .'],
}


class Findings(unittest.TestCase):
    def find(self, field, text, limit=LIMIT_MS):
        process = subprocess.run([NETWORK, field, text, str(limit)], capture_output=True, text=True,
                                 timeout=120, env={**os.environ, 'LC_ALL': 'C.UTF-8'})
        self.assertEqual(process.returncode, 0, process.stderr)
        return process.stdout.rstrip('\n')

    def assert_finds(self, field, text, words, limit=LIMIT_MS):
        with self.subTest(field=field, text=text):
            self.assertEqual(' '.join(self.find(field, text, limit).split(' ')[:2]), words)


@unittest.skipIf(REASON, REASON)
class RealServer(Findings):
    @classmethod
    def setUpClass(cls):
        cls.server = DnsServer(ZONES, broken=['broken.example'], silent=['silent.example'])

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def test_server(self):
        self.assert_finds('Server', 'smtp.shop.example', 'nothing')
        self.assert_finds('Server', 'stmp.shop.example', 'warning server-no-such-name')
        self.assert_finds('Server', 'note.shop.example', 'warning server-no-address')
        self.assert_finds('Server', 'smtp.broken.example', 'unknown')
        self.assert_finds('Server', 'smtp.silent.example', 'unknown', SHORT_MS)

    def test_address(self):
        for field in ('Email', 'Sender', 'ReturnPath'):
            self.assert_finds(field, 'a@shop.example', 'nothing')
            self.assert_finds(field, 'a@web.example', 'hint address-implicit-mx')
            self.assert_finds(field, 'a@text.example', 'warning address-no-mail-server')
            self.assert_finds(field, 'a@wrong.example', 'warning address-no-mail-server')
            self.assert_finds(field, 'a@null.example', 'warning address-takes-no-mail')
            self.assert_finds(field, 'a@unheard-of.example', 'warning address-no-such-domain')
            self.assert_finds(field, 'a@broken.example', 'unknown')
            self.assert_finds(field, 'a@silent.example', 'unknown', SHORT_MS)

    def test_words(self):
        self.assertEqual(self.find('Email', 'a@bücher.example'),
                         'warning address-takes-no-mail “\u2068bücher.example\u2069” declares that '
                         'it takes no mail: replies and bounces are lost.')


@unittest.skipIf(REASON, REASON)
class NoServer(Findings):
    def test_offline_there_is_no_finding(self):
        self.assert_finds('Server', 'smtp.shop.example', 'unknown')
        self.assert_finds('Email', 'a@shop.example', 'unknown')


@unittest.skipIf(REASON, REASON)
class WhatIsAsked(Findings):
    """Only names of servers and domains leave this computer, and only whole ones."""

    def setUp(self):
        namespace.set_nameservers(dnsserver.SCRIPTED_ADDRESS)
        self.addCleanup(namespace.set_nameservers, dnsserver.ADDRESS)

    def asked_for(self, field, text):
        with ScriptedDns(lambda query: reply(query, rcode=dnsserver.NXDOMAIN)) as server:
            self.find(field, text)
        return {name for name, _ in server.asked}

    def test_the_name_alone(self):
        self.assertEqual(self.asked_for('Server', 'smtp.shop.example'), {'smtp.shop.example'})
        self.assertEqual(self.asked_for('Email', 'orders@shop.example'), {'shop.example'})

    def test_nothing(self):
        for field, text in (('Server', ''), ('Server', 'localhost'), ('Server', 'mailhub'),
                            ('Server', '192.0.2.1'), ('Server', '[IPv6:2001:db8::1]'),
                            ('Server', 'smtp.shop.example:465'), ('Server', 'a@shop.example'),
                            ('Email', ''), ('Email', 'shop.example'), ('Email', 'a@[192.0.2.1]'),
                            ('Email', 'a@localhost'), ('Email', 'a b@shop.example'),
                            ('Username', 'a@shop.example'), ('Name', 'shop.example')):
            with self.subTest(field=field, text=text):
                self.assertEqual(self.asked_for(field, text), set())


if __name__ == '__main__':
    tap.main()
