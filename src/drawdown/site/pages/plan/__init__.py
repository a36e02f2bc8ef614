"""The plan: what each cap's date asks for, when it is met at today's pace, and what if."""
