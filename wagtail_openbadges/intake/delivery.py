"""How a stranger's file leaves the private storage: never to be run, framed or kept by anybody on the way."""

from __future__ import annotations

from django.core.files import File
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

from .errors import IntakeError
from .evidence import readable_name
from .sniffing import HEAD, Kind, sniff

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def attachment(file: File, *, name: str, media_type: str) -> FileResponse:
    """Answer with a file to download under the name that its sender gave it.

    Raises:
        Http404: the storage lost the file.
    """
    return FileResponse(
        _opened(file),
        as_attachment=True,
        filename=readable_name(name, fallback="evidence"),
        content_type=media_type,
        headers=HEADERS,
    )


def preview(file: File) -> FileResponse:
    """Answer with an image to look at in its page; only images of our own making can be seen so.

    Raises:
        Http404: this is no such image, or the storage lost it.
    """
    stream = _opened(file)
    try:
        kind = sniff(stream.read(HEAD))
    except IntakeError:
        kind = None
    if kind not in (Kind.JPEG, Kind.PNG):
        stream.close()
        raise Http404(_("This file cannot be previewed. Download it instead."))
    stream.seek(0)
    return FileResponse(stream, content_type=kind.media_type, headers=HEADERS | {"Content-Disposition": "inline"})


def _opened(file: File) -> File:
    try:
        return file.open("rb")
    except FileNotFoundError as error:
        raise Http404(_("This file is no longer there.")) from error
