-- A tenant's epoch, the one key of it without a TTL: installed when its numbers are whole, and the kill switch in it.
--
-- KEYS  1 epoch, 2 since when this server has kept its memory; not in a cluster
-- ARGV  1 action (install | install-new | freeze | thaw | look), 2 clock (0: the server's), 3 install: milliseconds for which budgets stay closed, 4 install: the ledger's mark
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
if (action == 'install' or action == 'install-new') and not at then
  local closed = tonumber(ARGV[3])
  if KEYS[2] then
    local since = redis.call('GET', KEYS[2])
    if not since then
      redis.call('SET', KEYS[2], string.format('%.0f', now))
    elseif not tonumber(since) then
      error('AIDESK_FOREIGN the value of ' .. KEYS[2] .. ' is not ours')
    elseif action == 'install-new' and now - tonumber(since) >= closed then
      -- An epoch does not lapse. That this tenant has none, on a server that has forgotten nothing for a lease, means that nothing is held for it.
      closed = 0
    end
  end
  -- Compare and set: of several that rebuild, one installs.
  at = string.format('%.0f', now)
  redis.call('HSET', KEYS[1], 'at', at, 'open', string.format('%.0f', now + closed), 'mark', ARGV[4])
  installed = 1
elseif action == 'freeze' then
  redis.call('HSET', KEYS[1], 'frozen', '1')
elseif action == 'thaw' then
  redis.call('HDEL', KEYS[1], 'frozen')
end
return struct.pack('<Bdd', installed, now, tonumber(at or 0))
