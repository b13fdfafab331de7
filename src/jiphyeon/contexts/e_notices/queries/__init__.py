"""What pages and other rooms read of e-notices."""
