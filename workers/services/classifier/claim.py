"""The sum that a customer demands as compensation (catalogue 3.1, row ``claimAmount``).

Damages, contract penalties and costs to be reimbursed count. Refunds of a price, deposit or
overcharge, prices, values of goods and past payments do not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from workers.services.classifier.money import Mention, mentions
from workers.services.classifier.vocabulary import ClaimWords

_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
_CLAUSE_END = re.compile(r"[，,：:]")
_LINK = re.compile(r"\s*(?:左右|整|多)?的?\s*")


class _Role(IntEnum):
    NONE = 0
    LOSS = 1
    COST = 2
    DEMAND = 3


@dataclass(frozen=True, slots=True)
class _Read:
    mention: Mention
    role: _Role
    total: bool
    part: bool


def claimed_amount(text: str, words: ClaimWords) -> Decimal | None:
    """The demanded sum in yuan of a normalised text, ``None`` if none is demanded.

    Demanded sums go before costs, and both before a mere loss; several items are added up
    unless a total is stated or one of them is the sum of the others.
    """
    wanted = words.reimburse.any(text) and not _only_refused(text, words)
    read = [item for sentence in _SENTENCE.findall(text) for item in _sentence(sentence, words)]
    for role in (_Role.DEMAND, _Role.COST, _Role.LOSS):
        items = [item for item in read if item.role is role]
        if items and (wanted or role is _Role.DEMAND):
            if role is _Role.DEMAND:
                items += [item for item in read if item.role is _Role.COST and item.total]
            return _sum(items)
    return None


def _only_refused(text: str, words: ClaimWords) -> bool:
    """Whether every word of compensation stands behind a refusal of it."""
    refused = words.refused.found(text)
    demanded = {hit.start() for hit in words.demanded.found(text)}
    return bool(refused) and all(
        any(no.start() <= start <= no.end() for no in refused) for start in demanded
    )


def _sum(items: list[_Read]) -> Decimal:
    totals = [item.mention.amount for item in items if item.total]
    if totals:
        return max(totals)
    whole = [item for item in items if not item.part] or items
    amounts = list(dict.fromkeys(item.mention.amount for item in whole))
    largest = max(amounts)
    rest = sum(amounts, Decimal(0)) - largest
    return largest if rest in (0, largest) else largest + rest


def _sentence(sentence: str, words: ClaimWords) -> list[_Read]:
    read: list[_Read] = []
    role, begin = _Role.NONE, 0
    for mention in mentions(sentence):
        before = sentence[begin : mention.start]
        role = _role(before, sentence[mention.end :], role, words)
        total = words.total.any(before)
        part = words.breakdown.any(sentence[: mention.start])
        read.append(_Read(mention, role, total, part and not total))
        begin = mention.end
    return read


def _role(before: str, behind: str, inherited: _Role, words: ClaimWords) -> _Role:
    """Role of a sum by the nearest word before it, or the word right behind it."""
    if words.past.any(before) or words.offer.any(before) or words.refused.any(before):
        return _Role.NONE
    named = _LINK.sub("", behind, count=1)
    if words.behind_claim.starts(named):
        return _Role.COST if words.cost.starts(named) else _Role.DEMAND
    if words.behind_other.starts(named):
        return _Role.NONE
    for stretch in (_CLAUSE_END.split(before)[-1], before):
        nearest = _nearest(stretch, words)
        if nearest is not None:
            claimed = inherited is _Role.DEMAND or words.demanded.any(before)
            return _Role.DEMAND if nearest is not _Role.NONE and claimed else nearest
    if words.cost.starts(named):
        return _Role.DEMAND if inherited is _Role.DEMAND else _Role.COST
    listed = not before.strip("、和及与 ,，") or words.total.any(before)
    return inherited if listed else _Role.NONE


def _nearest(stretch: str, words: ClaimWords) -> _Role | None:
    kinds = (
        (words.other, _Role.NONE),
        (words.loss, _Role.LOSS),
        (words.cost, _Role.COST),
        (words.demanded, _Role.DEMAND),
    )
    ends = [(hit.end(), role) for listed, role in kinds for hit in listed.found(stretch)]
    return max(ends)[1] if ends else None
