"""우편함 모형 · A simulated mail server: takes every e-mail by SMTP, delivers none, and shows what came on a page.

A second mail with the Message-ID of the first is the same mail come twice, and is shown once with its count, as a
mail server that drops duplicates would have it.
"""
