"""How does a class follow its teacher? Through a socket on the same machine: one presents, many follow, none waits."""
