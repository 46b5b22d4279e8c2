'use strict';

// Everything that is shown gets into the page as text or as an attribute of a drawing, never as HTML.

const WARNINGS = new Set(['not-provisioned', 'stopped', 'in-transition', 'lagging', 'differs',
  'apply-exceptions', 'never-verified', 'verification-old']);
const SVG = 'http://www.w3.org/2000/svg';
const byId = id => document.getElementById(id);

let samples = [];
let historySeconds = 6 * 3600;
let intervalSeconds = 15;
let offset = 0; // of the server's clock, in milliseconds
let status = null;
let unanswered = null;

const level = verdict => verdict === 'healthy' ? 'good' : WARNINGS.has(verdict) ? 'warn' : 'bad';

function duration(seconds) {
  const s = Math.max(0, seconds);
  if (s < 10) return s.toFixed(1) + ' s';
  if (s < 120) return Math.round(s) + ' s';
  if (s < 7200) return Math.floor(s / 60) + ' min';
  return s < 172800 ? Math.floor(s / 3600) + ' h' : Math.floor(s / 86400) + ' days';
}

function bytes(n) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  while (n >= 1024 && unit < units.length - 1) { n /= 1024; unit++; }
  return (unit === 0 ? Math.round(n) : n.toFixed(1)) + ' ' + units[unit];
}

const count = n => Math.round(n).toLocaleString('en');
const rate = n => (n < 10 ? n.toFixed(1) : count(n)) + '/s';
const clock = (ms, seconds) => new Date(ms).toLocaleTimeString([], {hourCycle: 'h23',
  hour: '2-digit', minute: '2-digit', ...(seconds ? {second: '2-digit'} : {})});
const age = moment => Math.max(0, (Date.now() + offset - Date.parse(moment)) / 1000);
const total = changes => changes.inserts + changes.updates + changes.deletes;

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function items(list, texts, make) {
  list.replaceChildren(...texts.map(text => {
    const item = element('li');
    item.append(make ? make(text) : text);
    return item;
  }));
}

function rows(table, content, none) {
  const body = table.tBodies[0];
  if (content.length === 0) {
    const cell = element('td', none, 'null');
    cell.colSpan = table.tHead.rows[0].cells.length;
    const row = element('tr');
    row.append(cell);
    body.replaceChildren(row);
    return;
  }
  body.replaceChildren(...content.map(cells => {
    const row = element('tr');
    row.append(...cells.map(cell => cell instanceof Node ? cell : element('td', String(cell))));
    return row;
  }));
}

const number = n => element('td', count(n), 'number');
const value = v => v === null ? element('td', 'NULL', 'null') : element('td', v);

function facts(list, pairs) {
  list.replaceChildren(...pairs.flatMap(([name, text]) => [element('dt', name), element('dd', text)]));
}

// ---- what the last look has found

function show() {
  const {judgement, lag, observation} = status;
  const dms = observation.dms.value;
  const slots = observation.slots.value;
  const target = observation.target.value;

  byId('verdict').dataset.level = level(judgement.verdict);
  setText('verdict-title', judgement.title);
  setText('verdict-sentence', judgement.sentence);
  items(byId('verdict-reasons'), judgement.reasons.slice(1));
  document.title = judgement.title + ' – reverse-sync';
  byId('next').hidden = judgement.advice.length === 0;
  items(byId('advice'), judgement.advice,
    text => element(/^(reverse-sync|aws) /.test(text) ? 'code' : 'span', text));
  byId('task').textContent = dms && dms.task ? dms.task.id : '';

  const captured = dms && dms.task ? dms.tables.reduce((sum, t) => sum + total(t.captured), 0) : null;
  const applied = dms && dms.task ? dms.tables.reduce((sum, t) => sum + total(t.applied), 0) : null;
  const retained = slots && slots.length > 0 ? slots.reduce((sum, s) => sum + s.retainedBytes, 0) : null;
  const equal = target && target.lastEqual;
  figures([
    ['Lag', lag.seconds === null ? 'unknown' : duration(lag.seconds),
      lag.pending ? 'changes are waiting' : lag.seconds === null ? '' : 'nothing is waiting'],
    ['Changes applied', applied === null ? 'unknown' : count(applied),
      captured === null ? '' : 'of ' + count(captured) + ' captured'],
    ['Log kept by the slot', retained === null ? 'unknown' : bytes(retained),
      slots && slots.length > 0 ? (slots.some(s => s.active) ? 'being read' : 'nobody reads it') : 'no slot seen'],
    ['Apply exceptions', target ? count(target.applyExceptions.count) : 'unknown',
      target && target.applyExceptions.unchanged > 0
        ? count(target.applyExceptions.unchanged) + ' more changed nothing' : ''],
    ['Verified equal', equal ? duration(age(equal.ended)) + ' ago' : target ? 'never' : 'unknown',
      equal ? count(equal.rows) + ' rows' : ''],
  ]);

  rows(byId('tables'), dms ? dms.tables.map(t => [
    t.name.schema + '.' + t.name.table,
    /error|cancelled|not exist/.test(t.state) ? element('td', t.state, 'bad') : t.state,
    number(t.fullLoadRows), number(total(t.captured)), number(total(t.applied)),
    number(t.applied.inserts), number(t.applied.updates), number(t.applied.deletes),
  ]) : [], dms ? 'The task has no tables yet.' : 'DMS does not answer.');

  const last = target && target.lastVerification;
  byId('verification').textContent = !target ? 'The target does not answer.'
    : !last ? 'Source and target have never been compared.'
    : 'Compared ' + count(last.rows) + ' rows ' + duration(age(last.ended)) + ' ago: '
      + count(last.missingTarget) + ' missing at the target, ' + count(last.missingSource)
      + ' missing at the source, ' + count(last.recordDiff) + ' with other values; '
      + count(last.repaired) + ' repaired since.';
  rows(byId('differences'), target ? target.differences.map(d => [
    d.table.schema + '.' + d.table.table, d.key, d.kind.replace('_', ' ').toLowerCase(),
    d.column === null ? '' : d.column,
    d.kind === 'MISSING_SOURCE' ? element('td', 'no row', 'null') : d.column === null ? '' : value(d.sourceValue),
    d.kind === 'MISSING_TARGET' ? element('td', 'no row', 'null') : d.column === null ? '' : value(d.targetValue),
    d.repaired ? 'yes' : 'no',
  ]) : [], 'None.');

  const exceptions = target ? target.applyExceptions.last : [];
  byId('exceptions-section').hidden = exceptions.length === 0;
  rows(byId('exceptions'), exceptions.map(e =>
    [new Date(e.time).toLocaleString(), e.table.schema + '.' + e.table.table, e.error]), 'None.');

  facts(byId('parts'), parts(observation, lag));
}

/** Only a change is told to who listens. */
function setText(id, text) {
  if (byId(id).textContent !== text) byId(id).textContent = text;
}

function figures(all) {
  byId('figures').replaceChildren(...all.map(([name, main, small]) => {
    const group = element('div');
    const fact = element('dd', main);
    fact.append(element('small', small));
    group.append(element('dt', name), fact);
    return group;
  }));
}

function parts(observation, lag) {
  const dms = observation.dms.value;
  const told = observation.cloudWatch.value;
  const seconds = s => s === null ? 'no data' : duration(s);
  const connection = c => !c ? 'none' : c.endpoint + ', ' + (c.status || 'never tested')
    + (c.lastFailureMessage ? ': ' + c.lastFailureMessage : '');
  return [
    ...(dms ? [
      ['Task', !dms.task ? 'none' : [dms.task.id, dms.task.status, dms.task.migrationType,
        dms.task.started && 'started ' + new Date(dms.task.started).toLocaleString(),
        dms.task.fullLoadPercent !== null && 'loaded ' + dms.task.fullLoadPercent + ' %']
        .filter(Boolean).join(', ')],
      ['Instance', !dms.instance ? 'none'
        : [dms.instance.id, dms.instance.status, dms.instance.instanceClass].join(', ')],
      ['Source connection', connection(dms.sourceConnection)],
      ['Target connection', connection(dms.targetConnection)],
    ] : [['DMS', observation.dms.error]]),
    ...(observation.slots.value
      ? observation.slots.value.map(s => ['Slot', s.name + ', ' + s.state + ', '
        + (s.active ? 'being read' : 'not read') + ', ' + bytes(s.pendingBytes) + ' not confirmed'])
      : [['Source', observation.slots.error]]),
    ...(observation.target.value ? [] : [['Target', observation.target.error]]),
    ['Lag by control table', lag.controlTable === null ? 'unknown' : lag.pending ? duration(lag.controlTable) : 'idle'],
    ['Lag by slot', lag.slot === null ? 'unknown' : duration(lag.slot)],
    ['CloudWatch', told ? 'source ' + seconds(told.source) + ', target ' + seconds(told.target)
      : 'not available: ' + observation.cloudWatch.error],
  ];
}

// ---- what the last hours were like

function svg(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, v] of Object.entries(attributes)) made.setAttribute(key, v);
  if (text !== undefined) made.textContent = text;
  return made;
}

/** The next of 1, 2, 4, 8 … */
const roundUpBinary = n => 2 ** Math.ceil(Math.log2(n));

/** The next of 1, 2, 5, 10, 20 … */
function roundUp(n) {
  const power = 10 ** Math.floor(Math.log10(n));
  return [1, 2, 5, 10].find(step => step * power >= n) * power;
}

function span() {
  const to = Date.now() + offset;
  const first = samples.length > 0 ? Date.parse(samples[0].at) : to;
  // Not all of the hours while there is next to nothing to draw.
  return [Math.max(to - historySeconds * 1000, Math.min(first, to - 120000)), to];
}

function timeAxis(drawing, x, bottom, [from, to]) {
  const parts = x(to) - x(from) < 360 ? 2 : 4;
  for (let i = 0; i <= parts; i++) {
    const at = from + (to - from) * i / parts;
    drawing.append(svg('text', {x: x(at), y: bottom + 15,
      'text-anchor': i === 0 ? 'start' : i === parts ? 'end' : 'middle'},
    clock(at, to - from < 600000)));
  }
}

/** Draws points of [time, value or null]; what is unknown leaves a gap. */
function draw(id, points, format, round, least, name) {
  const holder = byId(id + '-chart');
  const known = points.filter(p => p[1] !== null);
  const width = holder.clientWidth, height = holder.clientHeight;
  const left = 58, bottom = height - 18, top = 6;
  const times = span();
  const most = round(Math.max(least, ...known.map(p => p[1])));
  const x = at => left + (width - left) * (at - times[0]) / (times[1] - times[0]);
  const y = v => bottom - (bottom - top) * v / most;
  const latest = known.length > 0 ? known[known.length - 1][1] : null;
  const peak = known.length > 0 ? Math.max(...known.map(p => p[1])) : null;
  const caption = latest === null ? 'no data' : 'now ' + format(latest) + ', peak ' + format(peak);
  byId(id + '-caption').textContent = caption;
  const drawing = svg('svg', {role: 'img', 'aria-label': name + ': ' + caption});
  for (const v of [0, most / 2, most]) {
    drawing.append(svg('line', {class: 'grid', x1: left, x2: width, y1: y(v), y2: y(v)}),
      svg('text', {x: left - 8, y: y(v) + 4, 'text-anchor': 'end'}, format(v)));
  }
  timeAxis(drawing, x, bottom, times);
  for (const run of runs(points)) {
    const path = run.map(([at, v], i) => (i ? 'L' : 'M') + x(at).toFixed(1) + ' ' + y(v).toFixed(1)).join('');
    const [begin, end] = [x(run[0][0]).toFixed(1), x(run[run.length - 1][0]).toFixed(1)];
    if (run.length === 1) {
      drawing.append(svg('circle', {class: 'dot', cx: begin, cy: y(run[0][1]), r: 2.5}));
    } else {
      drawing.append(svg('path', {class: 'area', d: path + 'L' + end + ' ' + bottom + 'L' + begin + ' ' + bottom + 'Z'}),
        svg('path', {class: 'line', d: path}));
    }
  }
  holder.replaceChildren(drawing);
}

function runs(points) {
  const gap = Math.max(intervalSeconds * 3, 90) * 1000;
  const all = [];
  let run = [];
  for (const point of points) {
    if (run.length > 0 && (point[1] === null || point[0] - run[run.length - 1][0] > gap)) {
      all.push(run);
      run = [];
    }
    if (point[1] !== null) run.push(point);
  }
  if (run.length > 0) all.push(run);
  return all;
}

/** Changes per second between two samples; unknown when the task was made anew meanwhile. */
function throughput() {
  return samples.slice(1).map((now, i) => {
    const before = samples[i];
    const at = Date.parse(now.at);
    const seconds = (at - Date.parse(before.at)) / 1000;
    return [at, now.applied === null || before.applied === null || now.applied < before.applied
      || seconds <= 0 ? null : (now.applied - before.applied) / seconds];
  });
}

function drawVerdicts() {
  const holder = byId('verdicts-chart');
  const width = holder.clientWidth;
  const left = 58, height = holder.clientHeight, bottom = height - 18;
  const times = span();
  const x = at => left + (width - left) * (at - times[0]) / (times[1] - times[0]);
  const drawing = svg('svg', {role: 'img'});
  const spans = [];
  samples.forEach((sample, i) => {
    const at = Date.parse(sample.at);
    const next = i + 1 < samples.length ? Date.parse(samples[i + 1].at) : times[1];
    const end = Math.min(next, at + Math.max(intervalSeconds * 3, 90) * 1000);
    const last = spans[spans.length - 1];
    if (last && last.verdict === sample.verdict && last.end >= at) last.end = end;
    else spans.push({verdict: sample.verdict, at, end});
  });
  const levels = ['good', 'warn', 'bad'];
  const rowHeight = (bottom - 10) / 3;
  ['good', 'warn', 'bad'].forEach((name, i) => drawing.append(
    svg('text', {x: left - 8, y: 6 + rowHeight * (i + .5) + 4, 'text-anchor': 'end'},
      ['healthy', 'attention', 'broken'][i])));
  for (const one of spans) {
    const row = levels.indexOf(level(one.verdict));
    const bar = svg('rect', {class: level(one.verdict), x: x(one.at), y: 6 + rowHeight * row + 3,
      width: Math.max(1.5, x(one.end) - x(one.at)), height: rowHeight - 6, rx: 2});
    bar.append(svg('title', {}, one.verdict + ' ' + clock(one.at, true) + '–' + clock(one.end, true)));
    drawing.append(bar);
  }
  timeAxis(drawing, x, bottom, times);
  const known = spans.reduce((sum, one) => sum + one.end - one.at, 0);
  const good = spans.filter(one => one.verdict === 'healthy').reduce((sum, one) => sum + one.end - one.at, 0);
  const caption = known === 0 ? 'no data' : 'healthy ' + Math.round(100 * good / known) + ' % of the time seen';
  byId('verdicts-caption').textContent = caption;
  drawing.setAttribute('aria-label', 'Verdicts: ' + caption);
  holder.replaceChildren(drawing);
}

function drawAll() {
  draw('lag', samples.map(s => [Date.parse(s.at), s.lagSeconds]), duration, roundUp, 1, 'Lag');
  draw('throughput', throughput(), rate, roundUp, 1, 'Throughput');
  draw('slot', samples.map(s => [Date.parse(s.at), s.slotRetainedBytes]), bytes, roundUpBinary, 1024, 'Log kept by the slot');
  drawVerdicts();
}

// ---- the round

async function get(path) {
  const answer = await fetch(path, {cache: 'no-store', signal: AbortSignal.timeout(15000)});
  if (!answer.ok && answer.status !== 503) throw new Error(path + ': ' + answer.status);
  return {ok: answer.ok, body: await answer.json()};
}

async function look() {
  try {
    const last = samples.length > 0 ? '?after=' + encodeURIComponent(samples[samples.length - 1].at) : '';
    const history = (await get('history' + last)).body;
    offset = Date.parse(history.now) - Date.now();
    historySeconds = history.historySeconds;
    intervalSeconds = history.intervalSeconds;
    const oldest = Date.parse(history.now) - historySeconds * 1000;
    samples = samples.concat(history.samples).filter(s => Date.parse(s.at) >= oldest);
    const answer = await get('status');
    if (answer.ok) {
      status = answer.body;
      show();
    }
    unanswered = null;
    drawAll();
  } catch (error) {
    console.warn(error);
    unanswered = unanswered || Date.now();
  }
  tellAge();
  setTimeout(look, Math.min(Math.max(intervalSeconds, 1), 30) * 1000);
}

function tellAge() {
  const old = status ? age(status.observation.at) : 0;
  let warning = '';
  if (unanswered) {
    warning = 'The server has not answered since ' + new Date(unanswered).toLocaleTimeString()
      + (status ? '; what is below is old.' : '.');
  } else if (status && old > intervalSeconds * 3 + 30) {
    warning = 'The last look was ' + duration(old) + ' ago: what is below is old.';
  }
  byId('stale').hidden = warning === '';
  if (byId('stale').textContent !== warning) byId('stale').textContent = warning;
  document.body.classList.toggle('stale', warning !== '');
  if (status) {
    byId('looked').textContent = 'Looked ' + duration(old) + ' ago, every ' + duration(intervalSeconds);
  }
}

setInterval(tellAge, 1000);
new ResizeObserver(drawAll).observe(byId('lag-chart'));
look();
