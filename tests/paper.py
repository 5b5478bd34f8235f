"""What is printed, read back by what reads PDFs."""

import io
import re
import subprocess

import pypdf

KILOBYTE = 1024


class Paper:
    """A PDF and what poppler, pypdf and zbar say of it."""

    def __init__(self, folder, content):
        self.content = content
        self.path = folder / "handout.pdf"
        self.path.write_bytes(content)
        self.reader = pypdf.PdfReader(io.BytesIO(content))

    def run(self, *command):
        return subprocess.run(command, capture_output=True, cwd=self.path.parent).stdout.decode()

    @property
    def text(self):
        """All words in the order in which they are drawn, which is how they are read aloud."""
        return " ".join(self.run("pdftotext", "-raw", self.path, "-").split())

    def text_of(self, page):
        return self.run("pdftotext", "-f", str(page), "-l", str(page), self.path, "-")

    @property
    def fonts(self):
        """[(name, embedded)] of each font in it."""
        lines = self.run("pdffonts", self.path).splitlines()[2:]
        return [(line.split()[0].partition("+")[2], line.split()[-5]) for line in lines]

    @property
    def links(self):
        """Where the square codes lead, as a phone's camera reads them off the page."""
        self.run("pdftoppm", "-r", "150", "-gray", "-png", self.path, "page")
        pages = sorted(self.path.parent.glob("page-*.png"))
        found = self.run("zbarimg", "--quiet", "--raw", *pages)
        return found.split()

    @property
    def headings(self):
        return [tag for tag in self.tags if re.fullmatch(r"/H\d", tag)]

    @property
    def tags(self):
        tags = []

        def walk(node):
            node = node.get_object() if hasattr(node, "get_object") else node
            if isinstance(node, dict):
                tags.append(str(node.get("/S", "")))
                below = node.get("/K", [])
                for child in below if isinstance(below, list) else [below]:
                    walk(child)

        walk(self.reader.trailer["/Root"]["/StructTreeRoot"])
        return tags
