"""What is done to sendings and notices: each one transaction."""
