"""받는 계좌 · The account a person is paid to: sealed, its holder checked at the bank, changed by its owner alone, asked by every room that pays."""
