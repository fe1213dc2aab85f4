'use strict';

const { rule } = require('../model');

const SLACK = 3;

module.exports = rule(({ planes, flows }, report) => {
  for (const { edges } of planes) {
    for (const { element } of flows) {
      const points = edges.get(element) || [];
      const slants = points.slice(1).some((end, index) => Math.min(
        Math.abs(points[index].x - end.x), Math.abs(points[index].y - end.y)
      ) > SLACK);
      if (slants) report(element.id, '线是斜的；拖动线上的点，使每一段都是水平或垂直的');
    }
  }
});
