"""Many scenarios at a time: the laws of the inventory, of survival and of motion over arrays, equal to the scalar laws step by step.

A scenario is a row, an action a column. Names become numbers once (`tables`), rows are changed in place, and what happened comes
back as arrays. numba compiles the kernels at their first use and keeps them on disk, so a kernel calls no kernel of another file:
what is kept would not notice a change there.
"""
