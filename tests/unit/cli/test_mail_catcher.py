"""Caught mail is on disk before the server has said 250, under its own Message-ID."""

from __future__ import annotations

import smtplib
import socket
from email.message import EmailMessage
from pathlib import Path

import pytest

from workers.cli.errors import Fault
from workers.cli.mail_catcher import MailFolder, mail_catcher
from workers.cli.ports import free_port


def mail(message_id: str) -> EmailMessage:
    message = EmailMessage()
    message["Message-ID"] = message_id
    message["From"] = "service@example.com"
    message["To"] = "liu@example.com"
    message["Subject"] = "投诉受理回执"
    message.set_content("您的投诉已受理。")
    return message


def test_each_mail_is_kept_and_listed(tmp_path: Path) -> None:
    folder, port = MailFolder(tmp_path / "mail"), free_port()
    with mail_catcher(tmp_path / "mail", port), smtplib.SMTP("127.0.0.1", port) as server:
        server.send_message(mail("<1@x>"))
        assert [each.message_id for each in folder.messages()] == ["<1@x>"]
        server.send_message(mail("<2@x>"))
    caught = folder.messages()
    assert [each.message_id for each in caught] == ["<1@x>", "<2@x>"]
    assert {each.subject for each in caught} == {"投诉受理回执"}
    assert {each.recipient for each in caught} == {"liu@example.com"}
    assert folder.repeated() == {}


def test_a_mail_that_came_twice_shows(tmp_path: Path) -> None:
    port = free_port()
    with mail_catcher(tmp_path / "mail", port), smtplib.SMTP("127.0.0.1", port) as server:
        server.send_message(mail("<1@x>"))
        server.send_message(mail("<1@x>"))
    assert MailFolder(tmp_path / "mail").repeated() == {"<1@x>": 2}


def test_no_folder_means_no_mail(tmp_path: Path) -> None:
    assert MailFolder(tmp_path / "none").messages() == []


def test_a_taken_port_is_a_fault_with_a_way_out(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with (
            pytest.raises(Fault, match=f"port {port}") as raised,
            mail_catcher(tmp_path / "mail", port),
        ):
            pass
    assert "--smtp-port" in raised.value.way_out
