"""One citizen, one version, one day: the three-valued answer and everything that explains it."""
