"""Papers about one thing: a person's record, a facility's conditions, a number in dispute.

Each is an exhibit that somebody who knows can declare to be true under 28 U.S.C. 1746.
"""
