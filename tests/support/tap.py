# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the unittest cases of a script and tells what came of them as TAP, so that meson counts
each of them: end the script with tap.main()."""
import sys
import traceback
import unittest


class _Result(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.number = 0

    def _say(self, ok, test, remark=''):
        self.number += 1
        # "test_server_is_empty" -> "server is empty"; a '#' would begin a directive.
        name = test.id().rsplit('.', 1)[-1].removeprefix('test_').replace('_', ' ')
        print('%s %d - %s%s' % ('ok' if ok else 'not ok', self.number, name.replace('#', ''),
                                remark), flush=True)

    def _explain(self, err):
        for line in ''.join(traceback.format_exception(*err)).splitlines():
            print(line, file=sys.stderr, flush=True)

    def startTest(self, test):
        super().startTest(test)
        self._said = False

    def addSuccess(self, test):
        super().addSuccess(test)
        self._say(True, test)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._explain(err)
        self._say(False, test)

    def addError(self, test, err):
        super().addError(test, err)
        self._explain(err)
        self._say(False, test)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._say(True, test, ' # SKIP ' + reason)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            print('in %s' % subtest.id(), file=sys.stderr)
            self._explain(err)
            # The case itself gets no verdict of its own then.
            if not self._said:
                self._said = True
                self._say(False, test)


def main():
    """Runs all cases of __main__, or those whose names contain one of the arguments."""
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules['__main__'])
    tests = [t for group in suite for t in group]
    if len(sys.argv) > 1:
        tests = [t for t in tests if any(word in t.id() for word in sys.argv[1:])]
    result = _Result()
    unittest.TestSuite(tests).run(result)
    print('1..%d' % result.number)
    sys.exit(0 if result.wasSuccessful() else 1)
