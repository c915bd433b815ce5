'use strict'
/**
 * All chance in the server. A number depends on the seed, on what it is for, and on where: never on what happened before it.
 */

/** 32-bit mix (the finaliser of MurmurHash3). */
function mix (h) {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Hash of integers, 0 to 2^32 - 1. */
function hash (seed, ...numbers) {
  let h = mix(seed ^ 0x9e3779b9)
  for (const number of numbers) h = mix(Math.imul(h, 31) + (number | 0) + Math.imul(Math.floor(number / 4294967296), 0x27d4eb2f))
  return h
}

/** Hash of a name, 0 to 2^32 - 1. */
function hashName (name) {
  let h = 0
  for (let i = 0; i < name.length; i++) h = Math.imul(h, 31) + name.charCodeAt(i)
  return mix(h)
}

/**
 * A stream of numbers in [0, 1) for one purpose at one place.
 * @param {number} seed the world's
 * @param {string} purpose 'throw', 'drops' ...
 * @param {...number} where position, count ...
 * @returns {() => number}
 */
function keyed (seed, purpose, ...where) {
  return stream(hash(hash(0, seed), hashName(purpose), ...where))
}

/** The stream of a state that was drawn before. @param {number} state whole, 32 bits */
function stream (state) {
  return () => { // mulberry32
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

module.exports = { hash, hashName, keyed, stream }
