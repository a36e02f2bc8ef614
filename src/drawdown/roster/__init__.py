"""Who is held where: reading, mapping, reconciling, census.

`reading` turns a file into sheets of cells and finds the table in them; `mapping` says which column
is which fact; `values` reads dates and text; `stays` chains detentions; `census` counts;
`differences` compares two rosters; `identity` keeps people apart and together. `intake.read_roster`
does the first half in one call.
"""
