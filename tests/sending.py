"""A form with a file, as a browser sends it: with the name as it stands on the person's device, however strange."""

from tests.sessions import TOKEN

BOUNDARY = "a-line-that-no-file-holds-5ac1"
FORM = f"multipart/form-data; boundary={BOUNDARY}"
TAIL = f"\r\n--{BOUNDARY}--\r\n".encode()


def head_of(name: str, media_type: str = "application/pdf", field: str = "document") -> bytes:
    """Everything before the bytes of the file."""
    shown = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    lines = [
        f"--{BOUNDARY}", 'Content-Disposition: form-data; name="csrfmiddlewaretoken"', "", TOKEN,
        f"--{BOUNDARY}", f'Content-Disposition: form-data; name="{field}"; filename="{shown}"', f"Content-Type: {media_type}", "", "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()


def with_file(name: str, data: bytes, media_type: str = "application/pdf") -> bytes:
    return head_of(name, media_type) + data + TAIL
