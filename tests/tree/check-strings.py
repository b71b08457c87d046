# SPDX-FileCopyrightText: 2026 The Outpost authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every translated string by the rules of po/README.md, in every language."""
import re
import unicodedata
import unittest
import xml.etree.ElementTree as ET

import catalogues
import tap
from catalogues import BEHIND, RIGHT_TO_LEFT, RTL_LANGUAGES, TOP, pairs

PLACEHOLDER = re.compile(r'\{[a-z]+\}')
PRINTF = re.compile(r'%(?:(\d+)\$)?[-+ #0]*(?:\*|\d+)?(?:\.\d+)?(?:hh|h|ll|l|z)?([a-zA-Z%])')
STRFTIME = re.compile(r'%[-_0^#EO]*(:?[a-zA-Z%])')
MARKS = '\u200e\u200f'
# Besides letters, digits and signs: no-break spaces everywhere, direction marks right to left.
INVISIBLE = {'\n', '\u00a0', '\u202f'}
# How a text may end in any language, by what the English one ends with.
ENDS = {'.': '.。', '…': '…', ':': ':：', '?': '?？؟', ';': ';', '!': '!'}
QUOTES = '"“”„‟«»‹›‘‚‛「」『』＂'

# Names and words of the protocols, which are the same in every language.
NAMES = re.compile(
    r'%[^a-zA-Z]*[a-zA-Z]|\{[a-z]+\}|--?[a-z-]+|\b(?:Outpost|outpostctl|outpost-sendmail|TLS|STARTTLS|SPF|DKIM|DMARC'
    r'|SSL/TLS|PLAIN|SMTP|EHLO|CA|ID|JSON|IPv[46]|UTC|ms|s|Gmail|Google|Microsoft|Yahoo)\b')
# Words that a language shares with English: what consists of nothing else may stay as it is.
SHARED = {
    'cs': 'E-mail Program Port Server Spam Test',
    'de': 'Alias Computer Details Port Server Spam Test',
    'es': 'Error General Spam error',
    'fr': 'Cause Message Port Spam Transcription message',
    'it': 'Account Computer E-mail Password Server Spam',
    'nl': 'Account Alias Computer Details E-mail Provider Server Spam Test Transcript',
    'pl': 'E-mail Port Program Spam Test',
    'pt_BR': 'E-mail Login Spam',
    'tr': 'Port Program Spam',
}


def formats(text):
    """What printf fills in, in the order of its arguments."""
    found = [(number, kind) for number, kind in PRINTF.findall(text) if kind != '%']
    if any(number for number, _ in found):
        found.sort(key=lambda pair: int(pair[0]))
    return [kind for _, kind in found]


def end_of(text):
    text = text.rstrip(MARKS + ' \u00a0\n')
    # A full stop may stand on either side of a bracket or quote that closes.
    return text.rstrip('»“”’」)）' + MARKS)[-1:]


def words(text):
    return re.findall(r"[a-z]{2,}", text)


def mnemonics(text):
    """The letters behind a _; that of a name in the DNS, such as “_dmarc.”, is none."""
    return re.findall(r'_(?!dmarc\.)(\w)', text)


class Strings(unittest.TestCase):
    """Each test goes through all languages and names each string that breaks its rule."""

    def check(self, fault, languages=None):
        """fault(language, entry, source, translated): what is wrong, or nothing."""
        found = ['%s: %r for %r: %s' % (language, translated, source, wrong)
                 for language in catalogues.languages()
                 if languages is None or language in languages
                 for entry, source, translated in pairs(language)
                 for wrong in [fault(language, entry, source, translated)] if wrong]
        self.assertFalse(found, '\n'.join([''] + found))

    def test_what_is_filled_in_stays_the_same(self):
        """msgfmt compares the strings that xgettext takes for a format, but not {host}, nor the
        strings that reach a format by way of a table."""
        def fault(language, entry, source, translated):
            if catalogues.is_date(entry):
                allowed = set(STRFTIME.findall(source))
                # A number names the month, too.
                allowed |= {'m'} if 'B' in allowed else set()
                allowed |= {'d'} if 'e' in allowed and language in BEHIND else set()
                if not set(STRFTIME.findall(translated)) <= allowed:
                    return 'another part of a date'
            elif formats(translated) != formats(source):
                return 'printf fills in something else'
            if sorted(PLACEHOLDER.findall(translated)) != sorted(PLACEHOLDER.findall(source)):
                return 'another placeholder'
        self.check(fault)

    def test_blanks_around_a_text_stay(self):
        def fault(language, entry, source, translated):
            bare = translated.lstrip(MARKS)
            for pattern in (r'^\s*', r'\s*$'):
                if re.search(pattern, source)[0] != re.search(pattern, bare)[0]:
                    return 'blanks at an end'
            if '  ' in translated and '  ' not in source:
                return 'two blanks'
        self.check(fault)

    def test_ends_as_the_source_does(self):
        def fault(language, entry, source, translated):
            wanted, found = end_of(source), end_of(translated)
            if wanted in ENDS:
                return found not in ENDS[wanted] and 'does not end with “%s”' % wanted
            return found in ''.join(ENDS.values()) and 'ends with “%s”' % found
        self.check(fault)

    def test_mnemonics(self):
        def fault(language, entry, source, translated):
            wanted, found = mnemonics(source), mnemonics(translated)
            if len(wanted) != len(found):
                return '%d mnemonics, not %d' % (len(found), len(wanted))
            if found and language in BEHIND and not re.search(r'\(_[A-Z]\)…?$', translated):
                return 'no “(_X)” at the end'
        self.check(fault)

    def test_mnemonics_tell_apart(self):
        """Within one menu, and within one dialog."""
        for language in catalogues.languages():
            translation = {e.source: e.translated[0] for e in catalogues.entries(language)}
            for place, labels in menus_and_dialogs():
                with self.subTest(language=language, place=place):
                    translated = [translation[label] for label in labels]
                    letters = [mnemonics(text)[0].casefold() for text in translated]
                    self.assertEqual(len(set(letters)), len(letters), translated)

    def test_quotes(self):
        """Those of the language, in pairs, and none lost."""
        def fault(language, entry, source, translated):
            openers, closers = (''.join(marks) for marks in zip(*catalogues.rules()[language].quotes))
            # An apostrophe is no quote.
            text = re.sub('(?<=\\w)’(?=\\w)' if '’' in closers else '’', '', translated)
            strange = {mark for mark in text if mark in QUOTES + '’'} - set(openers + closers)
            if strange and not (strange == {'"'} and '"' in source):
                return 'quotes of another language'
            opened = sum(text.count(mark) for mark in openers)
            if opened != sum(text.count(mark) for mark in closers):
                return 'quotes not in pairs'
            if opened < source.count('“'):
                return 'a quote is missing'
            if re.search(r"\w'|'\w", translated):
                return 'a straight apostrophe'
        self.check(fault)

    def test_no_invisible_character(self):
        """No isolates of the translator's own, no soft hyphens; and letters in one piece."""
        def fault(language, entry, source, translated):
            allowed = INVISIBLE | (set(MARKS) if language in RTL_LANGUAGES else set())
            strange = {c for c in translated if c not in allowed and c != ' '
                       and unicodedata.category(c) in ('Cc', 'Cf', 'Zs', 'Zl', 'Zp', 'Co', 'Cn')}
            if strange:
                return 'holds ' + ', '.join('U+%04X' % ord(c) for c in sorted(strange))
            if unicodedata.normalize('NFC', translated) != translated:
                return 'a letter and its accent apart'
        self.check(fault)

    def test_right_to_left_lines_begin_so(self):
        """The first strong letter of a line sets its direction."""
        def fault(language, entry, source, translated):
            for line in translated.split('\n'):
                first = re.search(r'\u200f|[^\W\d_]|%[^%\s]*[sc]', line)
                if first and RIGHT_TO_LEFT.search(line) and first[0] != '\u200f' \
                        and not RIGHT_TO_LEFT.match(first[0]):
                    return 'no U+200F before the first Latin word'
                if '\u200f' in line and not RIGHT_TO_LEFT.search(line.replace('\u200f', '')):
                    return 'a mark in a line without a word of the language'
        self.check(fault, RTL_LANGUAGES)

    def test_no_break_spaces_of_french(self):
        def fault(language, entry, source, translated):
            # What is copied as it stands keeps its blanks.
            translated = translated.replace('v=DMARC1; p=none', '')
            if not source.endswith(';') \
                    and re.search('(?<![\u00a0\u202f])[;?!»]|[^\\s\u00a0\u202f]:( |$)|«(?![\u00a0\u202f])',
                                  translated):
                return 'no no-break space before : ; ? ! or within « »'
        self.check(fault, ('fr',))

    def test_nothing_is_left_in_english(self):
        def fault(language, entry, source, translated):
            shared = SHARED.get(language, '').split()
            left = [word for word in re.findall(r'[^\W\d_]{2,}', NAMES.sub('', source))
                    if word not in shared]
            if translated == source and left and not catalogues.is_date(entry):
                return 'the same as the source; if it must be, see SHARED'
            ours = words(source)
            theirs = ' '.join(words(translated))
            for three in zip(ours, ours[1:], ours[2:]):
                if len(''.join(three)) > 8 and ' '.join(three) in source \
                        and ' '.join(three) in translated and ' '.join(three) in theirs:
                    return 'English: ' + ' '.join(three)
        self.check(fault)

    def test_terms_are_those_of_the_glossary(self):
        """A label that is a term reads as the glossary says."""
        def plain(language, text):
            # Python makes two characters of the Turkish İ.
            text = text.strip('_' + MARKS).replace('İ', 'i').casefold()
            return re.sub(r'\bال', '', text) if language == 'ar' else text

        def fault(language, entry, source, translated):
            if source == 'Secured':     # of the connection, which may be named with it
                return
            wanted = catalogues.glossary()[language].get(source.casefold()) \
                or catalogues.glossary()[language].get(source)
            if wanted and plain(language, translated) not in [plain(language, w) for w in wanted]:
                return 'the glossary says ' + ' or '.join(wanted)
        self.check(fault)

    def test_fields_are_named_as_they_are(self):
        """“Send test to” in a sentence is the label, letter for letter."""
        for language in catalogues.languages():
            labels = {entry.source.replace('_', '').rstrip('…').replace("'", '’'):
                      entry.translated[0] for entry in catalogues.entries(language)}
            with self.subTest(language=language):
                found = []
                for _, source, translated in pairs(language):
                    for name in re.findall('“([A-Z][^”%]*)”', source):
                        if name in labels:
                            wanted = re.sub(r'\(?_(\w)\)?' if language in BEHIND else '_(\\w)',
                                            '' if language in BEHIND else r'\1', labels[name])
                            if wanted.strip(MARKS).rstrip('…\u00a0') not in translated:
                                found.append('%r: no “%s”' % (translated, wanted))
                self.assertFalse(found, '\n'.join([''] + found))


def menus_and_dialogs():
    """(name, labels with a mnemonic) of each place where these are seen together."""
    for path in sorted((TOP / 'src' / 'app').glob('*.ui')):
        for menu in ET.parse(path).iter('menu'):
            labels = [a.text for a in menu.iter('attribute')
                      if a.get('name') == 'label' and '_' in (a.text or '')]
            if labels:
                yield menu.get('id'), labels
    for path in sorted((TOP / 'src' / 'app').glob('*.c')):
        for call in re.findall(r'add_responses \((.*?)\);', path.read_text(), re.S):
            labels = [label for label in re.findall(r'\b_\("([^"]*)"\)', call) if '_' in label]
            if labels:
                yield path.name, labels


if __name__ == '__main__':
    tap.main()
