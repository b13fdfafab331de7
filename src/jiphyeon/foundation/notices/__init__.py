"""알림 · Templates with versions, the citizen's inbox, e-mail that says only that something came."""
