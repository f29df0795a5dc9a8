"""A root file behind a plugin of age: made and opened here, by age itself, and not without the plugin or its token."""

from __future__ import annotations

import os
import subprocess

import pytest

from detente.errors import CallerError
from detente.node import roots
from detente.node.sealing import rekey
from tests import age_plugin
from tests.simulator import World


@pytest.fixture
def world():
    made = World(2)
    made.talk()
    return made


@pytest.fixture
def token(tmp_path, monkeypatch):
    """The plugin on the path, and its token; the file of the identity stands beside it."""
    monkeypatch.setenv("PATH", os.pathsep.join([str(age_plugin.install(tmp_path / "bin")), os.environ["PATH"]]))
    found = tmp_path / "token"
    found.write_bytes(b"a token")
    monkeypatch.setenv(age_plugin.TOKEN, str(found))
    (tmp_path / "identity.txt").write_text(f"# on the shelf\n{age_plugin.identity()}\n", "utf-8")
    return found


@pytest.fixture
def file(world, tmp_path, token):
    """The root file of alpha, encrypted to the plugin."""
    path = tmp_path / "root.age"
    path.write_bytes(roots.root_file(world.nodes["alpha"], successor=False, passphrase=None, recipients=[age_plugin.recipient()]))
    return path


def test_what_it_guards_opens_with_it_and_certifies_a_new_key(world, file, tmp_path):
    node, room = world.nodes["alpha"], world.room("alpha")
    opened = roots.open_root_file(file, identity=tmp_path / "identity.txt")
    assert opened.keys.public == node.keys.root_public
    roots.take_out(node, opened)
    with pytest.raises(CallerError, match="not in this node"):
        rekey(node, room)
    node.keys.lend(opened.keys)
    rekey(node, room)
    world.talk()
    assert len(world.room("bravo").channel.logs[room.mine].certificates) == 2


@pytest.mark.needs("age")
def test_age_itself_opens_it_and_makes_files_that_open_here(file, tmp_path):
    plain = tmp_path / "plain"
    command = ["age", "-d", "-i", str(tmp_path / "identity.txt"), "-o", str(plain), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    assert b'"detente":"root"' in plain.read_bytes()
    again = tmp_path / "again.age"
    subprocess.run(["age", "-r", age_plugin.recipient(), "-o", str(again), str(plain)], check=True, capture_output=True, timeout=60)
    found = [roots.open_root_file(path, identity=tmp_path / "identity.txt") for path in (file, again)]
    assert found[0] == found[1]


def test_without_its_token_nothing_opens(file, token, tmp_path):
    token.unlink()
    with pytest.raises(CallerError, match="does not open"):
        roots.open_root_file(file, identity=tmp_path / "identity.txt")


def test_another_token_opens_nothing(file, token, tmp_path):
    token.write_bytes(b"another token")
    with pytest.raises(CallerError, match="does not open"):
        roots.open_root_file(file, identity=tmp_path / "identity.txt")


def test_without_its_token_nothing_is_encrypted(world, token):
    token.unlink()
    with pytest.raises(CallerError, match=r"nothing was encrypted to age1shelf1.*no token"):
        roots.root_file(world.nodes["bravo"], successor=False, passphrase=None, recipients=[age_plugin.recipient()])


def test_a_plugin_that_is_missing_is_named_with_its_remedy(world, file, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    for attempt in (
        lambda: roots.open_root_file(file, identity=tmp_path / "identity.txt"),
        lambda: roots.root_file(world.nodes["bravo"], successor=False, passphrase=None, recipients=[age_plugin.recipient()]),
    ):
        with pytest.raises(CallerError, match="needs the program age-plugin-shelf, which is not on this machine") as caught:
            attempt()
        assert "Install it" in str(caught.value.hint)
