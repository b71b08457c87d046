# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A network and /etc of one's own, so that a test can say what the internet is.

In a test script, before it starts a thread or a server:

    import namespace
    REASON = namespace.enter()

    @unittest.skipIf(REASON, REASON)
    class Lookups(unittest.TestCase): ...

After enter() this process and all that it starts are in a network that has the loopback and
nothing else, with a resolv.conf, hosts and nsswitch.conf of their own; the rest of the file system
is as it was. Name servers are looked for at 127.0.0.1 (see dnsserver.py) until
set_nameservers() says otherwise. 192.0.2.1 and 2001:db8::1 are this computer too, so that
programs believe to have IPv4 and IPv6; add_address() makes more hosts of it, and
add_black_hole() an address where packets vanish, drop_port() a port where they do.

enter() returns None, or why this machine does not allow it. It does nothing where the process is
in such a namespace already, so a whole session may be started inside one:

    python3 namespace.py [--zones ZONES.json] -- desktop-session -- python3 check-something.py

runs the command inside and ends with its exit code, or with 77 where a namespace is not allowed.
With --zones a dnsserver.DnsServer runs beside it; without, the command may start its own.
"""
import argparse
import atexit
import ctypes
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWNET = 0x00020000, 0x10000000, 0x40000000
MARK = 'OUTPOST_NAMESPACE'
NOT_ALLOWED = 77

FILES = {
    'resolv.conf': 'nameserver 127.0.0.1\n',
    'hosts': '127.0.0.1 localhost\n::1 localhost\n',
    'nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\nnetworks: files\n',
}


def _unshare(flags):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(flags) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _become_root():
    """Who has no right to do that has it in a user namespace, where the system allows those."""
    user, group = os.geteuid(), os.getegid()
    _unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS)
    pathlib.Path('/proc/self/setgroups').write_text('deny')
    pathlib.Path('/proc/self/uid_map').write_text('0 %d 1' % user)
    pathlib.Path('/proc/self/gid_map').write_text('0 %d 1' % group)


def _run(*command):
    subprocess.run(command, check=True, capture_output=True, text=True)


def _folder():
    return pathlib.Path(os.environ[MARK])


def _clean_up(folder, owner):
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


def _furnish():
    folder = pathlib.Path(tempfile.mkdtemp(prefix='outpost-namespace-'))
    atexit.register(_clean_up, folder, os.getpid())
    folder.chmod(0o755)
    os.environ[MARK] = str(folder)

    _run('mount', '--make-rprivate', '/')
    for name, text in FILES.items():
        (folder / name).write_text(text)
        _run('mount', '--bind', folder / name, pathlib.Path('/etc') / name)
    _run('ip', 'link', 'set', 'lo', 'up')
    add_address('192.0.2.1')
    add_address('2001:db8::1')


def enter():
    """Leaves the machine's network and /etc behind. Returns None, or why that is not possible."""
    if MARK in os.environ:
        return None
    try:
        try:
            _unshare(CLONE_NEWNET | CLONE_NEWNS)
        except OSError:
            _become_root()
        _furnish()
    except subprocess.CalledProcessError as error:
        # Past the point of no return: what ran here would not run as it says.
        sys.exit('namespace: %s: %s' % (' '.join(map(str, error.cmd)), error.stderr.strip()))
    except OSError as error:
        return 'no network namespace of its own here: %s' % error.strerror
    return None


def set_nameservers(*servers, options=''):
    """Says where name servers are; without one, resolvers look at 127.0.0.1."""
    text = ''.join('nameserver %s\n' % server for server in servers)
    (_folder() / 'resolv.conf').write_text(text + (options and 'options %s\n' % options))


def set_hosts(**names):
    """Puts names with their address into the hosts file, in place of those before."""
    (_folder() / 'hosts').write_text(
        FILES['hosts'] + ''.join('%s %s\n' % (address, name) for name, address in names.items()))


def add_address(address):
    """Makes this computer the host of one more address."""
    _run('ip', 'address', 'add', address, 'dev', 'lo', *(['nodad'] if ':' in address else []))


def add_hole():
    """An interface whose packets go nowhere."""
    present = subprocess.run(['ip', 'link', 'show', 'hole'], capture_output=True)
    if present.returncode != 0:
        _run('ip', 'link', 'add', 'hole', 'type', 'veth', 'peer', 'name', 'bottom')
        _run('ip', 'link', 'set', 'hole', 'arp', 'off', 'up')
        _run('ip', 'link', 'set', 'bottom', 'up')


def add_black_hole(network):
    """Makes a network, such as 198.51.100.0/24, whose hosts never answer: neither refused nor
    unreachable, as behind a firewall that drops."""
    add_hole()
    _run('ip', 'route', 'add', network, 'dev', 'hole')


def _prefer_table_of_drops():
    """Local addresses are looked for in a table that comes first: another is put before it."""
    rules = subprocess.run(['ip', 'rule'], check=True, capture_output=True, text=True).stdout
    if rules.startswith('0:'):
        _run('ip', 'rule', 'add', 'pref', '10', 'from', 'all', 'lookup', 'local')
        _run('ip', 'rule', 'del', 'pref', '0')


def drop_port(address, port):
    """Drops what is sent to one port of this computer's own address; its other ports are as
    they were."""
    add_hole()
    _prefer_table_of_drops()
    table = str(1000 + port)
    _run('ip', 'rule', 'add', 'pref', '5', 'ipproto', 'tcp', 'dport', str(port), 'lookup', table)
    _run('ip', 'route', 'add', address, 'dev', 'hole', 'table', table)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--zones', help='a file with the zones of dnsserver.DnsServer as JSON')
    parser.add_argument('command', nargs='+')
    arguments = parser.parse_args()

    reason = enter()
    if reason is not None:
        print(reason, file=sys.stderr)
        return NOT_ALLOWED
    if arguments.zones is None:
        return subprocess.call(arguments.command)

    import dnsserver
    with dnsserver.DnsServer(json.loads(pathlib.Path(arguments.zones).read_text())):
        return subprocess.call(arguments.command)


if __name__ == '__main__':
    sys.exit(main())
