"""What do the rules of algebra say? The only door to sympy, in an operating-system process of its own.

- `client.Algebra`   starts the process when first asked, bounds its time, kills and restarts it
- `derive.Symbols`   the symbolic derivatives of a graph, node by node: linear in its size
- `worker`           what runs on the other side

Nothing outside this package imports sympy; inside, only `translate` and `derivatives` do, and they run in the process.
"""
