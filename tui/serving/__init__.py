"""How is gradstep reached from a browser? Each visitor gets the program itself, in a pseudo-terminal of her own."""
