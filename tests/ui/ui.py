# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drive a GTK 4 app by its accessible names, as a person with a keyboard, a
mouse and a screen reader would.

Use it inside desktop-session, with Debian's Python (the module needs gi):

    desktop-session -- /usr/bin/python3 check.py

    import ui
    with ui.App(['build/src/outpost']) as app:
        app.type_into('Server', 'smtp.example.org')
        app.choose('Security', 'TLS')
        app.click('Test')
        assert app.toast() == 'Connection works'
        assert not app.is_invalid('Server')
        app.screenshot('after-test.png')

Widgets are found by what assistive technology is told: the accessible name, and
if needed a role. A widget that cannot be found here by its name has no usable
name for a screen reader either, so mend the app and not the test. Every call
waits up to `timeout` seconds for what it needs and then raises ui.UiError with
a listing of what is there.

What GTK 4.8 (Debian 12) does not do, and what is done about it here:
  - A button's name comes doubled ("Test Test", "_Save Save"): names() undoes it.
  - A text row cannot be focused through AT-SPI and never reports "focused":
    type_into() clicks into it with the mouse. Use focused() for other widgets.
  - A combo row has no AT-SPI action: choose() clicks it and picks the entry.
  - No "showing" state, and positions are relative to the window: the window is
    looked up on the X server for the mouse.
  - A text row's entry is not in the tree, the row stands for it. In later
    versions (4.18) the row is a "list item" that holds a "text" of the same
    name; find() gives the one that takes the text in both. An app that marks an
    error must therefore mark both, the row and its gtk_editable_get_delegate().
  - Text.get_text(0, -1) gives '': text_of() asks for the exact length.
"""
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

TIMEOUT = float(os.environ.get('UI_TIMEOUT', '10'))

# What a person can act on comes before the labels that name it.
_RANK = ['text', 'entry', 'password text', 'spin button', 'combo box', 'button', 'toggle button', 'check box',
         'switch', 'radio button', 'check menu item', 'menu item', 'link', 'slider', 'list item', 'tree item',
         'page tab', 'dialog', 'alert', 'frame', 'list', 'label', 'static']
# Newer versions of GTK tell a password's row from other texts, and a switch from a check box.
_ROLE = {'switch': 'check box', 'push button': 'button', 'toggle button': 'toggle button', 'entry': 'text', 'password text': 'text'}
_TEXT = ('text', 'password text', 'spin button')
_BUTTON = ('button', 'toggle button', 'link', 'menu item', 'check menu item', 'page tab')


class UiError(AssertionError):
    """What was asked for is not there, or not so."""


def _safe(call, default=None):
    try:
        return call()
    except GLib.Error:      # the object went away, or the app did not answer
        return default


def role(node):
    r = _safe(node.get_role_name, '') or ''
    return _ROLE.get(r, r)


def children(node):
    for i in range(_safe(node.get_child_count, 0) or 0):
        child = _safe(lambda: node.get_child_at_index(i))
        if child is not None:
            yield child


def walk(node):
    """The node and all below it, parents first."""
    yield node
    for child in children(node):
        yield from walk(child)


def states(node):
    """The set of state names, e.g. {'enabled', 'focusable', 'invalid'}."""
    s = _safe(node.get_state_set)
    return {x.value_nick for x in s.get_states()} if s else set()


def _plain(name):
    return re.sub(r'_(.)', r'\1', name)


def names(node):
    """The names that the node answers to; the first is what it should be read as."""
    raw = _safe(node.get_name, '') or ''
    found = []
    for cut in (m.start() for m in re.finditer(' ', raw)):
        if raw[cut + 1:] and _plain(raw[:cut]) == raw[cut + 1:]:      # "Test Test", "_Save Save"
            found.append(raw[cut + 1:])
    if re.fullmatch(r'(Gtk|Adw)[A-Z]\w+', raw):      # a class name for want of a real one
        desc = _safe(node.get_description, '') or ''
        return [desc] if desc else []
    if raw:
        found.append(raw)
        if role(node) in _BUTTON and '_' in raw:
            found.append(_plain(raw))
    return found


def text(node):
    """An entry's text, or a label's."""
    if role(node) in _TEXT or 'EditableText' in (_safe(node.get_interfaces) or []):
        return _safe(lambda: Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node)), '')
    n = names(node)
    return n[0] if n else ''


def shows(shown, string):
    """Whether a row that tells `shown` holds the string. Of a password GTK 4.8 tells the letters,
    and later versions as many bullets, of a form that depends on the fonts."""
    return shown == string or (len(shown) == len(string) and shown in (b * len(string) for b in '\u25cf\u2022*'))


def run(*argv, check=False):
    return subprocess.run([str(a) for a in argv], capture_output=True, text=True, check=check).stdout


class App:
    """One running app. As a context manager it ends the app on leaving."""

    def __init__(self, argv, env=None, name=None, timeout=TIMEOUT, cwd=None, attach_pid=None):
        """Starts argv and waits for its window. `env` is added to the
        environment. `name` is the AT-SPI application name to wait for, where
        the app's process is not argv's own (flatpak run). The app's output is
        kept: see output()."""
        if isinstance(argv, str):
            argv = [argv]
        base = os.environ.get('OUTPOST_SESSION_DIR') or '/tmp'
        self._log = open(os.path.join(base, 'app-%d-%d.log' % (os.getpid(), time.monotonic_ns())), 'w+b')
        self.timeout = timeout
        self.process = subprocess.Popen([str(a) for a in argv], env=dict(os.environ, **(env or {})), cwd=cwd,
                                        stdout=self._log, stderr=subprocess.STDOUT, start_new_session=True)
        self._name = name
        Atspi.init()
        _safe(lambda: Atspi.set_timeout(3000, 15000))
        self.root = self._wait(self._find_root, 'the app to show a window', max(timeout, 20))
        self.pid = _safe(self.root.get_process_id, self.process.pid)

    def _find_root(self):
        if self.process.poll() is not None and not self._name:
            raise UiError('the app ended with status %s before it showed a window:\n%s'
                          % (self.process.returncode, self.output()))
        desktop = Atspi.get_desktop(0)
        _safe(desktop.clear_cache)
        for app in children(desktop):
            if (_safe(app.get_name) == self._name) if self._name else (_safe(app.get_process_id) == self.process.pid):
                if _safe(app.get_child_count, 0):
                    # Nothing is remembered between calls: each look is at the app as it is.
                    _safe(lambda: app.set_cache_mask(Atspi.Cache.NONE))
                    return app
        return None

    # -- waiting and finding ------------------------------------------------

    def _wait(self, look, what, timeout=None):
        end = time.monotonic() + (self.timeout if timeout is None else timeout)
        while True:
            found = look()
            if found:
                return found
            if time.monotonic() > end:
                there = ''
                if getattr(self, 'root', None) is not None:
                    there = '\nThere is:\n' + self.dump()
                raise UiError('waited in vain for %s%s' % (what, there))
            time.sleep(0.1)

    def wait_for(self, what, timeout=None):
        """Waits until `what` is true: a function without arguments, or a name
        (a string; a compiled regular expression is searched in the texts)."""
        if callable(what):
            return self._wait(what, getattr(what, '__doc__', None) or 'the condition', timeout)
        if isinstance(what, re.Pattern):
            return self._wait(lambda: next((t for t in self.texts() if what.search(t)), None),
                              'a text that matches %r' % what.pattern, timeout)
        return self.find(what, timeout=timeout)

    def wait_gone(self, name, role=None, timeout=None):
        self._wait(lambda: not self._matches(name, role, None), '%r to go away' % name, timeout)

    def _matches(self, name, want, within):
        hits = []
        for node in walk(self._node(within) if within is not None else self.root):
            if name is not None and name not in names(node):
                continue
            r = role(node)
            if want is not None and r != _ROLE.get(want, want):
                continue
            hits.append((_RANK.index(r) if r in _RANK else len(_RANK), len(hits), node))
        return [h[2] for h in sorted(hits, key=lambda h: h[:2])]

    def find(self, name, role=None, within=None, timeout=None):
        """The widget of that accessible name; among several, one to act on
        (a text row, a button) before a label. `within`: a node or a name."""
        return self._wait(lambda: next(iter(self._matches(name, role, within)), None),
                          '%s named %r' % (role or 'a widget', name), timeout)

    def find_all(self, name=None, role=None, within=None):
        return self._matches(name, role, within)

    def exists(self, name, role=None, within=None):
        """Whether it is there now, without waiting."""
        return bool(self._matches(name, role, within))

    def _node(self, what, role=None):
        return self.find(what, role) if isinstance(what, str) else what

    # -- reading -------------------------------------------------------------

    def text_of(self, what, role=None):
        """The text in an entry or spin button, the choice of a combo row, or a label's text."""
        node = self._node(what, role)
        if globals()['role'](node) == 'combo box':
            return self._chosen(node)
        return text(node)

    def description_of(self, what, role=None):
        return _safe(self._node(what, role).get_description, '') or ''

    def states_of(self, what, role=None):
        return states(self._node(what, role))

    def is_invalid(self, what, role=None):
        """Whether the widget is marked as in error for assistive technology."""
        # GTK 4.8 sets AT-SPI's state "invalid" (an object that is gone) where later
        # versions set "invalid-entry".
        return bool({'invalid', 'invalid-entry'} & self.states_of(what, role))

    def is_sensitive(self, what, role=None):
        s = self.states_of(what, role)
        return 'sensitive' in s

    def is_on(self, what, role=None):
        """Whether a switch, check box or toggle button is on."""
        return bool({'checked', 'pressed'} & self.states_of(what, role))

    def focused(self):
        """The widget with the keyboard focus. None also stands for a text row
        in GTK 4.8, which does not report it."""
        return next((n for n in walk(self.root) if 'focused' in states(n)), None)

    def texts(self):
        """All labels' texts, in reading order, each once in a row."""
        out = []
        for node in walk(self.root):
            if role(node) in ('label', 'static'):
                t = text(node)
                if t and (not out or out[-1] != t):
                    out.append(t)
        return out

    def toasts(self):
        """The texts of the toasts on show."""
        out = []
        for node in walk(self.root):
            if self._is_toast(node):
                out += [text(n) for n in walk(node) if role(n) == 'label' and text(n)][:1]
        return out

    @staticmethod
    def _is_toast(node):
        # libadwaita 1.2 names it by its class; 1.7 makes it an alert without a name.
        raw = _safe(node.get_name, '') or ''
        return raw == 'AdwToastWidget' or (role(node) in ('alert', 'notification') and not raw)

    def toast(self, timeout=None):
        """Waits for a toast and gives its text."""
        return self._wait(lambda: next(iter(self.toasts()), None), 'a toast', timeout)

    def dump(self, node=None, everything=False):
        """A listing of what is there, for messages and for exploring."""
        lines = []

        def one(n, depth):
            r, nm = role(n), names(n)
            shown = everything or nm or r in _RANK
            if shown and not (r == 'label' and not nm):
                s = states(n) - {'enabled', 'sensitive', 'visible', 'showing', 'focusable', 'selectable', 'horizontal', 'vertical'}
                if 'sensitive' not in states(n):
                    s.add('INSENSITIVE')
                d = _safe(n.get_description, '') or ''
                t = text(n) if r in _TEXT else None
                lines.append('%s%s %r%s%s%s' % ('  ' * depth, r, nm[0] if nm else '', '' if t is None else ' text=%r' % t,
                                                  ' description=%r' % d if d and d not in nm else '',
                                                  ' ' + ','.join(sorted(s)) if s else ''))
            for c in children(n):
                one(c, depth + (1 if shown else 0))
        one(node or self.root, 0)
        return '\n'.join(lines)

    def output(self):
        """What the app has printed so far."""
        self._log.flush()
        with open(self._log.name, 'rb') as f:
            return f.read().decode('utf-8', 'replace')

    # -- the window on the X server -------------------------------------------

    def windows(self):
        """The X windows on show that are the app's, newest last: (id, x, y, width, height)."""
        out = []
        ids = run('xdotool', 'search', '--onlyvisible', '--pid', self.pid).split()
        if not ids:      # a sandboxed app knows itself by another process number
            title = next((n[0] for n in map(names, children(self.root)) if n), '')
            ids = run('xdotool', 'search', '--onlyvisible', '--name', '^%s$' % re.escape(title)).split()
            m = re.search(r'= (\d+)', run('xprop', '-id', ids[-1], '_NET_WM_PID')) if ids else None
            if m:
                ids = run('xdotool', 'search', '--onlyvisible', '--pid', m.group(1)).split()
        for w in ids:
            g = dict(l.split('=') for l in run('xdotool', 'getwindowgeometry', '--shell', w).split() if '=' in l)
            if {'X', 'Y', 'WIDTH', 'HEIGHT'} <= g.keys():
                out.append((int(w), int(g['X']), int(g['Y']), int(g['WIDTH']), int(g['HEIGHT'])))
        return sorted(out)

    @staticmethod
    def active_window():
        """The X window with the keyboard, or None."""
        out = run('xdotool', 'getactivewindow').strip()
        return int(out) if out else None

    @staticmethod
    def _title(window):
        m = re.search(r'= "(.*)"', run('xprop', '-id', window, '_NET_WM_NAME'))
        return m.group(1) if m else None

    @staticmethod
    def _extents(node):
        e = _safe(lambda: Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW))
        return (e.x, e.y, e.width, e.height) if e else None

    def _surface(self, node):
        """Where the node's window or popover is on the screen, less what its
        accessible position says, and that position."""
        n = node
        while n is not None and role(n) not in ('frame', 'dialog', 'alert', 'window') and (_safe(n.get_name) or '') != 'GtkPopover':
            n = _safe(n.get_parent)
        if n is None:
            raise UiError('not in a window: %s' % role(node))
        ext = self._extents(n)
        popover = (_safe(n.get_name) or '') == 'GtkPopover'
        best = None
        for w in self.windows():
            if not popover and self._title(w[0]) != (names(n) or [None])[0]:
                continue
            diff = abs(w[3] - ext[2]) + abs(w[4] - ext[3])
            if best is None or diff <= best[0]:
                best = (diff, w)
        if best is None:
            raise UiError('no X window for %s %r' % (role(n), names(n)))
        _, (wid, x, y, width, height) = best
        m = re.search(r'= (\d+), (\d+), (\d+), (\d+)', run('xprop', '-id', wid, '_GTK_FRAME_EXTENTS'))
        if m:
            x, y = x + int(m.group(1)), y + int(m.group(3))
        else:
            x, y = x + (width - ext[2]) // 2, y + (height - ext[3]) // 2
        return x - ext[0], y - ext[1], ext

    def place(self, what, role=None):
        """Where the widget is on the screen: (x, y, width, height)."""
        node = self._node(what, role)
        ox, oy, _ = self._surface(node)
        x, y, w, h = self._extents(node)
        return ox + x, oy + y, w, h

    def mouse_click(self, what, role=None, button=1):
        """Clicks in the middle of the widget, scrolled into view first.

        The window holds its layout while the pointer is under way, so the pointer goes there
        first, and only where it then still meets the widget is pressed."""
        node = self._node(what, role)
        ox, oy, top = self._surface(node)
        target = None
        for _ in range(100):
            x, y, w, h = self._extents(node)
            cx, cy = x + w // 2, y + h // 2
            if cy < top[1] + 4 or cy > top[1] + top[3] - 4:
                wheel = 4 if cy < top[1] + 4 else 5
                run('xdotool', 'mousemove', ox + top[0] + top[2] // 2, oy + top[1] + top[3] // 2, 'click', wheel)
                time.sleep(0.15)
            elif target == (ox + cx, oy + cy):
                run('xdotool', 'click', button)
                time.sleep(0.15)
                return
            else:
                target = ox + cx, oy + cy
                # By way of the pixel beside it: a pointer that is there already would not move.
                run('xdotool', 'mousemove', target[0] - 1, target[1], 'mousemove', *target)
        raise UiError('waited in vain for %r to come into view and stay there' % (what,))

    def resize(self, width, height):
        """Asks the window manager for another size of the main window."""
        title = next(n[0] for n in map(names, children(self.root)) if n)
        w = next(w for w in self.windows() if self._title(w[0]) == title)
        run('xdotool', 'windowsize', '--sync', w[0], width, height)
        time.sleep(0.3)

    def screenshot(self, path, whole=False):
        """A PNG of the app's main window and what lies over it; of the whole
        screen with whole=True."""
        time.sleep(0.3)      # let a running animation come to its end
        wins = [] if whole else self.windows()
        crop = []
        if wins:
            x0, y0 = min(w[1] for w in wins), min(w[2] for w in wins)
            x1, y1 = max(w[1] + w[3] for w in wins), max(w[2] + w[4] for w in wins)
            crop = ['-crop', '%dx%d+%d+%d' % (x1 - x0, y1 - y0, x0, y0), '+repage']
        subprocess.run(['import', '-window', 'root', *crop, str(path)], check=True)
        return path

    # -- acting ---------------------------------------------------------------

    def keys(self, *keys):
        """Presses keys in xdotool's spelling: keys('ctrl+a', 'Tab', 'Return')."""
        for k in keys:
            run('xdotool', 'key', '--clearmodifiers', k)
            time.sleep(0.05)

    def type(self, string):
        """Types into whatever has the focus."""
        run('xdotool', 'type', '--clearmodifiers', '--delay', '8', '--', string)
        time.sleep(0.1)

    def click(self, what, role=None, mouse=False):
        """Clicks a button or row: by its accessible action or, where it has
        none (or with mouse=True), by the mouse."""
        node = self._node(what, role)
        self._wait(lambda: 'sensitive' in states(node), '%r to become sensitive' % (what,))
        if not mouse:
            acts = [_safe(lambda: Atspi.Action.get_action_name(node, i)) for i in range(_safe(lambda: Atspi.Action.get_n_actions(node), 0) or 0)]
            for wanted in ('click', 'toggle', 'press', 'activate'):
                if wanted in acts:
                    if not _safe(lambda: Atspi.Action.do_action(node, acts.index(wanted)), False):
                        raise UiError('the action %s of %r did nothing' % (wanted, what))
                    time.sleep(0.1)
                    return
        self.mouse_click(node)

    def set_on(self, what, on=True):
        """Puts a switch or check box on or off."""
        node = self.find(what, 'check box', timeout=0.5) if isinstance(what, str) and self.exists(what, 'check box') else self._node(what)
        if self.is_on(node) != on:
            self.click(node)
            self._wait(lambda: self.is_on(node) == on, '%r to be %s' % (what, 'on' if on else 'off'))

    def type_into(self, what, string, clear=True, check=True):
        """Clicks into the text row and types, key by key. Letters that a US
        keyboard lacks go in through AT-SPI instead."""
        node = self._node(what)
        if not all(' ' <= c <= '~' for c in string):
            return self.set_text(node, string if clear else text(node) + string)
        self.mouse_click(node)
        if clear:
            self.keys('ctrl+a', 'BackSpace')
        self.type(string)
        if check and clear:
            self._wait(lambda: shows(text(node), string), '%r to hold what was typed' % (what,), 3)

    def set_text(self, what, string):
        """Puts the text there at once, through AT-SPI, without focus or keys."""
        node = self._node(what)
        if not _safe(lambda: Atspi.EditableText.set_text_contents(node, string), False):
            raise UiError('%r takes no text' % (what,))
        time.sleep(0.05)

    @staticmethod
    def _entry_label(item):
        return next((text(n) for n in walk(item) if role(n) == 'label' and text(n)), '') or (names(item) or [''])[0]

    @staticmethod
    def _lists(node):
        return [n for n in walk(node) if role(n) in ('list', 'list box')]

    def _popover_items(self, node):
        # A combo row holds a list of one for the entry chosen and, while it is
        # open, the list to choose from.
        lists = self._lists(node)
        return [n for n in walk(lists[-1]) if role(n) == 'list item'] if len(lists) > 1 else []

    def _chosen(self, node):
        lists = self._lists(node)
        if lists:
            return next((self._entry_label(n) for n in walk(lists[0]) if role(n) == 'list item'), '')
        own = set(names(node)) | {''}
        return next((text(n) for n in walk(node) if role(n) == 'label' and text(n) not in own), '')

    def options(self, what):
        """The entries of a combo row, in order (those a long list shows at once)."""
        node = self._node(what, 'combo box' if isinstance(what, str) else None)
        self._open(node)
        out = [self._entry_label(i) for i in self._popover_items(node)]
        self.keys('Escape')
        self._wait(lambda: not self._popover_items(node), 'the list to close', 3)
        return out

    def _open(self, node):
        for _ in range(3):
            if self._popover_items(node):
                return
            self.mouse_click(node)
            try:
                self._wait(lambda: self._popover_items(node), 'the list to open', 2)
                time.sleep(0.2)
                return
            except UiError:
                continue
        raise UiError('the list of %r does not open\n%s' % (names(node), self.dump(node)))

    def choose(self, what, option):
        """Chooses the entry with that label in a combo row, with the keyboard."""
        node = self._node(what, 'combo box' if isinstance(what, str) else None)
        self._open(node)
        items = self._popover_items(node)
        labels = [self._entry_label(i) for i in items]
        if option not in labels:
            self.keys('Escape')
            raise UiError('%r is no choice of %r: %r' % (option, what, labels))
        self.keys('Home', *['Down'] * labels.index(option), 'Return')
        self._wait(lambda: not self._popover_items(node), 'the list to close', 3)
        self._wait(lambda: self._chosen(node) == option, '%r to show %r (it shows %r)' % (what, option, self._chosen(node)), 3)

    # -- ending ---------------------------------------------------------------

    def close_window(self, timeout=5):
        """Presses the window's close button and waits for the app to end; its exit status."""
        self.click('Close', 'button')
        return self.process.wait(timeout)

    def quit(self):
        """Ends the app, the hard way if need be."""
        if self.process.poll() is None:
            try:
                os.killpg(self.process.pid, signal.SIGTERM)
                self.process.wait(3)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                try:
                    os.killpg(self.process.pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
                self.process.wait()
        return self.process.returncode

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.quit()
        if kind is not None:
            sys.stderr.write('--- the app printed:\n%s---\n' % self.output())
        self._log.close()
        return False


if __name__ == '__main__':
    # ui.py COMMAND...: start an app and list what it shows.
    if len(sys.argv) < 2 or not shutil.which('xdotool'):
        sys.exit('usage: desktop-session -- /usr/bin/python3 ui.py COMMAND [ARG]...')
    with App(sys.argv[1:]) as _app:
        time.sleep(1)
        print(_app.dump())
