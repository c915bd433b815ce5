'use strict'
/**
 * Which way a block looks when it is placed (Minecraft Wiki, Java Edition 1.19.4, "Placement" of each block; vanilla's getStateForPlacement).
 * The click is { face: 'up' ..., cursor: [x, y, z] within the clicked block, clicked: its cell, pos: the cell to fill, player }.
 */

const { heading, gaze } = require('./body')
const { supported, NORMALS, SIDES } = require('./support')
const { placedChest, isChest } = require('./chests')
const { joined, OPPOSITE, RIGHT } = require('./joining')

/** Blocks whose front looks where the player looks; others with a facing look at the player. */
const AHEAD = /_(stairs|door|bed|fence_gate)$|campfire$/

/** Blocks whose front may look up and down, by the player's look. */
const STEEP = /^(barrel|dispenser|dropper|piston|sticky_piston|observer|command_block)$/

/** The state that an item's block takes when placed by this click; null when it cannot be placed so. */
function placedState (serv, blockName, click) {
  const info = serv.registry.blocksByName[blockName]
  const has = name => info.states?.some(state => state.name === name)
  const given = {}
  if (isChest(blockName)) Object.assign(given, placedChest(serv, blockName, click, heading(click.player)))
  if (has('axis')) given.axis = { up: 'y', down: 'y', north: 'z', south: 'z', east: 'x', west: 'x' }[click.face]
  if (has('facing') && !given.facing) given.facing = facing(blockName, info, click)
  if (has('half') && info.states.find(state => state.name === 'half').values.includes('top')) given.half = half(click)
  if (has('type') && blockName.endsWith('_slab')) given.type = half(click)
  if (has('hinge')) given.hinge = hinge(serv, blockName, click)
  if (has('rotation')) given.rotation = Math.floor((click.player.look.yaw + 180) / 22.5 + 0.5) & 15
  if (has('shape') && /rail$/.test(blockName)) given.shape = ['east', 'west'].includes(heading(click.player)) ? 'east_west' : 'north_south'
  if (blockName.endsWith('_leaves')) Object.assign(given, { persistent: true, distance: serv.leafDistance?.(click.pos) ?? 7 })
  if (has('waterlogged')) given.waterlogged = inWater(serv, click.pos)
  if (has('lit') && /campfire$/.test(blockName)) given.lit = !given.waterlogged
  const state = attached(serv, blockName, given, click)
  return state === null ? null : joined(serv, state, click.pos)
}

/** Only a whole block of water stays in what is put into it. */
function inWater (serv, { x, y, z }) {
  const state = serv.cells.at(x, y, z)
  return serv.states.name(state) === 'water' ? serv.states.properties(state).level === 0 : /^(tall_)?seagrass$/.test(serv.states.name(state))
}

/**
 * A block that holds on to another: the first way of the player's look in which it can. Others are as given.
 * Torches, signs, banners and heads stand or hang; buttons and levers hold on to any side; ladders and vines to walls; lanterns to floor or ceiling.
 */
function attached (serv, blockName, given, click) {
  const { states } = serv
  const wallName = hangs(serv, blockName)
  const able = state => supported(serv, state, click.pos) ? state : null
  const find = make => ways(click).map(make).find(state => state !== null) ?? null
  const wall = way => SIDES.includes(way)
  if (wallName) {
    return find(way => way === 'down' ? able(states.named(blockName, given)) : wall(way) ? able(states.named(wallName, { ...given, facing: OPPOSITE[way] })) : null)
  }
  if (/_button$|^lever$/.test(blockName)) {
    const ahead = heading(click.player)
    return find(way => able(states.named(blockName, wall(way)
      ? { ...given, face: 'wall', facing: OPPOSITE[way] }
      : { ...given, face: way === 'up' ? 'ceiling' : 'floor', facing: ahead })))
  }
  if (/^(ladder|tripwire_hook)$/.test(blockName)) return find(way => wall(way) ? able(states.named(blockName, { ...given, facing: OPPOSITE[way] })) : null)
  if (blockName === 'cocoa') return find(way => wall(way) ? able(states.named(blockName, { ...given, facing: way })) : null)
  if (blockName === 'vine') return find(way => way === 'down' ? null : able(states.named(blockName, { ...given, [way]: true })))
  if (/lantern$/.test(blockName) && states.properties(states.named(blockName)).hanging !== undefined) {
    return find(way => wall(way) ? null : able(states.named(blockName, { ...given, hanging: way === 'up' })))
  }
  return states.named(blockName, given)
}

/** The name of the block that hangs on a wall where this one stands. */
function hangs (serv, blockName) {
  const name = blockName.replace(/(torch|(?<=_)(sign|banner|skull|head|fan))$/, 'wall_$1')
  return name !== blockName && serv.registry.blocksByName[name] ? name : null
}

/** All six directions, those first into which the player looks most; before them the block that was clicked. Vanilla's getNearestLookingDirections. */
function ways ({ face, pos, clicked, player }) {
  const [x, y, z] = gaze(player)
  const ordered = [[x, x > 0 ? 'east' : 'west'], [y, y > 0 ? 'up' : 'down'], [z, z > 0 ? 'south' : 'north']]
    .sort((a, b) => Math.abs(b[0]) - Math.abs(a[0])).map(([, way]) => way)
  const all = [...ordered, ...ordered.map(way => OPPOSITE[way]).reverse()]
  if (clicked?.equals(pos)) return all
  return [OPPOSITE[face], ...all.filter(way => way !== OPPOSITE[face])]
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
  if (/trapdoor$/.test(blockName)) return SIDES.includes(face) && !click.clicked?.equals(click.pos) ? face : OPPOSITE[ahead]
  if (/anvil$/.test(blockName)) return RIGHT[ahead]
  if (blockName === 'hopper') return SIDES.includes(face) ? OPPOSITE[face] : 'down'
  if (AHEAD.test(blockName)) return ahead
  if (STEEP.test(blockName)) {
    const [steep] = ways({ ...click, clicked: click.pos })
    return blockName === 'observer' ? steep : OPPOSITE[steep]
  }
  if (values.includes('up')) return face // rods, shulker boxes, amethyst
  return values.includes(OPPOSITE[ahead]) ? OPPOSITE[ahead] : values[0]
}

/** A door's hinge: away from another door beside it, else on the side with more wall, else on the side of the click. */
function hinge (serv, blockName, { pos, clicked = pos, cursor, player }) {
  const ahead = heading(player)
  const [right, left] = [NORMALS[RIGHT[ahead]], NORMALS[OPPOSITE[RIGHT[ahead]]]]
  const cell = ([x, , z], up) => serv.cells.at(pos.x + x, pos.y + up, pos.z + z) ?? 0
  const walls = side => [0, 1].filter(up => serv.states.sturdy(cell(side, up), NORMALS.up) && serv.states.sturdy(cell(side, up), NORMALS.north)).length
  const isDoor = side => serv.states.name(cell(side, 0)) === blockName && serv.states.properties(cell(side, 0)).half === 'lower'
  const balance = walls(right) - walls(left)
  if ((isDoor(left) && !isDoor(right)) || balance > 0) return 'right'
  if ((isDoor(right) && !isDoor(left)) || balance < 0) return 'left'
  const [dx, dz] = [NORMALS[ahead][0], NORMALS[ahead][2]]
  const [x, z] = [cursor[0] + clicked.x - pos.x, cursor[2] + clicked.z - pos.z]
  return (dx < 0 && z < 0.5) || (dx > 0 && z > 0.5) || (dz < 0 && x > 0.5) || (dz > 0 && x < 0.5) ? 'right' : 'left'
}

module.exports = { placedState, joined }
