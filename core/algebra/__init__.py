"""What do the rules of algebra say? The only door to sympy, in an operating-system process of its own.

- `client.Algebra`   starts the process with the first question, limits its time, kills and restarts it
- `symbols.Symbols`  are the symbolic derivatives of a graph, found node by node, in time linear in its size
- `worker`           is what runs in that process

Nothing outside this package imports sympy. Inside it, `translate`, `derivatives` and `proofs` do, and they run in that
process alone.
"""
