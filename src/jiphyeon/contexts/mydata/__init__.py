"""마이데이터 · Facts fetched from those who hold them, item by item and only with consent; kept as answers, not as documents."""
