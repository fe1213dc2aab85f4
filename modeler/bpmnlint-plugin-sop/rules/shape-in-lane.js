'use strict';

const { rule } = require('../model');

const SLACK = 1;

module.exports = rule((model, report) => {
  const laneOf = new Map();
  for (const { lane } of model.lanes) for (const each of lane.flowNodeRef || []) laneOf.set(each, lane);
  for (const { shapes } of model.planes) {
    for (const node of model.nodes) {
      const shape = shapes.get(node.element);
      const host = node.element.attachedToRef;
      if (!shape) continue;
      if (host) {
        const border = shapes.get(host);
        if (border && !onBorder(shape, border)) say(report, node.element, host, '不在活动的边上');
        continue;
      }
      for (const holder of [ node.parent, laneOf.get(node.element) ]) {
        if (outside(shape, shapes.get(holder))) say(report, node.element, holder, '画在外面');
      }
    }
    for (const participant of model.participants) {
      for (const { lane } of model.lanes.filter(({ process }) => process === participant.processRef)) {
        if (shapes.get(lane) && outside(shapes.get(lane), shapes.get(participant))) say(report, lane, participant, '画在外面');
      }
    }
  }
});

const say = (report, element, holder, how) => report(element.id, `属于「${holder.name || holder.id}」，却${how}`);

const outside = (shape, holder) => Boolean(holder) && !(
  shape.x >= holder.x - SLACK && shape.y >= holder.y - SLACK
  && shape.x + shape.width <= holder.x + holder.width + SLACK
  && shape.y + shape.height <= holder.y + holder.height + SLACK
);

function onBorder(event, host) {
  const middle = { x: event.x + event.width / 2, y: event.y + event.height / 2, width: 0.1, height: 0.1 };
  return meets(event, host) && !meets(shrunk(host, event.width / 2 + SLACK), middle);
}

const meets = (one, other) => one.x < other.x + other.width && other.x < one.x + one.width
  && one.y < other.y + other.height && other.y < one.y + one.height;

function shrunk({ x, y, width, height }, margin) {
  const by = Math.min(margin, width / 2, height / 2);
  return { x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by };
}
