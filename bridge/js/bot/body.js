'use strict'
/** The body: coming to rest, turning, and what it can reach. */

const { Vec3 } = require('vec3')
const { inLiquid } = require('./observe')

/** From the eyes to the centre of a cell, in blocks (worldsim.space.REACH). */
const REACH = 4.5
/** Ticks to come to rest at most: the deepest fall, and a respawn. */
const REST = 200
/** Ticks after which a server in real time has told all that the action did. */
const LATE = 2
/** Blocks per tick below which a body is at rest. */
const STILL = 0.005
const HALF_WIDTH = 0.3
const HEIGHT = 1.8

/** Stop, close what is open, and wait until the body stands or floats still and the server has heard of it. */
async function settle (session) {
  const { bot } = session
  bot.clearControlStates()
  if (bot.currentWindow) bot.closeWindow(bot.currentWindow)
  const heard = session.time.pausable ? 0 : LATE
  for (let t = 0; t < REST; t++) {
    const { velocity, onGround } = bot.entity
    const floats = inLiquid(bot.entity)
    const still = Math.hypot(velocity.x, velocity.z) < STILL
    const upToDate = session.stoodOn === session.terrain.updates // else the ground may have gone, and the body does not know yet
    if (t >= heard && bot.isAlive && (onGround || floats) && still && upToDate) break
    await session.tick()
  }
}

const centre = ([x, y, z]) => new Vec3(x + 0.5, y + 0.5, z + 0.5)

const eyes = bot => bot.entity.position.offset(0, bot.entity.eyeHeight, 0)

/** Whether the centre of a cell is within reach. */
const reaches = (bot, pos) => eyes(bot).distanceTo(centre(pos)) <= REACH

/** The cell of a known block within reach whose name and place `wants` accepts, or null; the first by height, then z, then x. */
function nearestKnown (session, wants) {
  const { x, y, z } = session.bot.entity.position.floored()
  for (let dy = -4; dy <= 6; dy++) {
    for (let dz = -5; dz <= 5; dz++) {
      for (let dx = -5; dx <= 5; dx++) {
        const pos = [x + dx, y + dy, z + dz]
        if (wants(session.nameOf(session.sight.stateAt(...pos)), pos) && reaches(session.bot, pos)) return pos
      }
    }
  }
  return null
}

/** Whether a body at `feet` is in a cell. */
function fills (feet, [x, y, z], width = HALF_WIDTH, height = HEIGHT) {
  const apart = (low, high, cell) => high <= cell || low >= cell + 1
  return !apart(feet.x - width, feet.x + width, x) && !apart(feet.y, feet.y + height, y) && !apart(feet.z - width, feet.z + width, z)
}

/** Turn the eyes to a point, or to a heading and pitch, and let the server know. */
async function face (session, yaw, pitch) {
  session.bot.look(yaw, pitch, true)
  await session.tick()
}

async function faceTo (session, point) {
  const way = point.minus(eyes(session.bot))
  await face(session, Math.atan2(-way.x, -way.z), Math.atan2(way.y, Math.hypot(way.x, way.z)))
}

/** mineflayer's yaw of a heading, in radians. */
const YAW = { north: 0, west: Math.PI / 2, south: Math.PI, east: -Math.PI / 2 }
/** Steps along x and z. */
const STEP = { north: [0, -1], east: [1, 0], south: [0, 1], west: [-1, 0] }

module.exports = { settle, reaches, nearestKnown, fills, face, faceTo, centre, eyes, YAW, STEP, REACH }
