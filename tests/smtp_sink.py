"""A mail server of our own: takes mail on a real socket, and refuses whom it is told to refuse."""

import socketserver
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy


class Sink(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self, place, refuses):
        self.mails, self.refuses = [], refuses
        super().__init__(place, Conversation)


class Conversation(socketserver.StreamRequestHandler):
    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())

    def handle(self):
        self.say("220 sink")
        for line in self.rfile:
            verb, _blank, rest = line.decode().strip().partition(" ")
            verb = verb.upper()
            if verb == "RCPT" and (code := self.refusal(rest)):
                self.say(f"{code} not here")
            elif verb == "DATA":
                self.say("354 go on")
                self.server.mails.append(self.mail())
                self.say("250 taken")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 sink")

    def refusal(self, rest):
        return next((code for name, code in self.server.refuses.items() if name in rest), None)

    def mail(self):
        lines = iter(self.rfile.readline, b".\r\n")
        return message_from_bytes(b"".join(lines), policy=policy.default)


@contextmanager
def smtp_sink(port=0, refuses=None):
    """A mail server at `.server_address` while the block runs; `.mails` is what it took."""
    with Sink(("127.0.0.1", port), refuses or {}) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
