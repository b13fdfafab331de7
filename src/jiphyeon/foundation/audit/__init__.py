"""감사 · Who looked at what and which deeds were recorded, as lists an auditor can search, narrow, sort and take away."""
