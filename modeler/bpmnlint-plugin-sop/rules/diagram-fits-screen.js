'use strict';

const { rule } = require('../model');

const WIDTH = 2600, HEIGHT = 1400;

module.exports = rule(({ planes, definitions }, report) => {
  for (const { element, shapes } of planes) {
    const boxes = [ ...shapes.values() ];
    if (!boxes.length) continue;
    const width = Math.max(...boxes.map((each) => each.x + each.width)) - Math.min(...boxes.map(({ x }) => x));
    const height = Math.max(...boxes.map((each) => each.y + each.height)) - Math.min(...boxes.map(({ y }) => y));
    if (width > WIDTH || height > HEIGHT) {
      report((element || definitions).id, `图宽 ${width.toFixed()}、高 ${height.toFixed()}，超过 ${WIDTH} × ${HEIGHT}`);
    }
  }
});
