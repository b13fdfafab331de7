"""복지 급여 · From a question to a decision and its monthly payment, without a visit and with every reason said."""
