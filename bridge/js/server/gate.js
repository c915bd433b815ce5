'use strict'
/**
 * Holds back what a client has sent until the conductor of time says how much of it belongs to this tick.
 * Without it a packet would be handled a tick earlier or later by the whim of the network.
 *
 * It also cuts off who floods the server: what is held, what waits to be read by the client, and what one packet claims to be long are limited.
 */

const { Transform } = require('stream')
const clock = require('../clock')

/** Bytes that a client may have sent ahead of time: hours of play. */
const HELD = 2 ** 22
/** Bytes of a packet's length: three, as vanilla has it. More than 2 MB is none. */
const PREFIX = 3
/** Packets that may wait for a client for long, and how long that is, in real milliseconds. Much may wait for a moment: a filled room, the land around. */
const WAITING = 5000
const LONG = 10000

/** A gate between a game socket and the protocol's parser. `received` counts all bytes that came. Emits 'flood' with the reason. */
class Gate extends Transform {
  constructor () {
    super()
    this.received = 0
    this.released = 0
    this.limit = 0
    this.held = []
    this.frame = { rest: 0, length: 0, bytes: 0 } // of the packet that is coming in
  }

  /** Let everything through up to byte `limit`, counted from the start of the connection (Infinity: no limit). */
  open (limit) {
    this.limit = Math.max(this.limit, limit)
    this.release()
  }

  /** Let through what is here, and hold what comes from now on. */
  close () {
    this.open(this.received)
    this.limit = this.received
  }

  release () {
    while (this.held.length && this.released < this.limit) {
      const chunk = this.held.shift()
      const room = this.limit - this.released
      if (chunk.length > room) this.held.unshift(chunk.subarray(room))
      const part = chunk.length > room ? chunk.subarray(0, room) : chunk
      this.released += part.length
      this.push(part)
    }
  }

  /** Whether the packets in a chunk have a length that a packet can have: what splits them would go round in circles with others. */
  framed (chunk) {
    const { frame } = this
    for (let i = 0; i < chunk.length;) {
      if (frame.rest > 0) {
        const skipped = Math.min(frame.rest, chunk.length - i)
        frame.rest -= skipped
        i += skipped
        continue
      }
      const byte = chunk[i++]
      frame.length |= (byte & 0x7f) << (7 * frame.bytes++)
      if (byte < 0x80) Object.assign(frame, { rest: frame.length, length: 0, bytes: 0 })
      else if (frame.bytes === PREFIX) return false
    }
    return true
  }

  _transform (chunk, encoding, done) {
    if (!this.framed(chunk)) return this.emit('flood', 'a packet longer than any')
    this.received += chunk.length
    this.held.push(chunk)
    this.release()
    if (this.received - this.released > HELD) return this.emit('flood', 'too much at once')
    done()
    this.emit('received')
  }
}

/** Put a gate in front of a protocol client's parser, and return it. */
function gated (client) {
  const gate = new Gate()
  client.socket.unpipe(client.splitter)
  client.socket.pipe(gate).pipe(client.splitter)
  gate.on('flood', () => client.socket.destroy())
  return gate
}

/** Whether a client has stopped to read what it is told; to be asked now and then. */
function stuck (client) {
  const now = clock.real.performance.now()
  if (client.serializer.writableLength < WAITING) client.freeSince = now
  return now - (client.freeSince ??= now) > LONG
}

module.exports = { gated, stuck }
