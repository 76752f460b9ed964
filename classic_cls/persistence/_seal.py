"""A digest of all contents inside a model file, and a signature where there is a key."""

import hashlib
import hmac
import json

from ._errors import ModelFileError, damaged

SEAL = "seal.json"


def seal(metadata: bytes, key: bytes | str | None) -> bytes:
    """What seals the metadata, which hold a digest of every other member."""
    digest = hashlib.sha256(metadata).hexdigest()
    signed = {} if key is None else {"hmac_sha256": _signature(metadata, key)}
    return json.dumps({"sha256": digest, **signed}).encode()


def check_seal(content: bytes, metadata: bytes, key: bytes | str | None) -> None:
    """Refuse metadata that are not those that were sealed, or with a key those not signed by it."""
    found = json.loads(content)
    if not isinstance(found, dict) or found.get("sha256") != hashlib.sha256(metadata).hexdigest():
        raise damaged("the digest of the contents")
    if key is None:
        return
    signature = found.get("hmac_sha256")
    if signature is None:
        raise ModelFileError("not signed: open it without a key, if you trust where it is from")
    if not hmac.compare_digest(str(signature).encode(), _signature(metadata, key).encode()):
        raise ModelFileError("signed with another key, or altered by somebody who has not this one")


def check_key(key) -> None:
    """Refuse what is no secret."""
    if key is not None and (not isinstance(key, (bytes, str)) or not key):
        raise ValueError(
            "key must be bytes or text, and not empty, such as secrets.token_bytes(32)"
        )


def _signature(metadata: bytes, key: bytes | str) -> str:
    key = key.encode() if isinstance(key, str) else key
    return hmac.new(key, metadata, hashlib.sha256).hexdigest()
