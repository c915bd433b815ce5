"""Laws that a model writes, or reads in prose: as programs, replayed against what happened, kept with their evidence."""
