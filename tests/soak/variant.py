"""Writes the shipped examples once more, with other customers, orders, contracts and Message-IDs.

Everything else stays: the stories, the amounts, the attachments, the file names by which the
casebook finds its cases. The same seed writes the same variant.
"""

from __future__ import annotations

import csv
import json
import random
import re
import shutil
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

_PLACES = (
    "杭州",
    "苏州",
    "宁波",
    "合肥",
    "无锡",
    "南京",
    "青岛",
    "常州",
    "济南",
    "武汉",
    "西安",
    "厦门",
)
_NAMES = (
    "云岭",
    "远帆",
    "海拓",
    "晨曦",
    "博瑞",
    "启明",
    "蓝湾",
    "恒岳",
    "金桥",
    "天成",
    "瑞丰",
    "东升",
)
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
_GIVEN = "敏静强磊洋艳勇军杰娟涛明超霞平刚桂英华玉萍红娥玲芬芳燕彬莉兰"
_KINDS = ("有限公司", "股份有限公司", "科技有限公司", "机械有限公司")
_ORDER = re.compile(r"DD\d{8}-\d{4}")
_CONTRACT = re.compile(r"HT-\d{4}-\d{4}")

Renaming = dict[str, str]
"""What is written instead of what."""


def write_variant(examples: Path, target: Path, seed: int) -> Renaming:
    """Write a variant of ``examples`` to ``target``, which must not exist yet.

    Returns:
        Old → new, for every name, number, address and phone that was replaced.
    """
    renaming = _renaming(examples, random.Random(seed))
    replaced = _replacer(renaming)
    for source in sorted(path for path in examples.rglob("*") if path.is_file()):
        copy = target / source.relative_to(examples)
        copy.parent.mkdir(parents=True, exist_ok=True)
        match source.suffix:
            case ".eml":
                copy.write_bytes(_mail(source.read_bytes(), replaced, seed))
            case ".json":
                copy.write_text(_web_form(source, replaced, seed), encoding="utf-8")
            case ".txt" | ".csv" | ".toml":
                copy.write_text(replaced(source.read_text(encoding="utf-8")), encoding="utf-8")
            case _:
                shutil.copyfile(source, copy)
    return renaming


def _renaming(examples: Path, chance: random.Random) -> Renaming:
    new: Renaming = {}
    names = [f"{place}{name}" for place in _PLACES for name in _NAMES]
    numbers = iter(chance.sample(range(1000, 10_000), 64))
    for row, name in zip(
        _rows(examples / "register" / "customers.csv"), chance.sample(names, 32), strict=False
    ):
        number = next(numbers)
        domain = f"c{number}.example.com"
        new[row["name"]] = f"{name}{chance.choice(_KINDS)}"
        new[row["email"]] = f"user.{number}@{domain}"
        new[row["email_domain"]] = domain
        new[row["customer_id"]] = f"K{number}"
        phone = _other_phone(row["phone"], number)
        new.update(zip(_written_phones(row["phone"]), _written_phones(phone), strict=True))
    for path in sorted((examples / "complaints").glob("*.json")):
        person = json.loads(path.read_text(encoding="utf-8"))["complainantName"]
        new[person] = chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, 2))
    for row in _rows(examples / "register" / "orders.csv"):
        new[row["order_no"]] = f"{row['order_no'][:-4]}{next(numbers)}"
    for row in _rows(examples / "register" / "contracts.csv"):
        new[row["contract_no"]] = f"{row['contract_no'][:-4]}{next(numbers)}"
    return new


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _other_phone(phone: str, number: int) -> str:
    return f"{phone[:-4]}{number}"


def _written_phones(phone: str) -> tuple[str, ...]:
    """The ways in which the examples write a phone number: plain and grouped."""
    if phone.startswith("0"):
        return phone, f"{phone[:4]}-{phone[4:]}"
    return phone, f"{phone[:3]} {phone[3:7]} {phone[7:]}"


def _replacer(renaming: Renaming) -> Callable[[str], str]:
    # Longest first: an address is replaced before the domain within it.
    olds = sorted(renaming, key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(old) for old in olds))
    return lambda text: pattern.sub(lambda found: renaming[found.group()], text)


def _mail(raw: bytes, replaced: Callable[[str], str], seed: int) -> bytes:
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    for header in ("From", "Subject", "Message-ID"):
        text = replaced(str(mail[header]))
        del mail[header]
        mail[header] = text.replace("<", f"<{seed}.", 1) if header == "Message-ID" else text
    for part in mail.walk():
        if part.get_content_type() == "text/plain" and not part.is_attachment():
            charset = part.get_content_charset() or "utf-8"
            part.set_content(replaced(part.get_content()), charset=charset, cte="base64")
    return mail.as_bytes()


def _web_form(path: Path, replaced: Callable[[str], str], seed: int) -> str:
    form = json.loads(replaced(path.read_text(encoding="utf-8")))
    form["submissionId"] = f"{form['submissionId']}-{seed}"
    return json.dumps(form, ensure_ascii=False, indent=2) + "\n"


def left_over(renaming: Renaming, texts: list[str]) -> list[str]:
    """Orders and contracts of the shipped examples that still stand in ``texts``."""
    known = {old for old in renaming if _ORDER.fullmatch(old) or _CONTRACT.fullmatch(old)}
    return sorted(old for old in known if any(old in text for text in texts))
