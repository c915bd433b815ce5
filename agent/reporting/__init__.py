"""The report of a run: one HTML file with all in it, made from the run's folder alone.

account.py reads the folder; words, story, wrong, scene, graph, calibration and tables turn it into sentences, pictures and figures; page.py puts them
together. Whatever comes from a world or a model goes through markup.py, which escapes it, or through JSON that the page's scripts show as text.
"""
