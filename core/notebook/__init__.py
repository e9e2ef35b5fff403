"""How does one compute in Python? `a = leaf("a", 2.0); run = backward((a*a).tanh())`: expressions and runs."""
