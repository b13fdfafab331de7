"""Mail servers as they should not be: each listens on a port of its own and speaks just enough."""

import socket
import threading
import time
from contextlib import closing, contextmanager, suppress


def silent(connection):
    """Accept and say nothing, ever."""
    connection.settimeout(60)
    while connection.recv(1024):
        pass


class Dripping:
    """A server that sends one sign at a time until the other side has had enough; `left` says that it has."""

    def __init__(self, first=b"", sign=b"2"):
        self.first, self.sign, self.left = first, sign, threading.Event()

    def __call__(self, connection):
        connection.sendall(self.first)
        try:
            while True:
                connection.sendall(self.sign)
                time.sleep(0.05)
        finally:
            self.left.set()


dripping = Dripping()  # begins a greeting and never ends it


class Speaking:
    """A server that follows the protocol, and leaves or refuses where it is told to; `taken` holds what it acknowledged."""

    def __init__(self, *, leaves_at="", says=None):
        self.leaves_at, self.says, self.taken = leaves_at, says or {}, []

    def __call__(self, connection):
        lines = connection.makefile("rb")

        def say(word, usual):
            connection.sendall(self.says.get(word, usual) + b"\r\n")

        say("GREETING", b"220 here")
        while line := lines.readline():
            word = line[:4].upper().strip().decode("ascii", "replace")
            if word == self.leaves_at:
                return
            if word == "DATA":
                say("DATA", b"354 go on")
                body = b""
                while (piece := lines.readline()) not in (b".\r\n", b""):
                    body += piece
                    if self.leaves_at == "BODY":
                        return
                if not piece:  # whoever spoke is gone, and the letter was never ended
                    return
                if "END" not in self.says:
                    self.taken.append(body)
                say("END", b"250 taken")
            elif word == "QUIT":
                say("QUIT", b"221 bye")
                return
            else:
                say(word, b"250 fine")


@contextmanager
def listening(behave):
    """Run a server and give its port; a connection it has done with is closed."""
    with closing(socket.create_server(("127.0.0.1", 0))) as door:

        def serve():
            while True:
                try:
                    connection, _ = door.accept()
                except OSError:
                    return
                threading.Thread(target=one, args=[connection], daemon=True).start()

        def one(connection):
            with closing(connection), suppress(OSError):
                behave(connection)

        threading.Thread(target=serve, daemon=True).start()
        yield door.getsockname()[1]
        door.shutdown(socket.SHUT_RDWR)


_closed = []


def refusing_port():
    """Return a port at which nobody listens, and nobody will: it stays taken."""
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    _closed.append(door)
    return door.getsockname()[1]
