"""The fault campaign of the ledger (台账故障试验): faults tried one by one, and what was kept."""
