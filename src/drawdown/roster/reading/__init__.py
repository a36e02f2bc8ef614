"""From a file to the cells of its sheets, and from the cells to a header and its rows."""
