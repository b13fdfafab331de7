"""A simulated payment house: it shows a person what they are to pay on a page for the phone, takes the whole of it, and tells
the office by signed callbacks. No money moves, and no bank or card stands behind it; see `FAULTS` in web.py.
"""
