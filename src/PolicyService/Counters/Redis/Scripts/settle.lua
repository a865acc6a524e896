-- Turns one reservation into spend, gives it back, or lengthens it: each once, and spend even when it comes late. The same rules as Settling of the memory
-- store. It needs no epoch: spend that comes while the numbers are lost counts, and the rebuild passes it over by the reservation's id.
--
-- KEYS  1 what became of the reservation (tombstone); then of each budget that it holds in: numbers, leases
-- ARGV  1 packed header, 2 reservation id (16 bytes), 3 hash of the costs (16 bytes), then packed per budget: cost, end of its window
-- Answers one packed string: status, time, state, end of the lease, then what each budget has committed.

local GREATEST = 9007199254740991
local TOTAL_TTL = 315360000000
local BUDGET_KEPT = 172800000
local SETTLED_KEPT = 172800000 -- how long a repetition is recognised
local LONGEST_LEASE = 86400000

local DONE, LATE_SCRIPT = 0, 4
local COMMIT, RELEASE, RENEW = 1, 2, 3
local APPLIED, REPEATED, LATE, CONFLICT = 1, 2, 3, 4

local action, not_after, clock, lease_ms = struct.unpack('<Bddd', ARGV[1])
local reservation, costs = ARGV[2], ARGV[3]

local now = clock
if now == 0 then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

if not_after > 0 and now > not_after then
  return struct.pack('<Bd', LATE_SCRIPT, now)
end

local function number(value)
  return string.format('%.0f', value)
end

local function add(left, right)
  return math.min(left + right, GREATEST)
end

local function foreign(key)
  error('AIDESK_FOREIGN the value of ' .. key .. ' is not ours')
end

local function ttl(expires)
  -- Keys expire by the server's clock, which has nothing to do with that of a test.
  if expires >= GREATEST or clock > 0 then return number(TOTAL_TTL) end
  return number(expires - now)
end

-- Everything is read before anything is written.
local state
local settled = redis.call('GET', KEYS[1])
if settled then
  if string.byte(settled) ~= 84 or #settled ~= 26 then foreign(KEYS[1]) end
  local expires, done = struct.unpack('<dB', settled, 2)
  if expires > now then
    state = done == action and string.sub(settled, 11) == costs and REPEATED or CONFLICT
  end
end

local budgets, by_key = {}, {}
local live = 0
for i = 2, #KEYS, 2 do
  local cost, window_end = struct.unpack('<dd', ARGV[3 + i / 2])
  local budget = by_key[KEYS[i]]
  if not budget then
    local values = redis.call('HMGET', KEYS[i], 'c', 'r', reservation)
    budget = { key = KEYS[i], leases = KEYS[i + 1], committed = 0, reserved = 0, cost = 0, expires = add(window_end, BUDGET_KEPT) }
    budget.committed = values[1] and (tonumber(values[1]) or foreign(KEYS[i])) or 0
    budget.reserved = values[2] and (tonumber(values[2]) or foreign(KEYS[i])) or 0
    budget.held = values[3] and (tonumber(values[3]) or foreign(KEYS[i])) or nil
    local lease_end = redis.call('ZSCORE', KEYS[i + 1], reservation)
    if lease_end then
      budget.lease_end = tonumber(lease_end)
      live = math.max(live, budget.lease_end)
    end
    by_key[KEYS[i]] = budget
  end
  budgets[#budgets + 1] = budget
  budget.cost = add(budget.cost, cost)
end

local lease_end = 0
if not state then
  if action == RENEW then
    if live <= now then
      -- A lease that has ended is not revived: others may hold its room by now.
      state = LATE
    else
      state = APPLIED
      lease_end = math.max(live, add(now, math.max(0, math.min(lease_ms, LONGEST_LEASE))))
      for _, budget in pairs(by_key) do
        if budget.lease_end then redis.call('ZADD', budget.leases, number(lease_end), reservation) end
      end
    end
  else
    -- What holds nothing has no lease to miss.
    state = (live > now or #KEYS == 1) and APPLIED or LATE
    for _, budget in pairs(by_key) do
      if budget.held then
        redis.call('HSET', budget.key, 'r', number(math.max(0, budget.reserved - budget.held)))
        redis.call('HDEL', budget.key, reservation)
      end
      if budget.lease_end then redis.call('ZREM', budget.leases, reservation) end
      -- Two days after its window nobody asks for its sum: the record has the spend.
      if action == COMMIT and budget.cost > 0 and budget.expires > now then
        budget.committed = add(budget.committed, budget.cost)
        redis.call('HSET', budget.key, 'c', number(budget.committed))
        redis.call('PEXPIRE', budget.key, ttl(budget.expires))
      end
    end
    redis.call('SET', KEYS[1], 'T' .. struct.pack('<dB', now + SETTLED_KEPT, action) .. costs, 'PX', SETTLED_KEPT)
  end
end

local reply = { struct.pack('<BdBd', DONE, now, state, lease_end) }
for i, budget in ipairs(budgets) do
  reply[i + 1] = struct.pack('<d', budget.expires > now and budget.committed or 0)
end
return table.concat(reply)
