'use strict'
/** Put one `item` into the free cell `pos`, walking within reach and out of the cell first. `facing`: where the front of a door or stairs looks. */

const { Vec3 } = require('vec3')
const { reaches, fills, eyes, face, settle, YAW } = require('../body')
const { hold, carried } = require('../hand')
const { walk, Reach } = require('../paths')
const { replaceable, solid, interactive } = require('../blocks')
const { UNKNOWN } = require('../sight')
const { ANSWER } = require('../windows')
const { failed } = require('../stop')

/** The six neighbours, down first (worldsim.space.FACES), with the number of their face that looks at us. */
const NEIGHBOURS = [[[0, -1, 0], 1], [[0, 0, -1], 3], [[0, 0, 1], 2], [[-1, 0, 0], 5], [[1, 0, 0], 4], [[0, 1, 0], 0]]
/** Entities that nothing needs to make room for. */
const THIN = new Set(['item', 'experience_orb', 'arrow'])

const plus = ([x, y, z], [dx, dy, dz]) => [x + dx, y + dy, z + dz]
const above = pos => plus(pos, [0, 1, 0])
const below = pos => plus(pos, [0, -1, 0])

/** The kind of a known block; throws unknown_block. */
function knownKind (session, pos) {
  const state = session.sight.stateAt(...pos)
  if (state === UNKNOWN) throw failed('unknown_block', `the cell ${pos.join(', ')} was never seen`)
  return session.terrain.kind(state)
}

/** Whether there is a known solid block in a cell. */
function holds (session, pos) {
  const state = session.sight.stateAt(...pos)
  return state !== UNKNOWN && solid(session.terrain.kind(state))
}

/** What to click on, so that the block comes into the cell: { at, number, way }; plain blocks before those that would open. */
function support (session, pos, door) {
  const sides = (door ? NEIGHBOURS.slice(0, 1) : NEIGHBOURS).map(([way, number]) => ({ at: plus(pos, way), number, way })).filter(({ at }) => holds(session, at))
  const opens = ({ at }) => interactive(session.nameOf(session.sight.stateAt(...at)))
  return sides.find(side => !opens(side)) ?? sides[0]
}

/** Walk until the cells are within reach and the body is in none of them. */
async function comeNear (session, pos, cells, solidItem) {
  const { bot } = session
  const inside = () => solidItem && cells.some(cell => fills(bot.entity.position, cell))
  if (reaches(bot, pos) && !inside()) return
  const keepOut = [...cells]
  if (inside()) keepOut.push(bot.entity.position.floored().toArray())
  await walk(session, new Reach(pos, { keepOut }))
  await settle(session)
  if (inside()) throw failed('body_in_way', 'the actor stands in the cell')
  if (!reaches(bot, pos)) throw failed('no_path', 'no place to put it from')
}

/** Click on the face of the support. */
async function clickOn (session, { at, number, way }, facing) {
  const { bot } = session
  const cursor = way.map(step => 0.5 - step / 2)
  const point = new Vec3(...plus(at, cursor)).minus(eyes(bot))
  await face(session, facing ? YAW[facing] : Math.atan2(-point.x, -point.z), Math.atan2(point.y, Math.hypot(point.x, point.z)))
  bot._client.write('block_place', {
    location: new Vec3(...at),
    direction: number,
    hand: 0,
    cursorX: cursor[0],
    cursorY: cursor[1],
    cursorZ: cursor[2],
    insideBlock: false,
    sequence: ++session.sequence,
    worldBorderHit: false
  })
  bot.swingArm()
}

module.exports = {
  clickOn,
  comeNear,
  holds,
  knownKind,
  above,
  below,
  plus,
  NEIGHBOURS,
  /** The cell, the other half of a door, and a plant that loses its other half. */
  footprint: ({ pos }) => [pos, above(pos), below(pos)],
  async run (session, { item: name, pos, facing = null }) {
    const { bot, terrain } = session
    const item = carried(bot).find(item => item.name === name)
    if (!item) throw failed('no_item', `no ${name} is carried`)
    const door = name.endsWith('_door')
    const cells = door ? [pos, above(pos)] : [pos]
    for (const cell of cells) {
      const kind = knownKind(session, cell)
      if (!replaceable(kind)) throw failed('occupied', `there is ${kind.name} at ${cell.join(', ')}`)
    }
    const side = support(session, pos, door)
    if (!side) throw failed('no_support', door ? 'a door needs a solid block below' : 'nothing to place it against')
    const solidItem = bot.registry.blocksByName[name]?.boundingBox !== 'empty'
    const others = Object.values(bot.entities).filter(other => other !== bot.entity && !THIN.has(other.name))
    const blocker = others.find(({ position, width, height }) => cells.some(cell => fills(position, cell, (width ?? 0.6) / 2, height ?? 1.8)))
    if (solidItem && blocker) throw failed('body_in_way', `${blocker.username ?? blocker.name} stands in the cell`)
    await comeNear(session, pos, cells, solidItem)
    if (bot.heldItem?.slot !== item.slot) await hold(session, item)
    const before = session.nameOf(terrain.stateAt(...pos))
    const sneak = interactive(session.nameOf(terrain.stateAt(...side.at)))
    if (sneak) bot.setControlState('sneak', true)
    await clickOn(session, side, facing)
    for (let t = 0; session.nameOf(terrain.stateAt(...pos)) === before && t < ANSWER; t++) await session.tick()
    if (session.nameOf(terrain.stateAt(...pos)) === before) throw failed('refused', `the server did not place ${name}`)
  }
}
