# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""outpostctl test where something between it and the server is wrong: each kind gets its own exit
code, words and way out, and no credential is shown to what was tried beside it."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import namespace
REASON = namespace.enter()

import failures
import tap

OUTPOSTCTL = pathlib.Path(os.environ['OUTPOST_PROGRAMS']) / 'outpostctl'
FAKETIME = shutil.which('faketime')
# Left and right of what runs in another direction.
ISOLATES = re.compile('[\u2066-\u2069]')


def setUpModule():
    global SCENE
    if REASON:
        raise unittest.SkipTest(REASON)
    SCENE = failures.Scene()
    SCENE.__enter__()
    unittest.addModuleCleanup(SCENE.__exit__)


class FailureTest(unittest.TestCase):
    maxDiff = 4000

    def setUp(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix='outpost-failures-home-'))
        self.addCleanup(shutil.rmtree, self.home)

    def write_account(self, **keys):
        folder = self.home / 'config' / 'outpost' / 'accounts'
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / 'shop.conf'
        path.write_text('[Account]\n' + ''.join('%s=%s\n' % pair for pair in keys.items()))
        path.chmod(0o600)

    def run_test(self, code, *arguments, prefix=(), **environment):
        env = {'PATH': '/usr/bin:/bin', 'HOME': str(self.home), 'LC_ALL': 'C.UTF-8',
               'XDG_CONFIG_HOME': str(self.home / 'config'),
               'XDG_STATE_HOME': str(self.home / 'state'),
               'XDG_RUNTIME_DIR': str(self.home / 'run'),
               'DBUS_SESSION_BUS_ADDRESS': 'unix:path=%s' % (self.home / 'no-bus'),
               'DBUS_SYSTEM_BUS_ADDRESS': 'unix:path=%s' % (self.home / 'no-bus'),
               'GIO_USE_VFS': 'local', 'GIO_USE_PROXY_RESOLVER': 'dummy',
               'OUTPOST_MODULEDIR': os.environ['OUTPOST_MODULEDIR']}
        env.update((key, value) for key, value in os.environ.items()
                   if key.endswith('SAN_OPTIONS'))
        env.update(environment)
        process = subprocess.run([*prefix, OUTPOSTCTL, 'test', *arguments, 'shop'], env=env,
                                 capture_output=True, timeout=failures.TIMEOUT_S)
        out = process.stdout.decode()
        self.assertEqual(process.returncode, code, out + process.stderr.decode())
        return ISOLATES.sub('', out)

    def report(self, code, **more):
        return json.loads(self.run_test(code, '--json', '--no-send', **more))


class Kinds(FailureTest):
    """One test for each kind; made below."""

    def check(self, kind):
        self.write_account(**SCENE.account(kind))
        report = self.report(kind.code)
        diagnosis = report['diagnosis']
        self.assertEqual(diagnosis['id'], kind.id, diagnosis)
        self.assertRegex(diagnosis['cause'], kind.words)
        self.assertEqual(diagnosis['fix'], kind.fix, report['beside'])
        if kind.fix is None:
            return
        # What the button would do does.
        self.write_account(**{**SCENE.account(kind), **diagnosis['fix_changes']})
        self.assertEqual(self.report(0)['outcome'], 'passed')


def _add_kind(kind):
    setattr(Kinds, 'test_' + kind.name.replace('-', '_'), lambda self: self.check(kind))


for _kind in failures.KINDS:
    _add_kind(_kind)


class More(FailureTest):
    def kind(self, name):
        return next(kind for kind in failures.KINDS if kind.name == name)

    def test_words_for_people(self):
        self.write_account(**SCENE.account(self.kind('closed-port')))
        out = self.run_test(11, '--no-send')
        self.assertIn('Nothing answers on port 465 of closed.shop.example', out)
        self.assertIn('Port 587 with STARTTLS was tried beside this test, without signing in', out)
        self.assertIn('Where it lies: Something in these settings', out)
        self.assertIn('What would do: Use STARTTLS on 587', out)
        self.assertIn('Tried beside it, without signing in\nclosed.shop.example:587, starttls: works',
                      self.run_test(11, '--no-send', '--report'))

    def test_dead_ipv6_is_a_remark(self):
        kind = failures.Kind('dead-ipv6', 'dual.' + failures.DOMAIN, 465, 'tls', 0, '', '', '')
        self.write_account(**SCENE.account(kind))
        step = self.report(0)['steps'][1]
        self.assertEqual((step['state'], step['remark']), ('remark', 'ipv6-broken'))
        self.assertIn('reached over IPv4', step['remark_text'])

    def test_no_network_at_all(self):
        self.write_account(**SCENE.account(self.kind('closed-port')))
        # A network of its own once more, in which nothing was made.
        report = self.report(10, prefix=['unshare', '--net'])
        self.assertEqual(report['diagnosis']['id'], 'offline')
        self.assertTrue(report['beside']['offline'])

    def test_no_name_server(self):
        self.write_account(**SCENE.account(self.kind('closed-port')))
        namespace.set_nameservers('192.0.2.99')
        self.addCleanup(namespace.set_nameservers, '127.0.0.1')
        self.assertEqual(self.report(10)['diagnosis']['id'], 'dns-temporary')

    def test_misspelt_server_of_a_provider(self):
        kind = failures.Kind('slip', 'smpt.yandex.ru', 465, 'tls', 10, '', '', '')
        self.write_account(**SCENE.account(kind))
        diagnosis = self.report(10)['diagnosis']
        self.assertEqual(diagnosis['id'], 'dns-not-found')
        self.assertEqual(diagnosis['fix'], 'Use smtp.yandex.ru with TLS on 465')

    @unittest.skipIf(FAKETIME is None, 'faketime is not installed')
    def test_clock_years_behind_and_ahead(self):
        kind = failures.Kind('good', 'tls.' + failures.DOMAIN, 465, 'tls', 12, '', '', '')
        self.write_account(**SCENE.account(kind))
        for date, id in (('2019-06-01', 'clock-behind'), ('2039-06-01', 'clock-ahead')):
            with self.subTest(date=date):
                diagnosis = self.report(
                    12, prefix=[FAKETIME, '--exclude-monotonic', '-f', '@%s 12:00:00' % date],
                    ASAN_OPTIONS=os.environ.get('ASAN_OPTIONS', '') + ':verify_asan_link_order=0',
                )['diagnosis']
                self.assertEqual((diagnosis['id'], diagnosis['fault']), (id, 'computer'))
                self.assertIn(date, diagnosis['cause'])

    def test_nothing_is_signed_in_to_beside(self):
        server = SCENE.servers['closed']
        server.commands.clear()
        self.write_account(**SCENE.account(self.kind('closed-port')))
        self.report(11)
        self.assertEqual(server.commands, ['EHLO', 'STARTTLS', 'EHLO', 'QUIT'])


if __name__ == '__main__':
    tap.main()
