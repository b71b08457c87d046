# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two network namespaces and a link with a set delay between them."""
import ctypes
import os
import pathlib
import signal
import subprocess
import tempfile
import time

CLIENT, SERVER = '10.77.0.1', '10.77.0.2'
INTERFACE = 'bench0'

_CLONE_NEWNET = 0x40000000


def missing():
    """Why there is no such link on this machine, or None."""
    if os.geteuid() != 0:
        return 'network namespaces need root'
    if not os.path.exists('/dev/net/tun'):
        return 'there is no /dev/net/tun'
    return None


def _ip(*words):
    subprocess.run(['ip', *words], check=True)


class Link:
    """This program and what it starts stand at one end; a command line with the prefix `server`
    runs at the other."""

    def __init__(self, program):
        self._program = program
        self._names = ['outpost-%s-%d' % (end, os.getpid()) for end in ('client', 'server')]
        self.server = ['ip', 'netns', 'exec', self._names[1]]
        self._process = None

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory()
        self._delay_file = pathlib.Path(self._folder.name) / 'delay'
        self._delay_file.write_text('0')
        try:
            self._start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def _start(self):
        for name in self._names:
            _ip('netns', 'add', name)
            _ip('-n', name, 'link', 'set', 'lo', 'up')
        self._process = subprocess.Popen(
            [self._program, *self._names, INTERFACE, self._delay_file])
        for name, address in zip(self._names, (CLIENT, SERVER)):
            end = time.monotonic() + 5
            while subprocess.run(['ip', '-n', name, 'link', 'show', INTERFACE],
                                 capture_output=True).returncode != 0:
                if time.monotonic() > end:
                    raise RuntimeError('delay-link made no interface')
                time.sleep(0.02)
            _ip('-n', name, 'addr', 'add', address + '/30', 'dev', INTERFACE)
            _ip('-n', name, 'link', 'set', INTERFACE, 'up')
        # Not by ip(8) before each command, whose own time would be counted.
        namespace = os.open('/var/run/netns/' + self._names[0], os.O_RDONLY)
        if ctypes.CDLL(None, use_errno=True).setns(namespace, _CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), 'setns')
        os.close(namespace)

    def set_round_trip(self, milliseconds):
        self._delay_file.write_text(str(int(milliseconds * 500)))
        self._process.send_signal(signal.SIGHUP)
        # The next packet already waits by the new delay.
        time.sleep(0.1)

    def __exit__(self, kind, value, trace):
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
        for name in self._names:
            subprocess.run(['ip', 'netns', 'del', name], stderr=subprocess.DEVNULL)
        self._folder.cleanup()
