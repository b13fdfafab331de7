"""Documents: letters, receipts and sheets as PDF and for print. README.md says how a room makes one."""
