"""From words to motor commands: keys that make the body leap, climb out or swim across, searched in imagined physics before they are sent."""
