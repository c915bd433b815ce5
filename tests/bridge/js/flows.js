'use strict'
/**
 * The liquids alone, in a small world without a server: for test_server_flows.py. Reads lines of JSON { blocks: [[x, y, z, name, properties], ...] }, puts these
 * into a box of air with walls, and tells what becomes of it: { settled: ticks, liquid: cells of liquid, names, left: cells of liquid when all sources are gone }.
 */

const path = require('path')
const { EventEmitter } = require('events')
const readline = require('readline')
const { createRequire } = require('module')
const { js, server: folder } = { js: path.join(__dirname, '..', '..', '..', 'bridge', 'js'), server: path.join(__dirname, '..', '..', '..', 'bridge', 'js', 'server') }
const ours = createRequire(js + path.sep)
const { Vec3 } = ours('vec3')
const registry = ours('prismarine-registry')('1.19.4')
const { statesOf } = require(path.join(folder, 'states'))

const [WIDE, HIGH] = [17, 8]
const PATIENCE = 4000
const states = statesOf(registry)

function worldOf () {
  const serv = new EventEmitter()
  const cells = new Int32Array(WIDE * HIGH * WIDE)
  const index = ({ x, y, z }) => (y * WIDE + z) * WIDE + x
  const inside = (x, y, z) => x >= 0 && x < WIDE && y >= 0 && y < HIGH && z >= 0 && z < WIDE
  const at = (x, y, z) => inside(x, y, z) ? cells[index({ x, y, z })] : null
  Object.assign(serv, {
    registry,
    states,
    keeps: {},
    tickCount: 0,
    players: [{ position: new Vec3(0, 0, 0) }],
    spill () {},
    items: { made: (name, count = 1) => ({ name, count }) },
    cells: {
      MIN_Y: 0,
      MAX_Y: HIGH - 1,
      at,
      set (pos, state) {
        const before = at(pos.x, pos.y, pos.z)
        if (before === null || before === state) return
        cells[index(pos)] = state
        serv.emit('cellChanged', pos, before, state)
      }
    }
  })
  for (const name of ['schedule', 'fluids']) require(path.join(folder, 'plugins', name)).server(serv, { lucid: { seed: 1 } })
  const tick = () => serv.emit('tick', 0, ++serv.tickCount)

  /** Tick until nothing is pending; answers how many ticks it took. */
  function settle () {
    for (let n = 0; n < PATIENCE; n++) {
      if (serv.keeps.schedule.save().length === 0) return n
      tick()
    }
    return null
  }

  function * all () {
    for (let y = 0; y < HIGH; y++) for (let z = 0; z < WIDE; z++) for (let x = 0; x < WIDE; x++) yield new Vec3(x, y, z)
  }
  const wet = () => [...all()].filter(({ x, y, z }) => serv.liquids.at(x, y, z).liquid)
  return { serv, settle, wet, tick, cells }
}

function played ({ blocks }) {
  const { serv, settle, wet, cells } = worldOf()
  for (const [x, y, z, name, properties] of blocks) serv.cells.set(new Vec3(x, y, z), states.named(name, properties))
  const settled = settle()
  const liquid = wet()
  const hash = [...cells].reduce((h, state) => (Math.imul(h, 31) + state) | 0, 7)
  const names = [...new Set([...cells].map(state => states.name(state)))].sort()
  const sources = liquid.filter(({ x, y, z }) => serv.liquids.at(x, y, z).source)
  for (const pos of sources) serv.cells.set(pos, 0)
  const dried = settle()
  return { settled, liquid: liquid.length, names, hash, dried, left: wet().length }
}

readline.createInterface({ input: process.stdin }).on('line', line => process.stdout.write(JSON.stringify(played(JSON.parse(line))) + '\n'))
