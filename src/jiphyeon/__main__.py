"""`python -m jiphyeon` is the command line."""

from jiphyeon.commands.command_line import main

main()
