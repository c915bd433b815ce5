// prismarine-physics itself, over launches that the Python side chose: the truth that worldsim/physics is held against.
// node physics.js '{"modules":"<dir with node_modules>","folder":"<dir>"}'
// Reads <dir>/job.json {version, shape: [y, z, x], origin: [x, y, z], launches, ticks} and, little-endian: states (uint16), starts (float64, 6 a launch),
// keys (uint8, a tick), yaws (float64, a tick). Writes <dir>/track (float64, 6 a tick) and <dir>/flags (uint8, a tick).
// Last line of stdout: {"ticks":..,"seconds":..}.
const { createRequire } = require('module')
const fs = require('fs')
const path = require('path')
const options = JSON.parse(process.argv[2])
const load = createRequire(options.modules + '/')
const registry = load('prismarine-registry')
const { Physics, PlayerState } = load('prismarine-physics')
const { Vec3 } = load('vec3')

const file = name => path.join(options.folder, name)
const job = JSON.parse(fs.readFileSync(file('job.json')))
const data = registry(job.version)
const Block = load('prismarine-block')(data)

/** What a file holds, as an array of numbers. */
function read (name, Type) {
  const bytes = fs.readFileSync(file(name))
  return new Type(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}

const states = read('states', Uint16Array)
const starts = read('starts', Float64Array)
const keys = read('keys', Uint8Array)
const yaws = read('yaws', Float64Array)
const [sizeY, sizeZ, sizeX] = job.shape
const [lowX, lowY, lowZ] = job.origin

const kinds = new Map()
function kind (state) {
  let block = kinds.get(state)
  if (!block) kinds.set(state, block = Block.fromStateId(state, 0))
  return block
}

// as the bridge's own blockAt: a shared kind, with a place of its own; beyond the terrain there is air
const world = {
  getBlock (point) {
    const x = Math.floor(point.x)
    const y = Math.floor(point.y)
    const z = Math.floor(point.z)
    const [i, j, k] = [y - lowY, z - lowZ, x - lowX]
    const inside = i >= 0 && j >= 0 && k >= 0 && i < sizeY && j < sizeZ && k < sizeX
    const block = Object.create(kind(inside ? states[(i * sizeZ + j) * sizeX + k] : 0))
    block.position = new Vec3(x, y, z)
    return block
  }
}

function playerAt (launch, control) {
  const at = launch * 6
  const entity = {
    position: new Vec3(starts[at], starts[at + 1], starts[at + 2]),
    velocity: new Vec3(starts[at + 3], starts[at + 4], starts[at + 5]),
    onGround: false,
    isInWater: false,
    isInLava: false,
    isInWeb: false,
    isCollidedHorizontally: false,
    isCollidedVertically: false,
    elytraFlying: false,
    yaw: 0,
    pitch: 0,
    effects: {}
  }
  const bot = { version: job.version, jumpTicks: 0, jumpQueued: false, fireworkRocketDuration: 0, inventory: { slots: [] }, entity }
  return new PlayerState(bot, control)
}

const physics = Physics(data, world)
const track = new Float64Array(job.launches * job.ticks * 6)
const flags = new Uint8Array(job.launches * job.ticks)
const began = process.hrtime.bigint()
for (let launch = 0; launch < job.launches; launch++) {
  const control = {}
  const player = playerAt(launch, control)
  for (let tick = 0; tick < job.ticks; tick++) {
    const index = launch * job.ticks + tick
    const mask = keys[index]
    for (const [bit, key] of ['forward', 'back', 'left', 'right', 'jump', 'sprint', 'sneak'].entries()) control[key] = Boolean(mask & 1 << bit)
    player.yaw = yaws[index]
    physics.simulatePlayer(player, world)
    const { pos, vel } = player
    track.set([pos.x, pos.y, pos.z, vel.x, vel.y, vel.z], index * 6)
    const seen = [player.onGround, player.isInWater, player.isInLava, player.isInWeb, player.isCollidedHorizontally]
    flags[index] = seen.reduce((sum, is, bit) => sum | is << bit, 0)
  }
}
const seconds = Number(process.hrtime.bigint() - began) / 1e9
fs.writeFileSync(file('track'), Buffer.from(track.buffer))
fs.writeFileSync(file('flags'), flags)
process.stdout.write(JSON.stringify({ ticks: job.launches * job.ticks, seconds }) + '\n')
