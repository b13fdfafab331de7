"""From a city's files to a pack, refusing with file and line whatever is not exactly understood."""
