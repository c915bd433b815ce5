'use strict'
/** A player's body, as the game sees it. */

const { boxAt } = require('./physics')

/** Height of the eyes above the feet, in blocks (Minecraft Wiki, "Player"); lower when sneaking and in bed. */
const eyesOf = player => player.position.offset(0, player.sleeping ? 0.2 : player.crouching ? 1.27 : 1.62, 0)

/** The box that a player fills: 0.6 wide, 1.8 high, 1.5 when sneaking, 0.2 in bed (Minecraft Wiki, "Player"). */
const boxOf = player => boxAt(player.position, player.sleeping ? 0.2 : 0.6, player.sleeping ? 0.2 : player.crouching ? 1.5 : 1.8)

/**
 * How far from the eyes the middle of a block may be for the server to believe that it was dug or clicked: 6 blocks, as vanilla 1.19.4 does.
 * A survival client's own limit is 4.5 to the point that it looks at (Minecraft Wiki, "Breaking").
 */
const REACH = 6

/** Whether a player can reach a cell at all. */
const reaches = (player, { x, y, z }) => Math.hypot(x + 0.5 - eyesOf(player).x, y + 0.5 - eyesOf(player).y, z + 0.5 - eyesOf(player).z) <= REACH

/** Living, and in survival: what can dig, place, collect and be hurt. */
const acts = player => player.gameMode === 0 && player.health > 0

/** What has a body that can be hurt and tired: in survival or adventure mode, living, and come in. */
const isMortal = player => (player.gameMode === 0 || player.gameMode === 2) && player.health > 0 && player.restored

/** The same as `acts` for creative mode, which a person may be put in. */
const touches = player => (player.gameMode === 0 || player.gameMode === 1) && player.health > 0

/** The unit vector along which a player looks. */
function gaze (player) {
  const { yaw, pitch } = player.look
  const [a, b] = [yaw * Math.PI / 180, pitch * Math.PI / 180]
  return [-Math.sin(a) * Math.cos(b), -Math.sin(b), Math.cos(a) * Math.cos(b)]
}

/** Which way a player looks along the ground. */
function heading (player) {
  return ['south', 'west', 'north', 'east'][Math.floor(player.look.yaw / 90 + 0.5) & 3]
}

module.exports = { eyesOf, boxOf, reaches, acts, isMortal, touches, gaze, heading, REACH }
