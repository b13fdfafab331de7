"""A simulated account-name service (계좌실명조회): it tells whose name stands on an account, for the invented accounts of a city's demo.

It speaks in the shape of the open-banking inquiry (`/v2.0/inquiry/real_name`), keeps its tokens in memory and can be made to err: see
`FAULTS` in book.py. No bank stands behind it.
"""
