"""Responsible-unit phrases to units, groups and roles."""
