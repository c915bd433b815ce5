'use strict'
/**
 * The known blocks. A block is known once it was in sight from the eyes; it stays known, as it was last seen. Unknown is not air, and known is not x-ray.
 * A known cell within sight's range is refreshed when the server says that it changed.
 */

const zlib = require('zlib')
const { RADIUS, HEIGHT, SIZE, EYES, lines } = require('./sightlines')
const { isFree } = require('./ray')
const { keyOf, indexOf, CELLS } = require('./terrain')

const UNKNOWN = 0xffff
/** Share of the light from which on a cell is in sight. */
const HALF = 0.5
/** Share of the light from which on it is worth to look closely, along the line to the middle of a face. */
const FAINT = 0.1
/** How far before a face the line ends, in blocks. */
const BEFORE = 0.01
/** Sections that a look can touch, along x and z, and along y. */
const ACROSS = (2 * RADIUS >> 4) + 2
const UP = (2 * HEIGHT >> 4) + 2

/**
 * Start to know.
 * @param {object} bot mineflayer's
 * @param {object} terrain from `followTerrain`
 * @param {(state: number) => string} nameOf plain block name of a state id
 */
function openEyes (bot, terrain, nameOf) {
  const known = new Map() // section key -> { x, y, z, cells, dirty }
  const light = new Float32Array(SIZE + 1)
  const clear = seeThrough(bot.registry)
  const real = new Array(ACROSS * ACROSS * UP) // the sections in reach of this look
  const mine = new Array(ACROSS * ACROSS * UP)
  let revision = 0
  let lastView = ''
  let discovered = 0
  let altered = new Map() // 'x,y,z' -> { pos, before }: since the last `begin`

  /** Look around from where the eyes are. @param {Uint8Array} [wanted] 1 for state ids that are looked for. @returns {number[][]} cells of these that became known */
  function look (wanted = null) {
    const { position, eyeHeight } = bot.entity
    const ex = Math.floor(position.x)
    const ey = Math.floor(position.y + eyeHeight)
    const ez = Math.floor(position.z)
    const view = [ex, ey, ez, terrain.version].join()
    if (view === lastView) return [] // nothing new to see
    lastView = view
    const sx0 = (ex - RADIUS) >> 4
    const sy0 = (ey - HEIGHT) >> 4
    const sz0 = (ez - RADIUS) >> 4
    for (let i = 0; i < real.length; i++) {
      const sx = sx0 + i % ACROSS
      const sz = sz0 + Math.floor(i / ACROSS) % ACROSS
      const sy = sy0 + Math.floor(i / ACROSS / ACROSS)
      real[i] = terrain.section(sx, sy, sz)
      mine[i] = known.get(keyOf(sx, sy, sz)) ?? { x: sx, y: sy, z: sz, cells: null, dirty: false }
    }
    const eyesX = position.x
    const eyesY = position.y + eyeHeight
    const eyesZ = position.z
    const blocked = (x, y, z) => {
      const cells = real[(((y >> 4) - sy0) * ACROSS + (z >> 4) - sz0) * ACROSS + (x >> 4) - sx0]
      return cells === null || clear[cells[((y & 15) << 8) | ((z & 15) << 4) | (x & 15)]] === 0
    }
    const isFaceOpen = (x, y, z, lx, ly, lz) =>
      (lx >= FAINT && isFree(eyesX, eyesY, eyesZ, x < ex ? x + 1 + BEFORE : x - BEFORE, y + 0.5, z + 0.5, blocked)) ||
      (ly >= FAINT && isFree(eyesX, eyesY, eyesZ, x + 0.5, y < ey ? y + 1 + BEFORE : y - BEFORE, z + 0.5, blocked)) ||
      (lz >= FAINT && isFree(eyesX, eyesY, eyesZ, x + 0.5, y + 0.5, z < ez ? z + 1 + BEFORE : z - BEFORE, blocked))
    const found = []
    const see = (x, y, z, which, index, state) => {
      const section = mine[which]
      if (section.cells === null) {
        section.cells = new Uint16Array(CELLS).fill(UNKNOWN)
        known.set(keyOf(section.x, section.y, section.z), section)
      }
      const before = section.cells[index]
      if (before === state) return
      learn(section, index, before, state, x, y, z)
      if (before === UNKNOWN && wanted !== null && wanted[state]) found.push([x, y, z])
    }
    light.fill(0)
    light[EYES] = 1
    const here = real[((((ey >> 4) - sy0) * ACROSS) + (ez >> 4) - sz0) * ACROSS + (ex >> 4) - sx0]
    if (here) see(ex, ey, ez, ((((ey >> 4) - sy0) * ACROSS) + (ez >> 4) - sz0) * ACROSS + (ex >> 4) - sx0, indexOf(ex, ey, ez), here[indexOf(ex, ey, ez)])
    const { count, dx, dy, dz, own, nx, ny, nz, wx, wy, wz } = lines
    for (let i = 0; i < count; i++) {
      const lx = light[nx[i]]
      const ly = light[ny[i]]
      const lz = light[nz[i]]
      if (lx + ly + lz === 0) continue
      const x = ex + dx[i]
      const y = ey + dy[i]
      const z = ez + dz[i]
      const which = (((y >> 4) - sy0) * ACROSS + (z >> 4) - sz0) * ACROSS + (x >> 4) - sx0
      const cells = real[which]
      if (cells === null) continue
      const index = ((y & 15) << 8) | ((z & 15) << 4) | (x & 15)
      const state = cells[index]
      if (clear[state] === 1) {
        const share = wx[i] * lx + wy[i] * ly + wz[i] * lz
        light[own[i]] = share
        if (share >= HALF) see(x, y, z, which, index, state)
      } else { // lit are the faces that look at the eyes
        const best = Math.max(lx, ly, lz)
        if (best >= HALF || (best >= FAINT && mine[which].cells?.[index] !== state && isFaceOpen(x, y, z, lx, ly, lz))) see(x, y, z, which, index, state)
      }
    }
    return found
  }

  function learn (section, index, before, state, x, y, z) {
    section.cells[index] = state
    section.dirty = true
    if (before === UNKNOWN) {
      discovered++
      return
    }
    const key = x + ',' + y + ',' + z
    const entry = altered.get(key)
    if (!entry) altered.set(key, { pos: [x, y, z], before })
  }

  bot.on('blockUpdate', (_, after) => {
    if (!after) return
    const { x, y, z } = after.position
    const section = known.get(keyOf(x >> 4, y >> 4, z >> 4))
    const index = indexOf(x, y, z)
    if (!section || section.cells[index] === UNKNOWN || section.cells[index] === after.stateId) return
    const eyes = bot.entity.position
    if (Math.hypot(x - eyes.x, z - eyes.z) <= RADIUS && Math.abs(y - eyes.y) <= HEIGHT) learn(section, index, section.cells[index], after.stateId, x, y, z)
  })

  /** State id of a known cell, or UNKNOWN. */
  function stateAt (x, y, z) {
    const section = known.get(keyOf(x >> 4, y >> 4, z >> 4))
    return section ? section.cells[indexOf(x, y, z)] : UNKNOWN
  }

  /** Begin to note what alters. */
  function begin () {
    altered = new Map()
    discovered = 0
  }

  /** What altered since `begin`, by plain names: [[pos, before, after], ...] sorted by position; a cell whose name stayed is left out. */
  function changes () {
    const out = []
    for (const { pos, before } of altered.values()) {
      const names = [nameOf(before), nameOf(stateAt(...pos))]
      if (names[0] !== names[1]) out.push([pos, ...names])
    }
    return out.sort(([a], [b]) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2])
  }

  /** A section as it crosses the wire. */
  const wired = ({ x, y, z, cells }) => [x, y, z, zlib.deflateRawSync(Buffer.from(cells.buffer), { level: 1 }).toString('base64')]

  /** The sections that changed since the last call, as they cross the wire. */
  function update () {
    const sections = []
    for (const section of known.values()) {
      if (!section.dirty) continue
      section.dirty = false
      sections.push(wired(section))
    }
    if (sections.length) revision++
    return { revision, sections }
  }

  /** All that is known, for `recall`. */
  const recollect = () => [...known.values()].map(wired)

  /** Know what another bot knows (`recollect`), and no more. */
  function recall (sections) {
    known.clear()
    for (const [x, y, z, data] of sections) {
      const cells = new Uint16Array(new Uint8Array(zlib.inflateRawSync(Buffer.from(data, 'base64'))).buffer)
      known.set(keyOf(x, y, z), { x, y, z, cells, dirty: true })
    }
  }

  return { look, stateAt, begin, changes, update, recollect, recall, get discovered () { return discovered } }
}

/** 1 for the state ids that one can see through: transparent in minecraft-data, or without a collision box. */
function seeThrough (registry) {
  const out = new Uint8Array(UNKNOWN + 1)
  for (const block of registry.blocksArray) {
    if (block.transparent || block.boundingBox === 'empty') out.fill(1, block.minStateId, block.maxStateId + 1)
  }
  return out
}

module.exports = { openEyes, UNKNOWN }
