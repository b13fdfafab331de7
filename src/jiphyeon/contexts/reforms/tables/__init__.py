"""What is read, drawn: badges, tables, charts, the report and the workbook."""
