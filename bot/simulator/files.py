"""Files that were sent: kept in memory, under ids, with what Telegram tells about them."""

import hashlib
import struct
from dataclasses import dataclass

from bot.simulator.refusals import Json, Refusal, bad_request

PHOTO_LIMIT = 10 * 1024 * 1024  # bytes; core.telegram.org/bots/api#sending-files
UPLOAD_LIMIT = 50 * 1024 * 1024
DOWNLOAD_LIMIT = 20 * 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """A file as it arrives in a multipart body."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class StoredFile:
    """A file that Telegram holds; width and height are in pixels, 0 for what is no picture."""

    file_id: str
    name: str
    mime: str
    content: bytes
    width: int = 0
    height: int = 0

    @property
    def path(self) -> str:
        """Where `/file/bot<TOKEN>/…` serves it."""
        return f"{'photos' if self.width else 'documents'}/{self.file_id}"

    def about(self) -> Json:
        """The fields every kind of file has."""
        unique = hashlib.sha256(self.content).hexdigest()[:16]
        return {"file_id": self.file_id, "file_unique_id": unique, "file_size": len(self.content)}

    def as_photo(self) -> list[Json]:
        """The sizes of a photo; Telegram gives several, this simulator the original alone."""
        return [self.about() | {"width": self.width, "height": self.height}]

    def as_document(self) -> Json:
        """A document with its name and type."""
        return self.about() | {"file_name": self.name, "mime_type": self.mime}


class FileStore:
    """All files of one bot."""

    def __init__(self) -> None:
        self._files: dict[str, StoredFile] = {}

    def add(self, upload: Upload, *, photo: bool) -> StoredFile:
        """Keep an upload, refused as Telegram would refuse it."""
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > (PHOTO_LIMIT if photo else UPLOAD_LIMIT):
            raise Refusal(413, "Request Entity Too Large")
        width, height = picture_size(upload.content) if photo else (0, 0)
        if photo and not 0 < width + height <= 10_000:  # the sum of both sides, by the documentation of sendPhoto
            raise bad_request("PHOTO_INVALID_DIMENSIONS" if width else "IMAGE_PROCESS_FAILED")
        mime = ("image/png" if upload.content.startswith(b"\x89") else "image/jpeg") if photo else upload.mime
        file_id = f"SIM{'P' if photo else 'D'}{len(self._files) + 1:08d}"
        self._files[file_id] = StoredFile(file_id, upload.name, mime, upload.content, width, height)
        return self._files[file_id]

    def get(self, file_id: str) -> StoredFile:
        """The file of an id."""
        if file_id not in self._files:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return self._files[file_id]

    def at_path(self, path: str) -> StoredFile | None:
        """The file behind a path that getFile told."""
        return self._files.get(path.rpartition("/")[2])


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels of a PNG or JPEG, (0, 0) for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    at = 2
    while content.startswith(b"\xff\xd8") and at + 9 < len(content) and content[at] == 0xFF:
        marker, size = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):  # a frame header, not a table
            return int.from_bytes(content[at + 7 : at + 9], "big"), int.from_bytes(content[at + 5 : at + 7], "big")
        at += 2 + size
    return 0, 0
