"""Reads a Chinese customer's message and proposes the facts that tables D01–D04 need.

Rules where rules are right, a small trained model where they are not; every proposal names the
words it rests on and how sure it is. A person confirms it on form F02 (catalogue 3.1, "Reading a
customer's message"; docs/classification.md).
"""

from workers.services.classifier.classify import classify
from workers.services.classifier.model import Model, ModelError
from workers.services.classifier.proposal import Proposal, RequestKind, Topic
from workers.services.classifier.vocabulary import Vocabulary, VocabularyError

__all__ = [
    "Model",
    "ModelError",
    "Proposal",
    "RequestKind",
    "Topic",
    "Vocabulary",
    "VocabularyError",
    "classify",
]
