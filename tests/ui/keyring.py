# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The keyring of desktop-session: what it holds, and its prompt as a person meets it."""
import subprocess
import time

import ui

_SECRETS = ['--session', '--print-reply', '--dest=org.freedesktop.secrets', '/org/freedesktop/secrets']


def lock():
    """Locks the default keyring: the next use of it makes the prompt appear."""
    ui.run('dbus-send', *_SECRETS, 'org.freedesktop.Secret.Service.Lock',
           'array:objpath:/org/freedesktop/secrets/collection/login', check=True)


def stored_password(**attributes):
    """The password that the Secret Service holds under these attributes, or None."""
    argv = ['secret-tool', 'lookup']
    for k, v in attributes.items():
        argv += [k, str(v)]
    r = subprocess.run(argv, capture_output=True, text=True)
    return r.stdout if r.returncode == 0 else None


def prompt_window(timeout=ui.TIMEOUT):
    """Waits for the keyring's unlock prompt; its X window, or None in vain."""
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        ids = ui.run('xdotool', 'search', '--onlyvisible', '--class', 'gcr-prompter').split()
        if ids:
            return ids[-1]
        time.sleep(0.2)
    return None


def answer_prompt(password, timeout=ui.TIMEOUT):
    """Types the password into the unlock prompt; None dismisses it."""
    w = prompt_window(timeout)
    if w is None:
        raise ui.UiError('no keyring prompt appeared')
    time.sleep(0.6)      # until it has taken the keyboard
    if password is not None:
        ui.run('xdotool', 'type', '--delay', '8', '--', password)
        ui.run('xdotool', 'key', 'Return')
    else:
        ui.run('xdotool', 'key', 'Escape')
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        if w not in ui.run('xdotool', 'search', '--onlyvisible', '--class', 'gcr-prompter').split():
            return
        time.sleep(0.2)
    raise ui.UiError('the keyring prompt stays open')
