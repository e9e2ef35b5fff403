"""What does a teacher need around a lesson? Work handed in and re-executed, gradebooks, paper."""
