"""A result file written column by column from arrays: yes and no as the bits they are, which no other writer here takes."""
