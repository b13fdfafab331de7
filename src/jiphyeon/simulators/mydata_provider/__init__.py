"""마이데이터 보유 기관 모형 · A simulated data provider: a process of its own with its own database, reached over HTTP only.

It shows the protocol a real connection would speak and the faults a real one has. It is one process with a thread for
each request, so that an answer held back by a fault holds up nobody else. Nothing here knows the city's software.
"""
