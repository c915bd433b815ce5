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

/** What a broken block leaves. */
const NOTHING = new Set(['air', 'water', 'lava', 'bubble_column'])
/** Times that a dig is begun: a block may become another meanwhile (grass grows over dirt, crops ripen), or be harder than the client's table says. */
const TURNS = 4

/**
 * Break the block: start, wait, finish, and see it gone. What becomes another block meanwhile is begun anew; what the server will not yet give as well, for
 * twice as long, unless it should be `exact`. Throws refused when the server disagrees all the same.
 */
async function breakBlock (session, pos, ticks, exact = false) {
  const { bot, terrain } = session
  const now = () => terrain.stateAt(...pos)
  const gone = () => NOTHING.has(session.nameOf(now()))
  await faceTo(session, centre(pos))
  for (let turn = 0, longer = 1; turn < TURNS && !gone(); turn++) {
    const state = now()
    await digAt(session, pos, longer * (turn ? digTicks(session, state, bot.heldItem) : ticks), () => now() !== state)
    if (now() === state && exact) break
    longer = now() === state ? 2 * longer : 1
  }
  if (!gone()) throw failed('refused', `the server did not break ${session.nameOf(now())}`)
  session.metabolism.spend('dig')
}

/** One go: until it is over, or has changed. */
async function digAt (session, pos, ticks, changed) {
  const { bot, time } = session
  const location = new Vec3(...pos)
  const face = faceTowards(bot, pos)
  const send = status => bot._client.write('block_dig', { status, location, face, sequence: ++session.sequence })
  const start = time.tick
  const end = { sent: false }
  send(START)
  bot.swingArm()
  try {
    while (time.tick < start + ticks && !changed()) await session.tick()
    end.sent = !changed()
    if (end.sent) send(FINISH)
  } finally {
    if (!end.sent) send(ABORT)
  }
  for (let t = 0; end.sent && !changed() && t < ANSWER; t++) await session.tick()
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
    await breakBlock(session, pos, ticks ?? digTicks(session, state, bot.heldItem), ticks !== null)
  }
}
