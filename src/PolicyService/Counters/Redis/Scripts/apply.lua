-- Applies the counters of one decision: every operation is checked, the gates are joined, and then what the outcome allows is consumed. The same rules as
-- BatchCheck, BatchReservation and BatchConsumption of the memory store, which is the model: the conformance suite runs over both.
--
-- Nothing is written before everything was read: a key of another type, or with a value that is not ours, ends the script with nothing done.
--
-- KEYS  1 epoch; then, when there is a request mark, its key; then those of the operations in their order: a budget has two (numbers, leases) for each of
--       its windows, every other operation one, KillSwitch and an invalid operation none
-- ARGV  1 packed header, 2 reservation id (16 bytes), 3 fingerprint of the request (16 bytes), 4 mark of the request (opaque), then one packed operation each
-- Answers one packed string; BatchReply.cs reads it.

local GREATEST = 9007199254740991 -- 2^53 - 1: what a number of Lua holds exactly; as a time: never
local TOTAL_TTL = 315360000000    -- ten years from the last use: a budget without end has a TTL too
local REQUEST_TTL = 600000        -- how long a retry gets the first answer
local BUDGET_KEPT = 172800000     -- how long a window's numbers outlive it: a late settle still finds them
local SWEEP = 64                  -- leases that have ended and that one batch clears away, in all its budgets together; the rest count as held
local EVENTS = 128                -- texts, strikes kept of one session

local DONE, REPEATED, REUSED, COLD, LATE = 0, 1, 2, 3, 4
local KILL_SWITCH, RATE, DUPLICATE, STRIKE, RESERVE, ONCE_ONLY, REQUIRE, TAINT, BIND, MEMBER = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9
local OK, WARN, APPROVE, OVER, UNAVAILABLE, INCOMPLETE = 1, 2, 3, 4, 5, 6
local POST_REVIEW, REQUIRE_APPROVAL = 2, 3
local SLIDING, GCRA, CALENDAR = 1, 2, 3 -- 0 is a fixed window of the clock
local ALWAYS, ON_DUPLICATE, CLEAR = 1, 2, 3
local NOBODY_EVENT, NOBODY = string.rep('\0', 8), string.rep('\0', 16)

local floor, ceil, max, min = math.floor, math.ceil, math.max, math.min
local pack, unpack_at, sub, byte = struct.pack, struct.unpack, string.sub, string.byte

local severity, has_request, not_after, clock, lease_ms = unpack_at('<BBddd', ARGV[1])
local reservation = ARGV[2]

-- The clock is the server's, so that replicas agree. Only tests pass their own.
local now = clock
if now == 0 then
  local time = redis.call('TIME')
  now = time[1] * 1000 + floor(time[2] / 1000)
end

-- The caller has given up by now: what it was told is not what would be done.
if not_after > 0 and now > not_after then
  return pack('<Bd', LATE, now)
end

-- Without the epoch the numbers are not what was counted but what was left of it: nothing is answered from them.
local epoch = redis.call('HMGET', KEYS[1], 'at', 'open', 'frozen')
if not epoch[1] then
  return pack('<Bd', COLD, now)
end

-- A clock from before the epoch was set back: the wait cannot be measured by it, and would last as long as it was set back.
local budgets_open = now >= tonumber(epoch[2]) or now < tonumber(epoch[1])

local function foreign(key)
  error('AIDESK_FOREIGN the value of ' .. key .. ' is not ours')
end

local next_key = 2
if has_request == 1 then
  next_key = 3
  local stored = redis.call('GET', KEYS[2])
  if stored then
    if byte(stored) ~= 81 or #stored < 27 then foreign(KEYS[2]) end
    if unpack_at('<d', stored, 2) > now then
      if sub(stored, 10, 25) == ARGV[3] then
        return pack('<Bd', REPEATED, now) .. sub(stored, 26)
      end
      return pack('<Bd', REUSED, now)
    end
  end
end

-- Arithmetic ------------------------------------------------------------------------------------------------------------------------------------------

-- Stays at the greatest number: an overflow must never look like an empty budget.
local function add(left, right)
  local sum = left + right
  if sum > GREATEST then return GREATEST end
  return sum
end

local function number(value)
  return string.format('%.0f', value)
end

-- ceil(a * b / c) for a < c, b <= c < 2^35: exact, although a * b is not, because b is taken in two parts (18 and 17 bits).
local function scaled(a, b, c)
  local high = floor(b / 131072)
  local product = a * high
  local quotient = floor(product / c)
  local rest = (product - quotient * c) * 131072 + a * (b - high * 131072)
  return quotient * 131072 + ceil(rest / c)
end

-- Entries ---------------------------------------------------------------------------------------------------------------------------------------------
-- A string each: a letter that says what it is, when it expires, its content. Operations of one key share one entry, and it is written once, at the end.

local entries = {}
local changed = {}

local function touch(key, entry)
  if not entry.changed then
    entry.changed = true
    entry.key = key
    changed[#changed + 1] = entry
  end
end

-- The entry of a key, false when there is none. `head` bytes come before records of `record` bytes each (0: none).
local function read(key, letter, head, record)
  local entry = entries[key]
  if entry ~= nil then return entry end
  entry = false
  local value = redis.call('GET', key)
  if value then
    local rest = #value - head
    if byte(value) ~= letter or rest < 0 or (record == 0 and rest > 0) or (record > 0 and rest % record > 0) then foreign(key) end
    local expires = unpack_at('<d', value, 2)
    if expires > now then entry = { letter = letter, expires = expires, value = value } end
  end
  entries[key] = entry
  return entry
end

local function make(key, letter)
  local entry = { letter = letter, expires = 0 }
  entries[key] = entry
  return entry
end

local function ttl(expires)
  -- Keys expire by the server's clock, which has nothing to do with that of a test.
  if expires >= GREATEST or clock > 0 then return number(TOTAL_TTL) end
  return number(expires - now)
end

-- Rates -----------------------------------------------------------------------------------------------------------------------------------------------

-- Which window of the two that the engine passed the clock is in. Past the second its boundaries are stale, and one more of that length is taken.
local function pick(op)
  if now < op.finish then return op.start, op.finish end
  if now < op.after then return op.finish, op.after end
  return op.after, op.after + (op.after - op.finish)
end

local function window_of(op)
  if op.algorithm == CALENDAR then return pick(op) end
  local start = now - math.fmod(now, op.window)
  return start, start + op.window
end

local function read_rate(op)
  local entry = read(op.key, 82, 33, 0)
  if entry and entry.value then
    entry.a, entry.b, entry.c = unpack_at('<ddd', entry.value, 10)
    entry.value = nil
  end
  return entry
end

-- GCRA keeps the arrival time as whole milliseconds and a rest in parts of 1/rate ms (a, b; c is the rate), so that no rate is rounded. Its debt, the
-- distance to the clock in those parts, is at most burst * window, which is below 2^53 (BatchCheck.IsInvalid refuses the rest): all of it is exact.
local function debt_of(op, entry)
  if not entry then return 0, false end
  local debt = (entry.a - now) * op.rate + (entry.c == op.rate and entry.b or 0)
  local most = op.burst * op.window
  return max(0, min(debt, most)), debt > most
end

local function arrive(op, entry, debt)
  local whole = floor(debt / op.rate)
  entry.a, entry.b, entry.c = now + whole, debt - whole * op.rate, op.rate
end

-- A clock that was set back, or a rule that changed: hits that lie in the future are brought back to now, so that they are neither forgotten nor waited for.
local function heal_rate(op, entry)
  if op.algorithm == GCRA then
    local debt, ahead = debt_of(op, entry)
    if ahead then
      arrive(op, entry, debt)
      touch(op.key, entry)
    end
    return
  end
  local start, finish = window_of(op)
  if entry.a >= finish then
    entry.a, entry.c = start, 0
    touch(op.key, entry)
  end
end

-- The start of the window, its hits, and those of the one before.
local function turn(op, entry, start)
  if not entry or entry.a < start - op.window then return start, 0, 0 end
  if entry.a < start then return start, 0, entry.b end
  return entry.a, entry.b, entry.c
end

local function hits_in(entry, start)
  if entry and entry.a >= start then return entry.b end
  return 0
end

-- Hits that count now, how many are left, when all are back.
local function view(op, entry)
  local used, limit, reset = 0, op.rate, 0
  if op.algorithm == GCRA then
    local debt = debt_of(op, entry)
    limit = op.burst
    if debt > 0 then
      used = floor((debt - 1) / op.window) + 1
      reset = now + floor((debt - 1) / op.rate) + 1
    end
  elseif op.algorithm == SLIDING then
    local start, current, previous = turn(op, entry, (window_of(op)))
    local overlap = max(0, min(op.window - (now - start), op.window))
    local whole = floor(previous / op.window)
    local carried = whole * overlap + scaled(previous - whole * op.window, overlap, op.window)
    used = add(current, carried)
    reset = current > 0 and start + 2 * op.window or carried > 0 and start + op.window or 0
  else
    local start, finish = window_of(op)
    used = hits_in(entry, start)
    if used > 0 and finish < GREATEST then reset = finish end
  end
  return used, max(0, limit - used), reset
end

local function count_rate(op)
  local entry = entries[op.key] or make(op.key, 82)
  if op.algorithm == GCRA then
    local most = op.burst * op.window
    local debt = debt_of(op, entry.a and entry)
    -- A hit that was denied and counts all the same empties the bucket; it cannot put off the next hit for ever.
    debt = min(debt + op.cost * op.window, most)
    arrive(op, entry, debt)
    entry.expires = entry.b > 0 and entry.a + 1 or entry.a
  elseif op.algorithm == SLIDING then
    local start, current, previous = turn(op, entry.a and entry, (window_of(op)))
    entry.a, entry.b, entry.c = start, add(current, op.cost), previous
    entry.expires = start + 2 * op.window
  else
    local start, finish = window_of(op)
    entry.a, entry.b, entry.c = start, add(hits_in(entry.a and entry, start), op.cost), 0
    entry.expires = finish
  end
  touch(op.key, entry)
  op.used, op.remaining, op.reset = view(op, entry)
end

-- Gives back what the operation's negative cost says, at most what counts, and where it was counted.
local function give_back(op)
  local entry = entries[op.key]
  if not entry or not entry.a then return end
  if op.counted_until == 0 or now < op.counted_until then
    if op.algorithm == GCRA then
      arrive(op, entry, max(0, debt_of(op, entry) + op.cost * op.window))
      entry.expires = entry.b > 0 and entry.a + 1 or entry.a
    elseif op.algorithm == SLIDING then
      local start, current, previous = turn(op, entry, (window_of(op)))
      local counted = op.counted_until == 0 and start or op.counted_until - 2 * op.window
      if counted == start then current = max(0, current + op.cost) end
      if counted == start - op.window then previous = max(0, previous + op.cost) end
      entry.a, entry.b, entry.c = start, current, previous
    elseif entry.a >= window_of(op) then
      entry.b = max(0, entry.b + op.cost)
    end
    touch(op.key, entry)
  end
  op.used, op.remaining, op.reset = view(op, entry)
end

-- Events: texts (digest 16, event 8, time 8) and strikes (time 8, event 16), oldest first ---------------------------------------------------------------

-- Forgets the oldest ones, up to a time and at it.
local function forget_until(key, entry, record, time_at, time)
  local from = 1
  while from < #entry.data and unpack_at('<d', entry.data, from + time_at) <= time do from = from + record end
  if from > 1 then
    entry.data = sub(entry.data, from)
    touch(key, entry)
  end
end

-- Where the next record with these bytes at an offset begins, nil when there is none.
local function find_record(data, bytes, record, offset, from)
  while true do
    local at = string.find(data, bytes, from + offset, true)
    if not at then return nil end
    local start = at - offset
    if (start - 1) % record == 0 then return start end
    from = start + 1
  end
end

local function read_texts(op)
  local entry = read(op.key, 68, 9, 32)
  if entry and entry.value then
    entry.data = sub(entry.value, 10)
    entry.value = nil
  end
  return entry
end

-- How often the text came, the place of this event among those times (-1: none), when it came last, and where its first record is.
local function find_text(op, data)
  local times, own, latest, first = 0, -1, 0, nil
  local at = find_record(data, op.digest, 32, 0, 1)
  while at do
    first = first or at
    if own < 0 and op.token ~= NOBODY_EVENT and sub(data, at + 16, at + 23) == op.token then own = times end
    latest = unpack_at('<d', data, at + 24)
    times = times + 1
    at = find_record(data, op.digest, 32, 0, at + 32)
  end
  return times, own, latest, first
end

local function check_duplicate(op)
  local entry = read_texts(op)
  local times, own, latest = 0, -1, 0
  if entry then
    forget_until(op.key, entry, 32, 24, now - op.window)
    times, own, latest = find_text(op, entry.data)
  end
  op.used = own >= 0 and own or times
  op.remaining = max(0, op.allowed - op.used)
  op.state = op.used > op.allowed and OVER or OK
  if op.state == OVER then op.reset = add(latest, op.window) end
end

local function remember_text(op)
  local entry = entries[op.key] or make(op.key, 68)
  local data = entry.data or ''
  local times, own, _, first = find_text(op, data)
  if own < 0 then
    -- Of one text no more are kept than find one copy too many, so that a flood of it does not drive out the others.
    if times >= op.allowed + 2 then
      data = sub(data, 1, first - 1) .. sub(data, first + 32)
    elseif #data >= EVENTS * 32 then
      data = sub(data, 33)
    end
    data = data .. op.digest .. op.token .. pack('<d', now)
  end
  entry.data = data
  entry.expires = add(unpack_at('<d', data, #data - 7), op.window)
  touch(op.key, entry)
end

local function read_strikes(op)
  local entry = read(op.key, 83, 17, 24)
  if entry and entry.value then
    entry.blocked = unpack_at('<d', entry.value, 10)
    entry.data = sub(entry.value, 18)
    entry.value = nil
  end
  return entry
end

local function has_strike(op, entry)
  return op.token ~= NOBODY and find_record(entry.data, op.token, 24, 8, 1) ~= nil
end

-- A new strike would be written: none is while a block runs, nor twice for one event.
local function adds_strike(op, entry)
  return not entry or (entry.blocked == 0 and not has_strike(op, entry))
end

local function reaches(op, strikes)
  return op.threshold > 0 and strikes >= op.threshold
end

local function check_strike(op, asked)
  local entry = read_strikes(op)
  if entry then
    if entry.blocked == 0 then
      forget_until(op.key, entry, 24, 0, now - op.window)
    elseif entry.blocked <= now then
      -- A block that was served leaves a clean slate.
      entry.blocked, entry.data = 0, ''
      touch(op.key, entry)
    end
  end
  local counted = entry and #entry.data / 24 or 0
  local kept = counted
  local blocked = entry and entry.blocked or 0
  op.written = entry and has_strike(op, entry)
  if asked and adds_strike(op, entry) then
    counted = counted + 1
    op.written = true
    if reaches(op, counted) and op.block > 0 then blocked = add(now, op.block) end
  end
  op.used, op.remaining, op.reset = counted, max(0, op.threshold - counted), blocked
  op.state = (blocked > now or (op.block <= 0 and reaches(op, counted))) and OVER or OK
  if op.write == CLEAR then
    op.written, op.state = counted > 0 or blocked > now, OK
  elseif op.state == OVER and blocked == 0 then
    -- Without a block of its own the session is free when one strike fewer than the threshold counts.
    local freed = counted - op.threshold
    op.reset = add(freed < kept and unpack_at('<d', entry.data, freed * 24 + 1) or now, op.window)
  end
end

local function clear_strikes(op)
  local entry = entries[op.key]
  if entry then
    entry.blocked, entry.data, entry.expires = 0, '', 0
    touch(op.key, entry)
  end
end

local function add_strike(op)
  local entry = entries[op.key]
  if entry and not adds_strike(op, entry) then return end
  if not entry then
    entry = make(op.key, 83)
    entry.blocked, entry.data = 0, ''
  end
  local data = entry.data
  if #data >= EVENTS * 24 then data = sub(data, #data - EVENTS * 24 + 25) end
  entry.data = data .. pack('<d', now) .. op.token
  if reaches(op, #entry.data / 24) and op.block > 0 then entry.blocked = add(now, op.block) end
  entry.expires = max(add(now, op.window), entry.blocked)
  touch(op.key, entry)
end

-- Marks: OnceOnly, Require, Taint, Bind -----------------------------------------------------------------------------------------------------------------

local function check_mark(op)
  local mark = read(op.key, 77, 25, 0)
  if mark and mark.value then
    mark.token = sub(mark.value, 10)
    mark.value = nil
  end
  local passes
  if op.kind == ONCE_ONLY then
    passes = not mark or (op.token ~= NOBODY and mark.token == op.token)
  elseif op.kind == BIND then
    passes = not mark or mark.token == op.token
  elseif op.kind == REQUIRE then
    passes = mark or op.write == ALWAYS
  else
    passes = not mark and op.write ~= ALWAYS
  end
  op.state = passes and OK or OVER
  op.used = mark and 1 or 0
  if not passes and mark then op.reset = mark.expires end
end

local function write_mark(op)
  op.written = op.used == 0
  local mark = entries[op.key] or make(op.key, 77)
  if op.kind == ONCE_ONLY or op.kind == BIND then mark.token = op.token end
  mark.expires = max(mark.expires, add(now, max(0, op.window)))
  touch(op.key, mark)
end

-- Members: a hash with the values of a run or session (digest of 8 bytes: its sets), and `k` the key they were hashed under, `i` that values were lost, `x`
-- when it expires. Nothing is forgotten to make room: what does not fit makes the sets incomplete, for good. --------------------------------------------

local MOST_MEMBERS = 4096
local MILDER = 10 -- sets that make an answer milder: Exposed, Trusted
local members = {}
local found = {}

-- In parts: what one call can be passed is limited.
local function in_parts(values, most, run)
  for from = 1, #values, most do run(from, min(from + most - 1, #values)) end
end

local function read_members(op)
  local entry = members[op.key]
  if not entry then
    local head = redis.call('HMGET', op.key, 'k', 'i', 'x')
    local size = redis.call('HLEN', op.key)
    if size > 0 and not (head[1] and tonumber(head[3])) then foreign(op.key) end
    entry = { key = op.key, sets = {}, count = 0, expires = 0, written = {}, incomplete = false }
    if head[3] and tonumber(head[3]) > now then
      entry.is_there, entry.under, entry.incomplete, entry.expires = true, head[1], head[2] == '1', tonumber(head[3])
      entry.count = size - (head[2] and 3 or 2)
    else
      entry.clears = size > 0
    end
    members[op.key] = entry
    members[#members + 1] = entry
  end
  if entry.is_there then
    in_parts(op.digests, 1000, function(from, to)
      local sets = redis.call('HMGET', op.key, unpack(op.digests, from, to))
      for i = from, to do entry.sets[op.digests[i]] = tonumber(sets[i - from + 1] or 0) end
    end)
  end
  return entry
end

local function check_members(op)
  local entry = read_members(op)
  op.state, op.remaining = OK, MOST_MEMBERS - entry.count
  if not entry.is_there then return end
  local known = entry.under == op.under
  local lost = not known or entry.incomplete
  if op.of > 0 or op.unless > 0 then
    local missing = false
    for i, digest in ipairs(op.digests) do
      local sets = known and entry.sets[digest] or 0
      if sets > 0 then found[#found + 1] = pack('<HB', op.from + i - 1, sets) end
      if bit.band(sets, op.unless) == 0 then
        -- Not excused: had sets been lost, it could be one of theirs.
        missing = true
        if bit.band(sets, op.of) > 0 then op.used = op.used + 1 end
      end
    end
    if op.used > 0 then op.state = OVER elseif missing and lost and op.of > 0 then op.state = INCOMPLETE end
  elseif lost then
    op.state = INCOMPLETE
  end
end

local function write_members(op, goes_on)
  local entry = members[op.key]
  if entry.under ~= op.under then
    entry.incomplete = entry.incomplete or entry.count > 0
    entry.clears = entry.clears or entry.is_there
    entry.sets, entry.written, entry.count, entry.under = {}, {}, 0, op.under
  end
  entry.is_there, entry.changed = true, true
  entry.incomplete = entry.incomplete or op.truncated
  for i, digest in ipairs(op.digests) do
    local sets = op.adds[i]
    if not goes_on then sets = bit.band(sets, bit.bnot(MILDER)) end
    if sets > 0 then
      local before = entry.sets[digest] or 0
      if before > 0 or entry.count < MOST_MEMBERS then
        if before == 0 then entry.count = entry.count + 1 end
        entry.sets[digest] = bit.bor(before, sets)
        entry.written[#entry.written + 1] = digest
        op.written = true
      else
        entry.incomplete = true
      end
    end
  end
  entry.expires = max(entry.expires, add(now, max(0, op.window)))
  op.remaining = MOST_MEMBERS - entry.count
  if entry.incomplete and op.state == OK then op.state = INCOMPLETE end
end

local function save_members(entry)
  if entry.expires <= now then
    redis.call('DEL', entry.key)
    return
  end
  if entry.clears then redis.call('DEL', entry.key) end
  local fields = { 'k', entry.under, 'x', number(entry.expires) }
  if entry.incomplete then
    fields[5], fields[6] = 'i', '1'
  end
  for _, digest in ipairs(entry.written) do
    fields[#fields + 1] = digest
    fields[#fields + 1] = number(entry.sets[digest])
  end
  in_parts(fields, 1000, function(from, to) redis.call('HSET', entry.key, unpack(fields, from, to)) end)
  redis.call('PEXPIRE', entry.key, ttl(entry.expires))
end

-- Budgets: a hash with `c` committed, `r` reserved, and what each lease holds; and a sorted set of the leases by their end ------------------------------

local budgets = {}
local sweep_each = SWEEP
local more_to_sweep = 0

local function amount(value, key)
  if not value then return 0 end
  return tonumber(value) or foreign(key)
end

local function read_budget(op)
  local first = op.first
  if now >= op.finish then
    if now >= op.after then return nil end
    first = first + 2
  end
  local key = KEYS[first]
  local budget = budgets[key]
  if budget then return budget end
  local leases = KEYS[first + 1]
  local ended = redis.call('ZRANGEBYSCORE', leases, '-inf', number(now), 'LIMIT', '0', sweep_each)
  local values = redis.call('HMGET', key, 'c', 'r', reservation, unpack(ended))
  budget = { key = key, leases = leases, ended = ended, is_new = not (values[1] or values[2]), committed = amount(values[1], key),
    reserved = amount(values[2], key), own = values[3] and amount(values[3], key) or nil, held = 0 }
  for i = 1, #ended do
    budget.reserved = max(0, budget.reserved - amount(values[3 + i], key))
    if ended[i] == reservation then budget.own = nil end
  end
  if #ended >= sweep_each then more_to_sweep = 1 end
  budgets[key] = budget
  budgets[#budgets + 1] = budget
  return budget
end

local function used_of(budget)
  return add(budget.committed, budget.reserved)
end

local function check_budget(op, pending)
  local budget = budgets_open and read_budget(op)
  if not budget then
    op.state = UNAVAILABLE
    return
  end
  op.budget = budget
  op.finish_now = select(2, pick(op))
  local before = add(used_of(budget), pending[budget.key] or 0)
  op.used, op.remaining = before, max(0, op.cap - before)
  if op.finish_now < GREATEST then op.reset = op.finish_now end
  if before >= op.deny or op.cost > op.cap - before then
    op.state = OVER
  elseif op.approve >= 0 and before >= op.approve then
    op.state = APPROVE
  elseif op.warn >= 0 and before >= op.warn then
    op.state = WARN
  else
    op.state = OK
  end
  pending[budget.key] = add(pending[budget.key] or 0, op.cost)
end

local function hold(op, lease_end)
  local budget = op.budget
  -- Above the cap where monitor forces it, but never above what a number holds.
  local held = min(op.cost, GREATEST - used_of(budget))
  budget.reserved = budget.reserved + held
  budget.held = budget.held + held
  budget.lease_end = lease_end
  budget.expires = add(op.finish_now, BUDGET_KEPT)
  op.remaining = max(0, op.cap - used_of(budget))
end

local function write_budget(budget)
  -- Added before anything is removed, so that no key goes with its last member and comes back without a TTL.
  if budget.lease_end then
    redis.call('ZADD', budget.leases, number(budget.lease_end), reservation)
    redis.call('HSET', budget.key, 'r', number(budget.reserved), reservation, number(budget.held))
    redis.call('PEXPIRE', budget.leases, ttl(budget.expires))
    if budget.is_new or budget.expires >= GREATEST then redis.call('PEXPIRE', budget.key, ttl(budget.expires)) end
  elseif #budget.ended > 0 then
    redis.call('HSET', budget.key, 'r', number(budget.reserved))
  end
  local gone = {}
  for _, id in ipairs(budget.ended) do
    if not (budget.lease_end and id == reservation) then gone[#gone + 1] = id end
  end
  if #gone > 0 then
    redis.call('ZREM', budget.leases, unpack(gone))
    redis.call('HDEL', budget.key, unpack(gone))
  end
end

-- The operations ----------------------------------------------------------------------------------------------------------------------------------------

local FIRST = 5
local count = #ARGV - FIRST + 1
local ops = {}
local reserves = 0

for i = 1, count do
  local packed = ARGV[FIRST + i - 1]
  local kind, gate, invalid, write, option, flag = byte(packed, 1, 6)
  local op = { kind = kind, gate = gate, invalid = invalid == 1, write = write, state = 0, used = 0, remaining = 0, reset = 0, written = false }
  ops[i] = op
  if op.invalid or kind == KILL_SWITCH then
    -- Has no key.
  elseif kind == RESERVE then
    reserves = reserves + 1
    op.force = option == 1
    op.cost, op.cap, op.warn, op.approve, op.deny, op.start, op.finish, op.after = unpack_at('<dddddddd', packed, 7)
    op.first = next_key
    next_key = next_key + (op.finish >= GREATEST and 2 or 4)
  else
    op.key = KEYS[next_key]
    next_key = next_key + 1
    if kind == RATE then
      op.algorithm, op.count_denied = option, flag == 1
      op.cost, op.rate, op.window, op.burst, op.start, op.finish, op.after = unpack_at('<ddddddd', packed, 7)
      if op.cost < 0 then op.counted_until = unpack_at('<d', packed, 63) end
    elseif kind == DUPLICATE then
      op.allowed, op.window, op.digest, op.token = unpack_at('<ddc16c8', packed, 7)
    elseif kind == STRIKE then
      op.threshold, op.window, op.block, op.token = unpack_at('<dddc16', packed, 7)
    elseif kind == MEMBER then
      op.window, op.from = unpack_at('<dd', packed, 7)
      op.of, op.unless, op.truncated = byte(packed, 23, 25)
      op.truncated, op.under, op.digests, op.adds = op.truncated == 1, sub(packed, 26, 33), {}, {}
      op.writes = op.truncated
      for at = 34, #packed, 9 do
        local sets = byte(packed, at + 8)
        op.digests[#op.digests + 1], op.adds[#op.adds + 1] = sub(packed, at, at + 7), sets
        op.writes = op.writes or sets > 0
      end
    else
      op.window, op.token = unpack_at('<dc16', packed, 7)
    end
  end
end

sweep_each = max(1, floor(SWEEP / max(1, reserves)))

local function gate_of(op)
  if op.state == OVER or op.state == UNAVAILABLE or op.state == INCOMPLETE then return op.gate end
  if op.state == APPROVE and op.gate > 0 then return REQUIRE_APPROVAL end
  return 0
end

local function is_asked(op, duplicate)
  return op.write == ALWAYS or (op.write == ON_DUPLICATE and duplicate)
end

-- First everything is read. Strikes come last: whether one is asked for may depend on a duplicate anywhere in the batch.
local duplicate = false
local pending = {}
for i = 1, count do
  local op = ops[i]
  if op.invalid then
    op.state = OVER
  elseif op.kind == RATE then
    local entry = read_rate(op)
    if entry then heal_rate(op, entry) end
    op.used, op.remaining, op.reset = view(op, entry)
    -- Earlier operations of this batch on the same counter must fit together with it. A peek (cost 0) is over when the next hit would be; what is given back
    -- passes always, and makes no room for another.
    local before = pending[op.key] or 0
    op.state = (op.cost < 0 or max(1, op.cost) <= op.remaining - before) and OK or OVER
    pending[op.key] = add(before, max(0, op.cost))
  elseif op.kind == DUPLICATE then
    check_duplicate(op)
    duplicate = duplicate or op.state == OVER
  elseif op.kind == RESERVE then
    check_budget(op, pending)
  elseif op.kind == KILL_SWITCH then
    op.state = epoch[3] and OVER or OK
  elseif op.kind == MEMBER then
    check_members(op)
  elseif op.kind ~= STRIKE then
    check_mark(op)
  end
  if op.kind ~= STRIKE then severity = max(severity, gate_of(op)) end
end
for i = 1, count do
  local op = ops[i]
  if op.kind == STRIKE and not op.invalid then
    check_strike(op, is_asked(op, duplicate))
    severity = max(severity, gate_of(op))
  end
end

-- Then it is decided whether the budgets are held: in all of them or in none.
local reserved, lease_end, holds = 0, 0, false
if reserves > 0 and lease_ms > 0 then
  local fits = severity == 1 or severity == POST_REVIEW
  local answered = true
  local live = 0
  for i = 1, count do
    local op = ops[i]
    if op.kind == RESERVE then
      fits = fits and not op.invalid and (op.state ~= OVER or op.force)
      if op.budget and op.budget.own then
        live = max(live, tonumber(redis.call('ZSCORE', op.budget.leases, reservation) or 0))
      end
    end
    answered = answered and op.state ~= UNAVAILABLE
  end
  if live > now then
    -- The same reservation asked for again: it holds already.
    reserved, lease_end = 1, live
  elseif not answered then
    -- A budget that could hold nothing because another had no answer is itself without an answer: its own outage rule must decide.
    for i = 1, count do
      local op = ops[i]
      if op.kind == RESERVE and op.state ~= OVER then
        op.state = UNAVAILABLE
        severity = max(severity, op.gate)
      end
    end
  elseif fits then
    holds, reserved, lease_end = true, 1, add(now, lease_ms)
    for _, budget in ipairs(budgets) do
      if budget.own then
        -- It has ended and was not swept yet: it makes room.
        budget.reserved = max(0, budget.reserved - budget.own)
      end
    end
  end
end

-- Then what the outcome allows is consumed.
local goes_on = severity == 1 or severity == POST_REVIEW
local rates_pass = true
for i = 1, count do
  local op = ops[i]
  if op.kind == RATE and op.gate > 0 and op.state == OVER then rates_pass = false end
end
for i = 1, count do
  local op = ops[i]
  local kind = op.kind
  if op.invalid or op.state == UNAVAILABLE then
    -- Consumes nothing.
  elseif kind == RATE then
    if op.cost > 0 and ((rates_pass and op.state == OK) or op.count_denied) then count_rate(op) end
    if op.cost < 0 and goes_on then give_back(op) end
  elseif kind == DUPLICATE then
    if goes_on or op.state == OVER then remember_text(op) end
  elseif kind == STRIKE then
    if is_asked(op, duplicate) then add_strike(op) elseif op.write == CLEAR and goes_on then clear_strikes(op) end
  elseif kind == RESERVE then
    if holds then hold(op, lease_end) end
  elseif kind == MEMBER then
    if op.writes then write_members(op, goes_on) end
  elseif kind == ONCE_ONLY then
    if goes_on and op.used == 0 then write_mark(op) end
  elseif kind == BIND then
    if op.state == OK then write_mark(op) end
  elseif kind == REQUIRE or kind == TAINT then
    if is_asked(op, duplicate) then write_mark(op) end
  end
end

-- And written, each key once.
for _, entry in ipairs(changed) do
  local content
  if entry.letter == 82 then
    content = pack('<ddd', entry.a, entry.b, entry.c)
  elseif entry.letter == 83 then
    content = pack('<d', entry.blocked) .. entry.data
  elseif entry.letter == 68 then
    content = entry.data
  else
    content = entry.token or NOBODY
  end
  if entry.expires > now then
    redis.call('SET', entry.key, string.char(entry.letter) .. pack('<d', entry.expires) .. content, 'PX', ttl(entry.expires))
  else
    redis.call('DEL', entry.key)
  end
end
for _, budget in ipairs(budgets) do write_budget(budget) end
for _, entry in ipairs(members) do
  if entry.changed then save_members(entry) end
end

local reply = { pack('<BdBBBBdd', DONE, now, severity, reserved, more_to_sweep, count, lease_end, tonumber(epoch[1])) }
for i = 1, count do
  local op = ops[i]
  reply[i + 1] = pack('<BBddd', op.state, op.written and 1 or 0, op.used, op.remaining, op.reset)
end
local answer = table.concat(reply) .. table.concat(found)
if has_request == 1 then
  local kept = 'Q' .. pack('<d', now + REQUEST_TTL) .. ARGV[3] .. pack('<H', #ARGV[4]) .. ARGV[4] .. answer
  redis.call('SET', KEYS[2], kept, 'PX', REQUEST_TTL)
end
return answer
