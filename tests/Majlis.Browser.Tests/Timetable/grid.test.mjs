// The pure modules of the timetable editor, under Node: run by ScriptTests, which puts the modules beside this file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { against, busy, closed, without } from './busy.js';
import { keysOf, lanes, lay, neighbour } from './columns.js';
import { boxOf, columnAt, isInSight, minuteAt, planOf, pull, topOf, windowOf } from './geometry.js';
import { read } from './keyboard.js';
import { Log } from './log.js';
import { Moving } from './moving.js';
import { Programme, readSession, writePlacing } from './programme.js';
import { Saving } from './saving.js';
import { Unreached } from './api.js';
import { at, dayOf, nudge, readClock, snap, toMinutes, toWall } from './time.js';
import { fold, Words } from './words.js';

const minute = (text) => toMinutes(`2021-07-${text}`);
const words = new Words({ language: 'en', digits: '0123456789', days: {}, sentences: { 'grid.without.hall': 'Without a hall', 'grid.without.person': 'Nobody', 'grid.x': 'Moved {title}, {count} left' } });

/** Three halls, two people, one day from 9 to 18. */
function programme(sessions) {
  const made = new Programme();
  made.read({
    edition: { dayChange: '06:00', languages: ['en'] }, position: 7,
    days: [{ date: '2021-07-28', opens: '2021-07-28T09:00', closes: '2021-07-28T18:00' }, { date: '2021-07-29', opens: '2021-07-29T09:00', closes: '2021-07-29T18:00' }],
    halls: ['a', 'b', 'c'].map((guid) => ({ guid, name: { en: `Hall ${guid}` }, capacity: 10, hours: guid === 'c' ? [{ from: '2021-07-28T10:00', until: '2021-07-28T12:00' }] : [] })),
    tracks: [{ guid: 't', name: { en: 'Track' } }], types: [{ guid: 'coffee', name: { en: 'Coffee' }, isBreak: true }],
    people: [{ guid: 'p', name: { en: 'Amina' }, organisation: { en: 'Bank' } }, { guid: 'q', name: { en: 'Rustam' }, organisation: { en: 'Bank' }, departs: '2021-07-28T15:00' }],
    sessions: sessions.map((s, i) => ({ number: i + 1, version: 1, title: { en: s.guid }, minutes: 60, people: [], ...s })),
  }, true);
  return made;
}

test('a wall time is minutes and back, past midnight too', () => {
  assert.equal(toWall(minute('28T23:30') + 60), '2021-07-29T00:30');
  assert.equal(at('2021-07-28', 30, 6 * 60), minute('29T00:30'));
  assert.equal(at('2021-07-28', 9 * 60, 6 * 60), minute('28T09:00'));
});

test('a session belongs to the day whose hours hold it, else to the one before the day change', () => {
  const days = [{ date: '2021-07-28', opens: minute('28T09:00'), closes: minute('29T08:00') }];
  assert.equal(dayOf(minute('29T07:30'), days, 6 * 60), '2021-07-28');
  assert.equal(dayOf(minute('30T05:59'), days, 6 * 60), '2021-07-29');
  assert.equal(dayOf(minute('30T06:00'), days, 6 * 60), '2021-07-30');
});

test('steps of five minutes, from between two steps to the nearer one', () => {
  assert.deepEqual([snap(602), snap(603), nudge(600, 5), nudge(603, 5), nudge(603, -5)], [600, 605, 605, 605, 600]);
});

test('times are read in three scripts of digits and refused when they are none', () => {
  assert.deepEqual(['9:30', '09.30', '۰۹:۳۰', '٩:٣٠', '24:00', '9:60', 'noon', ''].map(readClock), [570, 570, 570, 570, null, null, null, null]);
});

test('search does not mind how a word was typed', () => {
  assert.equal(fold('اقتصادي'), fold('اقتصادی'));
  assert.equal(fold('Ёлка É ۱۲'), fold('елка e 12'));
});

test('texts in a sentence are isolated and numbers get digits', () => {
  assert.equal(words.say('grid.x', { title: 'الافتتاح', count: 2 }), 'Moved \u2068الافتتاح\u2069, 2 left');
  assert.equal(words.say('grid.unknown'), 'grid.unknown');
});

test('what overlaps in a hall stands side by side, what does not takes the whole column', () => {
  const list = [[0, 60], [30, 90], [60, 120], [120, 180]].map(([from, until], i) => ({ guid: String(i), from, until, lane: 0, lanes: 1 }));
  lanes(list);
  assert.deepEqual(list.map((p) => [p.lane, p.lanes]), [[0, 2], [1, 2], [0, 2], [0, 1]]);
});

test('a party is whom people speak for, in the order of protocol; else their organisation', () => {
  const draft = programme([
    { guid: 's', start: '2021-07-28T10:00', hall: 'b', people: ['z', 'p', 'a'].map((person) => ({ person, role: 'speaker' })) },
  ]);
  draft.parties = new Map([['late', { guid: 'late', name: { en: 'Albania' }, place: 1 }], ['first', { guid: 'first', name: { en: 'Yemen' }, place: 0 }]]);
  for (const [guid, party] of [['z', 'late'], ['a', 'first']]) draft.people.set(guid, { ...draft.people.get('p'), guid, party });
  assert.deepEqual(lay(draft, 'party', '2021-07-28', words).columns.map((c) => c.name), ['Yemen', 'Albania', 'Bank']);
  // A party that is not at the edition any more is not what one stands under.
  draft.people.set('z', { ...draft.people.get('z'), party: 'gone' });
  assert.deepEqual(lay(draft, 'party', '2021-07-28', words).columns.map((c) => c.name), ['Yemen', 'Bank']);
});

test('where columns are people the arrows lead from hall to hall', () => {
  const draft = programme([{ guid: 's', start: '2021-07-28T10:00', hall: 'a', people: [{ person: 'p', role: 'speaker' }] }, { guid: 'open', start: '2021-07-28T11:00', allHalls: true, people: [] }]);
  const moving = new Moving(draft, lay(draft, 'person', '2021-07-28', words), ['s', 'open'], 'move', words);
  moving.nudge(0, 1);
  moving.nudge(5, 1);
  assert.deepEqual(Object.fromEntries(moving.placings()), { s: { start: minute('28T10:05'), hall: 'c' }, open: { start: minute('28T11:05') } });
  moving.nudge(0, 5);
  assert.equal(moving.placings().get('s').hall, 'c');
});

test('a day is laid out by hall, person and party; a plenary goes across', () => {
  const draft = programme([
    { guid: 's', start: '2021-07-28T10:00', hall: 'b', people: [{ person: 'p', role: 'chair' }, { person: 'q', role: 'speaker' }] }, { guid: 'plenary', start: '2021-07-28T09:00', allHalls: true },
    { guid: 'late', start: '2021-07-29T01:00', hall: 'a' }, { guid: 'tomorrow', start: '2021-07-29T10:00', hall: 'a' }, { guid: 'lost', start: '2021-07-28T11:00' }, { guid: 'none' },
  ]);
  const sheet = lay(draft, 'hall', '2021-07-28', words);
  assert.deepEqual(sheet.columns.map((c) => c.name), ['Hall a', 'Hall b', 'Hall c', 'Without a hall']);
  assert.deepEqual(sheet.placed.map((p) => [p.guid, p.column, p.wide]), [['plenary', 0, true], ['late', 0, false], ['s', 1, false], ['lost', 3, false]]);
  assert.deepEqual([toWall(sheet.from), toWall(sheet.until)], ['2021-07-28T08:00', '2021-07-29T03:00']);
  assert.deepEqual(lay(draft, 'person', '2021-07-28', words).columns.map((c) => c.name), ['Amina', 'Rustam', 'Nobody']);
  assert.deepEqual(keysOf(draft, 'party', draft.session('s'), words), ['Bank']);
});

test('arrows lead to the nearest session and stop at the edge', () => {
  const sheet = lay(programme([
    { guid: 'a1', start: '2021-07-28T10:00', hall: 'a' }, { guid: 'a2', start: '2021-07-28T12:00', hall: 'a' }, { guid: 'b1', start: '2021-07-28T10:30', hall: 'b' }, { guid: 'b2', start: '2021-07-28T12:30', hall: 'b' },
  ]), 'hall', '2021-07-28', words);
  const go = (guid, way) => neighbour(sheet, sheet.at.get(guid)[0], way)?.guid;
  assert.deepEqual([go('a1', 'down'), go('a2', 'up'), go('a2', 'on'), go('b1', 'back'), go('a1', 'back'), go('a1', 'up')], ['a2', 'a1', 'b2', 'a1', undefined, undefined]);
});

test('pixels are minutes and columns, and only what is in sight is drawn', () => {
  const plan = { from: 480, until: 1200, perMinute: 2, starts: Array.from({ length: 61 }, (_, i) => i * 150) };
  assert.equal(minuteAt(plan, topOf(plan, 605)), 605);
  assert.deepEqual([columnAt(plan, -5), columnAt(plan, 149), columnAt(plan, 150), columnAt(plan, 99_999)], [0, 0, 1, 59]);
  const sight = windowOf(plan, { start: 1500, top: 240, width: 600, height: 480 });
  assert.deepEqual([sight.first, sight.last], [9, 15]);
  const placed = (column, from) => ({ column, from, until: from + 30, wide: false, lane: 0, lanes: 2 });
  assert.deepEqual([isInSight(placed(10, 700), sight), isInSight(placed(30, 700), sight), isInSight(placed(10, 1190), sight)], [true, false, false]);
  assert.deepEqual(boxOf(plan, { ...placed(3, 500), lane: 1 }), { start: 525, top: 40, width: 75, height: 60 });
  assert.deepEqual([pull(500, 0, 1000), pull(0, 0, 1000) < 0, pull(999, 0, 1000) > 0], [0, true, true]);
});

test('a track is as wide as what runs in it at once, a hall is not', () => {
  const sheet = { view: 'track', from: 0, until: 60, columns: [{}, {}], placed: [{ column: 1, lanes: 3 }] };
  assert.deepEqual(planOf(sheet, { perMinute: 1, width: 100 }).starts, [0, 100, 310]);
  assert.deepEqual(planOf({ ...sheet, view: 'hall' }, { perMinute: 1, width: 100 }).starts, [0, 100, 200]);
});

test('several sessions keep their distance in time and halls', () => {
  const draft = programme([{ guid: 's', start: '2021-07-28T10:00', hall: 'a' }, { guid: 'u', start: '2021-07-28T11:00', hall: 'b' }]);
  const moving = new Moving(draft, lay(draft, 'hall', '2021-07-28', words), ['s', 'u'], 'move', words);
  moving.aim(minute('28T10:33'), 1);
  assert.deepEqual(Object.fromEntries(moving.placings()), { s: { start: minute('28T10:35'), hall: 'b' }, u: { start: minute('28T11:35'), hall: 'c' } });
});

test('an edge changes the length and never turns a session around', () => {
  const draft = programme([{ guid: 's', start: '2021-07-28T10:00', hall: 'a' }]), sheet = lay(draft, 'hall', '2021-07-28', words);
  const end = new Moving(draft, sheet, ['s'], 'end', words), start = new Moving(draft, sheet, ['s'], 'start', words);
  end.aim(minute('28T08:00'), 2);
  start.aim(minute('28T09:45'), 2);
  assert.deepEqual([...end.placings().values()], [{ minutes: 5 }]);
  assert.deepEqual([...start.placings().values()], [{ start: minute('28T09:45'), minutes: 75 }]);
});

test('the unscheduled follow one another where they are put', () => {
  const draft = programme([{ guid: 's' }, { guid: 'u', minutes: 30 }]);
  const moving = new Moving(draft, lay(draft, 'hall', '2021-07-28', words), ['s', 'u'], 'move', words);
  moving.aim(minute('28T10:00'), 1);
  assert.deepEqual(Object.fromEntries(moving.placings()), { s: { start: minute('28T10:00'), hall: 'b' }, u: { start: minute('28T11:00'), hall: 'b' } });
});

test('another day keeps the time of day, and in a view by person the hall that was turned to', () => {
  const draft = programme([{ guid: 's', start: '2021-07-28T10:00', hall: 'a', people: [{ person: 'p', role: 'chair' }] }]);
  const moving = new Moving(draft, lay(draft, 'person', '2021-07-28', words), ['s'], 'move', words);
  moving.nudge(5, 1);
  moving.turnTo(lay(draft, 'person', '2021-07-29', words));
  assert.deepEqual([...moving.placings().values()], [{ start: minute('29T10:05'), hall: 'b' }]);
});

test('halls that are closed or taken and people who are elsewhere stand against a place', () => {
  const draft = programme([
    { guid: 's', start: '2021-07-28T10:00', hall: 'a', people: [{ person: 'p', role: 'chair' }, { person: 'q', role: 'speaker' }] }, { guid: 'other', start: '2021-07-28T11:00', hall: 'b', people: [{ person: 'p', role: 'chair' }] },
  ]);
  const day = { from: minute('28T09:00'), until: minute('28T18:00') };
  assert.deepEqual(without({ from: 0, until: 10 }, [{ from: 2, until: 4 }, { from: 3, until: 5 }]), [{ from: 0, until: 2 }, { from: 5, until: 10 }]);
  assert.equal(closed(draft, 'c', day).length, 2);
  const elsewhere = busy(draft, ['s'], day), kinds = (hall, start) => against(draft, { ...draft.session('s'), hall, start }, ['s'], elsewhere, day).map((a) => a.kind);
  assert.deepEqual(kinds('b', minute('28T11:30')), ['taken', 'busy']);
  assert.deepEqual(kinds('c', minute('28T12:00')), ['closed']);
  assert.deepEqual(kinds('a', minute('28T14:30')), ['absent']);
  assert.deepEqual(kinds('a', minute('28T12:00')), []);
});

test('arrows follow what one sees: from the right in a right-to-left language', () => {
  const key = (key, state, more) => read({ key, code: key, ctrl: false, shift: false, alt: false, ...more }, { isMoving: false, rightToLeft: false, letters: true, ...state });
  assert.deepEqual(key('ArrowLeft', {}), { kind: 'focus', way: 'back' });
  assert.deepEqual(key('ArrowLeft', { rightToLeft: true }), { kind: 'focus', way: 'on' });
  assert.deepEqual(key('ArrowLeft', { rightToLeft: true, isMoving: true }), { kind: 'nudge', minutes: 0, columns: 1 });
  assert.deepEqual(key('ArrowDown', { isMoving: true }, { shift: true }), { kind: 'stretch', minutes: 5 });
  assert.deepEqual(key('ئ', {}, { code: 'KeyM' }), { kind: 'move' });
  assert.equal(key('m', { letters: false }, { code: 'KeyM' }), null);
  assert.deepEqual(key('z', { letters: false }, { code: 'KeyZ', ctrl: true, shift: true }), { kind: 'redo' });
});

test('what was undone can be done again until something new is done', () => {
  const log = new Log(), entry = { kind: 'move', label: '', moves: new Map() };
  log.did(entry);
  assert.equal(log.undo(), entry);
  assert.deepEqual([log.canUndo, log.canRedo], [false, true]);
  assert.equal(log.redo(), entry);
  log.failed(entry, 'do');
  assert.deepEqual([log.canUndo, log.canRedo], [false, false]);
});

/** A saver over a server that answers as told, and what it told the desk. */
function saver(answers) {
  const draft = programme([{ guid: 's', start: '2021-07-28T10:00', hall: 'a' }]), log = new Log(), asked = [], told = { refused: [], clashes: [], gone: 0 };
  const api = { ask: async (method, path, options) => { asked.push({ method, path, ...options }); const answer = answers.shift(); if (!answer) throw new Unreached(); return answer(options); } };
  const saving = new Saving(api, draft, log, {
    changed() { /* drawn in a browser */ }, state() { /* shown in a browser */ }, refused: (why) => told.refused.push(why), gone: () => { told.gone++; },
    clash: async (clashes) => { told.clashes.push(...clashes); return told.answer ?? 'theirs'; }, copied() { /* chosen in a browser */ },
  });
  const move = (start, as = 'do') => {
    const entry = { kind: 'move', label: '', moves: new Map([['s', { before: { start: draft.session('s').start }, after: { start: minute(start) } }]]) };
    if (as === 'do') log.did(entry);
    saving.add(entry, as);
    return entry;
  };
  return { draft, log, asked, told, saving, move };
}
const session = (start, version) => ({ guid: 's', number: 1, version, title: { en: 's' }, start: `2021-07-${start}`, minutes: 60, hall: 'a', people: [] });
const saved = (start, version) => () => ({ status: 200, body: { sessions: [session(start, version)] } });
const settled = () => new Promise((done) => setTimeout(done, 5));

test('a change is on the screen at once and is sent with the version it was seen in; the next waits for its answer', async () => {
  const { draft, asked, saving, move } = saver([saved('28T11:00', 2), saved('28T12:00', 3)]);
  move('28T11:00');
  move('28T12:00');
  assert.equal(draft.session('s').start, minute('28T12:00'));
  await settled();
  assert.deepEqual(asked.map((a) => a.body.sessions[0].version), [1, 2]);
  assert.deepEqual([saving.state, saving.waiting, draft.told('s').version], ['saved', 0, 3]);
});

test('a refused change is taken back and told, and cannot be undone', async () => {
  const { draft, log, told, move } = saver([() => ({ status: 409, body: { detail: 'No.' } })]);
  move('28T11:00');
  await settled();
  assert.deepEqual([told.refused, draft.session('s').start, log.canUndo], [['No.'], minute('28T10:00'), false]);
});

test('when somebody saved first both are shown: theirs can stay, or mine goes on top of it', async () => {
  for (const answer of ['theirs', 'mine']) {
    const { draft, asked, told, move } = saver([() => ({ status: 412, body: { stale: [session('28T15:00', 5)] } }), saved('28T11:00', 6)]);
    told.answer = answer;
    move('28T11:00');
    await settled();
    assert.deepEqual([told.clashes[0].mine.start, told.clashes[0].theirs.start], [minute('28T11:00'), minute('28T15:00')]);
    assert.equal(draft.session('s').start, minute(answer === 'mine' ? '28T11:00' : '28T15:00'));
    assert.deepEqual(asked.map((a) => a.body.sessions[0].version), answer === 'mine' ? [1, 5] : [1]);
  }
});

test('what was in the hand while somebody else saved it is shown in both versions, though theirs was told meanwhile', async () => {
  const { draft, log, asked, saving } = saver([() => ({ status: 412, body: { stale: [session('28T15:00', 2)] } })]);
  const seen = draft.versions(['s']), entry = { kind: 'move', label: '', moves: new Map([['s', { before: {}, after: { start: minute('28T11:00') } }]]) };
  draft.put(readSession(session('28T15:00', 2)));
  log.did(entry);
  saving.add(entry, 'do', seen);
  await settled();
  assert.deepEqual([asked[0].body.sessions[0].version, draft.session('s').start], [1, minute('28T15:00')]);
});

test('an answer that was lost is no clash: it stands already as wanted', async () => {
  const { told, saving, move } = saver([() => ({ status: 412, body: { stale: [session('28T11:00', 2)] } })]);
  move('28T11:00');
  await settled();
  assert.deepEqual([told.clashes.length, saving.state], [0, 'saved']);
});

test('an undo expects what this editor left: what somebody else did since is not undone unseen', async () => {
  const { draft, log, asked, saving, move } = saver([saved('28T11:00', 2), () => ({ status: 412, body: { stale: [session('28T17:00', 3)] } })]);
  move('28T11:00');
  await settled();
  draft.put(readSession(session('28T17:00', 3)));
  saving.add(log.undo(), 'undo');
  await settled();
  assert.deepEqual([asked[1].body.sessions[0].version, draft.session('s').start], [2, minute('28T17:00')]);
});

test('without a network changes wait, and nothing is sent twice under two names', async () => {
  const { draft, asked, saving, move } = saver([null, saved('28T11:00', 2)]);
  move('28T11:00');
  await settled();
  assert.deepEqual([saving.state, saving.waiting, draft.session('s').start], ['unreached', 1, minute('28T11:00')]);
  saving.retry();
  await settled();
  assert.deepEqual([saving.state, asked[0].key === asked[1].key], ['saved', true]);
});

test('who is signed out keeps what waits', async () => {
  const { saving, move } = saver([() => ({ status: 401, body: null })]);
  move('28T11:00');
  await settled();
  assert.deepEqual([saving.state, saving.waiting], ['signedOut', 1]);
});

test('a session that is gone is told once and not asked for without end', async () => {
  const { told, asked, move } = saver([() => ({ status: 412, body: { stale: [] } })]);
  move('28T11:00');
  await settled();
  assert.deepEqual([told.gone, asked.length], [1, 1]);
});

test('an older version of a session is not news, and times are written as walls', () => {
  const draft = programme([{ guid: 's', start: '2021-07-28T10:00', version: 4 }]);
  assert.equal(draft.put(readSession(session('28T11:00', 3))), false);
  assert.deepEqual(writePlacing({ start: minute('28T10:05'), hall: null }), { start: '2021-07-28T10:05', hall: null });
  assert.deepEqual(writePlacing({ start: null }), { start: null });
});
