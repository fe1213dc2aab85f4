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
_UNIT = r"(?:元|块(?!板)|圆|RMB|CNY|人民币|(?<=\d)快(?![递速点要了到捷]))"
_MEASURES = (
    "台个件套只片次人天日号月年小时米吨公斤克升箱批家%度层平瓦伏楼岁位组块板斤两亩份桶盒袋包支根张副双"
    "封车趟回遍倍分秒期届名颗瓶卷辆间栋棵单票字页孔毫厘立条"
)
_ARABIC = re.compile(
    rf"(?P<sign>{_SIGN}\s*[:：]?\s*(?:[¥￥]\s*)?)?(?<![\dA-Za-z.#/_-])(?P<number>\d+(?:\.\d+)?)\s*"
    rf"(?P<scale>[百千仟万亿wWkK]?)(?P<tail>(?<=[千仟万])[1-9一二三四五六七八九](?![\d十百千万.]))?\s*"
    rf"(?P<more>多|余|来)?\s*(?P<unit>{_UNIT})?",
)
_NUMERAL = "零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖十拾百佰千仟万萬亿"
_CHINESE = re.compile(
    rf"(?P<sign>人民币\s*[:：]?\s*)?(?P<number>[{_NUMERAL}]+)(?:多|余|来)?"
    r"(?P<unit>元|圆|块(?!板)|快钱)(?P<jiao>[一二三四五六七八九壹贰叁肆伍陆柒捌玖]角)?"
    r"(?P<fen>[零一二三四五六七八九壹贰叁肆伍陆柒捌玖]{1,2}分)?"
)
# 三万五, 一千二, 五百: a digit first, so that 千万别 and 万一 are words
_SPOKEN = re.compile(
    rf"(?<![第之{_NUMERAL}\d])(?P<number>[一二两三四五六七八九壹贰叁肆伍陆柒捌玖十]"
    rf"[{_NUMERAL}]*[百佰千仟万][{_NUMERAL}]*)(?![{_NUMERAL}元圆])"
)
_NO_SUM = re.compile(
    r"[A-Za-z\d./:：_\-×*℃°]|多?["
    + _MEASURES
    + "]|安(?![装排])|发(?![票货给])|方(?![便面案])|转(?![我账给])"
    r"|头(?!疼)|点(?!击)"
)
_NO_SUM_BEFORE = re.compile(r"(?:[第之#×*~\-]|型号|编号|单号|尾号|工号|批号|账号|\d[:：])\s*$")
_MAY_HOLD = re.compile(rf"\d|[{_NUMERAL}](?:[元圆块快百佰千仟万])")
_CENT = Decimal("0.01")
_LIMIT = Decimal(10**11)


@dataclass(frozen=True, slots=True)
class Mention:
    """A sum in yuan and where it stands; ``bare`` if no sign or unit says that it is money."""

    amount: Decimal
    start: int
    end: int
    bare: bool = False


def mentions(text: str) -> list[Mention]:
    """All sums of a normalised text that bear a sign or a unit, in order of appearance."""
    return [m for m in possible(text) if not m.bare]


def possible(text: str) -> list[Mention]:
    """All sums of a normalised text, and the numbers that may be one by their shape."""
    if not _MAY_HOLD.search(text):
        return []
    clear = [*_arabic(text), *_chinese(text)]
    taken = [(m.start, m.end) for m in clear]
    spoken = [m for m in _spoken(text) if not any(a < m.end and m.start < b for a, b in taken)]
    found = sorted((*clear, *spoken), key=lambda sum_: sum_.start)
    return [m for m in found if 0 < m.amount < _LIMIT]


def _arabic(text: str) -> Iterator[Mention]:
    for hit in _ARABIC.finditer(text):
        scale = hit["scale"]
        bare = not hit["sign"] and not hit["unit"]
        end = hit.end() if hit["unit"] else hit.end("tail" if hit["tail"] else "scale")
        if bare and len(hit["number"]) == 1 and not scale:
            continue
        if bare and not _may_be_sum(text, hit.start(), hit.end("more") if hit["more"] else end):
            continue
        tail = numeral(hit["tail"]) if hit["tail"] and not hit["tail"].isdigit() else hit["tail"]
        amount = Decimal(hit["number"]) * _SCALES[scale]
        amount += Decimal(int(tail or 0)) * _SCALES[scale] / 10
        yield Mention(_cents(amount), hit.start(), end, bare)


def _chinese(text: str) -> Iterator[Mention]:
    for hit in _CHINESE.finditer(text):
        whole = numeral(hit["number"])
        if whole is None:
            continue
        tenth = numeral((hit["jiao"] or "零角")[0]) or 0
        hundredth = numeral((hit["fen"] or "零分")[-2]) or 0
        amount = Decimal(whole) + Decimal(tenth) / 10 + Decimal(hundredth) / 100
        yield Mention(_cents(amount), hit.start(), hit.end())


def _spoken(text: str) -> Iterator[Mention]:
    for hit in _SPOKEN.finditer(text):
        whole = numeral(hit["number"])
        if whole is not None and _may_be_sum(text, hit.start(), hit.end()):
            yield Mention(_cents(Decimal(whole)), hit.start(), hit.end(), bare=True)


def _may_be_sum(text: str, start: int, end: int) -> bool:
    """Whether a number is neither counted in a measure nor part of a name."""
    return not (_NO_SUM.match(text[end:].lstrip()) or _NO_SUM_BEFORE.search(text[:start]))


def _cents(amount: Decimal) -> Decimal:
    """The amount with two decimals; zero for what is too large to be a sum."""
    return amount.quantize(_CENT) if amount < _LIMIT else Decimal(0)


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
