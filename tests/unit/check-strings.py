#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a person reads can be translated: no text on the screen that is not marked, none that is glued from
pieces, none that stays in another language on a French sheet of paper. check-strings.py SOURCE-ROOT

check-potfiles.sh sees to it that each file is looked at, check-translations.sh that French has it all."""

import re
import sys
from pathlib import Path

# Calls that show their text, and properties that do.
SHOWN = (
    r"gtk_(?:label_new|label_set_(?:label|text)|button_new_with_(?:label|mnemonic)|button_set_label|"
    r"toggle_button_new_with_label|check_button_new_with_label|window_set_title|widget_set_tooltip_text|"
    r"entry_set_placeholder_text|search_entry_set_placeholder_text)|"
    r"adw_(?:preferences_(?:group|row|page)_set_(?:title|description)|action_row_set_subtitle|"
    r"status_page_set_(?:title|description)|window_title_new|toast_new|message_dialog_new)|"
    r"karne_(?:a11y_name|detail_add_text|detail_set_(?:heading|note)|sheets_(?:add|take)_(?:text|title|item)|"
    r"window_say|chip_new|facts_add|record_row_new|wrapped_label_new)"
)
PROPERTIES = "label|title|subtitle|description|tooltip-text|placeholder-text|secondary-text"
LITERAL = r'"((?:[^"\\]|\\.)*)"'
MARK = r"\b(?:_|C_|N_|NC_|NN_|ngettext|g_dngettext)"
# What looks like a comment inside a text is none.
COMMENT = re.compile(r"(\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)+')|/\*.*?\*/|//[^\n]*", re.S)
# The name of the program, and of nothing else, is the same in all languages.
NAMES = {"Karné"}


def without_comments(source):
    """With each line where it was."""
    return COMMENT.sub(lambda match: match[1] or re.sub(r"[^\n]", " ", match[0]), source)


def is_text(text):
    """Are there words in it, and not only a name for programs?"""
    text = re.sub(r"%[-+#0 .\d]*[a-zA-Z]+|\\.", " ", text)
    if text.strip() in NAMES or text.endswith("://") or re.fullmatch(r"[a-z0-9:._-]+(?:-symbolic)?", text.strip()):
        return False
    return re.search(r"[^\W\d_]{2}", text) is not None


def line_of(source, place):
    return source.count("\n", 0, place) + 1


def arguments(source, place):
    """The arguments of the call whose parenthesis opens at a place."""
    depth, start, found, i = 0, place + 1, [], place
    while i < len(source):
        c = source[i]
        if c == '"':
            i = re.compile(LITERAL).match(source, i).end()
            continue
        if c == "'":
            i = re.compile(r"'(?:[^'\\]|\\.)+'").match(source, i).end()
            continue
        if c in "([{":
            depth += 1
        elif c in ")]}":
            depth -= 1
        if depth == 0 or (depth == 1 and c == ","):
            found.append(source[start:i].strip())
            start = i + 1
        if depth == 0:
            return found
        i += 1
    return found


def literal(argument):
    """The text of an argument that is nothing but a literal; of a choice, the first that is."""
    found = re.search(rf"(?:^|[?:])\s*((?:{LITERAL}\s*)+)(?=$|:)", argument)
    return "".join(re.findall(LITERAL, found[1])) if found else None


def check_shown(source):
    for match in re.finditer(rf"\b(?:{SHOWN}) (?=\()", source):
        for argument in arguments(source, match.end()):
            text = literal(argument)
            if text is not None and is_text(text):
                yield match.start(), f"“{text}” is shown and not marked for translation"
    for match in re.finditer(rf'"(?:{PROPERTIES})",\s*{LITERAL}', source):
        if is_text(match[1]):
            yield match.start(), f"“{match[1]}” is shown and not marked for translation"


def check_glued(source):
    for match in re.finditer(rf"{MARK} (?=\()", source):
        for text in filter(None, map(literal, arguments(source, match.end()))):
            # Behind a question on the terminal the answer is typed.
            if text != text.strip(" ") and not re.search(r"(?:: |\] )$", text):
                yield match.start(), f"“{text}” begins or ends with a blank, as a piece of a sentence does"
    for match in re.finditer(r"\bg_str(?:concat|join) (?=\()", source):
        found = arguments(source, match.end())
        joins_lines = found and (literal(found[0]) or "").strip() in ("\\n", "·", "\\n\\n") and "join" in match[0]
        names_file = any(re.fullmatch(r"\.\w+", literal(argument) or "") for argument in found)
        if not joins_lines and not names_file and sum(bool(re.search(rf"{MARK} \(", argument)) for argument in found) > 0:
            yield match.start(), "a sentence is put together from pieces"
    for match in re.finditer(r"\bg_(?:strdup_printf|string_append_printf|string_printf) (?=\()", source):
        found = arguments(source, match.end())
        forms = [text for text in map(literal, found[:2]) if text is not None]
        pieces = [argument for argument in found[1:] if re.search(rf"{MARK} \(", argument)]
        if forms and len(pieces) > 1 and not re.search(r"[·\n:]|\\n", forms[0]):
            yield match.start(), f"a sentence is put together by “{forms[0]}”"


def check_unseen(source):
    """What xgettext does not know of."""
    for match in re.finditer(r"\b(?:karne_(?:safe_)?[np]?gettext|g_dgettext|gettext) (?=\()", source):
        found = list(map(literal, arguments(source, match.end())))
        if found[-1] is not None:
            yield match.start(), f"“{found[-1]}” is not extracted: what _(), C_() and ngettext() say is"


def check_paper(source, path):
    """In French on a sheet, whatever language is spoken."""
    reaches_paper = '#include "karne-sheets.h"' in source or str(path).startswith(
        ("libsync/words/", "libsync/prevention/", "desktop/prevention/", "desktop/measures/", "desktop/print/")
    )
    if reaches_paper and "<glib/gi18n" in source and path.name != "karne-voice.c":
        yield source.index("<glib/gi18n"), "what may be printed is said through words/karne-i18n.h"


def check_c(path, whole):
    source = without_comments(whole)
    for check in (check_shown, check_glued, check_unseen):
        yield from check(source)
    yield from check_paper(source, path)


def check_ui(source):
    pattern = rf'<(?:property|attribute) name="(?:{PROPERTIES}|label)"(?P<how>[^>]*)>(?P<text>[^<]*)<'
    for match in re.finditer(pattern, source):
        if 'translatable="yes"' not in match["how"] and is_text(match["text"]):
            yield match.start(), f"“{match['text']}” is shown and not marked for translation"
    for match in re.finditer(r"translatable=\"yes\"[^>]*>([^<]*)<", source):
        if match[1] != match[1].strip(" "):
            yield match.start(), f"“{match[1]}” begins or ends with a blank, as a piece of a sentence does"


def check_listed(root, path, source):
    """A call may be broken after its parenthesis, where a search line by line does not see it."""
    listed = (root / "po" / "POTFILES.in").read_text("utf-8").split("\n")
    if re.search(rf'(?<!define ){MARK} ?\(\s*"', source) and str(path) not in listed:
        yield 0, "this file has strings to translate and is not in po/POTFILES.in"


def check(root):
    for path in sorted([*root.glob("desktop/**/*.[ch]"), *root.glob("libsync/**/*.[ch]"), *root.glob("desktop/**/*.ui")]):
        name, source = path.relative_to(root), path.read_text("utf-8")
        if str(name).startswith("libsync/demo-server/"):
            continue  # its words are for whoever develops
        found = check_ui(source) if path.suffix == ".ui" else check_c(name, source)
        listed = () if path.suffix == ".ui" else check_listed(root, name, without_comments(source))
        for place, why in [*found, *listed]:
            yield f"{name}:{line_of(source, place)}: {why}"


# What this has to find, and what it has to leave alone.
FAULTS = [
    'gtk_label_new ("Shown to all");',
    'g_object_new (T, "title", "Shown to all", NULL);',
    'karne_detail_add_text (d, on ? "Shown to all" : NULL);',
    'g_strconcat (_ ("One"), " ", _ ("other"), NULL);',
    'g_strdup_printf ("%s %s", _ ("One"), _ ("other"));',
    '_ ("the beginning of ");',
    'karne_gettext ("Not extracted");',
]
SOUND = [
    'gtk_label_new (_ ("Shown to all"));',
    'gtk_label_new ("");',
    'g_object_new (T, "title", title, "icon-name", "go-next-symbolic", NULL);',
    '_ ("A long " "sentence");',
    'g_strdup_printf ("%s · %s", _ ("One"), _ ("other"));',
    "karne_gettext (rule->title); c == '\"';",
    '/* gtk_label_new ("In a comment") */ call ("http://x");',
]


def check_itself():
    for source in FAULTS + SOUND:
        found = list(check_c(Path("desktop/about/x.c"), source))
        assert bool(found) == (source in FAULTS), (source, found)
    assert list(check_ui('<property name="label">Shown to all</property>'))
    assert not list(check_ui('<property name="label" translatable="yes">Shown to all</property>'))
    assert list(check_paper('#include "karne-sheets.h"\n#include <glib/gi18n.h>\n', Path("desktop/x/x.c")))


if __name__ == "__main__":
    check_itself()
    faults = list(check(Path(sys.argv[1])))
    print("\n".join(faults))
    sys.exit(1 if faults else 0)
