"""Plans out of facts alone: exact, without a model and without a language model."""
