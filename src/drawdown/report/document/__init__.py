"""A court document as plain values, from which both the PDF and the editable form are made."""
