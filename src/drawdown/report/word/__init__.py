"""A document as DOCX that counsel can edit: real headings, numbering, captions, references."""
