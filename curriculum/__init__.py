"""What to do next, and whether it is done: goals in words, the tech tree, building sites, proposals, the judge."""
