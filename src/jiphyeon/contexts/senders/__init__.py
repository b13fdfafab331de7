"""보내는 곳 · Senders: services of the city's offices that send by program, as clients of GOV.UK Notify do."""
