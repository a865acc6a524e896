-- What budgets have committed, for a comparison with the ledger. Changes nothing.
--
-- KEYS  the numbers of each budget
-- Answers one packed string: per budget what it has committed; -1 where there is none.

local reply = {}
for i = 1, #KEYS do
  reply[i] = struct.pack('<d', tonumber(redis.call('HGET', KEYS[i], 'c') or -1))
end
return table.concat(reply)
