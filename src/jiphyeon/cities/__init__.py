"""도시 꾸러미 · City packs: one folder of data per city."""
