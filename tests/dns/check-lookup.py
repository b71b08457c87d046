# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Look-ups at a real name server, and at one that is broken or means harm."""
import os
import struct
import subprocess
import unittest

import dnsserver
import namespace
import tap
from dnsserver import DnsServer, MX, ScriptedDns, SRV, TXT, mx, name_octets, record, reply, srv, txt

REASON = namespace.enter()
LOOKUP = os.environ['OUTPOST_LOOKUP']
TIMEOUT_S = 60
# Nobody waits for it: what takes that long is a fault.
LIMIT_MS = 30000
# Waited for where the answer is that none comes.
SHORT_MS = 200

ZONES = {
    'shop.example': [
        '@ MX 20 second', '@ MX 10 mx.provider.example.', '@ MX 10 first', '@ A 192.0.2.80',
        '@ TXT "v=spf1 mx " "-all"', '@ TXT "another"', 'first A 192.0.2.25', 'second A 192.0.2.26',
        '_submissions._tcp SRV 10 0 465 backup', '_submissions._tcp SRV 0 1 465 smtp',
        '_submission._tcp SRV 0 0 0 .', 'smtp A 192.0.2.27', 'smtp AAAA 2001:db8::27',
        'six AAAA 2001:db8::6', 'text TXT "only text"', 'alias CNAME smtp',
        'deep CNAME host.elsewhere.example.', 'dangling CNAME gone.elsewhere.example.',
        'mailalias CNAME elsewhere.example.', 'below.empty A 192.0.2.9',
    ],
    'elsewhere.example': ['host A 192.0.2.90', '@ MX 5 host'],
    'web.example': ['@ A 192.0.2.81'],
    'web6.example': ['@ AAAA 2001:db8::81'],
    'text.example': ['@ TXT "nothing else"'],
    'null.example': ['@ MX 0 .', '@ A 192.0.2.82'],
    'wrong.example': ['@ MX 10 mx_1', '@ MX 20 192.0.2.1.'],
    'partly.example': ['@ MX 10 mx_1', '@ MX 20 fine'],
    'big.example': ['@ TXT ' + ' '.join('"%s"' % (letter * 255) for letter in 'abcdefghij')],
    'many.example': ['@ MX %d host%d' % (n, n) for n in range(100)],
}


class Lookup(unittest.TestCase):
    def look_up(self, kind, name, limit=LIMIT_MS, twin=True, before=None):
        """The lines that both twins print: there is one behaviour."""
        seen = [self.run_one(call, kind, name, limit, before)
                for call in ([], ['--async'] if twin else [])]
        self.assertEqual(seen[0], seen[1])
        return seen[0]

    def run_one(self, options, kind, name, limit, before=None):
        process = subprocess.Popen([LOOKUP, *options, kind, name, str(limit)], text=True,
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        if before is not None:
            before()
            process.stdin.close()
            process.stdin = None
        # communicate() would close standard input at once, which cancels.
        out = process.stdout.read()
        if process.stdin is not None:
            process.stdin.close()
        process.stdout.close()
        self.assertEqual(process.wait(TIMEOUT_S), 0)
        return out.splitlines()


@unittest.skipIf(REASON, REASON)
class RealServer(Lookup):
    @classmethod
    def setUpClass(cls):
        cls.server = DnsServer(ZONES, broken=['broken.example'], silent=['silent.example'])

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def test_services_by_priority(self):
        self.assertEqual(self.look_up('srv', '_submissions._tcp.shop.example'),
                         ['smtp.shop.example 465 0 1', 'backup.shop.example 465 10 0'])

    def test_service_that_is_not_offered(self):
        self.assertEqual(self.look_up('srv', '_submission._tcp.shop.example'), ['not-offered'])

    def test_service_that_is_not_there(self):
        self.assertEqual(self.look_up('srv', '_submissions._tcp.web.example'), ['no-name'])

    def test_mail_hosts_by_preference(self):
        expected = ['10 first.shop.example', '10 mx.provider.example', '20 second.shop.example']
        self.assertEqual(self.look_up('mail', 'shop.example'), ['hosts', *expected])
        self.assertEqual(self.look_up('mx', 'shop.example'), expected)

    def test_mail_follows_an_alias(self):
        self.assertEqual(self.look_up('mail', 'mailalias.shop.example'),
                         ['hosts', '5 host.elsewhere.example'])

    def test_mail_to_the_address_of_the_domain(self):
        for name in ('web.example', 'web6.example'):
            with self.subTest(name=name):
                self.assertEqual(self.look_up('mail', name), ['implicit'])
                self.assertEqual(self.look_up('mx', name), ['no-record'])

    def test_mail_is_refused(self):
        self.assertEqual(self.look_up('mail', 'null.example'), ['refused'])
        self.assertEqual(self.look_up('mx', 'null.example'), ['not-offered'])

    def test_mail_goes_nowhere(self):
        self.assertEqual(self.look_up('mail', 'text.example'), ['no-record'])
        self.assertEqual(self.look_up('mail', 'unheard-of.example'), ['no-name'])

    def test_hosts_that_are_none(self):
        self.assertEqual(self.look_up('mail', 'wrong.example'), ['not-a-host'])
        self.assertEqual(self.look_up('mail', 'partly.example'), ['hosts', '20 fine.partly.example'])

    def test_many_hosts_need_tcp(self):
        self.assertEqual(len(self.look_up('mx', 'many.example')), 100)

    def test_texts_are_joined(self):
        self.assertEqual(sorted(self.look_up('txt', 'shop.example')),
                         ['another', 'v=spf1 mx -all'])
        self.assertEqual(self.look_up('txt', 'big.example'),
                         [''.join(letter * 255 for letter in 'abcdefghij')])

    def test_addresses(self):
        self.assertEqual(self.look_up('a', 'smtp.shop.example'), ['192.0.2.27'])
        self.assertEqual(self.look_up('aaaa', 'alias.shop.example'), ['2001:db8::27'])
        self.assertEqual(self.look_up('a', 'six.shop.example'), ['no-record'])

    def test_host_is_there(self):
        for name in ('smtp.shop.example', 'six.shop.example', 'alias.shop.example',
                     'deep.shop.example', '192.0.2.1', '2001:db8::1', 'localhost'):
            with self.subTest(name=name):
                self.assertEqual(self.look_up('host', name), ['resolves'])

    def test_host_of_the_hosts_file(self):
        namespace.set_hosts(**{'nas.home.example': '192.0.2.77'})
        self.addCleanup(namespace.set_hosts)
        self.assertEqual(self.look_up('host', 'nas.home.example'), ['resolves'])

    def test_host_without_address(self):
        for name in ('text.shop.example', 'empty.shop.example', 'text.example'):
            with self.subTest(name=name):
                self.assertEqual(self.look_up('host', name), ['no-address'])

    def test_host_that_is_not_there(self):
        for name in ('stmp.shop.example', 'unheard-of.example', 'dangling.shop.example',
                     'has..dots.example', 'x' * 64 + '.example', 'has space.example'):
            with self.subTest(name=name):
                self.assertEqual(self.look_up('host', name), ['no-name'])

    def test_server_that_cannot_tell(self):
        self.assertEqual(self.look_up('host', 'x.broken.example'), ['unknown', 'temporary'])
        for kind in ('mail', 'txt', 'a'):
            with self.subTest(kind=kind):
                self.assertEqual(self.look_up(kind, 'broken.example'), ['temporary'])

    def test_no_answer_within_the_limit(self):
        self.assertEqual(self.look_up('host', 'x.silent.example', SHORT_MS),
                         ['unknown', 'temporary'])
        for kind in ('mail', 'txt'):
            with self.subTest(kind=kind):
                self.assertEqual(self.look_up(kind, 'silent.example', SHORT_MS), ['temporary'])

    def test_first_server_of_two_is_dead(self):
        # Bound, so that it is silent in place of refusing.
        with ScriptedDns(lambda query: None) as dead:
            namespace.set_nameservers(dead.address, dnsserver.ADDRESS)
            self.addCleanup(namespace.set_nameservers, dnsserver.ADDRESS)
            self.assertEqual(self.look_up('txt', 'text.example', 4500), ['nothing else'])
            self.assertNotEqual(dead.asked, [])


@unittest.skipIf(REASON, REASON)
class NoServer(Lookup):
    """Offline: nothing listens at 127.0.0.1."""

    def test_nothing_can_be_told(self):
        self.assertEqual(self.look_up('host', 'smtp.shop.example'), ['unknown', 'temporary'])
        for kind in ('mail', 'txt', 'a', 'mx'):
            with self.subTest(kind=kind):
                self.assertEqual(self.look_up(kind, 'shop.example'), ['temporary'])
        self.assertEqual(self.look_up('srv', '_submissions._tcp.shop.example'), ['temporary'])

    def test_addresses_need_no_server(self):
        self.assertEqual(self.look_up('host', '192.0.2.1'), ['resolves'])


@unittest.skipIf(REASON, REASON)
class HostileServer(Lookup):
    def setUp(self):
        namespace.set_nameservers(dnsserver.SCRIPTED_ADDRESS)
        self.addCleanup(namespace.set_nameservers, dnsserver.ADDRESS)

    def look_up_at(self, answer, kind, name='shop.example', limit=LIMIT_MS):
        with ScriptedDns(answer) as server:
            lines = self.look_up(kind, name, limit)
        self.asked = server.asked
        return lines

    def test_records_that_are_broken(self):
        pointer_to_itself = b'\xc0\x2c'
        cases = [
            ('mail', reply_with(record('@', MX, b''))),
            ('mail', reply_with(record('@', MX, b'\0\1'))),
            ('mail', reply_with(record('@', MX, b'\0\1\x3fshort'))),
            ('mail', reply_with(record('@', MX, b'\0\1\xc0\xff'))),
            ('mail', reply_with(record('@', MX, b'\0\1' + pointer_to_itself))),
            ('mail', reply_with(record('@', MX, b'\0\1' + name_octets('mx.example') + b'more'))),
            ('mail', reply_with(mx(1, 'fine.example'), record('@', MX, b'\0'))),
            ('mail', reply_with(mx(1, 'fine.example'), count=2)),
            ('srv', reply_with(record('@', SRV, b'\0\0\0\0\1\xd1'))),
            ('txt', reply_with(record('@', TXT, b'\x09short'))),
            ('txt', reply_with(record('@', TXT, b'\1a\0\5b'))),
            ('a', reply_with(record('@', dnsserver.A, b'\x7f\0\0'))),
            ('aaaa', reply_with(record('@', dnsserver.AAAA, b'\x7f\0\0\1'))),
        ]
        for kind, answer in cases:
            name = '_submissions._tcp.shop.example' if kind == 'srv' else 'shop.example'
            with self.subTest(kind=kind, answer=answer):
                self.assertEqual(self.look_up_at(answer, kind, name), ['bad-answer'])

    def test_more_records_than_anyone_has(self):
        records = [txt('x%d' % n) for n in range(1000)]
        self.assertEqual(self.look_up_at(over_tcp(records), 'txt'), ['bad-answer'])

    def test_hosts_that_would_break_a_line(self):
        evil = [b'mx\r\nRCPT.example', b'mx\x1b[2J.example', b'mx\0.example', b'a b.example',
                '\u202emx.example'.encode(), b'mx\xff.example', b'-mx.example', b'127.0.0.1']
        for host in evil:
            labels = b''.join(bytes([len(part)]) + part for part in host.split(b'.')) + b'\0'
            with self.subTest(host=host):
                self.assertEqual(self.look_up_at(reply_with(record('@', MX, b'\0\1' + labels)),
                                                 'mail'), ['not-a-host'])
                self.assertEqual(
                    self.look_up_at(reply_with(mx(5, 'fine.example'),
                                               record('@', MX, b'\0\1' + labels)), 'mail'),
                    ['hosts', '5 fine.example'])

    def test_services_without_port(self):
        answer = reply_with(srv(0, 0, 0, 'smtp.example'), srv(1, 0, 465, 'smtp.example'))
        self.assertEqual(self.look_up_at(answer, 'srv', '_submissions._tcp.shop.example'),
                         ['smtp.example 465 1 0'])

    def test_root_beside_other_targets(self):
        answer = reply_with(srv(0, 0, 1, '.'), srv(1, 0, 465, 'smtp.example'))
        self.assertEqual(self.look_up_at(answer, 'srv', '_submissions._tcp.shop.example'),
                         ['smtp.example 465 1 0'])
        self.assertEqual(self.look_up_at(reply_with(mx(0, '.'), mx(1, 'mx.example')), 'mail'),
                         ['hosts', '1 mx.example'])

    def test_text_of_any_octets(self):
        answer = reply_with(txt(b'a\0b\r\n\x1b[2J\xff'), txt(''))
        self.assertEqual(self.look_up_at(answer, 'txt'),
                         ['a\\177b\\r\\n\\033[2J\\377', ''])

    def test_records_of_another_kind(self):
        answer = reply_with(txt('v=spf1 -all'))
        self.assertEqual(self.look_up_at(answer, 'mx'), ['no-record'])

    def test_answers_that_are_none(self):
        for answer in (lambda query: b'', lambda query: b'\0', lambda query: b'\xff' * 11,
                       lambda query: query.octets,
                       lambda query: struct.pack('>H', query.id ^ 1) + reply(query)[2:]):
            with self.subTest():
                self.assertEqual(self.look_up_at(answer, 'txt', limit=SHORT_MS), ['temporary'])

    def test_refused(self):
        answer = lambda query: reply(query, rcode=dnsserver.REFUSED)
        self.assertEqual(self.look_up_at(answer, 'txt'), ['temporary'])
        self.assertEqual(self.look_up_at(answer, 'host'), ['unknown', 'temporary'])

    def test_cancelled_while_it_waits(self):
        for kind in ('mail', 'txt', 'host'):
            with self.subTest(kind=kind), ScriptedDns(lambda query: None) as server:
                lines = self.look_up(kind, 'shop.example', before=server.wait_for_query)
                self.assertEqual(lines[-1], 'g-io-error-quark 19')

    def test_no_other_name_is_asked_for(self):
        """Neither a search list nor anything else adds names."""
        namespace.set_nameservers(dnsserver.SCRIPTED_ADDRESS, options='ndots:5')
        answer = lambda query: reply(query, rcode=dnsserver.NXDOMAIN)
        self.look_up_at(answer, 'mail', 'shop.example')
        self.assertEqual({name for name, _ in self.asked}, {'shop.example'})


def reply_with(*records, **more):
    return lambda query: reply(query, records, **more)


def over_tcp(records):
    """Too long for a datagram: the first answer is cut, the second comes over TCP."""
    asked = []

    def answer(query):
        asked.append(query)
        return reply(query, records if len(asked) % 2 == 0 else [], truncated=len(asked) % 2 == 1)
    return answer


if __name__ == '__main__':
    tap.main()
