"""sop-workers: standard operating procedures as BPMN, with Python external-task workers."""
