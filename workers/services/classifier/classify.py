"""From words to facts: kind of request, topic, flags, sums and numbers."""

from __future__ import annotations

from dataclasses import dataclass

from workers.services.classifier import references
from workers.services.classifier.claim import claimed_amount
from workers.services.classifier.proposal import Proposal, RequestKind, Topic
from workers.services.classifier.vocabulary import FLAGS, TOPICS, Vocabulary, Words, quote
from workers.services.classifier.wording import Clause, blank, clauses, negated, normalise

_QUOTED = 3
_DENIABLE = {
    "safety_risk",
    "production_stopped",
    "media_exposure",
    "legal_threat",
    "compensation_expected",
    "business_impact_today",
    "contract_dispute",
}
_STRONG, _WEAK = 2.0, 0.5
_FAMILIES: tuple[tuple[Topic, ...], ...] = (
    ("质量", "故障", "功能"),
    ("报价", "费用", "发票"),
    ("发货", "延迟", "破损"),
    ("态度", "响应"),
)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """How much speaks for a reading, and the words that do."""

    score: float
    quotes: tuple[str, ...]

    @property
    def quoted(self) -> str:
        return "、".join(f"“{words}”" for words in self.quotes[:_QUOTED])


def classify(subject: str, body: str, vocabulary: Vocabulary | None = None) -> Proposal:
    """Propose the facts of a message.

    Args:
        subject: subject line; may be empty.
        body: the customer's own words, without quoted history.
        vocabulary: word lists; the shipped ones if not given.
    """
    words = vocabulary or Vocabulary.shipped()
    head, text = normalise(subject), normalise(body)
    read = clauses(head, text, words)
    kind, kind_reason, kind_margin = _kind(read, words)
    topic, topic_reason, topic_margin = _topic(read, words)
    flags = {name: _flag(name, read, words, kind) for name in FLAGS}
    whole = f"{head}\n{text}"
    claim = claimed_amount(whole, words.claim) if kind == "投诉" else None
    reasons = [kind_reason, topic_reason]
    reasons += [
        f"{words.flags[name].label}：出现{evidence.quoted}"
        for name, evidence in flags.items()
        if evidence.score
    ]
    reasons += [f"要求赔偿金额 {claim} 元"] if claim is not None else []
    facts = {name: bool(evidence.score) for name, evidence in flags.items()}
    facts["compensation_expected"] |= claim is not None
    return Proposal(
        request_kind=kind,
        topic=topic,
        claimed_amount=claim,
        order_no=references.order_no(whole),
        contract_no=references.contract_no(whole),
        reasons=tuple(reasons),
        confidence=round(0.4 + 0.3 * kind_margin + 0.25 * topic_margin, 2),
        **facts,
    )


def _evidence(read: list[Clause], words: Words, negation: Words | None = None) -> _Evidence:
    """Distinct matches; with ``negation``, denied ones do not count."""
    quotes: dict[str, float] = {}
    for clause in read:
        for hit in words.found(clause.text):
            if negation is None or not negated(clause.text, hit.start(), negation):
                weight = 1.5 if clause.subject else 1.0
                quotes[quote(hit)] = max(weight, quotes.get(quote(hit), 0.0))
    return _Evidence(sum(quotes.values()), tuple(quotes))


def _per_clause(read: list[Clause], words: Words) -> _Evidence:
    """One point for each clause with a match: polite phrases in a row prove nothing more."""
    hits = [hit[0] for hit in (words.found(clause.text) for clause in read) if hit]
    return _Evidence(float(len(hits)), tuple(dict.fromkeys(quote(hit) for hit in hits)))


def _kind(read: list[Clause], words: Vocabulary) -> tuple[RequestKind, str, float]:
    """Complaint when something went wrong and is to be put right; else suggestion, question."""
    happened = [clause for clause in read if clause.happened]
    strong = _evidence(read, words.complaint_strong, words.negation)
    trouble = _evidence(happened, words.trouble, words.negation)
    suggestion = _evidence(read, words.suggestion)
    question = _per_clause(read, words.question)
    complaint = _STRONG * strong.score + trouble.score
    shown = _Evidence(complaint, strong.quotes + trouble.quotes)
    if (
        complaint
        and complaint >= 2 * suggestion.score - strong.score
        and (strong.score or trouble.score >= 0.5 * question.score)
    ):
        rival = suggestion.score + 0.5 * question.score
        return "投诉", f"判为投诉：出现{shown.quoted}", _margin(complaint, rival)
    if suggestion.score and suggestion.score >= 0.5 * question.score:
        rival = complaint + 0.5 * question.score
        return "建议", f"判为建议：出现{suggestion.quoted}", _margin(suggestion.score, rival)
    if question.score:
        rival = complaint + suggestion.score
        return "咨询", f"判为咨询：出现{question.quoted}", _margin(question.score, rival)
    if complaint:
        return "投诉", f"判为投诉：出现{shown.quoted}", 0.2
    return "投诉", "暂按投诉：没有发现可供判断的用语", 0.0


def _topic(read: list[Clause], words: Vocabulary) -> tuple[Topic, str, float]:
    """The topic that most words name; clauses that demand something count double."""
    scores: dict[Topic, _Evidence] = {}
    for name in TOPICS:
        lists = words.topics[name]
        score = 0.0
        quotes: dict[str, None] = {}
        for clause in read:
            text = blank(clause.text, words.topic_neutral)
            weight = 1.5 if clause.subject or words.demand.any(text) else 1.0
            for listed, worth in ((lists.strong, _STRONG), (lists.weak, _WEAK)):
                for hit in listed.found(text):
                    score += worth * weight
                    quotes[quote(hit)] = None
        scores[name] = _Evidence(score, tuple(quotes))
    families = sorted((_family(scores, names) for names in _FAMILIES), reverse=True)
    (best, name), (rival, _) = families[0], families[1]
    if not best:
        return "其他", "主题归为其他：没有发现主题用语", 0.0
    return name, f"主题为{name}：出现{scores[name].quoted}", _margin(best, rival)


def _family(scores: dict[Topic, _Evidence], names: tuple[Topic, ...]) -> tuple[float, Topic]:
    """Weight of the topics that make one module of D02, and the strongest of them."""
    strongest = max(names, key=lambda name: scores[name].score)
    total = sum(scores[name].score for name in names)
    return 0.5 * (scores[strongest].score + total), strongest


def _flag(name: str, read: list[Clause], words: Vocabulary, kind: RequestKind) -> _Evidence:
    """Evidence of a risk; in a question or suggestion, what is only supposed does not count."""
    listed = words.flags[name]
    considered = [clause for clause in read if kind == "投诉" or clause.happened]
    quotes: dict[str, None] = {}
    for clause in considered:
        for hit in listed.words.found(clause.text):
            before = clause.text[: hit.start()]
            denied = name in _DENIABLE and negated(clause.text, hit.start(), words.negation)
            if not denied and not listed.not_yet.any(before):
                quotes[quote(hit)] = None
    return _Evidence(float(len(quotes)), tuple(quotes))


def _margin(best: float, rival: float) -> float:
    """0 (even) to 1 (unrivalled, with ample evidence)."""
    lead = (best - rival) / (best + rival) if best + rival else 0.0
    return max(0.0, lead) * min(1.0, 0.5 + best / 8)
