"""From words to facts: what the model and the word lists say of one message, as one proposal.

Numbers, sums and quoted risks are read by rules; category, module and urgency are the model's
answers, which weighs the same rules as features.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workers.services.classifier import references
from workers.services.classifier.evidence import Evidence, find
from workers.services.classifier.messages import CRITICAL, SIGNS, Category, Module, Sign
from workers.services.classifier.model import Model, Reading
from workers.services.classifier.proposal import Proposal, RequestKind, Topic
from workers.services.classifier.vocabulary import FLAGS, Vocabulary

_QUOTED: Final = 3
_KINDS: Final[dict[Category, RequestKind]] = {"C": "投诉", "Q": "咨询", "S": "建议"}
_TOPICS: Final[dict[Module, tuple[Topic, ...]]] = {
    "product": ("质量", "故障", "功能"),
    "price": ("费用", "报价", "发票"),
    "logistics": ("发货", "延迟", "破损"),
    "service": ("响应", "态度"),
}
"""The topics of each module of D02, the one first that is meant when no word names any."""

_CATEGORIES: Final[dict[str, Category]] = {"C": "C", "Q": "Q", "S": "S"}
_MODULES: Final[dict[str, Module]] = {
    "product": "product", "price": "price", "logistics": "logistics", "service": "service",
}  # fmt: skip
_STRONG, _WEAK = 2.0, 0.5
_LIKELY: Final = 0.5
_DOUBT: Final = 0.25
_CERTAIN: Final[dict[Sign, int]] = {
    "safety_risk": 2,
    "production_stopped": 2,
    "media_exposure": 1,
    "legal_threat": 1,
    "business_impact_today": 1,
    "chased_before": 2,
    "resolve_within_24h": 1,
}
"""How many words of its list make a sign of a complaint certain, as measured on the corpus."""

_LONG_ENOUGH: Final = 2


def classify(
    subject: str,
    body: str,
    vocabulary: Vocabulary | None = None,
    model: Model | None = None,
) -> Proposal:
    """Propose the facts of a message.

    Args:
        subject: subject line; may be empty.
        body: the customer's own words, without quoted history.
        vocabulary: word lists; the shipped ones if not given.
        model: the trained model; the shipped one if not given.
    """
    words = vocabulary or Vocabulary.shipped()
    evidence = find(subject, body, words)
    read = (model or Model.shipped()).read(evidence)
    if not _readable(evidence):
        return Proposal(
            request_kind="投诉",
            topic="其他",
            category="C",
            module="service",
            reasons=("暂按投诉：没有发现可供判断的用语",),
            confidence=0.0,
        )
    category, module = _CATEGORIES[read.best("category")], _MODULES[read.best("module")]
    topic = _topic(evidence, module)
    claim = evidence.claim if category == "C" else None
    risks = _risks(evidence, read, category)
    reasons = [
        f"判为{_KINDS[category]}{_because(evidence, read, 'category')}",
        f"主题为{topic}{_because(evidence, read, 'module')}",
    ]
    reasons += [
        f"{words.flags[name].label}{_quoted(evidence.flags[name])}"
        for name in FLAGS
        if name in risks
    ]
    reasons += [f"要求赔偿金额 {claim} 元"] if claim is not None else []
    facts = {name: name in risks for name in FLAGS}
    facts["compensation_expected"] |= claim is not None
    return Proposal(
        request_kind=_KINDS[category],
        topic=topic,
        category=category,
        module=module,
        claimed_amount=claim,
        order_no=references.order_no(evidence.text),
        contract_no=references.contract_no(evidence.text),
        reasons=tuple(reasons),
        confidence=round(read.confidence, 4),
        **facts,
    )


def _readable(evidence: Evidence) -> bool:
    return any(letter.isalnum() for letter in evidence.text)


def _risks(evidence: Evidence, read: Reading, category: Category) -> set[str]:
    """The risks that hold: as many as the model's urgency admits, by lists and model.

    What D04 does not ask for is by the lists alone; in a question or suggestion, what is only
    supposed does not count there.
    """
    listed = evidence.flags if category == "C" else evidence.stated
    found: set[str] = {name for name in FLAGS if name not in SIGNS and listed[name]}
    ruled = _ruled(evidence, read) if category == "C" else set()
    urgency = read.best("urgency")
    if ruled & CRITICAL:
        urgency = "critical"
    elif ruled and urgency == "normal":
        urgency = "urgent"
    if urgency == "normal":
        return found
    chances = read.signs()
    denied = {sign for sign in SIGNS if evidence.lists[f"flag.{sign}"] and not evidence.flags[sign]}
    likely = ruled | {sign for sign in SIGNS if chances[sign] >= _LIKELY} - denied
    if urgency == "critical":
        deciding = CRITICAL - denied
        # What the words deny (没有人受伤) is not so, however much they sound like it.
        # Nor is a danger that no sign by itself makes at all likely.
        faint = max(chances[sign] for sign in CRITICAL) < _DOUBT
        if not deciding & likely and (denied & CRITICAL or faint):
            urgency = _less(read)
    if urgency == "normal":
        return found
    if urgency == "urgent":
        likely -= CRITICAL
        deciding = frozenset(SIGNS) - CRITICAL
    if not likely & deciding:
        likely.add(max(deciding, key=lambda sign: (bool(evidence.flags[sign]), chances[sign])))
    return found | likely


def _less(read: Reading) -> str:
    chances = read.chances["urgency"]
    return max(("normal", "urgent"), key=lambda label: chances[label])


def _ruled(evidence: Evidence, read: Reading) -> set[Sign]:
    """The signs of a complaint that its words make certain, or likely where the model doubts."""
    chances = read.chances["urgency"]
    return {
        sign
        for sign, enough in _CERTAIN.items()
        if len(evidence.stated[sign]) >= enough
        or (
            evidence.stated[sign]
            and (chances["critical"] if sign in CRITICAL else 1 - chances["normal"]) >= _DOUBT
        )
    }


def _topic(evidence: Evidence, module: Module) -> Topic:
    """The topic of a module that most words name."""

    def named(topic: Topic) -> float:
        strong, weak = evidence.lists[f"strong.{topic}"], evidence.lists[f"weak.{topic}"]
        return _STRONG * len(strong) + _WEAK * len(weak)

    return max(_TOPICS[module], key=named)


def _because(evidence: Evidence, read: Reading, head: str) -> str:
    """How sure the model is, and the words that spoke most for it."""
    chance = read.chances[head][read.best(head)]
    return f"（{chance:.0%}）{_quoted(tuple(_words(evidence, read.grounds[head])))}"


def _quoted(words: tuple[str, ...]) -> str:
    shown = "、".join(f"“{word}”" for word in words[:_QUOTED])
    return f"：出现{shown}" if shown else ""


def _words(evidence: Evidence, grounds: tuple[str, ...]) -> Iterator[str]:
    """The grounds that a person can read: listed words, and runs of at least two letters."""
    given: list[str] = []
    for ground in grounds:
        kind, _, rest = ground.partition(" ")
        if kind == "word":
            listed, _, expression = rest.partition(" ")
            word = evidence.lists.get(listed, {}).get(expression, "")
        else:
            word = "" if kind in {"list", "risk", "stated", "sum"} else _run(ground)
        if len(word) >= _LONG_ENOUGH and not any(word in other or other in word for other in given):
            given.append(word)
            yield word


def _run(ground: str) -> str:
    plain = ground.strip("^$ ，。！？!?,.；;：:、")
    word = plain.replace("_", "…") if "_" in plain else plain
    return word if all(letter.isalpha() or letter == "…" for letter in word) else ""
