"""Encryption with age: the server knows the public key only, so what it wrote it cannot read."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pyrage
from pyrage import x25519

HEADER = b"age-encryption.org/"


@contextmanager
def sealed(file, recipients):
    """A stream to write to; what is written arrives in the file, encrypted for the recipients.

    Without a recipient the stream is the file itself. Nothing plain touches a disk on the way.
    """
    if not recipients:
        yield file
        return
    outlet, inlet = os.pipe()

    def seal():
        with open(outlet, "rb") as plain:
            pyrage.encrypt_io(plain, file, recipients)

    with ThreadPoolExecutor(1) as pool:
        sealing = pool.submit(seal)
        # Sealing that fails closes its end of the pipe; what failed is told by its result.
        with suppress(BrokenPipeError), open(inlet, "wb") as stream:
            yield stream
        sealing.result()


def recipient(words):
    """The public key in `age1…`. Raises ValueError."""
    try:
        return x25519.Recipient.from_str(words.strip())
    except pyrage.RecipientError as error:
        raise ValueError(f"{words!r} is no public key of age; those begin with age1.") from error


def identity(path):
    """The private key in a file as age-keygen writes it: the line that is no comment."""
    lines = [line.strip() for line in Path(path).read_text(errors="replace").splitlines()]
    words = [line for line in lines if line and not line.startswith("#")]
    try:
        return x25519.Identity.from_str(words[0])
    except (IndexError, pyrage.IdentityError) as error:
        raise ValueError(f"{path} holds no private key of age.") from error


def is_sealed(path):
    with open(path, "rb") as file:
        return file.read(len(HEADER)) == HEADER


def unseal(path, key, to):
    """Write what was sealed in `path` to `to`. Raises ValueError for another key or damage."""
    with open(path, "rb") as file, open(to, "wb") as plain:
        try:
            pyrage.decrypt_io(file, plain, [key])
        except (pyrage.DecryptError, OSError) as error:
            raise ValueError(f"{path} could not be opened with this key: {error}.") from error
