"""A folder as it stands after a power cut, told from a record of what was written (powercut.c).

What POSIX promises and no more: bytes are there once their file was synced, and a file is made or
removed for good once its folder was. What was not synced may be there or not.
"""

import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

HEAD = struct.Struct("<cIq256s")


class Act(NamedTuple):
    """kind is "C" made, "W" written, "T" cut to the length `where`, "U" removed, "S" synced."""

    kind: str
    name: str
    where: int
    data: bytes


def read(record):
    """The acts of a record, in order."""
    raw, at, acts = Path(record).read_bytes(), 0, []
    while at < len(raw):
        kind, number, where, name = HEAD.unpack_from(raw, at)
        at += HEAD.size
        name = Path(name.rstrip(b"\0").decode()).name
        acts.append(Act(kind.decode(), name, where, raw[at : at + number]))
        at += number
    return acts


@dataclass
class File:
    """What was in it before, what was done to it since, and which act synced it last."""

    before: bytes = b""
    acts: list = field(default_factory=list)
    synced: int = -1

    def after(self, survives):
        content = bytearray(self.before)
        for number, act in self.acts:
            if number > self.synced and not survives():
                continue
            length = act.where + len(act.data)
            if len(content) < length:
                content.extend(bytes(length - len(content)))
            if act.kind == "W":
                content[act.where : length] = act.data
            else:
                del content[act.where :]
        return bytes(content)


def after_power_cut(folder, before, acts, survives):
    """{name: bytes} of the folder of this name when the power goes after these acts.

    `before` is what stood there, safe. `survives()` is asked for each act that was not synced; of
    the files made or removed without a sync of the folder the first survive, as in a journal.
    """
    safe = {name: File(content) for name, content in before.items()}
    now, waiting = dict(safe), []
    for number, act in enumerate(acts):
        if act.kind == "S" and act.name == folder:
            for name, file in waiting:
                put(safe, name, file)
            waiting = []
        elif act.kind == "S":
            if act.name in now:
                now[act.name].synced = number
        elif act.kind in "CU":
            file = File() if act.kind == "C" else None
            put(now, act.name, file)
            waiting.append((act.name, file))
        elif act.name in now:
            now[act.name].acts.append((number, act))
    for name, file in waiting:
        if not survives():
            break
        put(safe, name, file)
    return {name: file.after(survives) for name, file in safe.items()}


def put(names, name, file):
    """This file under this name; no file under it for None."""
    if file is None:
        names.pop(name, None)
    else:
        names[name] = file
