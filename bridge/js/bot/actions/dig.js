'use strict'
/** Dig the block at `pos` from where one stands, with what one holds, for `ticks` (default: by the client's table). */

const { reaches, faceTo, centre } = require('../body')
const { digTicks } = require('../hand')
const { ANSWER } = require('../windows')
const { UNKNOWN } = require('../sight')
const { failed } = require('../stop')
const { Vec3 } = require('vec3')

/** block_dig: what is done. */
const START = 0
const ABORT = 1
const FINISH = 2

/** The cell itself, and what stands on it or hangs from it: a plant, the other half of a door. */
const footprint = ({ pos: [x, y, z] }) => [[x, y, z], [x, y + 1, z], [x, y - 1, z]]

/** State id of a block that is there to be dug; throws why not. */
function target (session, pos) {
  const state = session.sight.stateAt(...pos)
  if (state === UNKNOWN) throw failed('unknown_block', `the cell ${pos.join(', ')} was never seen`)
  const block = session.terrain.kind(session.terrain.stateAt(...pos))
  if (session.nameOf(block.stateId) === 'air' || block.name === 'water' || block.name === 'lava') throw failed('nothing_there', `there is ${session.nameOf(block.stateId)}`)
  if (!block.diggable || block.hardness < 0) throw failed('unbreakable', `${block.name} cannot be dug`)
  return block.stateId
}

/** Face of a cell that looks at the eyes, as the protocol numbers them. */
function faceTowards (bot, [x, y, z]) {
  const { position, eyeHeight } = bot.entity
  const ways = [position.x - x - 0.5, position.y + eyeHeight - y - 0.5, position.z - z - 0.5]
  const axis = ways.map(Math.abs).reduce((best, far, i, all) => far > all[best] ? i : best, 0)
  return [[4, 5], [0, 1], [2, 3]][axis][ways[axis] > 0 ? 1 : 0]
}

/** Break the block: start, wait, finish, and see it gone. Throws refused when the server disagrees. */
async function breakBlock (session, pos, ticks) {
  const { bot, terrain, time } = session
  const state = terrain.stateAt(...pos)
  const location = new Vec3(...pos)
  const face = faceTowards(bot, pos)
  const send = status => bot._client.write('block_dig', { status, location, face, sequence: ++session.sequence })
  const gone = () => terrain.stateAt(...pos) !== state
  await faceTo(session, centre(pos))
  const start = time.tick
  let finished = false
  send(START)
  bot.swingArm()
  try {
    while (time.tick < start + ticks && !gone()) await session.tick()
    if (!gone()) send(FINISH)
    finished = true
  } finally {
    if (!finished) send(ABORT)
  }
  for (let t = 0; !gone() && t < ANSWER; t++) await session.tick()
  if (!gone()) throw failed('refused', `the server did not break ${session.nameOf(state)}`)
}

module.exports = {
  footprint,
  target,
  breakBlock,
  async run (session, { pos, ticks = null }) {
    const { bot } = session
    const state = target(session, pos)
    if (!reaches(bot, pos)) throw failed('out_of_reach', `${pos.join(', ')} is out of reach`)
    if (!bot.entity.onGround && !bot.entity.isInWater) throw failed('refused', 'one does not dig in the air')
    await breakBlock(session, pos, ticks ?? digTicks(session, state, bot.heldItem))
  }
}
