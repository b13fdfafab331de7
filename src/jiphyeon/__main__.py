"""`python -m jiphyeon` is the command line."""

from jiphyeon.config.command_line import main

main()
