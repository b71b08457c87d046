# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings from an address, out of an internet of our own: each source alone, two that disagree,
liars, silent and hostile ones, none. What others are told is read from their logs and the wire."""
import gzip
import json
import os
import pathlib
import subprocess
import tempfile
import threading
import unittest

import dnsserver
import internet
import namespace
import tap

REASON = namespace.enter()
DISCOVER = os.environ['OUTPOST_DISCOVER']
TIMEOUT_S = 60
# Nobody waits for it: what takes that long is a fault.
PATIENT = '30000,30000,30000'
# Ends only if it is ended.
ENDLESS = '600000,600000,600000'
# Where the answer is that none comes; only a look-up must be faster.
BRISK = '30000,1500,30000'

WEB, MAIL, NO_SIGN_IN, OTHER_NAME, SILENT_MAIL = ('127.0.1.%d' % n for n in range(1, 6))
HOLE = '198.51.100.9'
GOOD = 'smtp.hoster.example'
LIST = 'https://list.mozilla.example/v1.1/'
LOCAL_PART = 'zq7-nobody-elses-business'


def document(*servers, **more):
    """Settings with these servers: HOST, or HOST PORT MODE."""
    text = '<clientConfig version="1.1"><emailProvider id="x">'
    text += ''.join('<%s>%s</%s>' % (name, value, name) for name, value in more.items())
    for server in servers:
        host, port, mode = (server.split() + ['465', 'SSL'])[:3]
        text += ('<outgoingServer type="smtp"><hostname>%s</hostname><port>%s</port><socketType>%s'
                 '</socketType><username>%%EMAILADDRESS%%</username><authentication>'
                 'password-cleartext</authentication></outgoingServer>' % (host, port, mode))
    return (text + '</emailProvider></clientConfig>').encode()


def endless(stream, head=b'HTTP/1.1 200 So'):
    """Without a length and without an end."""
    stream.write(head + b'\r\n\r\n<clientConfig>')
    while True:
        stream.write(b'<!-- %s -->' % (b'a' * 65536))


def huge(stream):
    stream.write(b'HTTP/1.1 200 So\r\nContent-Length: 100000000\r\n\r\n')
    for _ in range(100):
        stream.write(b' ' * 1000000)


def too_long(stream):
    """By one octet, and not told before."""
    stream.write(b'HTTP/1.1 200 So\r\n\r\n' + document(GOOD).ljust(64 * 1024 + 1))


def packed(stream):
    """As nobody has asked for."""
    body = gzip.compress(document(GOOD))
    stream.write(b'HTTP/1.1 200 So\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s'
                 % (len(body), body))


ZONES = {
    'mozilla.example': ['list A ' + WEB],
    'hoster.example': ['smtp A ' + MAIL, 'autoconfig A ' + WEB, 'noauth A ' + NO_SIGN_IN,
                       'other A ' + OTHER_NAME, 'silent A ' + SILENT_MAIL, 'hole A ' + HOLE],
    'provider.example': ['smtp A ' + MAIL],
    'gmail.com': ['smtp A ' + MAIL],
    'auto.example': ['autoconfig A ' + WEB],
    'wellknown.example': ['@ A ' + WEB],
    'listed.example': [],
    'srv.example': ['_submissions._tcp SRV 20 1 465 noauth.hoster.example.',
                    '_submissions._tcp SRV 10 1 465 smtp.hoster.example.',
                    '_submission._tcp SRV 0 1 587 smtp.hoster.example.'],
    'srv587.example': ['_submissions._tcp SRV 0 0 0 .',
                       '_submission._tcp SRV 0 1 587 smtp.hoster.example.'],
    'srv25.example': ['_submission._tcp SRV 0 1 25 smtp.hoster.example.'],
    'mxknown.example': ['@ MX 10 aspmx.l.google.com.'],
    'mxlisted.example': ['@ MX 10 mx1.eu.provider.example.'],
    'mxinside.example': ['@ MX 10 mx.corp.internal.'],
    'mxown.example': ['@ MX 10 mx', 'mx A ' + MAIL],
    'try.example': ['mail A ' + MAIL],
    'everything.example': ['@ A ' + WEB, 'autoconfig A ' + WEB, 'smtp A ' + MAIL,
                           '@ MX 10 mx1.eu.provider.example.',
                           '_submissions._tcp SRV 0 1 465 smtp.hoster.example.'],
    'late.example': ['autoconfig A ' + WEB, 'smtp A ' + MAIL],
    'hanging.example': ['autoconfig A ' + WEB, '@ A ' + HOLE, 'smtp A ' + MAIL],
    'hung-list.example': ['smtp A ' + MAIL],
    'none.example': ['www A ' + WEB],
    'liar.example': ['autoconfig A ' + WEB, 'smtp A ' + MAIL],
    'lazy.example': ['autoconfig A ' + WEB],
    'second.example': ['autoconfig A ' + WEB],
    'filtered.example': ['autoconfig A ' + WEB],
    'private.example': ['autoconfig A ' + WEB],
    'asking.example': ['autoconfig A ' + WEB],
    'elsewhere.example': ['autoconfig A ' + WEB],
    'around.example': ['autoconfig A ' + WEB, 'www A ' + WEB],
    'rambling.example': ['autoconfig A ' + WEB], 'sorry.example': ['autoconfig A ' + WEB],
    'clear.example': ['autoconfig A ' + WEB],
    'circle.example': ['autoconfig A ' + WEB],
    'literal.example': ['autoconfig A ' + WEB],
    'huge.example': ['autoconfig A ' + WEB], 'endless.example': ['autoconfig A ' + WEB],
    'long.example': ['autoconfig A ' + WEB],
    'bomb.example': ['autoconfig A ' + WEB], 'deep.example': ['autoconfig A ' + WEB],
    'page.example': ['autoconfig A ' + WEB], 'packed.example': ['autoconfig A ' + WEB],
    'fault.example': ['autoconfig A ' + WEB],
    'unproven.example': ['autoconfig A ' + WEB],
}

CONFIG = '/mail/config-v1.1.xml'
PAGES = {
    'autoconfig.auto.example' + CONFIG: document(GOOD, displayName='Auto &amp; Co'),
    'wellknown.example/.well-known/autoconfig' + CONFIG: document(GOOD + ' 587 STARTTLS'),
    '/v1.1/listed.example': document(GOOD),
    '/v1.1/provider.example': document('smtp.provider.example'),
    'autoconfig.everything.example' + CONFIG: document('smtp.everything.example'),
    '/v1.1/everything.example': document(GOOD),
    'autoconfig.hanging.example' + CONFIG: internet.WebServer.HANG,
    '/v1.1/hung-list.example': internet.WebServer.HANG,
    'autoconfig.liar.example' + CONFIG: document('other.hoster.example'),
    'autoconfig.lazy.example' + CONFIG: document('noauth.hoster.example'),
    'autoconfig.second.example' + CONFIG: document('other.hoster.example', 'noauth.hoster.example',
                                                   GOOD + ' 587 STARTTLS', GOOD),
    'autoconfig.filtered.example' + CONFIG: document('hole.hoster.example', GOOD),
    'autoconfig.private.example' + CONFIG: document('127.0.1.2', 'localhost', '192.168.0.1'),
    'autoconfig.asking.example' + CONFIG: document('%EMAILLOCALPART%.hoster.example'),
    'autoconfig.elsewhere.example' + CONFIG: 'https://autoconfig.hoster.example/shared.xml',
    'autoconfig.hoster.example/shared.xml': document(GOOD),
    'autoconfig.around.example' + CONFIG: '//www.around.example/a',
    'www.around.example/a': '/b', 'www.around.example/b': '/c',
    'www.around.example/c': document(GOOD),
    'autoconfig.rambling.example' + CONFIG: lambda stream: endless(
        stream, b'HTTP/1.1 302 So\r\nLocation: https://www.around.example/c'),
    'autoconfig.sorry.example' + CONFIG: lambda stream: endless(stream, b'HTTP/1.1 404 So'),
    'autoconfig.clear.example' + CONFIG: 'http://autoconfig.hoster.example/shared.xml',
    'autoconfig.circle.example' + CONFIG: CONFIG,
    'autoconfig.literal.example' + CONFIG: 'https://127.0.1.1/shared.xml',
    'autoconfig.huge.example' + CONFIG: huge,
    'autoconfig.endless.example' + CONFIG: endless,
    'autoconfig.bomb.example' + CONFIG:
        b'<!DOCTYPE x [<!ENTITY a "%s"><!ENTITY b "&a;&a;">]><clientConfig>&b;</clientConfig>'
        % (b'a' * 1000),
    'autoconfig.deep.example' + CONFIG: b'<clientConfig>' + b'<a>' * 1000,
    'autoconfig.page.example' + CONFIG: b'<!doctype html><html lang=en><p>Welcome',
    'autoconfig.packed.example' + CONFIG: packed,
    'autoconfig.long.example' + CONFIG: too_long,
    'autoconfig.fault.example' + CONFIG: 503,
    'autoconfig.unproven.example' + CONFIG: document(GOOD),
}
NOT_PROVEN = 'autoconfig.unproven.example'


class Found:
    """What a search came to."""

    def __init__(self, lines):
        at = lines.index('report')
        self.report = json.loads('\n'.join(lines[at + 1:]))
        self.events = [line for line in lines[:at]
                       if not line.startswith(('elapsed', 'error', 'shown'))]
        self.error = next((line.split(' ', 3) for line in lines[:at]
                           if line.startswith('error')), None)
        self.states = {each['source']: each['state'] for each in self.report['sources']}
        self.details = {each['source']: each['detail'] for each in self.report['sources']}
        self.answer = self.report['answer']

    @property
    def settings(self):
        if self.answer is None:
            return None
        settings = self.answer['settings']
        return '%s %s %s %s' % (self.answer['source'], settings['Server'], settings['Port'],
                                settings['Security'])


@unittest.skipIf(REASON, REASON)
class Discovery(unittest.TestCase):
    maxDiff = 4000

    @classmethod
    def setUpClass(cls):
        namespace.add_black_hole('198.51.100.0/24')
        cls.authority = internet.Authority()
        cls.addClassCleanup(cls.authority.remove)
        cls.authority.trust()
        sites = sorted({page.split('/')[0] for page in PAGES if not page.startswith('/')}
                       - {NOT_PROVEN} | {'list.mozilla.example', 'everything.example',
                                         'autoconfig.late.example', 'none.example'})
        hosts = ['smtp.hoster.example', 'smtp.provider.example', 'smtp.gmail.com',
                 'mail.try.example', 'smtp.everything.example', 'smtp.late.example',
                 'smtp.hanging.example', 'smtp.hung-list.example', 'noauth.hoster.example',
                 'silent.hoster.example']
        trusted = cls.authority.context(*hosts)
        cls.pages = dict(PAGES)
        cls.web = cls.run_server(internet.WebServer(WEB, cls.authority.context(*sites), cls.pages))
        cls.mail = cls.run_server(internet.MailServer(MAIL, trusted))
        cls.run_server(internet.MailServer(NO_SIGN_IN, trusted, auth=False))
        cls.run_server(internet.MailServer(OTHER_NAME, trusted))
        cls.dns = cls.run_server(dnsserver.DnsServer(ZONES))

    @classmethod
    def run_server(cls, server):
        server.__enter__()
        cls.addClassCleanup(server.__exit__, None, None, None)
        return server

    def setUp(self):
        self.web.requests.clear()
        self.mail.lines.clear()

    def start(self, domain, *options, mozilla=LIST, limits=PATIENT, **more):
        environment = dict(os.environ, LC_ALL='C.UTF-8', GIO_USE_PROXY_RESOLVER='dummy',
                           GIO_USE_VFS='local', G_DEBUG='fatal-warnings',
                           XDG_CONFIG_HOME='/nonexistent', **more)
        process = subprocess.Popen(
            [DISCOVER, '--mozilla', mozilla, '--admin', '/nonexistent', '--limits', limits,
             *options, '%s@%s' % (LOCAL_PART, domain)], env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(process.stdout.close)
        return process

    def end(self, process, lines=()):
        out = process.communicate(timeout=TIMEOUT_S)[0]
        self.assertEqual(process.returncode, 0, out)
        return Found([*lines, *out.splitlines()])

    def find(self, domain, *options, **more):
        return self.end(self.start(domain, *options, **more))

    def assert_no_answer(self, found, code=2):
        self.assertIsNone(found.answer)
        self.assertEqual(found.error[1:3], ['outpost-discovery-error-quark', str(code)])

    def asked_paths(self, host):
        return [path for at, path, _ in self.web.requests if at == host]

    # Each source alone.

    def test_site(self):
        found = self.find('auto.example')
        self.assertEqual(found.settings, 'autoconfig smtp.hoster.example 465 tls')
        self.assertEqual(found.answer['provider'], 'Auto & Co')
        self.assertFalse(found.answer['needs_confirmation'])
        self.assertEqual(found.answer['domain'], 'hoster.example')
        self.assertEqual(found.answer['settings']['Username'], LOCAL_PART + '@auto.example')
        self.assertIn('auto.example', found.answer['origins']['Server'])
        # The list was not told.
        self.assertEqual(found.states['mozilla'], 'not-asked')
        self.assertEqual(self.asked_paths('list.mozilla.example'), [])

    def test_well_known_place(self):
        found = self.find('wellknown.example')
        self.assertEqual(found.settings, 'autoconfig smtp.hoster.example 587 starttls')
        self.assertFalse(found.answer['needs_confirmation'])

    def test_list(self):
        found = self.find('listed.example')
        self.assertEqual(found.settings, 'mozilla smtp.hoster.example 465 tls')
        self.assertFalse(found.answer['needs_confirmation'])
        self.assertEqual(found.states['autoconfig'], 'nothing-known')
        self.assertEqual(self.asked_paths('list.mozilla.example'), ['/v1.1/listed.example'])

    def test_list_switched_off(self):
        found = self.find('listed.example', mozilla='off')
        self.assert_no_answer(found)
        self.assertEqual(found.states['mozilla'], 'not-asked')
        self.assertEqual(self.web.requests, [])

    def test_service_records(self):
        found = self.find('srv.example')
        self.assertEqual(found.settings, 'srv smtp.hoster.example 465 tls')
        self.assertTrue(found.answer['needs_confirmation'])
        self.assertEqual(found.answer['domain'], 'hoster.example')
        self.assertEqual(found.answer['settings']['SignIn'], 'auto')
        self.assertNotEqual(found.answer['origins']['Username'], found.answer['origins']['Server'])

    def test_service_record_with_starttls(self):
        found = self.find('srv587.example')
        self.assertEqual(found.settings, 'srv smtp.hoster.example 587 starttls')

    def test_service_record_of_the_relay_port(self):
        found = self.find('srv25.example')
        self.assert_no_answer(found)
        self.assertEqual(found.states['srv'], 'nothing-known')

    def test_exchanger_of_a_known_provider(self):
        found = self.find('mxknown.example')
        self.assertEqual(found.settings, 'mx smtp.gmail.com 465 tls')
        self.assertEqual(found.answer['preset'], 'google-workspace')
        self.assertTrue(found.answer['needs_confirmation'])

    def test_exchanger_in_the_list(self):
        found = self.find('mxlisted.example')
        self.assertEqual(found.settings, 'mx smtp.provider.example 465 tls')
        self.assertTrue(found.answer['needs_confirmation'])
        self.assertEqual(self.asked_paths('list.mozilla.example'),
                         ['/v1.1/mxlisted.example', '/v1.1/eu.provider.example',
                          '/v1.1/provider.example'])
        # The exchanger's own domain is asked for nothing.
        self.assertEqual({host for host, _, _ in self.web.requests}, {'list.mozilla.example'})

    def test_exchanger_in_the_list_switched_off(self):
        found = self.find('mxlisted.example', mozilla='off')
        self.assert_no_answer(found)
        self.assertEqual(found.states['mx'], 'nothing-known')
        self.assertEqual(self.web.requests, [])

    def test_exchanger_of_its_own(self):
        found = self.find('mxown.example')
        self.assertEqual(found.states['mx'], 'nothing-known')
        self.assertEqual(self.asked_paths('list.mozilla.example'), ['/v1.1/mxown.example'])

    def test_trying(self):
        found = self.find('try.example')
        self.assertEqual(found.settings, 'trying mail.try.example 465 tls')
        self.assertTrue(found.answer['needs_confirmation'])
        self.assertEqual(found.answer['origins']['Port'], 'found by trying')

    def test_none(self):
        found = self.find('none.example')
        self.assert_no_answer(found)
        self.assertEqual(found.states, {
            'admin': 'not-in-it', 'user': 'not-in-it', 'preset': 'not-in-it',
            'autoconfig': 'nothing-known', 'mozilla': 'not-in-it', 'srv': 'nothing-known',
            'mx': 'nothing-known', 'trying': 'nothing-known'})

    # Who wins.

    def test_trust_decides(self):
        found = self.find('everything.example')
        self.assertEqual(found.settings, 'autoconfig smtp.everything.example 465 tls')
        self.assertEqual(self.asked_paths('list.mozilla.example'), [])

    def test_trust_decides_not_arrival(self):
        shown = threading.Event()

        def answer_late(stream):
            self.assertTrue(shown.wait(TIMEOUT_S))
            body = document('smtp.late.example 587 STARTTLS')
            stream.write(b'HTTP/1.1 200 So\r\nContent-Length: %d\r\n\r\n%s' % (len(body), body))

        self.pages['autoconfig.late.example' + CONFIG] = answer_late
        process = self.start('late.example')
        lines = []
        while 'best trying' not in lines:
            line = process.stdout.readline().rstrip('\n')
            self.assertNotEqual(line, '', lines)
            lines.append(line)
        shown.set()
        found = self.end(process, lines)
        self.assertEqual(found.settings, 'autoconfig smtp.late.example 587 starttls')
        self.assertIn('best autoconfig', found.events)

    def test_silent_site(self):
        found = self.find('hanging.example', limits=BRISK)
        self.assertEqual(found.settings, 'trying smtp.hanging.example 465 tls')
        self.assertEqual(found.states['autoconfig'], 'no-answer')

    def test_silent_site_before_the_list(self):
        """The list is asked when the site has had its time."""
        self.pages['/v1.1/hanging.example'] = document(GOOD)
        self.addCleanup(self.pages.pop, '/v1.1/hanging.example')
        found = self.find('hanging.example', limits=BRISK)
        self.assertIn('best trying', found.events)
        self.assertEqual(found.settings, 'mozilla smtp.hoster.example 465 tls')

    def test_silent_list(self):
        found = self.find('hung-list.example', limits=BRISK)
        self.assertEqual(found.settings, 'trying smtp.hung-list.example 465 tls')
        self.assertEqual(found.states['mozilla'], 'no-answer')

    def test_time_is_up(self):
        found = self.find('hanging.example', limits='1500,600000,600000')
        self.assertEqual(found.settings, 'trying smtp.hanging.example 465 tls')
        self.assertEqual(found.states['autoconfig'], 'no-answer')

    # Liars: what they name is no offer.

    def assert_unusable(self, found, words):
        self.assertIsNone(found.answer)
        self.assertEqual(found.states['autoconfig'], 'unusable')
        self.assertIn(words, found.details['autoconfig'])
        # The list has its turn: the site has given nothing.
        self.assertEqual(found.states['mozilla'], 'not-in-it')

    def test_certificate_for_another_name(self):
        found = self.find('liar.example')
        self.assertEqual(found.states['autoconfig'], 'unusable')
        self.assertIn('cannot prove its name', found.details['autoconfig'])
        self.assertEqual(found.states['trying'], 'unusable')

    def test_no_sign_in(self):
        self.assert_unusable(self.find('lazy.example'), 'offers no sign-in')

    def test_second_server(self):
        """In the provider's order: the third of four is the first that will do."""
        found = self.find('second.example')
        self.assertEqual(found.settings, 'autoconfig smtp.hoster.example 587 starttls')

    def test_filtered_first_server(self):
        found = self.find('filtered.example', limits='30000,30000,1500')
        self.assertEqual(found.settings, 'autoconfig smtp.hoster.example 465 tls')

    def test_private_addresses(self):
        self.assert_unusable(self.find('private.example'), 'no mail server for everybody')

    def test_address_in_a_host_name(self):
        with internet.Wire() as wire:
            found = self.find('asking.example')
        self.assert_unusable(found, 'no mail server for everybody')
        self.assert_nothing_of_the_address(wire)

    # Documents that mean harm.

    def test_huge(self):
        self.assert_unusable(self.find('huge.example'), 'too large')

    def test_endless(self):
        self.assert_unusable(self.find('endless.example'), 'sends is too large')

    def test_too_long_by_an_octet(self):
        self.assert_unusable(self.find('long.example'), 'sends is too large')

    def test_bomb(self):
        self.assert_unusable(self.find('bomb.example'), 'cannot be read')

    def test_deep(self):
        self.assert_unusable(self.find('deep.example'), 'nested too deeply')

    def test_packed(self):
        self.assert_unusable(self.find('packed.example'), 'cannot be read')

    def test_page_for_everything(self):
        found = self.find('page.example')
        self.assert_no_answer(found)
        self.assertEqual(found.states['autoconfig'], 'nothing-known')

    def test_fault(self):
        found = self.find('fault.example')
        self.assert_no_answer(found)
        self.assertEqual(found.states['autoconfig'], 'no-answer')
        self.assertIn('503', found.details['autoconfig'])

    def test_site_that_proves_nothing(self):
        self.assert_unusable(self.find('unproven.example'), 'cannot prove its name')
        self.assertEqual(self.asked_paths(NOT_PROVEN), [])

    # Being led elsewhere.

    def test_led_to_another_domain(self):
        found = self.find('elsewhere.example')
        self.assertEqual(found.settings, 'autoconfig smtp.hoster.example 465 tls')
        self.assertTrue(found.answer['needs_confirmation'])
        self.assertIn('hoster.example', found.answer['origins']['Server'])

    def test_led_around_the_own_domain(self):
        found = self.find('around.example')
        self.assertEqual(found.settings, 'autoconfig smtp.hoster.example 465 tls')
        self.assertFalse(found.answer['needs_confirmation'])

    def test_led_on_without_end(self):
        """What nobody will read is not read."""
        found = self.find('rambling.example', limits=ENDLESS)
        self.assertEqual(found.settings, 'autoconfig smtp.hoster.example 465 tls')
        found = self.find('sorry.example', limits=ENDLESS)
        self.assertEqual(found.states['autoconfig'], 'nothing-known')

    def test_led_to_clear_text(self):
        with internet.WebServer(WEB, None, {}, port=80) as clear:
            found = self.find('clear.example')
            self.assertEqual(clear.connections, 0)
        self.assert_unusable(found, 'without encryption')
        self.assertEqual(self.asked_paths('autoconfig.hoster.example'), [])

    def test_led_in_a_circle(self):
        self.assert_unusable(self.find('circle.example'), 'the next and the next')
        self.assertEqual(len(self.asked_paths('autoconfig.circle.example')), 4)

    def test_led_to_an_address(self):
        self.assert_unusable(self.find('literal.example'), 'no settings can be')

    # What others are told.

    def assert_nothing_of_the_address(self, wire=None):
        told = [''.join(request) for request in self.web.requests] + self.mail.lines
        self.assertEqual([each for each in told if LOCAL_PART in each.lower()], [])
        if wire is not None:
            self.assertGreater(len(wire.packets), 0)
            self.assertFalse(any(LOCAL_PART.encode() in packet.lower() for packet in wire.packets))

    def test_the_address_is_not_told(self):
        for domain in ('everything.example', 'elsewhere.example', 'mxlisted.example',
                       'srv.example', 'try.example', 'listed.example'):
            with self.subTest(domain), internet.Wire() as wire:
                self.assertIsNotNone(self.find(domain).answer)
            self.assert_nothing_of_the_address(wire)
        self.assertGreater(len(self.web.requests), 3)
        self.assertTrue(any(line.startswith('EHLO') for line in self.mail.lines))

    def test_requests_tell_nothing_of_this_computer(self):
        self.find('everything.example')
        for _, _, headers in self.web.requests:
            names = {line.split(':')[0].lower() for line in headers.splitlines() if line}
            self.assertLessEqual(names, {'host', 'connection'})

    def test_nothing_leaves_before_the_search(self):
        process = self.start('everything.example', '--wait')
        with internet.Wire() as wire:
            self.assertEqual(process.stdout.readline(), 'ready\n')
        self.assertEqual(wire.packets, [])
        # And the ear is not deaf.
        with internet.Wire() as wire:
            process.stdin.write('\n')
            process.stdin.flush()
            found = self.end(process)
        self.assertIsNotNone(found.answer)
        self.assertGreater(len(wire.packets), 0)

    def test_nothing_leaves_for_a_known_provider(self):
        for domain in ('gmail.com', 'aol.com', 'outlook.com', 'yahoo.com'):
            with internet.Wire() as wire:
                found = self.find(domain)
            self.assertEqual(found.answer['source'], 'preset')
            self.assertEqual(wire.packets, [])

    def test_nothing_leaves_for_a_file(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / 'everything.example.xml'
            file.write_bytes(document('mail.office.lan'))
            with internet.Wire() as wire:
                found = self.find('everything.example', '--user', folder)
        self.assertEqual(found.settings, 'user mail.office.lan 465 tls')
        self.assertEqual(wire.packets, [])

    def test_nothing_leaves_before_the_question_is_answered(self):
        with internet.Wire() as wire:
            found = self.find('gmial.com')
        self.assertEqual(found.error[1:3], ['outpost-discovery-error-quark', '1'])
        self.assertEqual(found.report['suggestion'], LOCAL_PART + '@gmail.com')
        self.assertEqual(wire.packets, [])
        found = self.find('gmial.com', '--as-is')
        self.assertEqual(found.states['autoconfig'], 'nothing-known')

    def test_names_of_the_own_network_stay_in_it(self):
        found = self.find('corp.internal')
        self.assertEqual(found.states['mozilla'], 'not-asked')
        self.assertEqual(self.asked_paths('list.mozilla.example'), [])
        self.find('mxinside.example')
        self.assertEqual(self.asked_paths('list.mozilla.example'), ['/v1.1/mxinside.example'])

    # Ending it, and no network at all.

    def test_cancel(self):
        for event in ('autoconfig asking', 'trying asking', 'best trying'):
            found = self.find('hanging.example', '--cancel-at', event, limits=ENDLESS)
            self.assertEqual(found.error[1], 'g-io-error-quark')
            self.assertNotIn('asking', found.states.values())
            self.assertNotIn('waiting', found.states.values())

    def test_cancelled_before(self):
        with internet.Wire() as wire:
            found = self.find('everything.example', '--cancel-at', 'ready')
        self.assertEqual(found.error[1], 'g-io-error-quark')
        self.assertEqual(wire.packets, [])

    def test_without_glib_networking(self):
        found = self.find('auto.example', GIO_MODULE_DIR='/nonexistent')
        self.assert_no_answer(found)
        self.assertEqual(found.states['autoconfig'], 'no-answer')
        self.assertIn('glib-networking', found.details['autoconfig'])
        # The engine has its own TLS: what needs no document is still found.
        found = self.find('srv.example', GIO_MODULE_DIR='/nonexistent')
        self.assertEqual(found.answer['source'], 'srv')

    def test_offline(self):
        namespace.set_nameservers('127.0.1.9')
        self.addCleanup(namespace.set_nameservers, '127.0.0.1')
        found = self.find('everything.example')
        self.assert_no_answer(found, 3)
        self.assertEqual({each for source, each in found.states.items()
                          if source not in ('admin', 'user', 'preset')}, {'no-answer'})


if __name__ == '__main__':
    tap.main()
