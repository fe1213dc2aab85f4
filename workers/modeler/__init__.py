"""What the Camunda Modeler is given: element templates, generated from what workers declare.

Everything comes from the contracts of the handlers, the forms, the groups and the notices of a
project (:class:`workers.lint.Project`); there is no list by hand.
"""

from workers.modeler.template import Template
from workers.modeler.template_folder import FOLDER, Drift, drift, write

__all__ = ["FOLDER", "Drift", "Template", "drift", "write"]
