"""Pictures of models, decision tables, forms and the route of a case, as SVG and PNG.

The viewers of bpmn.io draw them in the installed Chromium (:mod:`workers.viewers`), offline.
"""
