"""What VoiceXML 2.1 allows of what we use: each element's attributes and children (W3C, 19 June 2007; SRGS 1.0, SSML 1.0)."""

from __future__ import annotations

from typing import NamedTuple
from xml.etree.ElementTree import Element, fromstring

NS = "{http://www.w3.org/2001/vxml}"
XML = "{http://www.w3.org/XML/1998/namespace}"
FETCH = {"fetchaudio", "fetchhint", "fetchtimeout", "maxage", "maxstale"}
HANDLERS = {"catch", "error", "help", "noinput", "nomatch"}
SPEECH = {"audio", "break", "emphasis", "mark", "phoneme", "prosody", "say-as", "sub", "value", "voice"}
DONE = {
    "assign", "clear", "data", "disconnect", "exit", "foreach", "goto", "if", "log", "prompt", "reprompt", "return", "script",
    "submit", "throw", "var", "value", "audio",
}  # fmt: skip
TEXT = "#text"


class Rule(NamedTuple):
    needs: set[str]
    may: set[str]
    holds: set[str]


# fmt: off
STRUCTURE = {
    "vxml":     Rule({"version", XML + "lang"}, {"application", XML + "base"}, HANDLERS | {"data", "form", "link", "menu", "meta", "metadata", "property", "script", "var"}),
    "form":     Rule(set(), {"id", "scope"}, HANDLERS | {"block", "data", "field", "filled", "grammar", "initial", "link", "object", "property", "record", "script", "subdialog", "transfer", "var"}),
    "menu":     Rule(set(), {"id", "scope", "accept", "dtmf"}, HANDLERS | {"prompt", "choice", "property", "script", "audio", "value", "enumerate", "data", TEXT}),
    "choice":   Rule(set(), {"dtmf", "accept", "next", "expr", "event", "eventexpr", "message", "messageexpr"} | FETCH, {"grammar", TEXT}),
    "link":     Rule(set(), {"dtmf", "next", "expr", "event", "eventexpr", "message", "messageexpr"} | FETCH, {"grammar"}),
    "field":    Rule(set(), {"name", "expr", "cond", "type", "slot", "modal"}, HANDLERS | {"audio", "data", "filled", "grammar", "link", "option", "prompt", "property", "script", "value", "enumerate", TEXT}),
    "transfer": Rule(set(), {"name", "expr", "cond", "dest", "destexpr", "bridge", "type", "connecttimeout", "maxtime", "transferaudio", "aai", "aaiexpr"}, HANDLERS | {"audio", "filled", "grammar", "prompt", "property", "value", "enumerate", TEXT}),
    "block":    Rule(set(), {"name", "expr", "cond"}, DONE | {TEXT}),
    "filled":   Rule(set(), {"mode", "namelist"}, DONE | {TEXT}),
    "catch":    Rule(set(), {"event", "count", "cond"}, DONE | {"enumerate", TEXT}),
    "error":    Rule(set(), {"count", "cond"}, DONE | {"enumerate", TEXT}),
    "noinput":  Rule(set(), {"count", "cond"}, DONE | {"enumerate", TEXT}),
    "nomatch":  Rule(set(), {"count", "cond"}, DONE | {"enumerate", TEXT}),
    "if":       Rule({"cond"}, set(), DONE | {"else", "elseif", TEXT}),
    "else":     Rule(set(), set(), set()),
    "elseif":   Rule({"cond"}, set(), set()),
    "assign":   Rule({"name", "expr"}, set(), set()),
    "var":      Rule({"name"}, {"expr"}, set()),
    "property": Rule({"name", "value"}, set(), set()),
    "goto":     Rule(set(), {"next", "expr", "nextitem", "expritem"} | FETCH, set()),
    "submit":   Rule(set(), {"next", "expr", "method", "enctype", "namelist"} | FETCH, set()),
    "exit":     Rule(set(), {"expr", "namelist"}, set()),
    "reprompt": Rule(set(), set(), set()),
    "prompt":   Rule(set(), {"bargein", "bargeintype", "cond", "count", "timeout", "version", XML + "lang", XML + "base"}, SPEECH | {"p", "s", "enumerate", "foreach", "lexicon", "metadata", TEXT}),
    "s":        Rule(set(), {XML + "lang"}, SPEECH | {TEXT}),
    "say-as":   Rule({"interpret-as"}, {"format", "detail"}, {"value", TEXT}),
    "sub":      Rule({"alias"}, set(), {TEXT}),
    "grammar":  Rule(set(), {"version", "mode", "root", "type", "src", "srcexpr", "tag-format", "weight", XML + "lang", XML + "base"} | FETCH, {"rule", "lexicon", "meta", "metadata", "tag", TEXT}),
    "rule":     Rule({"id"}, {"scope"}, {"one-of", "item", "ruleref", "token", "tag", "example", TEXT}),
    "one-of":   Rule(set(), {XML + "lang"}, {"item"}),
    "item":     Rule(set(), {"repeat", "repeat-prob", "weight", XML + "lang"}, {"one-of", "item", "ruleref", "token", "tag", TEXT}),
    "ruleref":  Rule(set(), {"uri", "type", "special"}, set()),
}
# fmt: on

ONE_OF = {
    "choice": ("next", "expr", "event", "eventexpr"),
    "link": ("next", "expr", "event", "eventexpr"),
    "goto": ("next", "expr", "nextitem", "expritem"),
    "submit": ("next", "expr"),
    "transfer": ("dest", "destexpr"),
}
VALUES = {
    ("transfer", "type"): {"bridge", "blind", "consultation"},
    ("submit", "method"): {"get", "post"},
    ("grammar", "mode"): {"dtmf", "voice"},
    ("menu", "dtmf"): {"true", "false"},
    ("rule", "scope"): {"public", "private"},
}


def flaws(text: bytes) -> list[str]:
    """What is wrong with a document; ill-formed text raises."""
    root = fromstring(text)
    found = [] if root.tag == f"{NS}vxml" else [f"the root is {root.tag}"]
    if root.get("version") != "2.1":
        found.append("not version 2.1")
    ids = [each.get("id") for each in root if each.tag in {f"{NS}form", f"{NS}menu"}]
    found += [f"two dialogs {each}" for each in ids if ids.count(each) > 1]
    for each in root.iter():
        found += _flaws(each)
        to = each.get("next", "")
        if to.startswith("#") and to[1:] not in ids:
            found.append(f"no dialog {to}")
    return found


def _flaws(each: Element) -> list[str]:
    name = each.tag.removeprefix(NS)
    rule = STRUCTURE.get(name)
    if rule is None:
        return [f"<{name}> is unknown"]
    has = set(each.attrib)
    found = [f"<{name}> lacks {want}" for want in rule.needs - has]
    found += [f"<{name}> has {extra}" for extra in has - rule.needs - rule.may]
    found += [
        f"<{name}> holds <{child.tag.removeprefix(NS)}>"
        for child in each
        if child.tag.removeprefix(NS) not in rule.holds
    ]
    said = [each.text, *(child.tail for child in each)]
    if TEXT not in rule.holds and any(part and part.strip() for part in said):
        found.append(f"<{name}> holds text")
    if name in ONE_OF and sum(way in has for way in ONE_OF[name]) != 1:
        found.append(f"<{name}> needs one of {ONE_OF[name]}")
    found += [
        f"<{name} {key}={value!r}>"
        for key, value in each.attrib.items()
        if value not in VALUES.get((name, key), {value})
    ]
    return found
