'use strict'
/** Bodies that share a place push one another apart, as vanilla's Entity.push: players only push, because their clients move them. */

const { acts } = require('../body')

const PUSH = 0.05
/** The widest body, in blocks. */
const WIDEST = 1.4
const PLAYER = { width: 0.6, height: 1.8 }

/** @param {object[]} creatures that are awake @param {object[]} players */
function jostle (creatures, players) {
  const bodies = creatures.map(creature => ({ creature, p: creature.position, width: creature.width, height: creature.height }))
  for (const player of players) if (acts(player)) bodies.push({ creature: null, p: player.position, ...PLAYER })
  bodies.sort((a, b) => a.p.x - b.p.x || a.p.z - b.p.z)
  for (let i = 0; i < bodies.length; i++) {
    for (let j = i + 1; j < bodies.length && bodies[j].p.x - bodies[i].p.x < WIDEST; j++) apart(bodies[i], bodies[j])
  }
}

function apart (a, b) {
  const [dx, dz] = [b.p.x - a.p.x, b.p.z - a.p.z]
  const near = (a.width + b.width) / 2
  if (Math.abs(dx) >= near || Math.abs(dz) >= near || a.p.y >= b.p.y + b.height || b.p.y >= a.p.y + a.height) return
  const most = Math.max(Math.abs(dx), Math.abs(dz))
  if (most < 0.01) return
  const root = Math.sqrt(most)
  const part = Math.min(1, 1 / root) * PUSH / root
  move(a, -dx * part, -dz * part)
  move(b, dx * part, dz * part)
}

function move ({ creature }, x, z) {
  if (!creature) return
  creature.step.x += x
  creature.step.z += z
}

module.exports = { jostle }
