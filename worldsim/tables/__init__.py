"""What minecraft-data lacks, written by hand: each table tells its source. `facts()` joins them with the data of the version that is played.

The numbers are those of Java Edition 1.19.4. A name that the played version does not have is left out, so that no table speaks of what is not there.
"""
