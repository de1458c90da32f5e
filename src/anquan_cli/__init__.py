"""Checklist and progress tool for a county's yearly work-safety task list (安全生产重点工作任务清单)."""

__version__ = "0.1.0"
