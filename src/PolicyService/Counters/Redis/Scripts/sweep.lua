-- Gives back what ended leases hold, off the path, when more ended at once than a batch clears away.
--
-- KEYS  per budget: numbers, leases
-- ARGV  1 clock (0: the server's)
-- Answers one packed string: 1 when there may be more.

local MOST = 1000

local now = tonumber(ARGV[1])
if now == 0 then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

local more = 0
for i = 1, #KEYS, 2 do
  local ended = redis.call('ZRANGEBYSCORE', KEYS[i + 1], '-inf', string.format('%.0f', now), 'LIMIT', '0', MOST)
  if #ended > 0 then
    local values = redis.call('HMGET', KEYS[i], 'r', unpack(ended))
    local reserved = tonumber(values[1] or 0)
    for held = 2, #values do reserved = reserved - tonumber(values[held] or 0) end
    redis.call('HSET', KEYS[i], 'r', string.format('%.0f', math.max(0, reserved)))
    redis.call('ZREM', KEYS[i + 1], unpack(ended))
    redis.call('HDEL', KEYS[i], unpack(ended))
    if #ended == MOST then more = 1 end
  end
end
return struct.pack('<B', more)
