"""What does the process have in memory from which visitors' programs are forked? Importing this module reads it all."""

import gc

from .nursery import read_everything

gc.disable()
read_everything()
# Nothing of it is ever looked through for garbage: that would write to every page, and each program would have its own.
gc.collect()
gc.freeze()
gc.enable()
