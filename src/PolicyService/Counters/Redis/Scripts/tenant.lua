-- A tenant's epoch, the one key without a TTL: installed when its numbers are whole, and the kill switch in it.
--
-- KEYS  1 epoch
-- ARGV  1 action (install | freeze | thaw | look), 2 clock (0: the server's), 3 install: milliseconds for which budgets stay closed, 4 install: the ledger's mark
-- Answers one packed string: 1 when this call installed it, time, the epoch's time (0: there is none).

local action, clock = ARGV[1], tonumber(ARGV[2])
local now = clock
if now == 0 then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

-- A server that may forget a counter to make room cannot be trusted with one.
local memory = redis.call('INFO', 'memory')
if not string.find(memory, 'maxmemory_policy:noeviction', 1, true) then
  error('AIDESK_EVICTION maxmemory-policy must be noeviction')
end

local at = redis.call('HGET', KEYS[1], 'at')
local installed = 0
if action == 'install' and not at then
  -- Compare and set: of several that rebuild, one installs.
  at = string.format('%.0f', now)
  redis.call('HSET', KEYS[1], 'at', at, 'open', string.format('%.0f', now + tonumber(ARGV[3])), 'mark', ARGV[4])
  installed = 1
elseif action == 'freeze' then
  redis.call('HSET', KEYS[1], 'frozen', '1')
elseif action == 'thaw' then
  redis.call('HDEL', KEYS[1], 'frozen')
end
return struct.pack('<Bdd', installed, now, tonumber(at or 0))
