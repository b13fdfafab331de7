"""Who holds which post with which roles: appointed by an administrator, ended by one, never by oneself; all on record."""
