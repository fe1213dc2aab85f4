"""Protocols for what lies outside a unit of work: time, the engine, the customer register, mail.

Services and handlers ask through these; ``workers.cli.wiring`` alone names implementations.
What lies inside the unit of work (cases, numbers, outbox, ledger) are plain services on one
database session and need no second description.
"""

from workers.ports.clock import Clock
from workers.ports.crm import Contract, Crm, Customer, Order, ServiceRecord
from workers.ports.decisions import DecisionFailed, Decisions
from workers.ports.mail import (
    Mail,
    MailCause,
    MailDeferred,
    MailFault,
    MailRefused,
    MailTransport,
    MailUnavailable,
)
from workers.ports.process import (
    Escalation,
    Fault,
    Foreign,
    MembershipUnknown,
    NobodyWaits,
    Performer,
    ProcessGateway,
    Refused,
    Step,
    Submission,
    Submissions,
    TasksOutOfReach,
)

__all__ = [
    "Clock",
    "Contract",
    "Crm",
    "Customer",
    "DecisionFailed",
    "Decisions",
    "Escalation",
    "Fault",
    "Foreign",
    "Mail",
    "MailCause",
    "MailDeferred",
    "MailFault",
    "MailRefused",
    "MailTransport",
    "MailUnavailable",
    "MembershipUnknown",
    "NobodyWaits",
    "Order",
    "Performer",
    "ProcessGateway",
    "Refused",
    "ServiceRecord",
    "Step",
    "Submission",
    "Submissions",
    "TasksOutOfReach",
]
