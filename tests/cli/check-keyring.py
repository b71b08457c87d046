# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs and the keyring; to be run by tests/ui/desktop-session, in its private session."""
import json
import os
import pathlib
import pty
import signal
import subprocess
import termios

import tap
from programs import BUILD, OUTPOSTCTL, Part, ProgramTest, SENDMAIL, TIMEOUT_S, TO, WRONG
from programs import make_environment

SECRETS = ['gdbus', 'call', '--session', '--dest', 'org.freedesktop.secrets']
LOGIN = '/org/freedesktop/secrets/collection/login'
TEXT = 'Subject: The backup\n\nis done.\n'
BUS = os.environ['DBUS_SESSION_BUS_ADDRESS']


def secret_tool(*arguments, text=None):
    process = subprocess.run(['secret-tool', *arguments], input=text, capture_output=True,
                             text=True, timeout=TIMEOUT_S)
    return process.stdout


class KeyringTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write_account(Secret='keyring')

    def run_program(self, *arguments, **more):
        return super().run_program(*arguments, **{'DBUS_SESSION_BUS_ADDRESS': BUS, **more})

    def keep_password(self, id='shop', password=None):
        process = self.ctl(0, 'password', id, text=(password or self.practice.password) + '\n')
        self.assertEqual((process.out, process.said), ('', ''))

    def send(self, code, *arguments, **more):
        process = self.run_program(SENDMAIL, '--account=shop', '--no-queue', '--', TO, text=TEXT,
                                   **more)
        self.assertEqual(process.returncode, code, process.said)
        return process.said

    def where(self, id='shop'):
        return self.ctl(0, 'show', id).out.splitlines()[-1].removeprefix('# password: ')


class Kept(KeyringTest):
    def setUp(self):
        super().setUp()
        self.addCleanup(secret_tool, 'clear', 'account', 'shop')

    def test_a_password_is_kept_and_used(self):
        self.assertEqual(self.where(), 'missing')
        self.keep_password()
        self.assertEqual(self.where(), 'stored')
        again = self.ctl(0, 'password', '--json', 'shop', text=self.practice.password + '\n')
        self.assertEqual(json.loads(again.out), {'id': 'shop', 'password': 'stored'})
        found = secret_tool('search', '--all', 'account', 'shop')
        self.assertIn('io.github.outpost_mail.Outpost.Credential', found)
        self.assertEqual(secret_tool('lookup', 'account', 'shop', 'kind', 'password'),
                         self.practice.password)
        self.ctl(0, 'test', 'shop')
        self.send(0)
        self.assertEqual(len(self.practice.mail()), 2)
        self.assertEqual(list(self.home.rglob('*password*')), [])

    def test_only_the_first_line_and_nothing_of_it_changed(self):
        self.ctl(0, 'password', 'shop', text=' p w \r\nsecond\n')
        self.assertEqual(secret_tool('lookup', 'account', 'shop'), ' p w ')

    def ask_on_a_terminal(self, answer):
        """Returns how the program ended, and what the terminal showed."""
        pid, terminal = pty.fork()
        if pid == 0:
            os.execve(OUTPOSTCTL, ['outpostctl', 'password', 'shop'],
                      make_environment(self.home, DBUS_SESSION_BUS_ADDRESS=BUS))
        shown = b''
        with open(terminal, 'r+b', buffering=0) as stream:
            while b'Password for' not in shown or not shown.endswith(b': '):
                shown += stream.read(1024)
            self.assertFalse(termios.tcgetattr(terminal)[3] & termios.ECHO)
            stream.write(answer)
            status = os.waitpid(pid, 0)[1]
            self.assertTrue(termios.tcgetattr(terminal)[3] & termios.ECHO)
            try:
                while piece := stream.read(1024):
                    shown += piece
            except OSError:
                pass  # nobody has the other end any more
        return status, shown.decode()

    def test_asked_on_a_terminal(self):
        status, shown = self.ask_on_a_terminal(WRONG.encode() + b'\n')
        self.assertEqual(status, 0, shown)
        self.assertNotIn(WRONG, shown)
        self.assertEqual(secret_tool('lookup', 'account', 'shop'), WRONG)

    def test_interrupted_on_a_terminal(self):
        status, shown = self.ask_on_a_terminal(WRONG.encode() + b'\x03')
        self.assertEqual(os.WTERMSIG(status), signal.SIGINT, shown)
        self.assertNotIn(WRONG, shown)
        self.assertEqual(self.where(), 'missing')

    def test_nothing_stored(self):
        self.assertIn('Shop', self.send(78))
        self.ctl(75, 'test', 'shop')

    def test_stored_for_another_server(self):
        self.keep_password()
        self.write_account(Secret='keyring', Server='localhost')
        self.assertEqual(self.where(), 'other-server')
        self.send(78)
        self.ctl(75, 'test', 'shop')
        self.assertEqual(self.practice.mail(), [])

    def test_a_new_password_ends_a_refusal(self):
        with Part(AUTH='535 5.7.8 no') as part:
            self.write_part_account(part, Secret='keyring')
            self.keep_password(password=WRONG)
            self.send(77)
            self.send(77)
            self.assertEqual(part.connections, 1)
            part.replies['AUTH'] = '235 2.7.0 welcome'
            self.keep_password(password=WRONG + '2')
            self.send(0)
            self.assertEqual(part.connections, 2)

    def test_removed_with_the_account(self):
        self.write_account(id='second', Secret='keyring')
        self.addCleanup(secret_tool, 'clear', 'account', 'second')
        # First: a program that gives these three only would overwrite one of ours.
        secret_tool('store', '--label=Foreign', 'server', '127.0.0.1', 'user', 'practice',
                    'protocol', 'smtp', text='foreign')
        self.addCleanup(secret_tool, 'clear', 'server', '127.0.0.1', 'user', 'practice',
                        'protocol', 'smtp')
        self.keep_password()
        self.keep_password('second')
        self.ctl(0, 'remove', 'shop')
        self.assertEqual(secret_tool('lookup', 'account', 'shop'), '')
        self.assertEqual(secret_tool('lookup', 'account', 'second'), self.practice.password)
        self.assertEqual(self.where('second'), 'stored')
        self.assertIn('Foreign', secret_tool('search', '--all', 'protocol', 'smtp'))

    def test_without_the_part_that_knows_the_keyring(self):
        """That is no missing keyring, and installing one would not help."""
        self.keep_password()
        folder = self.home / 'modules'
        folder.mkdir()
        for part in BUILD.parent.glob('outpost-*.so'):
            if part.name != 'outpost-keyring.so':
                (folder / part.name).symlink_to(part)
        without = {'OUTPOST_MODULEDIR': str(folder)}
        self.assertIn('outpost-keyring.so', self.send(75, **without))
        for code, command in ((75, 'test'), (78, 'remove')):
            told = self.ctl(code, command, 'shop', **without)
            self.assertIn('Install Outpost anew.', told.out + told.said)
        self.assertIn('unknown', self.ctl(0, 'show', 'shop', **without).out)
        # It is hidden for as long as the removal goes on, and came back.
        self.assertEqual(self.where(), 'stored')
        self.send(0)

    def test_found_from_cron(self):
        """With neither bus nor runtime directory named, by /run/user/UID alone."""
        alone = ['unshare', '--mount']
        if os.geteuid() != 0:
            alone = ['unshare', '--map-current-user', '--keep-caps', '--mount']
        if subprocess.run([*alone, 'true'], capture_output=True).returncode != 0:
            self.skipTest('no mount namespace of our own here')
        self.keep_password()
        socket = pathlib.Path(BUS.split('unix:path=')[1].split(',')[0])
        run = self.home / 'fake-run'
        folder = run / 'user' / str(os.geteuid())
        folder.mkdir(parents=True)
        (folder / 'bus').touch()
        inside = [*alone, 'sh', '-c',
                  'mount --bind "$0" "$1/bus" && mount --rbind "$2" /run && shift 2 && exec "$@"',
                  socket, folder, run]
        nothing = {'DBUS_SESSION_BUS_ADDRESS': None, 'XDG_RUNTIME_DIR': None}
        for mode, code in ((0o700, 0), (0o755, 75)):
            folder.chmod(mode)
            self.send(code, prefix=inside, **nothing)
            self.assertEqual(len(self.practice.mail()), 1)


class Locked(KeyringTest):
    """The last class: the keyring stays locked."""

    def test_locked(self):
        self.keep_password()
        subprocess.run([*SECRETS, '--object-path', '/org/freedesktop/secrets', '--method',
                        'org.freedesktop.Secret.Service.Lock', "['%s']" % LOGIN], check=True,
                       capture_output=True, timeout=TIMEOUT_S)
        self.assertEqual(self.where(), 'locked')
        said = self.send(75)
        self.assertEqual(said.count('\n'), 1, said)
        self.assertIn('locked', said)
        self.ctl(75, 'test', 'shop')
        self.ctl(75, 'password', 'shop', text=WRONG + '\n')
        # The account stays, and can be removed once the keyring is open.
        self.ctl(75, 'remove', 'shop')
        self.assertIn('[Account]', self.read_file('shop'))
        self.assertEqual(self.practice.mail(), [])


if __name__ == '__main__':
    tap.main()
