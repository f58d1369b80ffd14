"""A cable between a phone and the site that one can cut, which browsers do not offer for what is on its way already."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit


class Cable:
    """Carries bytes both ways from an address of its own."""

    def __init__(self, site_address):
        site = urlsplit(site_address)
        self._site = (site.hostname, site.port)
        self._ends = set()
        self._is_cut = False
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self):
        self._is_cut = True
        for end in list(self._ends):
            self._close(end)

    def mend(self):
        self._is_cut = False

    def remove(self):
        self.cut()
        # A socket that waits for callers does not always notice that it is closed.
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _listen(self):
        while True:
            try:
                phone, _address = self._socket.accept()
            except OSError:
                return
            if self._is_cut:
                phone.close()
                continue
            site = socket.create_connection(self._site)
            for source, sink in ((phone, site), (site, phone)):
                self._ends.add(source)
                threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    def _carry(self, source, sink):
        with suppress(OSError):
            while packet := source.recv(65536):
                sink.sendall(packet)
        self._close(source)
        self._close(sink)

    def _close(self, end):
        self._ends.discard(end)
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
