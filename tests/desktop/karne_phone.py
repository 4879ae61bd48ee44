# SPDX-License-Identifier: GPL-3.0-or-later
"""The person's own telephone: opens the pages of the demonstration's authorization server."""

import re
import urllib.error
import urllib.parse
import urllib.request

# Nothing of the test goes through a proxy.
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def fetch(address, form=None):
    data = urllib.parse.urlencode(form).encode() if form else None
    with OPENER.open(address, data, timeout=30) as answer:
        return answer.read().decode()


def answer(address, code=None, person=None):
    """Says yes as that person, or no where it is None."""
    query = "?" + urllib.parse.urlencode({"user_code": code}) if code else ""
    page = fetch(address + query)
    action = urllib.parse.urljoin(address, re.search(r'action="([^"]+)"', page).group(1))
    form = {"ticket": re.search(r'name="ticket" value="([^"]+)"', page).group(1)}
    form.update({"decision": "approve", "person": person} if person else {"decision": "refuse"})
    return fetch(action, form)


def answer_window(program, person=None):
    """As the window says: the address and the code that it shows."""
    image = program.find("image", CODE)
    address, spelled = re.match(CODE, image.get_name()).groups()
    code = spelled.replace("tiret", "-").replace("zéro", "0").replace(" ", "")
    shown = program.find("label", f"^{re.escape(spelled)}$")
    assert shown, "the code, spelled out"
    program.find("label", f"^{re.escape(address)}$")
    return answer(address, code, person)


# What the picture is called, in French.
CODE = r"^Code QR pour un téléphone\. Il ouvre (\S+) avec le code (.+)$"
