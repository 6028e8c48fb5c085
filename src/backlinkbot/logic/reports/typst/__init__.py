"""A document as the files that Typst makes a PDF of: a fixed program, and data that it shows."""
