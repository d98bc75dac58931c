"""People who sign in: proof, sessions, limits on trying."""
