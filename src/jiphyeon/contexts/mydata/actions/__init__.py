"""Ask for consent, agree item by item, fetch, end and erase."""
