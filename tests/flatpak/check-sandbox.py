# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Flatpak that build-aux/flatpak-check has built, in its sandbox: window, Test, keyring,
programs from outside, permissions, and what outlives an update."""
import configparser
import os
import pathlib
import re
import shutil
import stat
import subprocess
import unittest

import keyring
import mailservers
import tap
import ui
from window import (CA_FILE, MAIL, OUTPOSTCTL, PASSED, PASSWORD, PORT, SAVE, SEND_TO, SENDER, SERVER,
                    USER, Window, WindowTest)

APP_ID = 'io.github.outpost_mail.Outpost'
SOURCE = pathlib.Path(os.environ['OUTPOST_SOURCE_ROOT'])
MANIFEST = SOURCE / 'flatpak' / (APP_ID + '.yml')
ANNA = 'anna@' + mailservers.DOMAIN
ORDERS = 'orders@' + mailservers.DOMAIN
BRUNO = 'bruno@' + mailservers.DOMAIN

# All that the sandbox may do, as `flatpak info` tells it; why is said in the manifest.
PERMISSIONS = {
    'Context': {
        'shared': {'network', 'ipc'},
        'sockets': {'x11', 'wayland', 'fallback-x11'},
        'filesystems': {'host-etc:ro'},
        'persistent': {'.local/state'},
        'unset-environment': {'XDG_STATE_HOME'},
    },
    'Session Bus Policy': {'org.freedesktop.secrets': {'talk'}},
    # The same in a form for older versions.
    'Environment': {'XDG_STATE_HOME': {''}},
}


def setUpModule():
    global SERVERS, FOLDER, HOST
    if 'OUTPOST_FLATPAK_FOLDER' not in os.environ:
        raise unittest.SkipTest('nothing to test: build-aux/flatpak-check builds it')
    FOLDER = pathlib.Path(os.environ['OUTPOST_FLATPAK_FOLDER'])
    os.environ['FLATPAK_USER_DIR'] = str(FOLDER / 'user')
    # Flatpak hands the environment on, and what is in the sandbox has modules of its own.
    HOST = dict(os.environ)
    del os.environ['OUTPOST_MODULEDIR']
    SERVERS = mailservers.for_module()


def flatpak(*argv, **options):
    return subprocess.run(['flatpak', *[str(a) for a in argv]], check=True, text=True,
                          capture_output=True, **options).stdout


def data_folder():
    """The sandbox's data, which lies in the person's own folder."""
    return pathlib.Path(os.environ['HOME']) / '.var' / 'app' / APP_ID


def stored(account_id):
    """The password as any other program of the host finds it."""
    return keyring.stored_password(account=account_id, kind='password')


class SandboxedWindow(Window):
    def __init__(self):
        self._rows = {}
        ui.App.__init__(self, ['flatpak', 'run', '--user', '--die-with-parent', APP_ID],
                        name='outpost')


class SandboxTest(WindowTest):
    def setUp(self):
        super().setUp()
        shutil.rmtree(data_folder(), ignore_errors=True)
        subprocess.run(['secret-tool', 'clear', 'kind', 'password'], check=False)
        self.servers = SERVERS
        self.servers.empty()
        # /tmp is the sandbox's own; a person would choose the file through the portal.
        self.ca_file = data_folder() / 'config' / 'ca.pem'
        self.ca_file.parent.mkdir(parents=True)
        shutil.copy(self.servers.ca_file, self.ca_file)

    def outside(self, program, *argv, **options):
        """One of the scripts that a person copies to run a program of the sandbox."""
        return subprocess.run([SOURCE / 'data' / 'flatpak' / program, *argv], text=True,
                              capture_output=True, **options)

    def outpostctl(self, *argv, **options):
        said = self.outside('outpostctl', *argv, **options)
        self.assertEqual(said.returncode, 0, said)
        return said.stdout

    def make_account(self):
        self.outpostctl('set', '--default', 'shop', 'Name=Shop', 'Server=localhost',
                        'Port=%d' % self.servers.port['tls'], 'Security=tls', 'Username=' + ANNA,
                        'Email=' + ANNA, 'Sender=' + ORDERS, 'CAFile=%s' % self.ca_file)
        self.outpostctl('password', 'shop', input=mailservers.PASSWORD + '\n')


class TheWindow(SandboxTest):
    def test_fill_test_save_restart(self):
        with SandboxedWindow() as window:
            # A first run may begin with the address alone.
            if window.exists('Fill In by Hand'):
                window.click('Fill In by Hand')
            for name, value in ((SERVER, 'localhost'), (PORT, str(self.servers.port['tls'])),
                                (USER, ANNA), (MAIL, ANNA), (SENDER, ORDERS), (SEND_TO, BRUNO),
                                (PASSWORD, mailservers.PASSWORD)):
                window.type_into(name, value)
            window.expand()
            window.set_text(CA_FILE, str(self.ca_file))
            self.assertEqual(window.press_test(), PASSED, window.dump())
            self.assertEqual(len(self.servers.mail(BRUNO)), 1)
            window.click(SAVE)
            window.wait_saved()
            if 'OUTPOST_UI_PICTURES' in os.environ:
                window.screenshot(pathlib.Path(os.environ['OUTPOST_UI_PICTURES']) / 'sandbox.png')

        files = list((data_folder() / 'config/outpost/accounts').glob('*.conf'))
        self.assertEqual(len(files), 1, files)
        self.assertNotIn(mailservers.PASSWORD, files[0].read_text())
        self.assertEqual(stored(files[0].stem), mailservers.PASSWORD)

        self.servers.empty()
        with SandboxedWindow() as window:
            self.assertEqual(window.text_of(PASSWORD), '')
            self.assertTrue(window.has_text('In the keyring'))
            self.assertEqual(window.press_test(), PASSED)
        self.assertEqual(len(self.servers.mail(BRUNO)), 1)


class Scripts(SandboxTest):
    def test_for_programs_outside(self):
        """Only in a sandbox does the menu have them."""
        with SandboxedWindow() as window:
            button = window.find('Main Menu', 'button')
            # GTK tells of the menu button and of the button in it; the inner one takes the press.
            window.click(list(ui.children(button))[0])
            window.click(window.find('Command Line…', 'menu item'))
            for name in ('outpostctl', 'outpost-sendmail'):
                window.find('Copy ' + name, 'button')
                window.wait_for(re.compile('--command=%s ' % name))


class FromOutside(SandboxTest):
    def test_the_scripts_to_copy(self):
        self.make_account()
        self.assertEqual(stored('shop'), mailservers.PASSWORD)
        self.outpostctl('test', 'shop', '--to', BRUNO)
        said = self.outside('outpost-sendmail', '--account=shop', '--no-queue', '--', BRUNO,
                            input='Subject: backup\n\nThe backup is done.\n')
        self.assertEqual(said.returncode, 0, said)
        messages = self.servers.mail(BRUNO, 2)
        self.assertEqual(len(messages), 2)
        self.assertIn(b'The backup is done.', messages[1])

    def test_exit_codes_come_out(self):
        self.make_account()
        said = self.outside('outpost-sendmail', '--account=shop', '--no-queue', '--',
                            'nobody@' + mailservers.DOMAIN, input='Subject: x\n\nx\n')
        self.assertEqual(said.returncode, 67, said)

    def test_one_keyring_for_the_sandbox_and_the_host(self):
        """An Outpost of the host, told of the same account, finds the password that the sandbox
        has stored; and the other way round."""
        self.make_account()
        env = dict(HOST, XDG_CONFIG_HOME=str(data_folder() / 'config'))
        subprocess.run([OUTPOSTCTL, 'test', 'shop', '--to', BRUNO], check=True, env=env,
                       capture_output=True)
        subprocess.run([OUTPOSTCTL, 'password', 'shop'], check=True, env=env, capture_output=True,
                       input='another\n', text=True)
        said = self.outside('outpostctl', 'test', 'shop', '--no-send')
        self.assertEqual(said.returncode, 14, 'refused: %s' % (said,))


class Permissions(SandboxTest):
    def test_are_those_of_the_manifest_and_no_more(self):
        told = configparser.ConfigParser(delimiters='=', interpolation=None)
        told.optionxform = str
        told.read_string(flatpak('info', '--user', '--show-permissions', APP_ID))
        found = {section: {key: set(value.strip(';').split(';'))
                           for key, value in told[section].items()} for section in told.sections()}
        self.assertEqual(found, PERMISSIONS)

    def test_each_is_justified(self):
        """Before each there is a comment, or another one of the same paragraph."""
        lines = MANIFEST.read_text().split('\nfinish-args:\n')[1].split('\n\n')[0].splitlines()
        self.assertTrue(lines[0].lstrip().startswith('#'), lines[0])
        self.assertGreaterEqual(sum(line.lstrip().startswith('- --') for line in lines), 7)

    def test_folders_of_the_host(self):
        """/etc can be read and not written; the person's other folders are not there."""
        secret = pathlib.Path(os.environ['HOME']) / 'letter.txt'
        secret.write_text('private')
        script = ('test -r /run/host/etc/passwd || exit 3; touch /run/host/etc/outpost-x && exit 4; '
                  'test ! -e %s || exit 5; exit 0' % secret)
        said = subprocess.run(['flatpak', 'run', '--user', '--command=sh', APP_ID, '-c', script],
                              capture_output=True)
        self.assertEqual(said.returncode, 0, said)


class Installed(SandboxTest):
    def test_a_desktop_finds_all_of_it(self):
        exports = FOLDER / 'user' / 'exports' / 'share'
        for name in ('applications/%s.desktop', 'dbus-1/services/%s.service',
                     # flatpak-builder before 1.4 calls it appdata.
                     'metainfo/%s.*.xml', 'icons/hicolor/scalable/apps/%s.svg',
                     'icons/hicolor/symbolic/apps/%s-symbolic.svg'):
            self.assertTrue(list(exports.glob(name % APP_ID)), name)
        for name in ('applications/%s.desktop', 'dbus-1/services/%s.service'):
            self.assertRegex((exports / (name % APP_ID)).read_text(), r'(?m)^Exec=.*flatpak run ')

    def test_only_what_runs_is_left_in_it(self):
        listed = [path.relative_to(FOLDER / 'app/files').as_posix()
                  for path in (FOLDER / 'app/files').rglob('*') if path.is_file()]
        for name in listed:
            self.assertNotRegex(name, r'^include/|\.la$|\.a$|\.pc$|^share/man/')
        programs = [name for name in listed if name.startswith('bin/')]
        self.assertEqual(sorted(programs), ['bin/outpost', 'bin/outpost-sendmail', 'bin/outpostctl'])

    def test_every_library_in_it_is_needed(self):
        """And GNU SASL has its libidn: without it a password beyond ASCII is an error."""
        files = FOLDER / 'app/files'
        binaries = [path for path in [*(files / 'bin').iterdir(), *files.glob('lib*/*.so*'),
                                      *files.glob('lib*/outpost/*.so')]
                    if path.is_file() and not path.is_symlink()]
        needed = {path.name: set(re.findall(r'\(NEEDED\).*\[(.*)\]', subprocess.run(
            ['readelf', '--dynamic', path], capture_output=True, text=True).stdout))
            for path in binaries}
        libraries = {path.name for path in (files / 'lib').glob('*.so.*') if path.is_symlink()}
        self.assertEqual({name.split('.so')[0] for name in libraries},
                         {'libgmime-3.0', 'libgsasl', 'libidn'})
        for library in libraries:
            self.assertTrue(any(library in names for names in needed.values()), library)
        self.assertTrue(any('libidn.so.12' in names for name, names in needed.items()
                            if name.startswith('libgsasl.so.')), needed)

    def assert_all_is_there(self):
        self.assertIn('shop', self.outpostctl('list'))
        self.outpostctl('test', 'shop', '--no-send')
        state = data_folder() / '.local/state/outpost'
        self.assertEqual(stat.S_IMODE(state.stat().st_mode), 0o700)
        self.assertTrue(any(state.iterdir()))

    def test_nothing_is_lost_by_an_update_or_by_removing_it(self):
        self.make_account()
        self.outpostctl('test', 'shop', '--to', BRUNO)
        self.assert_all_is_there()

        flatpak('build-export', '--subject=Another', FOLDER / 'repo', FOLDER / 'app')
        before = flatpak('info', '--user', '--show-commit', APP_ID)
        flatpak('update', '--user', '--noninteractive', APP_ID)
        self.assertNotEqual(flatpak('info', '--user', '--show-commit', APP_ID), before)
        self.assert_all_is_there()

        flatpak('uninstall', '--user', '--noninteractive', APP_ID)
        flatpak('install', '--user', '--noninteractive', FOLDER / 'repo', APP_ID)
        self.assert_all_is_there()


if __name__ == '__main__':
    tap.main()
