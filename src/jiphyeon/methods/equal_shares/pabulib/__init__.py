"""Elections in the Pabulib format (Faliszewski et al., IJCAI 2023): read with every deviation named, and written."""
