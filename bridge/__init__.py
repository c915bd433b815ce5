"""The real world: node, the embedded Minecraft server, and the bot in it or on somebody else's server. Imports only worldsim."""
