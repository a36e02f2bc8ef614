"""A document as PDF: tagged, PDF/A-2a and PDF/UA-1, by a Typst template that is never changed."""
