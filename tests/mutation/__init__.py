"""The tests of the ledger tested (变异试验): small defects made one by one, each of which a test must notice."""
