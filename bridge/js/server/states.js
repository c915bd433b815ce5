'use strict'
/** What a block state is: its block, properties and collision boxes, and the state that has other properties. */

/**
 * @param registry prismarine-registry of the played version
 */
function statesOf (registry) {
  const Block = require('prismarine-block')(registry)
  const shapes = new Map()

  const block = state => registry.blocksByStateId[state]
  const name = state => block(state).name

  /** The properties of a state: { facing: 'north', open: false, age: 3 }. */
  function properties (state) {
    const { states = [], minStateId } = block(state)
    const out = {}
    let rest = state - minStateId
    for (let i = states.length - 1; i >= 0; i--) {
      out[states[i].name] = valueAt(states[i], rest % states[i].num_values)
      rest = Math.floor(rest / states[i].num_values)
    }
    return out
  }

  /** The state of a block by name with these properties; what is not given is as in its default state. Unknown properties are passed over. */
  function named (blockName, given = {}) {
    const info = registry.blocksByName[blockName]
    if (!info) throw new Error(`expected a block of ${registry.version.minecraftVersion}, found ${blockName}`)
    const wanted = { ...properties(info.defaultState), ...given }
    let offset = 0
    for (const property of info.states ?? []) offset = offset * property.num_values + indexOf(property, wanted[property.name])
    return info.minStateId + offset
  }

  /** The same block with some properties changed. */
  const withProperties = (state, given) => named(name(state), { ...properties(state), ...given })

  /** Collision boxes [x0, y0, z0, x1, y1, z1] within the cell. */
  function boxes (state) {
    let found = shapes.get(state)
    if (!found) {
      found = Block.fromStateId(state, 0).shapes
      shapes.set(state, found)
    }
    return found
  }

  /** Whether the face of a block that looks along `normal` is a whole square: what torches, doors and ladders hold on to. */
  function sturdy (state, normal) {
    const axis = normal[0] ? 0 : normal[1] ? 1 : 2
    const [a, b] = [0, 1, 2].filter(other => other !== axis)
    const edge = normal[axis] > 0 ? 1 : 0
    return !/_leaves$/.test(name(state)) && boxes(state).some(box =>
      box[axis + (edge ? 3 : 0)] === edge && box[a] <= 0 && box[a + 3] >= 1 && box[b] <= 0 && box[b + 3] >= 1)
  }

  return { block, name, properties, named, withProperties, boxes, sturdy }
}

function valueAt (property, index) {
  if (property.type === 'bool') return index === 0
  if (property.type === 'int') return Number(property.values?.[index] ?? index)
  return property.values[index]
}

function indexOf (property, value) {
  if (property.type === 'bool') return value === true || value === 'true' ? 0 : 1
  const index = property.values ? property.values.indexOf(String(value)) : Number(value)
  if (!(index >= 0 && index < property.num_values)) throw new Error(`expected ${property.name} to be one of ${property.values}, found ${value}`)
  return index
}

module.exports = { statesOf }
