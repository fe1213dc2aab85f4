"""How much of the models a run of scenarios reached: flow nodes, sequence flows, DMN rules.

:class:`Coverage` is the way in. It measures any BPMN and DMN, and knows no business.
"""

from workers.testing.coverage.coverage import Coverage
from workers.testing.coverage.exclusions import (
    Exclusion,
    ExclusionError,
    Exclusions,
    read_exclusions,
)
from workers.testing.coverage.marker import (
    NotATestEngine,
    is_test_engine,
    mark_test_engine,
    require_test_engine,
)
from workers.testing.coverage.measure import Element, Kind, Measured, Measurement, Tally

__all__ = [
    "Coverage",
    "Element",
    "Exclusion",
    "ExclusionError",
    "Exclusions",
    "Kind",
    "Measured",
    "Measurement",
    "NotATestEngine",
    "Tally",
    "is_test_engine",
    "mark_test_engine",
    "read_exclusions",
    "require_test_engine",
]
