'use strict'
/**
 * Which way a block looks when it is placed (Minecraft Wiki, Java Edition 1.19.4, "Placement" of each block; vanilla's getStateForPlacement).
 * The click is { face: 'up' ..., cursor: [x, y, z] within the clicked block, pos: the cell to fill, player }.
 */

const { heading } = require('./body')
const { supported, NORMALS } = require('./support')
const { placedChest, joinedChest, isChest } = require('./chests')

const OPPOSITE = { north: 'south', south: 'north', west: 'east', east: 'west', up: 'down', down: 'up' }
const RIGHT = { north: 'east', east: 'south', south: 'west', west: 'north' }
const SIDES = ['north', 'east', 'south', 'west']

/** Blocks whose front looks where the player looks; others with a facing look at the player. */
const AHEAD = /_(stairs|door|bed|fence_gate)$|campfire$/

/** The state that an item's block takes when placed by this click; null when it cannot be placed so. */
function placedState (serv, blockName, click) {
  const { states } = serv
  const standing = blockName.replace(/torch$/, 'wall_torch')
  if (/torch$/.test(blockName) && serv.registry.blocksByName[standing]) return torch(serv, blockName, standing, click)
  const info = serv.registry.blocksByName[blockName]
  const has = name => info.states?.some(state => state.name === name)
  const given = {}
  if (isChest(blockName)) Object.assign(given, placedChest(serv, blockName, click, heading(click.player)))
  if (has('axis')) given.axis = { up: 'y', down: 'y', north: 'z', south: 'z', east: 'x', west: 'x' }[click.face]
  if (has('facing') && !given.facing) given.facing = facing(blockName, info, click)
  if (has('half') && info.states.find(state => state.name === 'half').values.includes('top')) given.half = half(click)
  if (has('type') && blockName.endsWith('_slab')) given.type = half(click)
  if (has('face')) given.face = { up: 'floor', down: 'ceiling' }[click.face] ?? 'wall'
  if (has('hinge')) given.hinge = hinge(serv, blockName, click)
  if (has('hanging')) given.hanging = click.face === 'down'
  if (has('rotation')) given.rotation = Math.floor((click.player.look.yaw + 180) / 22.5 + 0.5) & 15
  if (blockName.endsWith('_leaves')) given.persistent = true
  if (has('waterlogged')) given.waterlogged = states.name(serv.cells.at(click.pos.x, click.pos.y, click.pos.z)) === 'water'
  return joined(serv, states.named(blockName, given), click.pos)
}

/** Upper or lower: by the face that was clicked, or by the height of the click on a side. */
function half ({ face, cursor }) {
  if (face === 'up') return 'bottom'
  if (face === 'down') return 'top'
  return cursor[1] > 0.5 ? 'top' : 'bottom'
}

function facing (blockName, info, click) {
  const { face, player } = click
  const values = info.states.find(state => state.name === 'facing').values
  const ahead = heading(player)
  if (/trapdoor$/.test(blockName)) return SIDES.includes(face) ? face : OPPOSITE[ahead]
  if (blockName === 'ladder' || /wall_(sign|banner|fan|head|skull)$/.test(blockName)) return SIDES.includes(face) ? face : OPPOSITE[ahead]
  if (/_button$|^lever$/.test(blockName)) return SIDES.includes(face) ? face : ahead
  if (/anvil$/.test(blockName)) return RIGHT[ahead]
  if (AHEAD.test(blockName)) return ahead
  if (values.includes('up') && /^(barrel|dispenser|dropper|piston|sticky_piston|observer)$/.test(blockName)) {
    const steep = player.look.pitch > 45 ? 'down' : player.look.pitch < -45 ? 'up' : ahead
    return blockName === 'observer' ? steep : OPPOSITE[steep]
  }
  if (values.includes('up')) return face // rods, shulker boxes, amethyst
  return values.includes(OPPOSITE[ahead]) ? OPPOSITE[ahead] : values[0]
}

/** A torch stands where it was put on top of something, and hangs where it was put on a side. */
function torch (serv, blockName, wallName, click) {
  const wall = SIDES.includes(click.face) && serv.states.named(wallName, { facing: click.face })
  if (wall && supported(serv, wall, click.pos)) return wall
  const standing = serv.states.named(blockName)
  if (supported(serv, standing, click.pos)) return standing
  const other = SIDES.map(side => serv.states.named(wallName, { facing: side })).find(state => supported(serv, state, click.pos))
  return click.face === 'up' || click.face === 'down' ? other ?? null : null
}

/** A door's hinge: away from another door beside it, else on the side with more wall, else on the side of the click. */
function hinge (serv, blockName, { pos, cursor, player }) {
  const ahead = heading(player)
  const [right, left] = [NORMALS[RIGHT[ahead]], NORMALS[OPPOSITE[RIGHT[ahead]]]]
  const cell = ([x, , z], up) => serv.cells.at(pos.x + x, pos.y + up, pos.z + z) ?? 0
  const walls = side => [0, 1].filter(up => serv.states.sturdy(cell(side, up), NORMALS.up) && serv.states.sturdy(cell(side, up), NORMALS.north)).length
  const isDoor = side => serv.states.name(cell(side, 0)) === blockName && serv.states.properties(cell(side, 0)).half === 'lower'
  const balance = walls(right) - walls(left)
  if ((isDoor(left) && !isDoor(right)) || balance > 0) return 'right'
  if ((isDoor(right) && !isDoor(left)) || balance < 0) return 'left'
  const [dx, dz] = [NORMALS[ahead][0], NORMALS[ahead][2]]
  const [x, , z] = cursor
  return (dx < 0 && z < 0.5) || (dx > 0 && z > 0.5) || (dz < 0 && x > 0.5) || (dz > 0 && x < 0.5) ? 'right' : 'left'
}

/** A fence, pane, chest or gate's neighbour: the state that joins to what is beside it. Other blocks stay as they are. */
function joined (serv, state, pos) {
  const { states } = serv
  const name = states.name(state)
  if (isChest(name)) return joinedChest(serv, state, pos)
  const isFence = /_fence$/.test(name)
  const isPane = /glass_pane$|^iron_bars$/.test(name)
  if (!isFence && !isPane) return state
  const links = {}
  for (const side of SIDES) {
    const [x, , z] = NORMALS[side]
    const other = serv.cells.at(pos.x + x, pos.y, pos.z + z) ?? 0
    const kin = isFence
      ? (/_fence$/.test(states.name(other)) && (name === 'nether_brick_fence') === (states.name(other) === 'nether_brick_fence')) || gateAcross(states, other, side)
      : /glass_pane$|^iron_bars$|_wall$/.test(states.name(other))
    links[side] = kin || states.sturdy(other, NORMALS[OPPOSITE[side]])
  }
  return states.withProperties(state, links)
}

/** A fence joins the ends of a gate, not its front. */
function gateAcross (states, state, side) {
  return /_fence_gate$/.test(states.name(state)) && ['north', 'south'].includes(side) !== ['north', 'south'].includes(states.properties(state).facing)
}

module.exports = { placedState, joined }
