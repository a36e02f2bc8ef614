"""One calendar a file. A file put here is found by itself."""
