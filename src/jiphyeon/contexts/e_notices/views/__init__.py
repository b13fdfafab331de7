"""Pages of e-notices: the desk, the addressees, what an addressee reads, and the page on which anybody checks a code."""
