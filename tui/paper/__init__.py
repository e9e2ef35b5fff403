"""How does work look on paper? Problems with blanks and the key, as Markdown, LaTeX or one HTML page."""
