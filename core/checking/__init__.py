"""Is a learner's own engine right? A file that she hands over, run apart from us and held against our engine.

Nothing but `gradstep check FILE.py` comes here; a lesson cannot.
"""
