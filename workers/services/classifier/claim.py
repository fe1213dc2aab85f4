"""The sum that a customer demands as compensation (catalogue 3.1, row ``claimAmount``).

Damages, contract penalties and costs to be reimbursed count. Refunds of a price, deposit or
overcharge, prices, values of goods and past payments do not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import IntEnum

from workers.services.classifier.money import Mention, possible
from workers.services.classifier.vocabulary import ClaimWords

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")
_CLAUSE_END = re.compile(r"[，,：:\s]")
_LINK = re.compile(r"\s*(?:左右|整|多)?的?\s*")
_NEAR, _CLOSE, _FAR = 10, 12, 26


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


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a sum in its sentence.

    ``reach`` is what stands behind it up to the clause of the next sum, ``inherited`` the role of
    the sum before it, ``alone`` whether there is no other.
    """

    before: str
    behind: str
    reach: str
    inherited: _Role
    alone: bool

    @property
    def own(self) -> str:
        """The clause up to the sum."""
        return _CLAUSE_END.split(self.before)[-1]

    @property
    def named(self) -> str:
        """What stands right behind the sum, after 左右, 整, 多, 的."""
        return _LINK.sub("", self.behind, count=1)

    @property
    def listed(self) -> bool:
        """Whether nothing but a conjunction parts it from the sum before."""
        return not self.before.strip("、和及与 ,，+=")


def claimed_amount(text: str, words: ClaimWords) -> Decimal | None:
    """The demanded sum in yuan of a normalised text, ``None`` if none is demanded.

    Demanded sums go before costs, and both before a mere loss; several items are added up
    unless a total is stated or one of them is the sum of the others.
    """
    wanted = words.reimburse.any(text) and not _only_refused(text, words)
    read = [item for sentence in _sentences(text) for item in _sentence(sentence, words)]
    for role in (_Role.DEMAND, _Role.COST, _Role.LOSS):
        items = [item for item in read if item.role is role]
        if items and (wanted or role is _Role.DEMAND):
            if role is _Role.DEMAND:
                items += [item for item in read if item.role is _Role.COST and item.total]
            return _sum(items)
    return None


def _sentences(text: str) -> list[str]:
    """Sentences; one that only says who pays (这个钱你们出) belongs to the sum before it."""
    joined: list[str] = []
    for sentence in _SENTENCE.findall(text):
        if joined and not possible(sentence) and len(sentence) <= _FAR:
            joined[-1] += sentence
        else:
            joined.append(sentence)
    return joined


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
    found = possible(sentence)
    for place, mention in enumerate(found):
        before, behind = sentence[begin : mention.start], sentence[mention.end :]
        reach = behind
        if place + 1 < len(found):
            reach = _whole_clauses(behind[: found[place + 1].start - mention.end])
        around = _Around(before, behind, reach[:_FAR], role, alone=len(found) == 1)
        read_as = _role(around, mention, words)
        if read_as is None:
            continue
        role = read_as
        total = words.total.any(before)
        part = words.breakdown.any(sentence[: mention.start])
        read.append(_Read(mention, role, total, part and not total))
        begin = mention.end
        if role is not _Role.NONE and words.paid_behind.any(around.reach):
            read = [_promoted(item, listed=part) for item in read]
    return read


def _whole_clauses(stretch: str) -> str:
    """The stretch without its last clause, which belongs to the sum behind it."""
    return stretch[: len(stretch) - len(_CLAUSE_END.split(stretch)[-1])]


def _promoted(item: _Read, *, listed: bool) -> _Read:
    """A cost of a list that somebody is told to pay (误工费…、检测费…，请承担)."""
    demanded = item.role is _Role.COST and item.part == listed
    return replace(item, role=_Role.DEMAND) if demanded else item


def _role(around: _Around, mention: Mention, words: ClaimWords) -> _Role | None:
    """Role of a sum by the nearest word before it, or the words behind it; ``None``: no sum."""
    before, named = around.before, around.named
    no_sum = None if mention.bare else _Role.NONE
    if any(said.any(before) for said in (words.past, words.offer, words.refused)):
        return no_sum
    if not around.alone and (words.rate.any(around.own[-10:]) or words.rate_behind.starts(named)):
        return None
    if words.behind_claim.starts(named):
        return _Role.COST if words.cost.starts(named) else _Role.DEMAND
    if words.behind_other.starts(named):
        return _Role.DEMAND if words.full_value.any(around.reach) else no_sum
    return _bare(around, words) if mention.bare else _clear(around, words)


def _clear(around: _Around, words: ClaimWords) -> _Role:
    """Role of a sum with sign or unit."""
    inherited = around.inherited is _Role.DEMAND
    paid = words.paid_behind.any(around.reach)
    nearest = _nearest(around.own, words)
    if nearest is None:
        nearest = _nearest(around.before, words)
    if nearest is _Role.NONE:
        return _Role.DEMAND if words.full_value.any(around.reach) else nearest
    if nearest is not None:
        claimed = inherited or paid or words.demanded.any(around.before)
        return _Role.DEMAND if claimed else nearest
    if words.cost.starts(around.named):
        return _Role.DEMAND if inherited or paid else _Role.COST
    if paid:
        return _Role.DEMAND
    return around.inherited if around.listed or words.total.any(around.before) else _Role.NONE


def _bare(around: _Around, words: ClaimWords) -> _Role | None:
    """Role of a number without sign or unit: a sum only beside a word that makes it one."""
    own = around.own
    near = _nearest(own, words)
    if near is _Role.NONE:
        return _Role.DEMAND if words.full_value.any(around.reach) else None
    if words.demanded.any(own[-_NEAR:]) or words.total_demanded.any(own):
        return _Role.DEMAND
    named = near is not None or bool(_nearest(around.before, words))
    if words.paid_behind.any(around.reach if named else around.reach[:_CLOSE]):
        return _Role.DEMAND
    if near is not None and len(own) <= _FAR:
        return _Role.DEMAND if words.demanded.any(around.before) else near
    return around.inherited if around.inherited and around.listed else None


def _nearest(stretch: str, words: ClaimWords) -> _Role | None:
    kinds = (
        (words.other, _Role.NONE),
        (words.loss, _Role.LOSS),
        (words.cost, _Role.COST),
        (words.demanded, _Role.DEMAND),
    )
    ends = [(hit.end(), role) for listed, role in kinds for hit in listed.found(stretch)]
    return max(ends)[1] if ends else None
