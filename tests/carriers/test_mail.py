"""Containers as e-mail: nothing of anybody's in a message but the container, and nothing in a mailbox that harms."""

from __future__ import annotations

import random
import shutil
from email import message_from_bytes, policy

import pytest

from detente.errors import UsageError
from detente.node.addresses import parse_address
from detente.node.exchange import receive
from detente.node.mail import ATTACHMENTS_MOST, LAYERS_MOST, MESSAGE_BYTES, PART_BYTES, MailCarrier, open_mail
from detente.node.sending import send
from tests.carriers.test_carriers import NAME, container
from tests.simulator import World


@pytest.fixture
def mail(tmp_path):
    (tmp_path / "mail").mkdir()
    return open_mail(parse_address(f"mail:{tmp_path}/mail?from=north@example.org&to=south@example.org"), None)


def arrive(mail: MailCarrier, into: str = "in") -> None:
    """What lies ready goes out, and comes in."""
    folder = mail._in.parent / into
    folder.mkdir(parents=True, exist_ok=True)
    for path in mail._out.iterdir():
        shutil.move(path, folder / path.name)


def come(mail: MailCarrier, raw: bytes, name: str = "stranger.eml") -> None:
    (mail._in / name).write_bytes(raw)


@pytest.mark.parametrize("into", ["in", "in/new", "in/cur"])
def test_a_container_goes_out_as_a_message_and_comes_in_from_a_folder_or_a_maildir(mail, into):
    mail.put(NAME, container())
    assert mail.list() == []  # what we send is no news to us
    arrive(mail, into)
    assert (mail.list(), mail.get(NAME), mail.foreign) == ([NAME], container(), [])


def test_a_message_tells_nothing_but_that_there_is_a_file(mail):
    mail.put(NAME, container())
    mail.put(NAME.replace("0", "f"), container(1))
    first, second = (message_from_bytes(path.read_bytes(), policy=policy.default) for path in mail._out.iterdir())
    assert first["Subject"] == second["Subject"] == "Files"
    assert first["Message-ID"] != second["Message-ID"]
    assert first.get_body(("plain",)).get_content().strip() == ""
    assert (first["From"], first["To"]) == ("north@example.org", "south@example.org")
    assert set(first.keys()) <= {"Subject", "Date", "Message-ID", "From", "To", "MIME-Version", "Content-Type"}


def test_what_is_too_large_for_a_message_goes_in_parts_that_come_in_any_order(mail):
    data = b"age-encryption.org/v1\n" + random.Random(0).randbytes(2 * PART_BYTES)
    mail.put(NAME, data)
    paths = sorted(mail._out.iterdir())
    assert len(paths) == 3
    assert all(path.stat().st_size < 7_000_000 for path in paths)
    shutil.move(paths[2], mail._in / "a")
    shutil.move(paths[0], mail._in / "b")
    assert (mail.list(), mail.get(NAME)) == ([], None)
    shutil.move(paths[1], mail._in / "c")
    assert mail.list() == [NAME]
    assert mail.get(NAME) == data


def test_nobody_hides_a_container_by_sending_another_under_its_name(mail):
    for number in range(2):
        mail.put(NAME, container(number))
    arrive(mail)
    assert len(mail.list()) == 2
    assert {mail.get(name) for name in mail.list()} == {container(0), container(1)}


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\x00" * 1_000, b"Subject: Hello\n\nHello", b"x" * (MESSAGE_BYTES + 1), b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" * (LAYERS_MOST + 1),
        b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(20_000)),
        b'Content-Type: multipart/mixed; boundary="a"\n\n' + b'--a\nContent-Type: text/plain; name="%s"\n\nx\n' % NAME.encode() * (ATTACHMENTS_MOST + 1),
        b'Content-Disposition: attachment; filename="../../keys.age"\n\nx',
        b'Content-Disposition: attachment; filename="%s.9-2"\n\nx' % NAME.encode(),
        b"Content-Disposition: attachment; filename*=utf-8''%FF%FE" + b"\n\nx",
    ],
)  # fmt: skip
def test_a_message_that_is_none_of_ours_changes_nothing_and_stops_nothing(mail, raw):
    mail.put(NAME, container())
    arrive(mail)
    come(mail, raw)
    assert mail.list() == [NAME]
    assert mail.get(NAME) == container()


@pytest.mark.parametrize("text", ["mail:/srv?to=a@b%0AX: y", "mail:/srv?subject=Hello", "mail:/srv?to=nobody"])
def test_an_address_of_mail_that_cannot_be_is_refused(text):
    with pytest.raises(UsageError):
        parse_address(text)


def test_a_folder_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(UsageError, match="there is no folder"):
        open_mail(parse_address(f"mail:{tmp_path}/none"), None)


def test_two_nodes_talk_by_mail(tmp_path):
    world = World(2)
    lines = {}
    for party in world.parties:
        (tmp_path / party).mkdir()
        lines[party] = open_mail(parse_address(f"mail:{tmp_path}/{party}"), None)

    def rounds(count):
        for _ in range(count):
            for party, line in lines.items():
                receive(world.nodes[party], line)
                send(world.nodes[party], line)
                other = next(each for name, each in lines.items() if name != party)
                for path in line._out.iterdir():
                    shutil.move(path, other._in / path.name)

    rounds(3)
    request = world.request("alpha", "bravo")
    rounds(2)
    world.act("bravo", kind="answer", re=[request], outcome="full", text="This.")
    rounds(3)
    assert world.states()[0] == world.states()[1]
    assert len(set(world.standings())) == 1
