"""The base of every input and output model: Python names inside, engine names outside."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class _Parameter:
    """Marks a field that a designer sets at the element; see :data:`PARAMETER`."""


PARAMETER = _Parameter()
"""``Annotated[str | None, PARAMETER]`` is a field that counts only where the element of the model
sets it as an input parameter. A process variable of that name, whoever wrote it, is not read.
"""


class Variables(BaseModel):
    """Process variables as a typed model: ``case_no`` here is ``caseNo`` in the engine.

    Unknown variables are ignored, since a fetch answers with whatever the scope holds.
    On output a field that was never set is absent and leaves the variable alone;
    a field set to ``None`` writes null.

    Python types map to engine types one to one: ``str`` String, ``bool`` Boolean, ``int``
    Integer or Long, ``float`` Double, ``Decimal`` String (money keeps its two decimals),
    aware ``datetime`` Date, ``list`` and ``dict`` Json, ``bytes`` Bytes, :class:`Xml` and
    :class:`File` their namesakes.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        extra="ignore",
        frozen=True,
    )

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Engine names of all fields, in declaration order: the fetch filter of an input."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())

    @classmethod
    def parameters(cls) -> frozenset[str]:
        """Engine names of the fields that only an input parameter of the element may set."""
        return frozenset(
            field.alias or name
            for name, field in cls.model_fields.items()
            if PARAMETER in field.metadata
        )

    def written(self) -> dict[str, object]:
        """Engine name → Python value of the fields that were set; ``None`` means null.

        A model that allows more fields than it declares writes those under their own names.
        """
        by_name = {name: field.alias or name for name, field in type(self).model_fields.items()}
        return {by_name.get(name, name): getattr(self, name) for name in self.model_fields_set}
