"""Every guard between a person and somebody else's data, and how to take it out as it runs.

A guard is a view's audience (taken out: everybody, signed in or not), or a call that narrows rows
to those of who asks: `visible_to(...)` and its kin (taken out: all rows), a patient's or clinic's
own rows (taken out: everybody's), `filter(clinic=...)` and its kin (taken out: without).
"""

import ast
import inspect
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from tests.test_conventions import patterns

ROOMS = ["people", "exercises", "programs", "logbook", "caseload"]
ROOT = Path(__file__).resolve().parent.parent
METHOD, ROWS = "method", "rows"
NARROW = {"visible_to", "at_desk_of", "of_clinic", "editable_by", "owned_by"}
NARROW_OBJECTS = {"of", "waiting"}  # these only on a model's `objects`
FIND, LOOKUPS = "get_object_or_404", {"filter", "get", "open"}
SCOPES = {"clinic", "patient", "taker", "giver", "away", "owner", "by"}
SAID = {"clinic-admin", "therapist", "staff", "patient", "signed-in"}  # audiences that keep out
OWNERS = {"patient", "clinic"}
OF_REQUESTS = ("logbook/sync.py", "logbook/acts.py")  # beside the views: where requests are read
FROM_OUTSIDE = {"code", "key", "email"}


@dataclass(frozen=True)
class Audience:
    """The audience that this view was declared with."""

    view: str
    who: str
    module: str
    room = subject = ""  # its own tests say it, or none

    def __str__(self):
        return f'{self.module}: {self.view} is for "{self.who}" alone'

    @property
    def name(self):
        return str(self)

    @contextmanager
    def taken_out(self):
        view = views()[self.view]
        view.audience = "public"
        try:
            yield
        finally:
            view.audience = self.who

    def views(self):
        return [self.view]


@dataclass(frozen=True)
class Place:
    """A call in a function's source that narrows rows, and what of it: see `narrowings`."""

    path: str
    span: tuple
    what: str
    function: str
    words: str

    @property
    def room(self):
        return self.path.split("/")[0]

    @property
    def subject(self):
        """What its module is about, as the tests of that are named."""
        return Path(self.path).stem

    def __str__(self):
        return self.name.replace(" ", f":{self.span[0]} ", 1)

    @property
    def name(self):
        """The same wherever in its file it stands."""
        what = "" if self.what in self.words[-len(self.what) - 40 :] else f" ({self.what})"
        return f"{self.path} {self.words}{what}"

    @contextmanager
    def taken_out(self):
        """The function runs without it, wherever it was imported to."""
        function = self.find()
        before = function.__code__
        tree = Widened(self).visit(ast.parse((ROOT / self.path).read_text()))
        code = compile(ast.fix_missing_locations(tree), str(ROOT / self.path), "exec")
        function.__code__ = next(c for c in codes(code) if c.co_qualname == before.co_qualname)
        try:
            yield
        finally:
            function.__code__ = before

    def find(self):
        thing = import_module(self.path.removesuffix(".py").replace("/", "."))
        for name in self.function.split("."):
            thing = inspect.getattr_static(thing, name)
        for wrapper in ("fget", "func", "__func__"):
            thing = getattr(thing, wrapper, thing)
        return inspect.unwrap(thing)

    def views(self):
        """The views that come to this function, or to its class, by the names they use: the
        nearest ones, at most 12."""
        own, newest = [], {(self.path, name) for name in self.function.split(".")}
        known = set(newest)
        while newest and not own:
            own = sorted(name for path, name in newest if name in views() and "views" in path)
            newest = {caller for caller, used in uses().items() if is_used(newest, used)} - known
            known |= newest
        return own[:12]


def guards():
    """Every guard there is, in the order of the rooms."""
    audiences = [
        Audience(name, view.audience, view.__module__)
        for name, view in sorted(views().items())
        if getattr(view, "audience", None) in SAID
    ]
    return audiences + [place for path in sources() for place in places(path)]


@cache
def views():
    """{URL name: view} of all that the resolver knows of ours."""
    return {
        pattern.name: pattern.callback
        for pattern in patterns()
        if pattern.callback.__module__.split(".")[0] in ROOMS
    }


def sources():
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts and "management" not in path.parts:
                yield path


def functions(tree, inside=""):
    """(qualified name, function) of a module's functions and of its classes' methods."""
    for node in tree.body:
        name = f"{inside}{getattr(node, 'name', '')}"
        if isinstance(node, ast.FunctionDef):
            yield name, node
        elif isinstance(node, ast.ClassDef):
            yield from functions(node, f"{name}.")


def places(path):
    short = str(path.relative_to(ROOT))
    for name, function in functions(ast.parse(path.read_text())):
        calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
        for call in calls:
            for what in narrowings(call, short):
                yield Place(short, span_of(call), what, name, ast.unparse(call))


def span_of(node):
    return node.lineno, node.col_offset, node.end_lineno, node.end_col_offset


def narrowings(call, path):
    """What of this call narrows: METHOD, as in `rows.visible_to(member)`; ROWS, as in
    `get_object_or_404(patient.flags, ...)`; or the name of a keyword, as in `filter(clinic=ours)`.
    """
    named = ast.unparse(call.func)
    method = named.rpartition(".")[2]
    if "." in named and method in NARROW:
        yield METHOD
    if not path.startswith(OF_REQUESTS) and "/views/" not in path:
        return
    if method in NARROW_OBJECTS and named.endswith(f".objects.{method}"):
        yield METHOD
    if method == FIND or (method in LOOKUPS and "." in named):
        from_outside = method in {FIND, "open"} or FROM_OUTSIDE & keywords(call)
        if from_outside and is_owned(first_rows(call)):
            yield ROWS
        yield from sorted(SCOPES & keywords(call))


def keywords(call):
    """The names of its keywords, without look-ups as in `key__in`."""
    return {(keyword.arg or "").split("__")[0] for keyword in call.keywords}


def first_rows(call):
    """The rows it looks into: `get_object_or_404(rows)`, `rows.filter()`."""
    if isinstance(call.func, ast.Attribute):
        return call.func.value
    return call.args[0]


def is_owned(node):
    """Whether this is `patient.<rows>`, `find(...).<rows>` or the like."""
    if not isinstance(node, ast.Attribute) or node.attr == "objects":
        return False
    owner = node.value
    if isinstance(owner, ast.Call):
        return isinstance(owner.func, ast.Name)
    return getattr(owner, "attr", getattr(owner, "id", "")) in OWNERS


class Widened(ast.NodeTransformer):
    """The same source without one guard."""

    def __init__(self, place):
        self.place = place

    def visit_Call(self, node):
        if span_of(node) != self.place.span:
            return self.generic_visit(node)
        if self.place.what == METHOD:
            return ast.Call(ast.Attribute(node.func.value, "all", ast.Load()), [], [])
        if self.place.what != ROWS:
            kept = [k for k in node.keywords if (k.arg or "").split("__")[0] != self.place.what]
            node.keywords = kept
        elif isinstance(node.func, ast.Attribute):
            node.func.value = everybodys(node.func.value)
        else:
            node.args[0] = everybodys(node.args[0])
        return node


def everybodys(rows):
    """`patient.flags` → `patient.flags.model.objects`."""
    return ast.Attribute(ast.Attribute(rows, "model", ast.Load()), "objects", ast.Load())


def codes(code):
    yield code
    for constant in code.co_consts:
        if inspect.iscode(constant):
            yield from codes(constant)


@cache
def uses():
    """{(path, name of a function, class or table): the (path, name) of all it uses}; an attribute
    has no path."""
    found = defaultdict(set)
    for path in sources():
        short, tree = str(path.relative_to(ROOT)), ast.parse(path.read_text())
        brought = {
            alias.asname or alias.name: (source_of(node, short), alias.name)
            for node in tree.body
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        for name, node in [*functions(tree), *tables(tree)]:
            used = set(names_in(node, short, brought))
            for part in name.split("."):  # what a method uses, its class uses
                found[short, part] |= used
    return found


def tables(tree):
    """(name, value) of what a module holds beside functions and classes: `ACTS = {...}`."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value


def names_in(node, path, brought):
    for each in ast.walk(node):
        if isinstance(each, ast.Name):
            yield brought.get(each.id, (path, each.id))
        elif isinstance(each, ast.Attribute):
            yield "", each.attr


def is_used(functions, used):
    return any(one in used or ("", one[1]) in used for one in functions)


def source_of(node, path):
    """The path of the module that this `from … import` names."""
    folder = path.split("/")[: -node.level] if node.level else []
    return "/".join([*folder, *(node.module or "").split(".")]) + ".py"
