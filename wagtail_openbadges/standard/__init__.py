"""Open Badges 2.0 and 3.0 in plain Python.

Nothing here knows Django, reads the clock or opens the network unless it is handed in, so the folder can be
lifted out and used elsewhere.
"""
