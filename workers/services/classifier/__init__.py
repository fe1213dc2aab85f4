"""Reads a Chinese customer's message and proposes the facts that tables D01–D04 need.

Rules only, no learned model: every proposal names the words it rests on. A person confirms it
on form F02 (catalogue 3.1, "Reading a customer's message").
"""

from workers.services.classifier.classify import classify
from workers.services.classifier.proposal import Proposal, RequestKind, Topic
from workers.services.classifier.vocabulary import Vocabulary, VocabularyError

__all__ = [
    "Proposal",
    "RequestKind",
    "Topic",
    "Vocabulary",
    "VocabularyError",
    "classify",
]
