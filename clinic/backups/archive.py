"""The tar of a backup. Its last file is the manifest, so that nothing is read twice to write it."""

import hashlib
import io
import json
import tarfile
from pathlib import PurePath

MANIFEST, DUMP, MEDIA = "manifest.json", "database", "media"


class Damaged(ValueError):
    """The archive is not what its manifest says."""


def pack(stream, facts, dump, media):
    """Write dump and media as a tar to the stream. Returns the manifest: the facts and the files.

    Pictures are listed after the dump was made: each that the dump knows of was stored before it.
    """
    files = []
    with tarfile.open(fileobj=stream, mode="w|") as tar:
        files.append(add(tar, DUMP, dump))
        for path in sorted(path for path in media.rglob("*") if path.is_file()):
            try:
                files.append(add(tar, f"{MEDIA}/{path.relative_to(media)}", path))
            except FileNotFoundError:
                continue  # erased while we were packing
        manifest = facts | {"files": files}
        words = json.dumps(manifest, indent=1).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(words)
        tar.addfile(entry, io.BytesIO(words))
    return manifest


def add(tar, name, path):
    with path.open("rb") as file:
        line = fingerprint(name, file)
        file.seek(0)
        tar.addfile(tar.gettarinfo(arcname=name, fileobj=file), file)
    return line


def fingerprint(name, file):
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return {"name": name, "size": file.tell(), "sha256": sha256}


def refuse_all_but_files(tar):
    """A backup holds files and nothing else: a link could stand for any other file of the machine.
    And a name that leads out of the folder is refused, not bent until it fits."""
    for entry in tar:
        path = PurePath(entry.name)
        if not entry.isreg() or path.is_absolute() or ".." in path.parts:
            raise Damaged(f"{entry.name!r} is no file of a backup")


def unpack(file, into):
    """Take a plain archive apart. Returns its manifest once every file is as it says.

    Raises Damaged for anything that is missing, added or changed.
    """
    try:
        with tarfile.open(fileobj=file, mode="r:") as tar:
            refuse_all_but_files(tar)
            tar.extractall(into, filter="data")
        manifest = json.loads((into / MANIFEST).read_text())
        told = {line["name"]: line for line in manifest["files"]}
    except (tarfile.TarError, FileNotFoundError, ValueError, LookupError, TypeError) as error:
        raise Damaged(f"This is no whole backup: {error}.") from error
    found = {}
    for path in into.rglob("*"):
        if path.is_file() and path != into / MANIFEST:
            with path.open("rb") as unpacked:
                line = fingerprint(str(path.relative_to(into)), unpacked)
            found[line["name"]] = line
    if wrong := [name for name in sorted(told | found) if told.get(name) != found.get(name)]:
        raise Damaged(f"{len(wrong)} files are not what the manifest says, first {wrong[0]}.")
    return manifest
