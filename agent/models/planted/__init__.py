"""A planted model: an OpenAI-compatible server on loopback that plays every role with known mistakes, to check meters and learners without a key."""

from agent.models.planted.expected import Expected, expected
from agent.models.planted.profile import KINDS, Kind, Profile, read_profile
from agent.models.planted.server import PlantedModel

__all__ = ["KINDS", "Expected", "Kind", "PlantedModel", "Profile", "expected", "read_profile"]
