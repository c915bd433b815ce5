/* How blocks look: a drawn 16 x 16 pattern that is multiplied with the block's colour. No picture is loaded. */
/* global THREE */

export const PATTERNS = ['noise', 'planks', 'bark', 'leaves', 'stone', 'glass', 'grass']
/* As SHAPES in colours.py: boxes in a cell. */
export const SHAPES = [
  [0, 0, 0, 1, 1, 1], [0, 0, 0, 1, 0.5, 1], [0.375, 0, 0.375, 0.625, 1, 0.625], [0.3, 0, 0.3, 0.7, 0.6, 0.7], [0.42, 0, 0.42, 0.58, 0.62, 0.58],
  [0, 0, 0, 1, 0.08, 1], [0.4, 0, 0, 0.6, 1, 1], [0, 0, 0.4, 1, 1, 0.6], [0, 0, 0, 1, 0.88, 1], [0.06, 0, 0.06, 0.94, 0.88, 0.94]
]
export const LIQUID = 8

/* Seeded, so that every opening of the page looks the same. */
function random (seed) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}

/* Brightness 0-1 of one pixel of a pattern. */
function shade (pattern, x, y, chance) {
  const n = chance()
  if (pattern === 'planks') {
    const row = Math.floor(y / 4)
    const seam = y % 4 === 3 || x === (row % 2 ? 4 : 12)
    return seam ? 0.78 : 0.93 + n * 0.07
  }
  if (pattern === 'bark') return (x + Math.floor(n * 2)) % 4 === 0 ? 0.74 : 0.9 + n * 0.1
  if (pattern === 'leaves') return n < 0.22 ? 0.7 : n < 0.6 ? 0.87 : 1
  if (pattern === 'stone') return n < 0.16 ? 0.84 : 0.93 + n * 0.07
  if (pattern === 'glass') return x === 0 || y === 0 || x === 15 || y === 15 ? 0.85 : 1
  if (pattern === 'grass') return 0.88 + n * 0.12
  return 0.92 + n * 0.08
}

/* All patterns, one above the other, as a texture. */
export function atlas () {
  const canvas = document.createElement('canvas')
  canvas.width = 16
  canvas.height = 16 * PATTERNS.length
  const pen = canvas.getContext('2d')
  const picture = pen.createImageData(canvas.width, canvas.height)
  PATTERNS.forEach((pattern, number) => {
    const chance = random(7 + number)
    for (let y = 0; y < 16; y++) {
      for (let x = 0; x < 16; x++) {
        const at = ((number * 16 + y) * 16 + x) * 4
        const value = Math.round(255 * shade(pattern, x, y, chance))
        picture.data.set([value, value, value, 255], at)
      }
    }
  })
  pen.putImageData(picture, 0, 0)
  const texture = new THREE.CanvasTexture(canvas)
  texture.magFilter = texture.minFilter = THREE.NearestFilter
  texture.generateMipmaps = false
  texture.colorSpace = THREE.SRGBColorSpace
  return texture
}
