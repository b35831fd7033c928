"""Cards and notes taken out: a sheet of rows (pure) and one module a format; `taking_out` makes the sheet."""
