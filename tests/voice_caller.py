"""A caller of our own: fetches VoiceXML over HTTP, hears its prompts, presses keys, and follows where they lead.

It interprets the part of VoiceXML 2.1 that the hall speaks, by the rules of the form interpretation algorithm: menus and fields
wait for keys of their grammars, prompts queue until somebody is listened to, handlers catch silence and wrong keys from the inside
out, `<link>` is heard everywhere. What it does not know it refuses, so that a document never seems understood that is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import Request, urlopen
from xml.etree.ElementTree import Element, fromstring

NS = "{http://www.w3.org/2001/vxml}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TYPE = "application/voicexml+xml"
HANDLERS = ("noinput", "nomatch", "help", "error", "catch")
SILENCE = ""


class NotUnderstood(AssertionError):
    """The document says what an interpreter of VoiceXML could not follow."""


class _Goto(Exception):
    def __init__(self, to: str, told: dict[str, str] | None = None, method: str = "get") -> None:
        self.to, self.told, self.method = to, told, method


class _Exit(Exception):
    pass


class _Reprompt(Exception):
    pass


@dataclass
class Document:
    """A document as fetched: its address, its root, its variables."""

    address: str
    root: Element
    variables: dict[str, str | int] = field(default_factory=dict)


@dataclass
class Call:
    """One call. `press` gives keys, `SILENCE` waits out the time; `heard` is all that was said since the last keys."""

    entrance: str
    caller: str = "tel:09907654321;phone-context=+86"
    outcome: str = "far_end_disconnect"  # how a transfer ends
    check: Callable[[str, bytes], None] = lambda _type, _text: None
    presses: int = 0
    heard: list[str] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)  # as a voice says it: masks and hours in words
    languages: list[str] = field(default_factory=list)
    transferred: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    over: bool = False

    def __post_init__(self) -> None:
        self._document = Document(self.entrance, Element("nothing"))
        self._at: Element | None = None
        self._run(_Goto(self.entrance))

    # what a caller does

    def press(self, *keys: str) -> str:
        """Press keys one after the other: `press("1", "0127#")`. What is heard after the last of them, as one text."""
        for each in keys:
            assert not self.over, "the call is over"
            assert re.fullmatch(r"[0-9*#]*", each)
            self.presses += len(each)
            self._forget()
            self._give(each)
        return self.text

    def silent(self) -> str:
        return self.press(SILENCE)

    @property
    def text(self) -> str:
        return " ".join(self.heard)

    def _forget(self) -> None:
        self.heard.clear()
        self.spoken.clear()
        self.languages.clear()

    # what an interpreter does

    def _give(self, keys: str) -> None:
        item = self._at
        assert item is not None
        try:
            if keys == SILENCE:
                self._throw("noinput", item)
            elif to := self._linked(keys):
                raise _Goto(to)  # noqa: TRY301
            elif item.tag == f"{NS}menu":
                self._choose(item, keys)
            else:
                self._fill(item, keys)
        except (_Goto, _Exit, _Reprompt) as what:
            self._run(what)

    def _choose(self, menu: Element, keys: str) -> None:
        for choice in menu.findall(f"{NS}choice"):
            if choice.get("dtmf") == keys:
                raise _Goto(choice.attrib["next"])
        self._throw("nomatch", menu)

    def _fill(self, item: Element, keys: str) -> None:
        grammar = item.find(f"{NS}grammar")
        if grammar is None:
            raise NotUnderstood("a field without a grammar")
        typed = keys.removesuffix(self._property("termchar") or "#")
        if not re.fullmatch(_pattern(grammar), typed):
            self._throw("nomatch", item)
        self._document.variables[item.attrib["name"]] = typed
        for filled in item.findall(f"{NS}filled"):
            self._execute(filled)
        raise NotUnderstood("a filled field leads nowhere")

    def _linked(self, keys: str) -> str | None:
        links = self._document.root.findall(f"{NS}link")
        return next((each.attrib["next"] for each in links if each.get("dtmf") == keys), None)

    def _property(self, name: str) -> str | None:
        every = self._document.root.findall(f"{NS}property")
        return next((each.get("value") for each in every if each.get("name") == name), None)

    def _throw(self, event: str, item: Element) -> None:
        """The innermost handler of the event runs; who has none is not understood."""
        for scope in (item, self._form_of(item), self._document.root):
            for handler in scope if scope is not None else ():
                name = handler.tag.removeprefix(NS)
                events = handler.get("event", "").split() if name == "catch" else [name]
                if name in HANDLERS and event in events:
                    self._execute(handler)
                    raise _Reprompt
        raise NotUnderstood(f"nobody catches {event}")

    def _form_of(self, item: Element) -> Element | None:
        return next((each for each in self._document.root if item in list(each)), None)

    def _run(self, what: Exception) -> None:
        """Go on until somebody listens for a key, or the call is over."""
        while True:
            try:
                match what:
                    case _Goto():
                        self._follow(what)
                    case _Reprompt():
                        assert self._at is not None
                        self._listen(self._at)
                    case _Exit():
                        self.over, self._at = True, None
                return  # noqa: TRY300
            except (_Goto, _Exit, _Reprompt) as then:
                what = then

    def _follow(self, what: _Goto) -> None:
        address, _, id_ = what.to.partition("#")
        if address:
            self._fetch(urljoin(self._document.address, address), what)
        dialogs = [each for each in self._document.root if each.tag in {f"{NS}menu", f"{NS}form"}]
        found = [each for each in dialogs if not id_ or each.get("id") == id_]
        if not found:
            raise NotUnderstood(f"no dialog {id_}")
        self._visit(found[0])

    def _fetch(self, address: str, what: _Goto) -> None:
        body = None
        if what.told is not None:
            told = urlencode(what.told)
            address, body = (address, told.encode()) if what.method == "post" else (f"{address}?{told}", None)
        self.fetched.append(("POST " if body is not None else "GET ") + urlsplit(address).path)
        try:
            with urlopen(Request(address, data=body), timeout=20) as answer:
                kind, text = answer.headers["Content-Type"], answer.read()
        except HTTPError as error:
            raise NotUnderstood(f"error.badfetch.http.{error.code}: {address}") from None
        if kind.partition(";")[0] != TYPE:
            raise NotUnderstood(f"{kind} is not {TYPE}")
        self.check(kind, text)
        self._document = Document(address, fromstring(text))
        for each in self._document.root.findall(f"{NS}var"):
            self._declare(each)

    def _visit(self, dialog: Element) -> None:
        if dialog.tag == f"{NS}menu":
            self._listen(dialog)
            return
        for each in dialog:
            match each.tag.removeprefix(NS):
                case "var":
                    self._declare(each)
                case "block":
                    self._execute(each)
                case "field":
                    self._listen(each)
                    return
                case "transfer":
                    self._transfer(each)
                case name if name not in HANDLERS:
                    raise NotUnderstood(f"<{name}> in a form")
        raise _Exit

    def _listen(self, item: Element) -> None:
        self._at = item
        for each in item.findall(f"{NS}prompt"):
            self._hear(each)

    def _transfer(self, each: Element) -> None:
        self.transferred.append(each.attrib["dest"])
        self._document.variables[each.attrib["name"]] = self.outcome
        for filled in each.findall(f"{NS}filled"):
            self._execute(filled)

    def _declare(self, each: Element) -> None:
        self._document.variables[each.attrib["name"]] = self._value(each.get("expr", "undefined"))

    def _execute(self, block: Element) -> None:
        for each in self._taken(block):
            match each.tag.removeprefix(NS):
                case "prompt":
                    self._hear(each)
                case "assign":
                    if each.attrib["name"] not in self._document.variables:
                        raise NotUnderstood(f"error.semantic: {each.attrib['name']}")
                    self._declare(each)
                case "if":
                    self._execute(each)
                case "goto":
                    raise _Goto(each.attrib["next"])
                case "submit":
                    told = {
                        name: str(self._document.variables[name]) for name in each.get("namelist", "").split()
                    }
                    raise _Goto(each.attrib["next"], told, each.get("method", "get"))
                case "reprompt":
                    raise _Reprompt
                case "exit":
                    raise _Exit
                case name:
                    raise NotUnderstood(f"<{name}> is not run")

    def _taken(self, block: Element) -> Iterator[Element]:
        """The executable content; of an `if` that of the branch whose condition holds."""
        holds = block.tag != f"{NS}if" or self._holds(block.attrib["cond"])
        done = False
        for each in block:
            if each.tag in {f"{NS}else", f"{NS}elseif"}:
                done = done or holds
                holds = not done and (each.tag == f"{NS}else" or self._holds(each.attrib["cond"]))
            elif holds:
                yield each

    def _holds(self, condition: str) -> bool:
        return any(self._compare(each) for each in condition.split("||"))

    def _compare(self, text: str) -> bool:
        found = re.fullmatch(r"\s*(\w+)\s*(==|>=)\s*('\w*'|\d+)\s*", text)
        if not found:
            raise NotUnderstood(f"a condition: {text}")
        left, right = self._value(found[1]), self._value(found[3])
        return left == right if found[2] == "==" else int(left) >= int(right)

    def _value(self, expression: str) -> str | int:
        text = expression.strip()
        if text == "session.connection.remote.uri":
            return self.caller
        if text.isdigit():
            return int(text)
        if re.fullmatch(r"'\w*'", text):
            return text.strip("'")
        if found := re.fullmatch(r"(\w+)\s*\+\s*(\d+)", text):
            return int(self._value(found[1])) + int(found[2])
        if text in self._document.variables:
            return self._document.variables[text]
        raise NotUnderstood(f"an expression: {expression}")

    def _hear(self, prompt: Element) -> None:
        language = self._document.root.get(LANG, "")
        for sentence in prompt.findall(f"{NS}s"):
            self.heard.append(" ".join("".join(sentence.itertext()).split()))
            self.spoken.append(" ".join(_aloud(sentence).split()))
            self.languages.append(sentence.get(LANG, language))


def _aloud(part: Element) -> str:
    inside = part.get("alias") or (part.text or "") + "".join(_aloud(each) for each in part)
    if part.get("interpret-as") in {"vxml:digits", "vxml:phone"}:
        inside = " ".join(char for char in inside if char.isdigit())
    return inside + (part.tail or "")


def _pattern(grammar: Element) -> str:
    """A grammar of digits as a regular expression."""
    rules = {each.attrib["id"]: each for each in grammar.findall(f"{NS}rule")}

    def of(part: Element) -> str:
        match part.tag.removeprefix(NS):
            case "rule":
                return "".join(of(each) for each in part)
            case "one-of":
                return "(?:" + "|".join(of(each) for each in part) + ")"
            case "item":
                inside = re.escape((part.text or "").strip()) + "".join(of(each) for each in part)
                low, _, high = part.get("repeat", "1-1").partition("-")
                return f"(?:{inside}){{{low},{high or low}}}"
            case "ruleref":
                return of(rules[part.attrib["uri"].removeprefix("#")])
            case name:
                raise NotUnderstood(f"<{name}> in a grammar")

    return of(rules[grammar.attrib["root"]])
