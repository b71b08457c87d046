# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""outpostctl check, against a real name server in a network of its own."""
import json
import os
import pathlib
import re
import unittest

import dnsserver
import namespace
import programs
import tap
from dnsserver import DnsServer, ScriptedDns, reply
from programs import ProgramTest

REASON = namespace.enter()
MAN = pathlib.Path(os.environ['OUTPOST_SOURCE_ROOT']) / 'data' / 'man' / 'outpostctl.1'

ZONES = {
    'good.example': ['@ MX 10 mx', 'mx A 192.0.2.25', 'smtp A 192.0.2.27', 'smtp AAAA 2001:db8::27',
                     '@ TXT "v=spf1 mx a:smtp.good.example" " -all"', '@ TXT "verification=1"',
                     '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:d@good.example"'],
    'bare.example': ['@ MX 10 mx', 'mx A 192.0.2.25', 'smtp A 192.0.2.28'],
    'null.example': ['@ MX 0 .', '@ TXT "v=spf1 -all"', '_dmarc TXT "v=DMARC1; p=reject"'],
    'two.example': ['@ MX 10 mx.good.example.', '@ TXT "v=spf1 mx -all"', '@ TXT "v=spf1 a -all"',
                    '_dmarc TXT "v=DMARC1; p=none"'],
    'evil.example': ['@ MX 10 mx.good.example.',
                     '@ TXT "v=spf1 a:\\027[2J\\013\\010X:\\226\\128\\174 -all"',
                     '_dmarc TXT "v=DMARC1; p=\\027[31m"'],
    'xn--bcher-kva.example': ['@ MX 10 mx.good.example.', '@ TXT "v=spf1 mx -all"',
                              '_dmarc TXT "v=DMARC1; p=none"'],
    # From and MAIL FROM in different places
    'orders.example': ['@ MX 10 mx.good.example.', '_dmarc TXT "v=DMARC1; p=quarantine"'],
    'yahoo.com': ['@ MX 1 mx.good.example.', '@ TXT "v=spf1 ip4:198.51.100.0/24 ?all"',
                  '_dmarc TXT "v=DMARC1; p=reject"'],
}


@unittest.skipIf(REASON, REASON)
class Checks(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = DnsServer(ZONES, broken=['broken.example'])

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        super().tearDownClass()

    def check(self, code, *arguments):
        return self.ctl(code, 'check', *arguments).out

    def test_good(self):
        lines = self.check(0, 'good.example', '--server', 'smtp.good.example').splitlines()
        self.assertEqual([line[:1] for line in lines], ['+', '+', '+'])

    def test_records_to_publish(self):
        out = self.check(20, 'bare.example', '--server', 'smtp.bare.example')
        self.assertIn('    bare.example TXT v=spf1 a:smtp.bare.example ~all\n', out)
        self.assertIn('    _dmarc.bare.example TXT v=DMARC1; p=none\n', out)
        self.assertEqual(re.findall('^[^ ]', out, re.M), ['+', '!', 'i'])

    def test_errors(self):
        self.assertIn('X SPF: ', self.check(21, 'two.example'))
        self.assertIn('X Replies: ', self.check(21, 'unheard-of.example'))
        self.assertIn('X DMARC: ', self.check(21, 'yahoo.com', '--server', 'smtp.good.example'))

    def test_null_mx(self):
        self.assertIn('! Replies: ', self.check(20, 'null.example'))

    def test_name_servers_that_cannot_tell(self):
        lines = self.check(75, 'broken.example').splitlines()
        self.assertEqual([line[:1] for line in lines], ['?', '?', '?'])

    def test_unicode(self):
        self.assertIn('bücher.example', self.check(0, 'Bücher.example'))

    def test_what_domains_say_is_not_believed(self):
        out = self.check(21, 'evil.example')
        self.assertNotRegex(out, '[\x00-\x09\x0b-\x1f\x7f\u202e]')
        self.assertEqual(len(out.splitlines()), 5, out)
        self.assertNotRegex(self.check(21, '--json', 'evil.example'), '[\x00-\x09\x0b-\x1f\u202e]')

    def test_account(self):
        self.write_account(Server='smtp.good.example', Port=465, Sender='orders@orders.example',
                           ReturnPath='bounces@good.example')
        value = json.loads(self.check(20, '--json', 'shop'))
        self.assertEqual(value['sender_domain'], 'orders.example')
        self.assertEqual(value['return_domain'], 'good.example')
        self.assertEqual(value['server'], 'smtp.good.example')
        self.assertEqual(value['spf']['lists_server'], 'server')
        self.assertFalse(value['dmarc']['aligned'])
        self.assertEqual([f['id'] for f in value['findings']], ['dmarc-not-aligned'])
        value = json.loads(self.check(20, '--json', 'shop', '--server', 'smtp.bare.example'))
        self.assertEqual(value['server'], 'smtp.bare.example')
        self.assertEqual(value['spf']['lists_server'], 'none')

    def test_account_on_this_computer(self):
        self.write_account(Sender='shop@good.example')
        value = json.loads(self.check(0, '--json', 'shop'))
        self.assertIsNone(value['server'])
        self.assertEqual(value['spf']['lists_server'], 'not-asked')

    def test_account_without_a_sender(self):
        self.write_account(Sender=None, Email=None)
        self.assertNotEqual(self.ctl(78, 'check', 'shop').said, '')

    def test_json(self):
        value = json.loads(self.check(0, '--json', 'good.example', '--server', 'smtp.good.example'))
        self.assertEqual(value['schema_version'], 1)
        self.assertEqual(value['state'], 'good')
        self.assertEqual(value['findings'], [])
        self.assertEqual(value['mail']['hosts'], [{'preference': 10, 'host': 'mx.good.example'}])
        self.assertEqual(value['spf']['record'], 'v=spf1 mx a:smtp.good.example -all')
        self.assertEqual((value['spf']['others'], value['spf']['lookups']), ('fail', 2))
        self.assertEqual(value['dmarc']['policy_domain'], 'good.example')
        self.assertEqual(value['dmarc']['policy'], 'reject')

    def test_the_manual_knows_every_member(self):
        manual = MAN.read_text().replace('\\-', '-')
        manual = manual[manual.index('.B check --json'):manual.index('.B explain --json')]
        for domain in ('good.example', 'bare.example'):
            process = self.run_program(programs.OUTPOSTCTL, 'check', '--json', domain, '--server',
                                       'smtp.bare.example')
            for name in programs.members_of(json.loads(process.out)):
                said = re.search(r'(?m)^\.(I|IR|RI|B|BR)\b.*(?<![\w-])%s(?![\w-])' % name, manual)
                self.assertIsNotNone(said, name)


@unittest.skipIf(REASON, REASON)
class NoServer(ProgramTest):
    def test_offline(self):
        lines = self.ctl(75, 'check', 'good.example').out.splitlines()
        self.assertEqual([line[:1] for line in lines], ['?', '?', '?'])


@unittest.skipIf(REASON, REASON)
class WhatIsAsked(ProgramTest):
    def setUp(self):
        super().setUp()
        namespace.set_nameservers(dnsserver.SCRIPTED_ADDRESS)
        self.addCleanup(namespace.set_nameservers, dnsserver.ADDRESS)

    def answer(self, query):
        if query.type == dnsserver.TXT and query.name == 'good.example':
            return reply(query, [dnsserver.txt('v=spf1 exists:%{l}.%{i}.good.example -all')])
        if query.type == dnsserver.MX:
            return reply(query, [dnsserver.mx(1, 'mx.good.example')])
        if query.type == dnsserver.A and query.name == 'smtp.good.example':
            return reply(query, [dnsserver.record('@', dnsserver.A, bytes([192, 0, 2, 27]))])
        return reply(query)

    def test_addresses_stay_here(self):
        self.write_account(Server='smtp.good.example', Port=465, Sender='Anna.Secret@good.example',
                           Email='Anna.Secret@good.example')
        with ScriptedDns(self.answer) as server:
            self.run_program(programs.OUTPOSTCTL, 'check', 'shop')
        self.assertIn(('postmaster.192.0.2.27.good.example', dnsserver.A), server.asked)
        self.assertNotIn('anna', ' '.join(name for name, _ in server.asked))

    def test_a_domain_that_leads_on_for_ever(self):
        """Each name leads to ten others that are not there: it ends, and so does the asking."""
        def answer(query):
            if query.type == dnsserver.MX:
                return reply(query, [dnsserver.mx(n, 'h%d.%s' % (n, query.name))
                                     for n in range(10)])
            if query.type == dnsserver.TXT:
                return reply(query, [dnsserver.txt(
                    'v=spf1 ', *['mx:m%d.%%{d} ' % n for n in range(40)])])
            return reply(query, rcode=dnsserver.NXDOMAIN)
        with ScriptedDns(answer) as server:
            self.ctl(21, 'check', 'good.example')
        # A long answer is asked for twice: the second time over TCP.
        self.assertLess(len(set(server.asked)), 205)


if __name__ == '__main__':
    tap.main()
