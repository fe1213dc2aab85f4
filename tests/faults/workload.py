"""The work: a process with one or two external tasks, whose handlers are of different nature.

Standard library only but for what starts the instances: peers import the handlers' nature.
"""

from __future__ import annotations

import os
import random
import resource
import time
from collections import Counter
from enum import StrEnum

from tests.faults.ledger import Ledger

PROCESS = "faults"
BOOK, RENDER = "faults.book", "faults.render"
TOPICS = (BOOK, RENDER)
RETRIES, RETRY_WAIT = 5, 2
"""As the model says it: attempts in all, and seconds between them."""
_RETRIES_PROPERTY = f"""<extensionElements><camunda:properties>
        <camunda:property name="retries" value="R{RETRIES}/PT{RETRY_WAIT}S"/>
      </camunda:properties></extensionElements>"""

MODEL = f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="faults-model"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="faults">
  <process id="{PROCESS}" isExecutable="true" camunda:historyTimeToLive="P1D">
    <startEvent id="start"/>
    <sequenceFlow id="f1" sourceRef="start" targetRef="book"/>
    <serviceTask id="book" camunda:type="external" camunda:topic="{BOOK}" default="f4">
      {_RETRIES_PROPERTY}
    </serviceTask>
    <sequenceFlow id="f2" sourceRef="book" targetRef="render">
      <conditionExpression xsi:type="tFormalExpression"
        >${{!execution.processBusinessKey.endsWith('p')}}</conditionExpression>
    </sequenceFlow>
    <sequenceFlow id="f4" sourceRef="book" targetRef="end"/>
    <serviceTask id="render" camunda:type="external" camunda:topic="{RENDER}">
      {_RETRIES_PROPERTY}
    </serviceTask>
    <sequenceFlow id="f3" sourceRef="render" targetRef="end"/>
    <endEvent id="end"/>
  </process>
</definitions>
"""

LAUNCHER = "faults-launcher"
LAUNCH = f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="faults-launcher-model"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="faults">
  <process id="{LAUNCHER}" isExecutable="true" camunda:historyTimeToLive="P1D">
    <startEvent id="start"/>
    <sequenceFlow id="f1" sourceRef="start" targetRef="launch"/>
    <serviceTask id="launch" camunda:expression="${{execution.processEngineServices.runtimeService
        .createProcessInstanceByKey('{PROCESS}').businessKey(prefix.concat(first + loopCounter)
        .concat('-').concat(natures.substring(loopCounter, loopCounter + 1))).execute()}}">
      <multiInstanceLoopCharacteristics isSequential="true">
        <loopCardinality>${{natures.length()}}</loopCardinality>
      </multiInstanceLoopCharacteristics>
    </serviceTask>
    <sequenceFlow id="f2" sourceRef="launch" targetRef="end"/>
    <endEvent id="end"/>
  </process>
</definitions>
"""
"""Starts a batch of instances in one transaction: a start by REST costs as much as their work."""

_MEMORY = 4 * 2**30
"""Bytes of address space that a worker process may have."""


class Nature(StrEnum):
    """How the second task of an instance behaves; one letter, the last one of its business key."""

    PLAIN = "p"
    """There is none."""
    SLOW = "s"
    """Takes half a second."""
    FLAKY = "f"
    """Raises at its first run: a retry that is rightly spent."""
    HUNGRY = "h"
    """Asks for more memory than its process may have, once; native code dies of that."""
    RAVENOUS = "r"
    """The same at its first two runs."""
    POISONOUS = "x"
    """The same at every run, until somebody mends it."""


DEADLY = {Nature.HUNGRY: 1, Nature.RAVENOUS: 2}
"""Nature → how many of its runs end their process."""


class PassingFault(Exception):
    """What a flaky handler raises."""


def business_key(number: int, nature: Nature) -> str:
    """Of an instance, as the launcher makes it."""
    return f"F-{number}-{nature}"


def nature_of(business_key: str) -> Nature:
    """Of the instance with this key."""
    return Nature(business_key[-1])


def steps(nature: Nature) -> tuple[str, ...]:
    """Ids of the tasks of such an instance."""
    return ("book",) if nature is Nature.PLAIN else ("book", "render")


def natures(seed: int, instances: int) -> list[Nature]:
    """The nature of each instance; one in twenty is slow, one in two hundred flaky.

    A death costs the time of a lock, so the deadly ones are among the first three quarters: what
    drains last is to show how quick the worker is, and not when its luck was drawn.
    """
    chance = random.Random(f"natures {seed}")
    drawn = Counter(
        {
            Nature.SLOW: instances // 20,
            Nature.FLAKY: max(instances // 200, 2),
            Nature.HUNGRY: max(instances // 1000, 1),
            Nature.RAVENOUS: max(instances // 2500, 1),
            Nature.POISONOUS: max(instances // 2500, 1),
        }
    )
    drawn[Nature.PLAIN] = instances - drawn.total()
    deadly = [nature for nature in drawn.elements() if nature in {*DEADLY, Nature.POISONOUS}]
    others = [nature for nature in drawn.elements() if nature not in deadly]
    chance.shuffle(others)
    for nature in deadly:
        others.insert(chance.randrange(instances * 3 // 4), nature)
    return others


def limit_memory() -> None:
    """Bound this process, so that its death of hunger costs nobody else anything."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def render(business_key: str, effect_key: str, ledger: Ledger) -> None:
    """What the second handler does before its effect.

    Raises:
        PassingFault: a flaky one, the first time.
    """
    kind = nature_of(business_key)
    if kind is Nature.SLOW:
        time.sleep(0.5)
    elif kind is Nature.FLAKY:
        if ledger.in_trouble(effect_key) == 1:
            raise PassingFault
    elif kind is Nature.POISONOUS:
        if not ledger.cured():
            ledger.in_trouble(effect_key)
            _starve()
    elif kind in DEADLY and ledger.in_trouble(effect_key) <= DEADLY[kind]:
        _starve()


def _starve() -> None:
    try:
        bytearray(2 * _MEMORY)
    except MemoryError:
        # Python would go on; native code that is refused memory aborts, as C++ does by default.
        os.abort()
