"""What `python -m worldsim.export` is made of: imagined transitions, chats to train on, and the card that says what they are."""
