"""Reads BPMN and DMN files: what is in a model, by its ids and names. Knows no engine."""

from workers.models.bpmn import FlowNode, Model, Participant, Process, SequenceFlow, Timer
from workers.models.dmn import Decision, Rule, Tables
from workers.models.xml import ModelError

__all__ = [
    "Decision",
    "FlowNode",
    "Model",
    "ModelError",
    "Participant",
    "Process",
    "Rule",
    "SequenceFlow",
    "Tables",
    "Timer",
]
