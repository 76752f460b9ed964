"""A model file holds what was written, byte by byte, or is refused; signatures."""

import io
import json
import struct
import tracemalloc
import zipfile

import numpy as np
import pytest
from persistence import fitted
from persistence.forgery import refused

from classic_cls.persistence import load_model, save_model

LOCAL, CENTRAL = b"PK\3\4", b"PK\1\2"


def rewritten(change=lambda name, data: data, compression=zipfile.ZIP_DEFLATED, kind="linear-svm"):
    """The file with changed members, and zip checksums that fit."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(fitted.file(kind))) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(zipfile.ZipInfo(name), data, compression)
    return stream.getvalue()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "model.skops"


def test_only_rewriting_it_as_it_was_changes_nothing(path):
    path.write_bytes(rewritten())
    load_model(path)


def test_a_flipped_coefficient_is_refused_though_the_zip_is_whole(path):
    def flipped(name, data):
        return data[:-1] + bytes([data[-1] ^ 128]) if name == "0.npy" else data

    path.write_bytes(rewritten(flipped))
    refused(path, "checksum of member '0.npy'")


@pytest.mark.parametrize("old, new", [(b'"down"', b'"DOWN"'), (b'"task"', b'"tusk"')])
def test_changed_metadata_do_not_fit_the_digest(old, new, path):
    names = load_model_names(path)
    old = old.replace(b"down", names[0].encode())

    def changed(name, data):
        return data.replace(old, new) if name == "classic_cls.json" else data

    path.write_bytes(rewritten(changed))
    refused(path, "the digest of the contents")


def load_model_names(path):
    path.write_bytes(fitted.file("linear-svm"))
    return load_model(path).class_names


def test_a_checksum_that_is_changed_too_does_not_fit_the_digest(path):
    def changed(name, data):
        if name == "0.npy":
            return data[:-1] + bytes([data[-1] ^ 128])
        if name != "classic_cls.json":
            return data
        metadata = json.loads(data)
        metadata["sha256"]["0.npy"] = "0" * 64
        return json.dumps(metadata).encode()

    path.write_bytes(rewritten(changed))
    refused(path, "the digest of the contents")


def test_the_absence_of_the_digest_is_named(path):
    path.write_bytes(rewritten(lambda name, data: None if name == "seal.json" else data))
    refused(path, "it has no digest of its contents")


@pytest.mark.parametrize("content", [b"{}", b"[]", b'{"sha256": 3}', b"", b"nan"])
def test_a_seal_that_is_none_is_refused(content, path):
    path.write_bytes(rewritten(lambda name, data: content if name == "seal.json" else data))
    refused(path, "damaged or altered")


def with_flag(data, number):
    """A bit set in the flags of every member, as if these were encrypted."""
    changed = bytearray(data)
    for mark, offset in ((LOCAL, 6), (CENTRAL, 8)):
        at = data.find(mark)
        while at >= 0:
            changed[at + offset] |= number
            at = data.find(mark, at + 1)
    return bytes(changed)


def with_gap(data):
    """Bytes between the members and their list, which is where it says it is."""
    start = struct.unpack_from("<L", data, len(data) - 6)[0]
    end = data[-22:-6] + struct.pack("<L", start + 9) + data[-2:]
    return data[:start] + b"something" + data[start:-22] + end


def doubled(data):
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("0.npy", b"other", zipfile.ZIP_DEFLATED)
    return stream.getvalue()


CHANGES = {
    "prepended": (lambda data: b"PK" + data, "before or behind the members|not a model"),
    "prepended script": (lambda data: b"#!/bin/sh\n" + data, "not a model file"),
    "appended": (lambda data: data + b"\0", "appended"),
    "appended archive": (lambda data: data + rewritten(), "before or behind the members"),
    "comment": (lambda data: data[:-2] + b"\3\0abc", "appended|a comment"),
    "empty comment": (lambda data: data[:-2] + b"\1\0", "a comment"),
    "encrypted": (lambda data: with_flag(data, 1), "encrypted"),
    "strong encryption": (lambda data: with_flag(data, 64), "bytes between"),
    "gap": (with_gap, "bytes between the members"),
    "doubled": (doubled, "members of one name"),
    "stored": (lambda _: rewritten(compression=zipfile.ZIP_STORED), "another method"),
    "bzip2": (lambda _: rewritten(compression=zipfile.ZIP_BZIP2), "another method"),
    "lzma": (lambda _: rewritten(compression=zipfile.ZIP_LZMA), "another method"),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_another_layout_than_that_of_our_own_is_refused(kind, path):
    change, match = CHANGES[kind]
    path.write_bytes(change(fitted.file("linear-svm")))
    refused(path, match)


def nodes(n):
    node = b'{"__class__":"str","__module__":"builtins","__loader__":"JsonNode","content":"1"}'
    return b'{"__loader__":"ListNode","content":[' + b",".join([node] * n) + b"]}"


MANY = {
    "nodes": ("schema.json", nodes(10**6)),
    "lists": ("schema.json", b"[" + b"[]," * 10**6 + b"1]"),
    "numbers": ("schema.json", b"[" + b"1," * 10**7 + b"1]"),
    "blanks": ("schema.json", b"1" + b" " * 2**28),
    "figures": ("classic_cls.json", nodes(10**6)),
    "seal": ("seal.json", nodes(10**6)),
}


@pytest.mark.parametrize("kind", MANY)
def test_a_million_parts_are_refused_before_they_are_made(kind, path):
    changed, content = MANY[kind]

    def change(name, data):
        if name == changed:
            return content
        return data if changed != "schema.json" or name != "classic_cls.json" else data

    path.write_bytes(rewritten(change))
    tracemalloc.start()
    refused(path, "more than 900,000 parts|larger than that of any model|would take")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * min(len(content), 150 * 900_000) + 2**25


def test_a_million_members_are_refused_before_they_are_listed(path):
    entry = CENTRAL + bytes(24) + struct.pack("<H", 8) + bytes(16) + b"12345678"
    listed = entry * 10**6
    head = LOCAL + bytes(100)
    end = b"PK\5\6" + struct.pack("<4H2LH", 0, 0, 9, 9, len(listed), len(head), 0)
    path.write_bytes(head + listed + end)
    refused(path, "more arrays than any model has")


def test_a_model_of_many_members_opens(path):
    """With more than 65,535 of them the list is written in another way."""
    from classic_cls.persistence._container import open_zip

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for i in range(66_000):
            archive.writestr(zipfile.ZipInfo(f"{i}.npy"), b"", zipfile.ZIP_DEFLATED)
    assert len(open_zip(stream.getvalue()).namelist()) == 66_000


@pytest.mark.parametrize("key", [b"secret", "secret"])
def test_a_signed_file_opens_with_its_key_and_without(key, path):
    model = load_of("linear-svm", path)
    save_model(model, path, key=key)
    X = fitted.data()[0]
    for opened in (load_model(path, key=b"secret"), load_model(path)):
        np.testing.assert_array_equal(opened.predict(X), model.predict(X))


def load_of(kind, path):
    path.write_bytes(fitted.file(kind))
    return load_model(path)


def test_files_that_are_not_signed_by_a_key_are_refused_with_it(path):
    model = load_of("linear-svm", path)
    refused_with(path, "mine", "not signed")
    save_model(model, path, key="other")
    refused_with(path, "mine", "signed with another key")
    data = path.read_bytes()
    forged = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(forged, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "seal.json":
                content = json.dumps(json.loads(content) | {"hmac_sha256": 3}).encode()
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    path.write_bytes(forged.getvalue())
    refused_with(path, "other", "signed with another key")


def refused_with(path, key, match):
    with pytest.raises(ValueError, match=match):
        load_model(path, key=key)


@pytest.mark.parametrize("key", ["", b"", 3])
def test_a_key_that_is_no_secret(key, path):
    model = load_of("linear-svm", path)
    for call in (lambda: save_model(model, path, key=key), lambda: load_model(path, key=key)):
        with pytest.raises(ValueError, match="key must be bytes or text, and not empty"):
            call()
