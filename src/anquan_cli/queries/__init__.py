"""Questions to a list and its progress, answered with small frozen reports; pure."""
