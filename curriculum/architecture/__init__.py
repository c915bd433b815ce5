"""Buildings as parts: what an architect draws, the cells that come of it, and the exact defects of a drawing."""
