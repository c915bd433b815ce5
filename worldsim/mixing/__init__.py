"""Several sources, each believed where it has proved right."""
