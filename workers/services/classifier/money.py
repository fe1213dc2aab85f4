"""Sums of money in Chinese text: ¥3,200 · 3200元 · 1.8万元 · 人民币叁仟贰佰元整 · 一万八千元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = {
    c: n
    for n, pair in enumerate(
        ("零〇", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for c in pair
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_SCALES = {
    "": 1,
    "百": 100,
    "千": 1000,
    "仟": 1000,
    "k": 1000,
    "K": 1000,
    "万": 10_000,
    "萬": 10_000,
    "w": 10_000,
    "W": 10_000,
    "亿": 10**8,
}
_SIGN = r"(?:[¥￥]|RMB|CNY|人民币)"
_MEASURES = "台个件套只片次人天日号月年小时米吨公斤克升箱批家条%度层平瓦伏安转点楼岁位组块板"
_ARABIC = re.compile(
    rf"(?P<sign>{_SIGN}\s*[:：]?\s*(?:[¥￥]\s*)?)?(?<![\dA-Za-z.-])(?P<number>\d+(?:\.\d+)?)\s*"
    rf"(?P<scale>[百千仟万萬亿wWkK]?)\s*(?P<more>多|余|来)?\s*(?P<unit>元|块(?!板)|圆|RMB|CNY|人民币)?",
)
_CHINESE = re.compile(
    r"(?P<sign>人民币\s*[:：]?\s*)?(?P<number>[零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖十拾百佰千仟万萬亿]+)"
    r"(?:元|圆|块(?!板))(?P<jiao>[一二三四五六七八九壹贰叁肆伍陆柒捌玖]角)?"
    r"(?P<fen>[零一二三四五六七八九壹贰叁肆伍陆柒捌玖]{1,2}分)?"
)
_DEMANDED_BARE = re.compile(
    r"(?:赔偿?|补偿|索赔|赔付|违约金)(?:金额?|款)?(?:我们|我司|我方)?[:：为是]?\s*$"
)
_CENT = Decimal("0.01")
_LIMIT = Decimal(10**11)


@dataclass(frozen=True, slots=True)
class Mention:
    """A sum in yuan and where it stands in its text."""

    amount: Decimal
    start: int
    end: int


def mentions(text: str) -> list[Mention]:
    """All sums of a normalised text, in order of appearance.

    A bare number counts only right behind a word of compensation (索赔3200).
    """
    found = sorted((*_arabic(text), *_chinese(text)), key=lambda sum_: sum_.start)
    return [m for m in found if 0 < m.amount < _LIMIT]


def _arabic(text: str) -> Iterator[Mention]:
    for hit in _ARABIC.finditer(text):
        scale = hit["scale"]
        rest = text[hit.end("scale") :].lstrip()[:1]
        bare = not hit["sign"] and not hit["unit"]
        if bare and (
            not _DEMANDED_BARE.search(text[: hit.start()]) or (rest and rest in _MEASURES)
        ):
            continue
        amount = Decimal(hit["number"]) * _SCALES[scale]
        end = hit.end() if hit["unit"] else hit.end("scale")
        yield Mention(amount.quantize(_CENT), hit.start(), end)


def _chinese(text: str) -> Iterator[Mention]:
    for hit in _CHINESE.finditer(text):
        whole = numeral(hit["number"])
        if whole is None:
            continue
        tenth = numeral((hit["jiao"] or "零角")[0]) or 0
        hundredth = numeral((hit["fen"] or "零分")[-2]) or 0
        amount = Decimal(whole) + Decimal(tenth) / 10 + Decimal(hundredth) / 100
        yield Mention(amount.quantize(_CENT), hit.start(), hit.end())


def numeral(text: str) -> int | None:
    """The value of a Chinese numeral (一万八千, 叁仟贰佰, 两千五); ``None`` if it is none."""
    plain = text.replace("萬", "万")
    for scale in "亿万":
        high, found, low = plain.partition(scale)
        if found:
            factor = _SCALES[scale]
            above = numeral(high)
            below = _thousands(low, factor) if scale == "万" or "万" not in low else numeral(low)
            return None if above is None else above * factor + (below or 0)
    return _thousands(plain, 1) or None


def _thousands(text: str, above: int) -> int:
    """A numeral below 10,000; a last digit without unit stands one place below the unit before.

    ``above`` is the unit before the text: 一万八 is 18,000, 两千五 is 2,500, 两千零五 is 2,005.
    """
    total = digit = 0
    unit = above
    for character in text:
        if character in _UNITS:
            unit = _UNITS[character]
            total += (digit or 1) * unit
            digit = 0
        else:
            digit = _DIGITS.get(character, 0)
            unit = unit if digit else 1
    return total + digit * max(unit // 10, 1)
