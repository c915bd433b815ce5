"""The language models behind the roles: the only place that imports langchain."""
