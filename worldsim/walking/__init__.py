"""Walking, as far as it can be told from the known blocks: what carries, where one can get to, which way and how long it takes."""
