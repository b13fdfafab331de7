"""An officer's list, declared by the room it belongs to; this room knows no other."""
