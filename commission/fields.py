"""Identity numbers at rest: encrypted for reading, and a keyed hash for finding. Neither works without the key."""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12


def encrypt(text: str) -> bytes:
    """AES-256-GCM with a fresh nonce in front; the empty text stays empty."""
    if not text:
        return b""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(bytes.fromhex(settings.FIELD_KEY)).encrypt(nonce, text.encode(), None)


def decrypt(sealed: bytes) -> str:
    """The text again. Raises ValueError where the key is another or the bytes were changed."""
    if not sealed:
        return ""
    sealed = bytes(sealed)
    try:
        return AESGCM(bytes.fromhex(settings.FIELD_KEY)).decrypt(sealed[:_NONCE], sealed[_NONCE:], None).decode()
    except InvalidTag:
        raise ValueError("an encrypted field does not open with this key") from None


def keyed_hash(text: str) -> str:
    """Finds an equal value without storing it; the empty text has none."""
    if not text:
        return ""
    key = hashlib.sha256(b"find:" + bytes.fromhex(settings.FIELD_KEY)).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
