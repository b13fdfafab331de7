"""방 · What a room has, said once in its `apps.py`; whoever gathers things across rooms asks here and names none."""
