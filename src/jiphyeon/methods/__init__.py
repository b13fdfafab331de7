"""순수한 방법들 · Pure algorithms: no Django, nothing inward but the kernel; each could be published alone."""
